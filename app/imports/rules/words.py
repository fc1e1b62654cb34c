"""Reading what people type: stray spaces, full-width letters, yes and no, dates in every shape."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from app.core.i18n import N_

__all__ = [
    "CELL_ERROR",
    "LOST_NUMBER",
    "NO",
    "YES",
    "DateReading",
    "clean",
    "has_control",
    "known_form",
    "listed",
    "read_date",
    "real_day",
    "tidy",
    "truth",
    "visible",
    "whole",
    "word_table",
]  # fmt: skip

Word = TypeVar("Word")

# Zero-width marks and the switches of writing direction: they change what a reader sees and are never meant.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {0xFF0D: 0x2D, 0xFF0E: 0x2E, 0xFF3F: 0x5F}

CELL_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
LOST_NUMBER = re.compile(r"\d(\.\d+)?[Ee]\+\d{1,3}")

YES = frozenset(["是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "t", "1", "1.0"])
NO = frozenset(
    ["否", "无", "没有", "×", "✗", "✘", "x", "n", "no", "false", "f", "0", "0.0", "-", "--", "—", "/", "不是"]
)


def tidy(text: str) -> str:
    """Take out what nobody typed on purpose; letters and digits in their plain width, punctuation as written."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_WIDE)
    return _SPACES.sub(" ", plain).strip()


def has_control(text: str) -> bool:
    """Whether the text holds NUL or another control character, which no screen shows."""
    return bool(_CONTROL.search(text))


def clean(text: str) -> str:
    """Propose the text without its control characters."""
    return tidy(_CONTROL.sub("", text))


def visible(text: str, most: int = 60) -> str:
    """Show a cell in a sentence: control characters as a box, what is very long cut short."""
    shown = _CONTROL.sub("□", text)
    return shown if len(shown) <= most else f"{shown[:most]}…"


@lru_cache(maxsize=8192)
def known_form(text: str) -> str:
    """Bring a header or a word of a list into the form in which words are compared."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    plain = re.sub(r"[(（\[【].*?[)）\]】]", "", plain)
    return re.sub(r"[\s_*＊:：、,，.。·?？!！\-]+", "", plain)


def truth(text: str) -> bool | None:
    """Read a yes or a no; None when it is neither."""
    word = tidy(text).casefold()
    return True if word in YES else False if word in NO else None


def whole(text: str) -> int | None:
    """Read a whole number of at most nine digits; None when it is none."""
    match = re.fullmatch(r"(\d{1,9})(\.0*)?", tidy(text))
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date and how it was come by: `guess` says in words what was assumed, empty when nothing was."""

    value: date
    guess: str = ""


_DATE = re.compile(r"(\d{4}|\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(\s+\d{1,2}:\d{2}(:\d{2})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"([1-9]\d{4})(\.\d+)?")
# A serial of Excel counts from here; 1900 is no leap year, so the count is one off and the day is the 30th.
_SERIAL_ZERO = date(1899, 12, 30)


def listed(text: str) -> tuple[str, ...]:
    """Take apart the heads of a column, written one after the other with commas."""
    return tuple(word.strip() for word in text.split(","))


def word_table(lists: dict[Word, str]) -> dict[str, Word]:
    """Turn round what people write for each thing, words with spaces between, into what each word means."""
    return {known_form(word): kind for kind, words in lists.items() for word in words.split()}


def read_date(text: str) -> DateReading | None:
    """Read a date written in any common way; None when it is none. A guess is always said."""
    plain = tidy(text)
    if match := _DATE.fullmatch(plain):
        short = len(match[1]) == 2
        value = real_day(int(match[1]) + (2000 if short else 0), int(match[2]), int(match[3]))
        return DateReading(value, N_("年份只有两位，当作 20 开头") if short else "") if value else None
    if match := _COMPACT.fullmatch(plain):
        value = real_day(*map(int, match.groups()))
        return DateReading(value) if value else None
    if match := _SERIAL.fullmatch(plain):
        return DateReading(_SERIAL_ZERO + timedelta(int(match[1])), N_("是 Excel 的日期序号"))
    return None


def real_day(year: int, month: int, day: int) -> date | None:
    """Give the day, if there is such a one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
