"""What a stay is on a day, derived from its dates and its leaves; a state is never kept in a column."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.beds.rules.spans import FOREVER
from app.beds.rules.states import Away
from app.core.i18n import N_, _
from app.stays.rules.kinds import LeaveKind, Payer, StayKind

__all__ = ["StayState", "TermsOfDay", "away_of", "stay_state", "terms_on"]


class Leave(Protocol):
    """A leave as far as the state goes."""

    @property
    def kind(self) -> LeaveKind:
        """Home, hospital or elsewhere."""


class Stay(Protocol):
    """A stay as far as the state goes."""

    from_on: date
    to_on: date
    kind: StayKind
    payer: Payer


class Change(Protocol):
    """A change of terms."""

    from_on: date
    kind: StayKind
    payer: Payer


class TermsOfDay(Protocol):
    """The kind of a stay and who pays for it on a day."""

    @property
    def kind(self) -> StayKind:
        """What the stay is meant to be."""

    @property
    def payer(self) -> Payer:
        """Who pays."""


class StayState(StrEnum):
    """Where a stay stands on a day."""

    BEFORE = "before"
    PRESENT = "present"
    LEAVE = "leave"
    HOSPITAL = "hospital"
    OVER = "over"

    @property
    def label(self) -> str:
        """The word beside the name."""
        return _(_WORDS[self])


_WORDS = {
    StayState.BEFORE: N_("未入住"),
    StayState.PRESENT: N_("在院"),
    StayState.LEAVE: N_("请假"),
    StayState.HOSPITAL: N_("住院"),
    StayState.OVER: N_("已退住"),
}


def away_of(leave: Leave | None) -> Away | None:
    """Why a resident is not in the bed that is theirs: in hospital, on leave, or not away at all."""
    if leave is None:
        return None
    return Away.HOSPITAL if leave.kind is LeaveKind.HOSPITAL else Away.LEAVE


def stay_state(stay: Stay, day: date, leave: Leave | None = None) -> StayState:
    """Derive the state of a live stay on a day from its dates and the leave that covers the day, if any."""
    if day < stay.from_on:
        return StayState.BEFORE
    if day >= stay.to_on and stay.to_on != FOREVER:
        return StayState.OVER
    away = away_of(leave)
    return StayState(away.value) if away else StayState.PRESENT


def terms_on(stay: Stay, changes: list[Change], day: date) -> TermsOfDay:
    """The newest change up to the day speaks; before the first one the stay itself does."""
    reached = [change for change in changes if change.from_on <= day]
    return max(reached, key=lambda change: change.from_on, default=stay)
