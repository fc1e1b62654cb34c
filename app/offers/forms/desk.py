"""Forms of the bureau's case officer: checks, objections, spot checks, the calendar."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.offers.rules.kinds import ObjectionOutcome, ObjectionSource, SkipVerdict
from app.web.forms import Form

__all__ = ["CheckForm", "DayForm", "DecideForm", "DropForm", "ObjectionForm", "SpotForm", "TapForm"]


class TapForm(Form):
    """An act that asks nothing more."""

    tap_id: UUID


class CheckForm(Form):
    """What somebody outside the home says to a skip."""

    tap_id: UUID
    verdict: SkipVerdict = Field(title=N_("核对意见"))
    note: str = Field(default="", title=N_("说明"), max_length=200)


class ObjectionForm(Form):
    """An objection as it was said."""

    tap_id: UUID
    source: ObjectionSource = Field(title=N_("怎么提出的"))
    name: str = Field(default="", title=N_("提出人"), max_length=60)
    phone: str = Field(default="", title=N_("联系电话"), max_length=20, pattern=r"^[0-9+\-（）() ]*$")
    words: str = Field(title=N_("异议内容"), min_length=4, max_length=1000)
    offer_id: int | None = Field(default=None, title=N_("床位通知"))


class DecideForm(Form):
    """What was decided."""

    tap_id: UUID
    outcome: ObjectionOutcome = Field(title=N_("处理结果"))
    result: str = Field(title=N_("结果和理由"), min_length=4, max_length=500)


class SpotForm(Form):
    """What the second assessment found."""

    tap_id: UUID
    level_after: int = Field(title=N_("复评等级"), ge=0, le=4)
    note: str = Field(default="", title=N_("说明"), max_length=200)


class DayForm(Form):
    """One day that is not as its weekday."""

    tap_id: UUID
    day: date = Field(title=N_("日期"))
    works: bool = Field(title=N_("上班还是休息"))
    name: str = Field(title=N_("是什么日子"), min_length=1, max_length=30)
    source: str = Field(default="", title=N_("依据的文件"), max_length=120)
    verified: bool = Field(default=False, title=N_("已核对文件"))


class DropForm(Form):
    """Letting a day be as its weekday again."""

    tap_id: UUID
    day: date = Field(title=N_("日期"))
