"""Two people on one record: which fields differ between what stands there and what was asked for."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.beds.errors import Changed
from app.beds.rules.spans import FOREVER
from app.core.i18n import _

__all__ = ["changed", "say_value"]


def changed(row: Any, asked: Mapping[str, Any], labels: Mapping[str, str]) -> list[Changed]:
    """List the fields whose present value is not the one asked for, each said as a person reads it."""
    return [
        Changed(field, labels[field], say_value(getattr(row, field)), say_value(mine))
        for field, mine in asked.items()
        if getattr(row, field) != mine
    ]


def say_value(value: Any) -> str:
    """Say a value: a word of an enum by its label, a day as a day, nothing as 未填."""
    if value is None or value == "":
        return _("未填")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, StrEnum):
        return str(getattr(value, "label", value))
    if isinstance(value, date):
        return _("未结束") if value == FOREVER else value.isoformat()
    return str(value)
