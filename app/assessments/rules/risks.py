"""The nine risks of GB 38600-2019 that are looked at before admission, after a change, and once a year at least."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.assessments.rules.validity import months_after
from app.core.i18n import N_, _

__all__ = ["GRADES", "MEASURES", "Risk", "RiskGrade", "last_due", "read_grades"]

GRADES = range(4)


class Risk(StrEnum):
    """One of the nine, in the order of the standard."""

    CHOKING = "choking"
    MISINGESTION = "misingestion"
    PRESSURE = "pressure"
    SCALD = "scald"
    BED_FALL = "bed_fall"
    FALL = "fall"
    HARM = "harm"
    LOST = "lost"
    RECREATION = "recreation"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_RISKS[self])


@dataclass(frozen=True, slots=True)
class RiskGrade:
    """How high one risk is, 0 none to 3 high, and the codes of the measures that were set."""

    grade: int
    measures: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_GRADES[self.grade])

    def to_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {"grade": self.grade, "measures": list(self.measures)}


_RISKS = {
    Risk.CHOKING: N_("噎食"),
    Risk.MISINGESTION: N_("食品药品误食"),
    Risk.PRESSURE: N_("压疮"),
    Risk.SCALD: N_("烫伤"),
    Risk.BED_FALL: N_("坠床"),
    Risk.FALL: N_("跌倒"),
    Risk.HARM: N_("他伤和自伤"),
    Risk.LOST: N_("走失"),
    Risk.RECREATION: N_("文娱活动意外"),
}
_GRADES = (N_("无"), N_("低"), N_("中"), N_("高"))
MEASURES: Mapping[Risk, Mapping[str, str]] = {
    Risk.CHOKING: {"texture": N_("饭菜软硬合适"), "in_sight": N_("吃饭时有人看着")},
    Risk.MISINGESTION: {
        "expiry": N_("定期查食品药品有没有过期"),
        "medicine": N_("签服药管理协议，发药时核对"),
    },
    Risk.PRESSURE: {
        "skin": N_("查皮肤、尿布和床单"),
        "turning": N_("定时翻身并记录"),
    },
    Risk.SCALD: {"water": N_("先放冷水再放热水"), "no_hot": N_("不给太烫的饭菜和水"), "signs": N_("贴警示标识")},
    Risk.BED_FALL: {"rails": N_("睡觉时拉起床栏"), "patrol": N_("夜间巡视")},
    Risk.FALL: {"dry": N_("地面保持干燥"), "after_medicine": N_("服药后留意"), "aids": N_("配助行器具")},
    Risk.HARM: {"objects": N_("管好危险物品"), "tell": N_("有苗头时通知家属")},
    Risk.LOST: {"watch": N_("重点看护"), "handover": N_("交接班清点"), "leave": N_("外出办手续")},
    Risk.RECREATION: {"observe": N_("活动中观察"), "anti_slip": N_("穿防滑鞋")},
}
"""What may be done about each (standards §7.2); the words are short on purpose."""

_YEAR = 12


def last_due(assessed_on: date) -> date:
    """Give the last day on which the next one may be due: a year later (GB 38600-2019 §5)."""
    return months_after(assessed_on, _YEAR)


def read_grades(kept: Mapping[str, Any]) -> dict[Risk, RiskGrade]:
    """Read grades as they are kept, in the standard's order."""
    return {
        risk: RiskGrade(kept[risk]["grade"], tuple(kept[risk].get("measures", ()))) for risk in Risk if risk in kept
    }
