"""What may be posted about what hangs on a file: contacts, health, categories, relations, and the common acts on them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.residents.rules.around import CategoryDraft, ContactDraft, HealthDraft
from app.residents.rules.kinds import Category, GuardianBasis, HealthKind, Relation, RelationKind, Severity
from app.web.forms import Form

__all__ = ["CategoryForm", "ContactForm", "EndForm", "HealthForm", "ReasonForm", "RelationForm", "TapForm"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]
Version = Annotated[int | None, Field(title=N_("版本"))]
PHONE = r"^[0-9+() 转-]*$"


class TapForm(Form):
    """An act that asks for nothing."""

    tap_id: Tap


class ReasonForm(Form):
    """Voiding what was entered by mistake."""

    tap_id: Tap
    reason: Annotated[str, Field(title=N_("作废原因"), min_length=2, max_length=200)]


class EndForm(Form):
    """Saying from which day on something no longer holds."""

    tap_id: Tap
    on: Annotated[date, Field(title=N_("终止日期"))]
    version: Version = None


class ContactForm(Form):
    """Somebody to reach."""

    tap_id: Tap
    version: Version = None
    relation: Annotated[Relation, Field(title=N_("与老人的关系"))]
    name: Annotated[str, Field(title=N_("姓名"), min_length=1, max_length=60)]
    phone: Annotated[str, Field(title=N_("电话"), max_length=30, pattern=PHONE)] = ""
    address: Annotated[str, Field(title=N_("地址"), max_length=120)] = ""
    notes: Annotated[str, Field(title=N_("备注"), max_length=200)] = ""
    emergency: bool = False
    pays: bool = False
    guardian_basis: Annotated[GuardianBasis | None, Field(title=N_("监护依据"))] = None

    def draft(self) -> ContactDraft:
        """Give what is asked for."""
        return ContactDraft(**self.model_dump(exclude={"tap_id", "version"}))


class HealthForm(Form):
    """One note on health."""

    tap_id: Tap
    version: Version = None
    kind: Annotated[HealthKind, Field(title=N_("类别"))]
    code: Annotated[str, Field(title=N_("项目"), max_length=30)] = ""
    severity: Annotated[Severity | None, Field(title=N_("程度"))] = None
    words: Annotated[str, Field(title=N_("说明"), max_length=300)] = ""
    from_on: Annotated[date, Field(title=N_("起始日期"))]

    def draft(self) -> HealthDraft:
        """Give what is asked for."""
        return HealthDraft(**self.model_dump(exclude={"tap_id", "version"}))


class CategoryForm(Form):
    """One policy category."""

    tap_id: Tap
    version: Version = None
    kind: Annotated[Category, Field(title=N_("人员类别"))]
    from_on: Annotated[date, Field(title=N_("认定自"))]
    document_no: Annotated[str, Field(title=N_("文号"), max_length=60)] = ""
    unverified: bool = False

    def draft(self) -> CategoryDraft:
        """Give what is asked for."""
        return CategoryDraft(**self.model_dump(exclude={"tap_id", "version"}))


class RelationForm(Form):
    """Another elder of the home whom this one belongs with."""

    tap_id: Tap
    other_id: Annotated[int, Field(title=N_("另一位老人"))]
    kind: Annotated[RelationKind, Field(title=N_("关系"))]
    child: bool = False
    q: Annotated[str, Field(title=N_("姓名"), max_length=40)] = ""
