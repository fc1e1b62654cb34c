"""What is asked to be kept around a person: contacts, notes on health, categories, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.beds.rules.changes import say_value
from app.core.i18n import N_, _
from app.residents.errors import Changed
from app.residents.rules.kinds import Category, GuardianBasis, HealthKind, Relation, Severity

__all__ = ["CategoryDraft", "ContactDraft", "HealthDraft", "differences"]


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Somebody to reach: who, how, and what for."""

    relation: Relation
    name: str
    phone: str = ""
    address: str = ""
    notes: str = ""
    emergency: bool = False
    pays: bool = False
    guardian_basis: GuardianBasis | None = None


@dataclass(frozen=True, slots=True)
class HealthDraft:
    """One thing known of somebody's health, from a day on."""

    kind: HealthKind
    from_on: date
    code: str = ""
    severity: Severity | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """A policy category from a day on, on its paper or still to be checked 待核."""

    kind: Category
    from_on: date
    document_no: str = ""
    unverified: bool = False


LABELS = {
    "relation": N_("关系"),
    "name": N_("姓名"),
    "phone": N_("电话"),
    "address": N_("地址"),
    "notes": N_("备注"),
    "emergency": N_("紧急联系人"),
    "pays": N_("付费人"),
    "guardian_basis": N_("监护依据"),
    "code": N_("项目"),
    "from_on": N_("起始日期"),
    "severity": N_("程度"),
    "words": N_("说明"),
    "document_no": N_("文号"),
    "unverified": N_("待核"),
}


def differences(standing: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Changed]:
    """List the fields whose present value is not the one asked for, each said as a person reads it."""
    return [
        Changed(field, _(LABELS[field]), say_value(standing[field]), say_value(mine))
        for field, mine in asked.items()
        if field in LABELS and standing[field] != mine
    ]
