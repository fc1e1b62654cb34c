"""What may be posted about homes, their facts, registered beds and prices."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from app.core.i18n import N_
from app.institutions.rules.answers import Datum, Registration
from app.institutions.rules.drafts import FactDraft, HomeDraft, PriceDraft, RegisteredDraft, UnitDraft
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.grades import GradeScheme
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.words import YES
from app.web.forms import Form

__all__ = ["ClosingForm", "EndForm", "FactForm", "HomeForm", "NewHomeForm", "PriceForm", "ReasonForm", "RegisteredForm"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]
Reason = Annotated[str, Field(title=N_("补记原因"), max_length=200)]
Note = Annotated[str, Field(title=N_("备注"), max_length=200)]
DocumentNo = Annotated[str, Field(title=N_("文号"), max_length=80)]
IssuedOn = Annotated[date | None, Field(title=N_("发文日期"))]
FromOn = Annotated[date, Field(title=N_("生效日期"))]
ToOn = Annotated[date | None, Field(title=N_("终止日期"))]


class HomeForm(Form):
    """A home's own lines."""

    tap_id: Tap
    version: Annotated[int | None, Field(title=N_("版本"))] = None
    code: Annotated[str, Field(title=N_("机构代码"), max_length=20)]
    name: Annotated[str, Field(title=N_("机构名称"), min_length=2, max_length=80)]
    short_name: Annotated[str, Field(title=N_("简称"), max_length=20)] = ""
    legal_unit_id: Annotated[int | None, Field(title=N_("所属法人"), ge=1, lt=2**63)] = None
    uscc: Annotated[str, Field(title=N_("统一社会信用代码"), max_length=40)] = ""
    phone: Annotated[str, Field(title=N_("电话"), max_length=30, pattern=r"^[0-9+() 转-]*$")] = ""
    opened_on: Annotated[date | None, Field(title=N_("开办日期"))] = None
    unit_name: Annotated[str, Field(title=N_("新法人名称"), max_length=80)] = ""
    unit_kind: Annotated[Registration, Field(title=N_("登记类型"))] = Registration.PUBLIC_INSTITUTION
    unit_uscc: Annotated[str, Field(title=N_("法人的统一社会信用代码"), max_length=40)] = ""

    def draft(self, legal_unit_id: int | None = None) -> HomeDraft:
        """Give what is asked for; a legal unit just added takes the place of the one chosen."""
        return HomeDraft(
            code=self.code,
            name=self.name,
            short_name=self.short_name,
            legal_unit_id=legal_unit_id or self.legal_unit_id,
            uscc=self.uscc or None,
            phone=self.phone,
            opened_on=self.opened_on,
        )

    def unit(self) -> UnitDraft | None:
        """Give the legal unit to add first, if one was written."""
        if not self.unit_name:
            return None
        return UnitDraft(name=self.unit_name, kind=self.unit_kind, uscc=self.unit_uscc or None)


class NewHomeForm(HomeForm):
    """A home to open a file for, with the county it is kept under."""

    county: Annotated[int, Field(title=N_("县区"), ge=110000, le=999999)]


class FactForm(Form):
    """One answer to one question from a day on; which fields are shown depends on the kind."""

    tap_id: Tap
    kind: Annotated[FactKind, Field(title=N_("登记什么"))]
    value: Annotated[str, Field(title=N_("内容"), max_length=60)] = YES
    party: Annotated[str, Field(title=N_("对方名称"), max_length=80)] = ""
    region_code: Annotated[int | None, Field(title=N_("所在行政区"), ge=110000, le=999999999)] = None
    address: Annotated[str, Field(title=N_("地址"), max_length=120)] = ""
    lat: Annotated[Decimal | None, Field(title=N_("纬度"), max_digits=9, decimal_places=6)] = None
    lon: Annotated[Decimal | None, Field(title=N_("经度"), max_digits=9, decimal_places=6)] = None
    datum: Annotated[Datum | None, Field(title=N_("坐标系"))] = None
    certificate_no: Annotated[str, Field(title=N_("证书编号"), max_length=60)] = ""
    document_no: DocumentNo = ""
    issued_on: IssuedOn = None
    from_on: FromOn
    to_on: ToOn = None
    expires_on: Annotated[date | None, Field(title=N_("有效期止"))] = None
    note: Note = ""
    late_reason: Reason = ""

    def draft(self) -> FactDraft:
        """Give what is asked for; a grade names its scheme before the level: national/2."""
        said = self.model_dump(exclude={"tap_id", "value", "to_on", "datum"})
        scheme, _slash, level = self.value.rpartition("/")
        known = scheme in set(GradeScheme)
        return FactDraft(
            **said,
            value=level if known else self.value,
            scheme=GradeScheme(scheme) if known else None,
            datum=self.datum if self.lat is not None else None,
            to_on=self.to_on or date.max,
        )


class RegisteredForm(Form):
    """A document's figure of registered beds."""

    tap_id: Tap
    value: Annotated[int, Field(title=N_("核定床位"), gt=0, le=20_000)]
    basis: Annotated[Basis, Field(title=N_("依据"))]
    document_no: Annotated[str, Field(title=N_("文号"), min_length=2, max_length=80)]
    issued_by: Annotated[str, Field(title=N_("谁批的"), max_length=80)] = ""
    issued_on: IssuedOn = None
    from_on: FromOn
    to_on: ToOn = None
    note: Note = ""
    late_reason: Reason = ""

    def draft(self) -> RegisteredDraft:
        """Give what is asked for."""
        said = self.model_dump(exclude={"tap_id", "to_on"})
        return RegisteredDraft(**said, to_on=self.to_on or date.max)


class PriceForm(Form):
    """What an item costs; typed in 元, kept in 分."""

    tap_id: Tap
    item: Annotated[str, Field(title=N_("收费项目"), min_length=2, max_length=40)]
    unit: Annotated[PriceUnit, Field(title=N_("计价单位"))]
    amount: Annotated[Decimal, Field(title=N_("金额"), ge=0, le=1_000_000, decimal_places=2)]
    published_on: Annotated[date | None, Field(title=N_("公示日期"))] = None
    from_on: Annotated[date, Field(title=N_("起用日期"))]
    to_on: ToOn = None
    document_no: DocumentNo = ""
    note: Note = ""

    @field_validator("amount", mode="before")
    @classmethod
    def without_separators(cls, value: object) -> object:
        """Read 1,200 and 1 200 as people write them."""
        return value.replace(",", "").replace("，", "").replace(" ", "") if isinstance(value, str) else value

    def draft(self) -> PriceDraft:
        """Give what is asked for."""
        said = self.model_dump(exclude={"tap_id", "to_on", "amount"})
        return PriceDraft(**said, amount=int(self.amount * 100), to_on=self.to_on or date.max)


class EndForm(Form):
    """From which day on something is no longer so; empty takes an end back."""

    tap_id: Tap
    to_on: ToOn = None


class ReasonForm(Form):
    """Why something is voided or taken back."""

    tap_id: Tap
    reason: Annotated[str, Field(title=N_("原因"), min_length=2, max_length=200)]


class ClosingForm(Form):
    """The first day a home is no longer open."""

    tap_id: Tap
    closed_on: Annotated[date, Field(title=N_("停办日期"))]
