"""Registered beds 核定 beside the beds that stand there 实有, and the units prices are said in.

The registered figure is a document's (备案 or 法人登记), never the sum of bed rows; the official occupancy divides by it.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.core.i18n import _

__all__ = ["LATE_AFTER_DAYS", "Basis", "PriceUnit", "known_by", "say_registered"]

R = TypeVar("R", bound=Any)

LATE_AFTER_DAYS = 30
"""A fact kept more than this many days after it began is a late entry and says why."""


class Basis(StrEnum):
    """The paper a registered figure stands on."""

    FILING = "filing"
    REGISTRATION = "registration"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _("养老机构备案") if self is Basis.FILING else _("法人登记")


class PriceUnit(StrEnum):
    """What an amount is paid for."""

    MONTH = "month"
    DAY = "day"
    TIME = "time"
    ONCE = "once"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            PriceUnit.MONTH: _("每月"),
            PriceUnit.DAY: _("每天"),
            PriceUnit.TIME: _("每次"),
            PriceUnit.ONCE: _("一次性"),
        }[self]


def known_by(rows: Iterable[R], day: date, today: date) -> list[R]:
    """Leave out documents and prices that nobody knew of on a past day: neither begun nor published by then."""
    return [row for row in rows if day >= today or row.from_on <= day or _published(row) <= day]


def _published(row: Any) -> date:
    return getattr(row, "published_on", None) or date.max


def say_registered(registered: int | None, actual: int) -> str:
    """Say how the registered figure and the beds that stand there relate; a difference is never hidden."""
    if registered is None:
        return _("还没有核定床位的文件，实有 {actual} 张。没有核定数就算不出官方入住率。").format(actual=actual)
    words = {"registered": registered, "actual": actual, "difference": abs(registered - actual)}
    if registered == actual:
        return _("核定 {registered} 张，实有 {actual} 张，一致。").format(**words)
    if registered > actual:
        return _("核定 {registered} 张，实有 {actual} 张，少 {difference} 张。官方入住率按核定数算。").format(**words)
    return _("核定 {registered} 张，实有 {actual} 张，多 {difference} 张。官方入住率按核定数算。").format(**words)
