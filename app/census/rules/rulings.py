"""The questions of counting on which counties differ, each with its default and its source."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["DEFAULTS", "RulingCode"]


class RulingCode(StrEnum):
    """A kind of row that counts, or does not, in the official occupancy rate (standards §5.5–5.6)."""

    LEAVE = "leave"
    HOSPITAL = "hospital"
    TRIAL = "trial"
    RESPITE = "respite"
    TRAVEL = "travel"
    UNDER_60 = "under_60"
    EXTRA_BED = "extra_bed"

    @property
    def label(self) -> str:
        """The question in few words."""
        return _(_LABELS[self])


_LABELS = {
    RulingCode.LEAVE: N_("请假外出的人"),
    RulingCode.HOSPITAL: N_("住院留床的人"),
    RulingCode.TRIAL: N_("试住的人"),
    RulingCode.RESPITE: N_("短期托养的人"),
    RulingCode.TRAVEL: N_("旅居的人"),
    RulingCode.UNDER_60: N_("不满 60 岁的人"),
    RulingCode.EXTRA_BED: N_("睡加床的人"),
}

DEFAULTS = dict.fromkeys(RulingCode, True)
"""Whoever has a bed counts, until a county rules otherwise."""
