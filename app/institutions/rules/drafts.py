"""What is asked for when a home, a fact, a document or a price is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.core.i18n import N_, _
from app.institutions.errors import Changed
from app.institutions.rules.answers import Datum, Registration
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.grades import GradeScheme
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.words import YES, slot_of

__all__ = ["FactDraft", "HomeDraft", "PriceDraft", "RegisteredDraft", "UnitDraft", "differences", "plain"]

LABELS = {
    "code": N_("机构代码"),
    "name": N_("机构名称"),
    "short_name": N_("简称"),
    "legal_unit_id": N_("所属法人"),
    "uscc": N_("统一社会信用代码"),
    "phone": N_("电话"),
    "opened_on": N_("开办日期"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeDraft:
    """A home's own lines, those that have no history."""

    code: str
    name: str
    short_name: str = ""
    legal_unit_id: int | None = None
    uscc: str | None = None
    phone: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A legal unit to add."""

    name: str
    kind: Registration
    uscc: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDraft:
    """One answer to one question, from a day on."""

    kind: FactKind
    from_on: date
    to_on: date = date.max
    value: str = YES
    scheme: GradeScheme | None = None
    party: str = ""
    region_code: int | None = None
    address: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    datum: Datum | None = None
    certificate_no: str = ""
    document_no: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    attachment_id: int | None = None
    note: str = ""
    late_reason: str = ""

    @property
    def slot(self) -> str:
        """The question inside the kind."""
        return slot_of(self.kind, self.value, scheme=self.scheme, party=self.party)

    @property
    def columns(self) -> dict[str, Any]:
        """The row it becomes."""
        return {name: value for name, value in plain(self).items() if name != "scheme"} | {"slot": self.slot}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredDraft:
    """A document's figure of registered beds, from a day on."""

    value: int
    basis: Basis
    document_no: str
    from_on: date
    to_on: date = date.max
    issued_by: str = ""
    issued_on: date | None = None
    attachment_id: int | None = None
    note: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDraft:
    """What one item costs, from a day on; the amount is in 分."""

    item: str
    unit: PriceUnit
    amount: int
    from_on: date
    to_on: date = date.max
    published_on: date | None = None
    document_no: str = ""
    note: str = ""


def plain(draft: Any) -> dict[str, Any]:
    """Give a draft's values by name."""
    return {field.name: getattr(draft, field.name) for field in fields(draft)}


def differences(home: Any, asked: HomeDraft, words: Mapping[str, Mapping[Any, str]] | None = None) -> list[Changed]:
    """List the lines whose present value is not the one asked for, each said as a person reads it."""
    found = []
    for name, mine in plain(asked).items():
        theirs = getattr(home, name)
        if theirs != mine:
            by_value = (words or {}).get(name, {})
            found.append(Changed(name, _(LABELS[name]), _say(theirs, by_value), _say(mine, by_value)))
    return found


def _say(value: Any, by_value: Mapping[Any, str]) -> str:
    if value is None or value == "":
        return _("未填")
    if value in by_value:
        return by_value[value]
    return str(getattr(value, "label", value)) if isinstance(value, StrEnum) else str(value)
