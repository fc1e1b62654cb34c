"""Who has to be assessed, and why: never assessed, run out, about to, or something has happened since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.assessments.rules.states import TriggerKind
from app.assessments.rules.validity import SOON
from app.core.i18n import N_, _

__all__ = ["Due", "DueKind", "OpenTrigger", "due_of", "in_order"]


class DueKind(StrEnum):
    """Why an assessment is due, the most urgent first."""

    TRIGGER = "trigger"
    NEVER = "never"
    EXPIRED = "expired"
    EXPIRING = "expiring"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_DUE[self])


_DUE = {
    DueKind.TRIGGER: N_("要做即时评估"),
    DueKind.NEVER: N_("还没有评估"),
    DueKind.EXPIRED: N_("评估已到期"),
    DueKind.EXPIRING: N_("30 天内到期"),
}


@dataclass(frozen=True, slots=True)
class OpenTrigger:
    """Something that calls for an assessment and has not been answered."""

    id: int
    kind: TriggerKind
    happened_on: date


@dataclass(frozen=True, slots=True)
class Due:
    """One person whose assessment is due, since or on a day, with what has happened and the draft that is under way."""

    county: int
    institution_id: int
    elder_id: int
    kind: DueKind
    due_on: date
    valid_to: date | None = None
    triggers: tuple[OpenTrigger, ...] = ()
    draft_id: int | None = None


def due_of(
    on: date, since: date, *, assessed: bool, valid_to: date | None, triggers: Sequence[OpenTrigger]
) -> tuple[DueKind, date] | None:
    """Say why and since when an assessment is due on a day, if it is; `since` is the day the person moved in."""
    open_now = [one.happened_on for one in triggers if one.happened_on <= on]
    if open_now:
        return DueKind.TRIGGER, min(open_now)
    if not assessed:
        return DueKind.NEVER, since
    if valid_to is None or valid_to > on + SOON:
        return None
    return (DueKind.EXPIRED if valid_to <= on else DueKind.EXPIRING), valid_to


def in_order(found: Sequence[Due]) -> list[Due]:
    """Put the most urgent first: what has happened, then who was never assessed, then by the day it runs out."""
    kinds = list(DueKind)
    return sorted(found, key=lambda one: (kinds.index(one.kind), one.due_on, one.elder_id))
