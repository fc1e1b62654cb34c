"""Birth dates as people write them: a day, a month, a year, with or without dashes."""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from app.core.i18n import _
from app.residents.errors import BirthRefused
from app.residents.rules.kinds import BirthPrecision

__all__ = ["ReadBirth", "read_birth", "write_birth"]

_PARTS = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_CLOSE = re.compile(r"(\d{4})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True)
class ReadBirth:
    """A birth date and how exactly it was written."""

    born_on: date | None
    precision: BirthPrecision


def read_birth(text: str, *, estimated: bool = False) -> ReadBirth:
    """Read 1941-03-01, 19410301, 1941 年 3 月 1 日, 1941-03 or 1941; what is no date is said to be none."""
    plain = re.sub(r"\s", "", normalize("NFKC", text))
    found = _CLOSE.fullmatch(plain) if len(plain) in (6, 8) else None
    found = found or _PARTS.fullmatch(plain)
    if found is None:
        raise BirthRefused(_("出生日期没有看懂，请写成 1941-03-01；只知道年月写 1941-03，只知道年份写 1941"))
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        born_on = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise BirthRefused(_("没有这一天，请核对出生日期")) from None
    if estimated:
        return ReadBirth(born_on, BirthPrecision.ESTIMATED)
    precision = BirthPrecision.DAY if day else BirthPrecision.MONTH if month else BirthPrecision.YEAR
    return ReadBirth(born_on, precision)


def write_birth(born_on: date | None, precision: BirthPrecision) -> str:
    """Write a birth date as the form takes it, no more exactly than it is known."""
    if born_on is None:
        return ""
    length = {BirthPrecision.DAY: 10, BirthPrecision.MONTH: 7}.get(precision, 4)
    return born_on.isoformat()[:length]
