"""What may be posted about a person's own lines."""

from typing import Any
from uuid import UUID

from pydantic import Field, field_validator

from app.beds.rules.kinds import Sex
from app.core.i18n import N_
from app.residents.errors import BirthRefused
from app.residents.rules.births import read_birth
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import BirthPrecision, Calendar, HukouKind, NoIdReason, PaperKind
from app.web.forms import Form

__all__ = ["EditElderForm", "NewElderForm"]


class _ElderForm(Form):
    """The lines a new file and a changed one share."""

    tap_id: UUID
    name: str = Field(title=N_("姓名"), max_length=30)
    name_note: str = Field(default="", title=N_("姓名读法"), max_length=60)
    sex: Sex | None = Field(default=None, title=N_("性别"))
    born: str = Field(default="", title=N_("出生日期"), max_length=20)
    birth_estimated: bool = Field(default=False, title=N_("年份是估计的"))
    birth_unknown: bool = Field(default=False, title=N_("出生日期不详"))
    birthday_calendar: Calendar = Field(default=Calendar.SOLAR, title=N_("生日"))
    lunar_month: int | None = Field(default=None, title=N_("农历月"), ge=1, le=12)
    lunar_day: int | None = Field(default=None, title=N_("农历日"), ge=1, le=30)
    lunar_leap: bool = Field(default=False, title=N_("闰月"))
    id_differs: bool = Field(default=False, title=N_("已与证件核实"))
    no_id_reason: NoIdReason | None = Field(default=None, title=N_("没有证件的原因"))
    ethnicity: str = Field(default="", title=N_("民族"), max_length=20)
    hukou_region: int | None = Field(default=None, title=N_("户籍所在地"), ge=110000, le=999999999)
    hukou_kind: HukouKind | None = Field(default=None, title=N_("户籍类型"))
    phone: str = Field(default="", title=N_("电话"), max_length=30, pattern=r"^[0-9+\-() 转]{5,30}$")
    address: str = Field(default="", title=N_("住址"), max_length=120)
    notes: str = Field(default="", title=N_("备注"), max_length=500)

    @field_validator("born")
    @classmethod
    def _a_date(cls, text: str) -> str:
        """Say at once, beside the field, what is no date."""
        try:
            read_birth(text)
        except BirthRefused as refusal:
            raise ValueError(refusal.message) from None
        return text

    def _lines(self) -> dict[str, Any]:
        lines = {name: getattr(self, name) for name in ElderDraft.__slots__ if name in type(self).model_fields}
        if self.birth_unknown:
            return lines | {"born_on": None, "birth_precision": BirthPrecision.UNKNOWN}
        if not self.born:
            return lines
        birth = read_birth(self.born, estimated=self.birth_estimated)
        return lines | {"born_on": birth.born_on, "birth_precision": birth.precision}


class NewElderForm(_ElderForm):
    """A new file, with the papers there are."""

    paper_kind: PaperKind = Field(default=PaperKind.ID_CARD, title=N_("证件种类"))
    number: str = Field(default="", title=N_("证件号"), max_length=40)
    other_kind: PaperKind | None = Field(default=None, title=N_("另一件证件"))
    other_number: str = Field(default="", title=N_("另一件证件的号码"), max_length=40)
    not_same: bool = Field(default=False, title=N_("不是同一人"))

    def draft(self) -> ElderDraft:
        """What is asked for. A kind without a number counts only where the number is drawn by the system."""
        typed = ((self.paper_kind, self.number), (self.other_kind, self.other_number))
        papers = tuple(
            PaperDraft(kind, number) for kind, number in typed if kind and (number or kind is PaperKind.TEMPORARY)
        )
        return ElderDraft(papers=papers, **self._lines())


class EditElderForm(_ElderForm):
    """Changed lines. A phone left blank stays as it is, because the page shows it masked."""

    version: int = Field(title=N_("版本"))
    no_phone: bool = Field(default=False, title=N_("删去电话"))
    no_photo: bool = Field(default=False, title=N_("删去照片"))

    def draft(self) -> ElderDraft:
        """What is asked for."""
        return ElderDraft(**self._lines() | {"phone": "" if self.no_phone else self.phone or None})
