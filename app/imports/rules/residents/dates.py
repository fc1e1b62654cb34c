"""Days in every shape a residents' ledger has them: what was understood is said, and what has two meanings is asked.

18263 is a day Excel counted, 1949.12.31 and 二〇二四年三月一日 are days, 24.3.1 has a century to guess, 3/4/2024 has
two readings, 1941 and 1941年3月 are births known to the year or the month.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.i18n import N_
from app.imports.rules.words import read_date, real_day, tidy
from app.residents.rules.kinds import BirthPrecision

__all__ = ["BirthReading", "DayReading", "read_birth", "read_day"]

_NUMERALS = {word: str(value) for value, word in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_LUNAR = re.compile(r"[农阴旧]历|正月|腊月|冬月|初[一二三四五六七八九十]|廿")
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(\s.*)?")
_SHORT = re.compile(r"['’]?(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_WITH_TIME = re.compile(r"(.+?)[T\s]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_YEAR = re.compile(r"(约|大约)?\s*(1[89]\d\d|20\d\d)\s*年?(左右|前后|约)?")
_MONTH = re.compile(r"(1[89]\d\d|20\d\d)\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?")
_COMPACT_MONTH = re.compile(r"(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])")

# Births before May 1927 have four digits when Excel counts them; none of these reads as a year.
_EARLY_SERIAL = re.compile(r"([3-9]\d{3})(?:\.0+)?")
EXCEL_ZERO = date(1899, 12, 30)

TWO_DIGITS, MONTH_FIRST, SERIAL = N_("年份只有两位"), N_("按月/日/年读"), N_("是 Excel 的日期序号")


@dataclass(frozen=True, slots=True)
class DayReading:
    """A day that was understood, with what was guessed; or the several days it may be."""

    value: date | None = None
    guess: str = ""
    either: tuple[date, ...] = ()
    lunar: bool = False


@dataclass(frozen=True, slots=True)
class BirthReading:
    """A birth with how exactly it is known."""

    day: DayReading
    precision: BirthPrecision = BirthPrecision.DAY


def read_day(text: str, latest: date, *, oldest_first: bool = False) -> DayReading:
    """Read a day. Of two digits for a year the one is taken that is not after `latest`; births prefer the 1900s."""
    plain = _western(tidy(text))
    if _LUNAR.search(plain):
        return DayReading(lunar=True)
    if match := _WITH_TIME.fullmatch(plain):
        plain = match[1]
    if match := _SLASHED.fullmatch(plain):
        return _month_or_day_first(*(int(part) for part in match.groups()[:3]))
    if match := _SHORT.fullmatch(plain):
        return _short(int(match[1]), int(match[2]), int(match[3]), latest, oldest_first=oldest_first)
    read = read_date(plain)
    return DayReading(read.value, read.guess) if read else DayReading()


def read_birth(text: str, latest: date) -> BirthReading:
    """Read a birth, which may be known to the month, to the year, or about."""
    plain = _western(tidy(text))
    if match := _YEAR.fullmatch(plain):
        about = match[1] or match[3]
        return BirthReading(
            DayReading(date(int(match[2]), 1, 1)), BirthPrecision.ESTIMATED if about else BirthPrecision.YEAR
        )
    if match := _MONTH.fullmatch(plain) or _COMPACT_MONTH.fullmatch(plain):
        month = int(match[2])
        return BirthReading(
            DayReading(date(int(match[1]), month, 1) if 1 <= month <= 12 else None), BirthPrecision.MONTH
        )
    if match := _EARLY_SERIAL.fullmatch(plain):
        return BirthReading(DayReading(EXCEL_ZERO + timedelta(int(match[1])), SERIAL))
    return BirthReading(read_day(plain, latest, oldest_first=True))


def _month_or_day_first(first: int, second: int, year: int) -> DayReading:
    ways = dict.fromkeys(
        day for month, day_of in ((first, second), (second, first)) if (day := real_day(year, month, day_of))
    )
    if len(ways) > 1:
        return DayReading(either=tuple(sorted(ways)))
    return DayReading(next(iter(ways)), MONTH_FIRST) if ways else DayReading()


def _short(first: int, second: int, third: int, latest: date, *, oldest_first: bool) -> DayReading:
    """24.3.1 is 2024; 49.12.31 of a birth is 1949; 1.2.3 could begin with anything and is asked."""
    new, old = real_day(2000 + first, second, third), real_day(1900 + first, second, third)
    value = new if new and new <= latest and not oldest_first else old
    backwards = real_day(2000 + third, second, first) or real_day(2000 + third, first, second) if third <= 31 else None
    if value and first <= 12 and second <= 12 and third > 12 and backwards and not oldest_first:
        return DayReading(either=tuple(sorted({value, backwards})))
    return DayReading(value, TWO_DIGITS) if value else DayReading()


def _western(text: str) -> str:
    """Write 二〇二四年三月一日 in digits."""
    if not (match := _CHINESE.fullmatch(text)):
        return text
    year = "".join(_NUMERALS[character] for character in match[1])
    day = f"{_count(match[3])}日" if match[3] else ""
    return f"{year}年{_count(match[2])}月{day}"


def _count(word: str) -> int:
    tens, ten, ones = word.partition("十")
    one = int(_NUMERALS.get(ones, "0")) if ones else 0
    return (int(_NUMERALS.get(tens, "1")) if tens else 1) * 10 + one if ten else int(_NUMERALS.get(word, "0"))
