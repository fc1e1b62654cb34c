"""What a scale asks about a person beside its items: coma, diagnoses, and care-risk events of the last 30 days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["COUNTED", "FACTS", "NO_FACTS", "YES_OR_NO", "Facts", "RiskEvent"]

YES_OR_NO = ("coma", "dementia", "psychiatric")
COUNTED = "risk_events"
FACTS = (*YES_OR_NO, COUNTED)
"""The facts by their names in files of answers, in that order."""


class RiskEvent(StrEnum):
    """A kind of care-risk event, as GB/T 42195-2022 A.2.14 lists them."""

    FALL = "fall"
    LOST = "lost"
    CHOKING = "choking"
    SELF_HARM = "self_harm"
    OTHER = "other"
    UNSORTED = "unsorted"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_EVENTS[self])


_EVENTS = {
    RiskEvent.FALL: N_("跌倒"),
    RiskEvent.LOST: N_("走失"),
    RiskEvent.CHOKING: N_("噎食"),
    RiskEvent.SELF_HARM: N_("自杀、自伤"),
    RiskEvent.OTHER: N_("其他照护风险事件"),
    RiskEvent.UNSORTED: N_("未分种类"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded about one person on the day of assessment.

    `coma`: GB/T 42195-2022 A.5.11. `dementia`: a diagnosis F00–F03. `psychiatric`: F04–F99, diagnosed by a psychiatrist
    (both A.4.1). `risk_events`: how often each kind happened in the last 30 days (A.2.14); a count that was given as
    one number stands under UNSORTED, which every scale counts.
    """

    coma: bool
    dementia: bool
    psychiatric: bool
    risk_events: Mapping[RiskEvent, int] = field(default_factory=dict)

    @property
    def is_diagnosed(self) -> bool:
        """Tell whether one of the diagnoses that a change clause names is recorded."""
        return self.dementia or self.psychiatric


NO_FACTS = Facts(coma=False, dementia=False, psychiatric=False)
"""For a scale that asks for none."""
