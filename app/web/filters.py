"""How dates, names and numbers look on a page."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from app.core.i18n import current_locale
from app.core.identity import mask_id, mask_name, mask_phone

__all__ = ["FILTERS"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def day(value: date | None) -> str:
    """2026-11-23, as in tables; an open end is an em dash."""
    return "—" if value is None or value == date.max else value.isoformat()


def day_words(value: date | None) -> str:
    """11 月 23 日　星期一, as in sentences."""
    if value is None or value == date.max:
        return "—"
    if current_locale() == "en":
        return f"{value:%A}, {value.day} {value:%B}"
    return f"{value.month} 月 {value.day} 日　星期{WEEKDAYS[value.weekday()]}"


def day_short(value: date | None) -> str:
    """11 月 23 日; with its year when it is not of this one is the caller's choice."""
    if value is None or value == date.max:
        return "—"
    return f"{value.day} {value:%b}" if current_locale() == "en" else f"{value.month} 月 {value.day} 日"


def instant(value: datetime | None) -> str:
    """2026-11-23 10:32 in Asia/Shanghai."""
    return "—" if value is None else value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def clock(value: datetime | None) -> str:
    """10:32 in Asia/Shanghai, where the day is said beside it."""
    return "—" if value is None else value.astimezone(SHANGHAI).strftime("%H:%M")


def number(value: Any) -> str:
    """2,486; a missing number is an em dash, never zero."""
    return "—" if value is None else format_decimal(value, locale="zh_Hans_CN")


def percent(value: float | None, decimals: int = 1) -> str:
    """91.3 %; a missing denominator has no rate."""
    return "—" if value is None else f"{value * 100:.{decimals}f} %"


def yuan(cents: int | None) -> str:
    """1,280.00 from 128000 分."""
    return "—" if cents is None else f"{cents / 100:,.2f}"


FILTERS = {
    "day": day,
    "day_words": day_words,
    "day_short": day_short,
    "instant": instant,
    "clock": clock,
    "number": number,
    "percent": percent,
    "yuan": yuan,
    "masked_id": mask_id,
    "masked_name": mask_name,
    "masked_phone": mask_phone,
}
