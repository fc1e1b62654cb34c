"""The eight states of a bed on a day, and how each looks: fill, glyph, word; colour comes last."""

from datetime import date
from enum import StrEnum

from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.core.i18n import N_, _

__all__ = ["EMPTY_LONG_DAYS", "Away", "BedState", "bed_state", "days_between", "is_empty_long", "is_planned_over"]

EMPTY_LONG_DAYS = 14
"""A bed empty for longer than this gets a ◷ on the board."""


class Away(StrEnum):
    """Why a resident is not in the bed that is theirs."""

    LEAVE = "leave"
    HOSPITAL = "hospital"


class BedState(StrEnum):
    """What a bed in service is on a day."""

    FREE = "free"
    OCCUPIED = "occupied"
    PRIVATE = "private"
    HELD = "held"
    LEAVE = "leave"
    HOSPITAL = "hospital"
    CLEANING = "cleaning"
    CLOSED = "closed"

    @property
    def glyph(self) -> str:
        """The sign that still speaks in grey and on paper."""
        return _LOOKS[self][0]

    @property
    def word(self) -> str:
        """The one character on the tile; an occupied bed shows its person instead."""
        return _(_LOOKS[self][1])

    @property
    def label(self) -> str:
        """The word on the filter and in a sentence."""
        return _(_LOOKS[self][2])

    @property
    def css(self) -> str:
        """The class of the fill."""
        return f"bed-{self.value}"

    @property
    def counted_as(self) -> "BedState":
        """The filter a bed counts under: 包房 is an occupied bed."""
        return BedState.OCCUPIED if self is BedState.PRIVATE else self


_LOOKS = {
    BedState.FREE: ("○", N_("空"), N_("空床")),
    BedState.OCCUPIED: ("●", N_("住"), N_("在院")),
    BedState.PRIVATE: ("▣", N_("包"), N_("包房")),
    BedState.HELD: ("◷", N_("预"), N_("预留")),
    BedState.LEAVE: ("↗", N_("假"), N_("请假")),
    BedState.HOSPITAL: ("✚", N_("院"), N_("住院保留")),
    BedState.CLEANING: ("≈", N_("洁"), N_("清洁")),
    BedState.CLOSED: ("✕", N_("停"), N_("停用")),
}


def bed_state(kind: ClaimKind | None, reason: ClosureReason | None = None, *, away: Away | None = None) -> BedState:
    """Derive a bed's state from the one claim that covers the day, if any, and from where its resident is."""
    if kind is None:
        return BedState.FREE
    if kind is ClaimKind.CLOSURE:
        return BedState.CLEANING if reason is ClosureReason.CLEANING else BedState.CLOSED
    if kind is ClaimKind.STAY and away is not None:
        return BedState(away.value)
    return {ClaimKind.STAY: BedState.OCCUPIED, ClaimKind.HOLD: BedState.HELD}.get(kind, BedState.PRIVATE)


def is_planned_over(planned_end_on: date | None, *, day: date, today: date) -> bool:
    """Tell whether a claim is expected to be over on a future day. A plan in the past proves nothing: it overran."""
    return planned_end_on is not None and day > today and planned_end_on <= day


def is_empty_long(free_since: date, day: date) -> bool:
    """Tell whether a free bed has stood empty for more than two weeks."""
    return days_between(free_since, day) > EMPTY_LONG_DAYS


def days_between(since: date, day: date) -> int:
    """Count the nights from one day to another."""
    return (day - since).days
