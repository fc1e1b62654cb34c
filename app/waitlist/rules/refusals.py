"""What follows when somebody does not take a bed: the place is kept, or the person leaves the list, or is kept out."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.i18n import N_, _
from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.policy import Policy

__all__ = ["Consequence", "Outcome", "Refused", "consequence", "months_after"]


@dataclass(frozen=True, slots=True)
class Refused:
    """One earlier offer that came to nothing, and whether the person left the list over it."""

    on: date
    reason: RefusalReason
    left: bool = False


class Outcome(StrEnum):
    """What becomes of the place."""

    KEEPS_PLACE = "keeps_place"
    EXIT = "exit"
    EXIT_AND_BAN = "exit_and_ban"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return _(_OUTCOMES[self])


_OUTCOMES = {
    Outcome.KEEPS_PLACE: N_("保留次序"),
    Outcome.EXIT: N_("移出轮候"),
    Outcome.EXIT_AND_BAN: N_("移出轮候并限制登记"),
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows by the rules, with the numbers it rests on."""

    outcome: Outcome
    kept_before: int
    exits: int
    banned_until: date | None = None

    @property
    def keeps_place(self) -> bool:
        """Whether the entry waits on where it stood."""
        return self.outcome is Outcome.KEEPS_PLACE


def consequence(policy: Policy, history: Iterable[Refused], reason: RefusalReason, day: date) -> Consequence:
    """Say what follows a refusal or a lapse of this day, given all earlier ones of the person.

    A justified reason keeps the place as often as the policy allows within the window; everything else is an exit. An
    exit that fills the number of exits within the window keeps the person out until the months are over.
    """
    rule = policy.refusal
    since = months_after(day, -rule.window_months)
    recent = [one for one in history if since < one.on <= day]
    kept = sum(not one.left for one in recent)
    exits = sum(one.left for one in recent)
    lapse_kept = reason is RefusalReason.NOT_REACHED and not rule.lapse_is_exit
    if (reason in rule.justified and kept < rule.free) or lapse_kept:
        return Consequence(Outcome.KEEPS_PLACE, kept, exits)
    if rule.exits and exits + 1 >= rule.exits:
        return Consequence(Outcome.EXIT_AND_BAN, kept, exits + 1, months_after(day, rule.ban_months))
    return Consequence(Outcome.EXIT, kept, exits + 1)


def months_after(day: date, months: int) -> date:
    """Give the same day some months later or earlier; a month too short gives its last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
