"""The number of an identity card 居民身份证 and of a residence permit 港澳台居民居住证: what it says, what is wrong with it.

An own rule, because the libraries compare the area's code with the year of birth although numbers were issued
from 1984 on, and so refuse most elders. Here the code of the area is a hint and never a fault.
"""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from app.beds.rules.kinds import Sex
from app.residents.errors import IdCardFault, IdCardRefused
from app.residents.rules.kinds import PaperKind

__all__ = ["OLDEST", "IdCard", "check_digit", "clean_number", "from_old", "looks_like_excel", "parse_id"]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = "10X98765432"
LENGTH, OLD_LENGTH = 18, 15
OLDEST = 125
PERMIT_AREAS = ("81", "82", "83")
"""香港 810000, 澳门 820000, 台湾 830000: the number is built like a card's, the paper is another one."""

_FLOAT = re.compile(r"\d(\.\d+)?E\+?1[4-8]")
_WHOLE_FLOAT = re.compile(r"\d{16,18}\.0+")
_CARD = re.compile(r"\d{17}[\dX]")
_OLD = re.compile(r"\d{15}")
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u2212'`’·]")


@dataclass(frozen=True, slots=True)
class IdCard:
    """What a sound number says about its bearer."""

    number: str
    born_on: date
    sex: Sex
    kind: PaperKind

    @property
    def area(self) -> int:
        """The six-digit code of where it was first issued; not where anybody lives."""
        return int(self.number[:6])


def clean_number(raw: str) -> str:
    """Write a number as it is compared: half-width, no spaces or dashes, capital X."""
    return _NOISE.sub("", normalize("NFKC", raw)).upper()


def looks_like_excel(raw: str | float | int) -> bool:
    """Tell whether a spreadsheet has made a number of the card's digits: the last three are gone for good."""
    if isinstance(raw, int | float):
        return raw >= 10**15
    text = clean_number(raw)
    if _FLOAT.fullmatch(text) or _WHOLE_FLOAT.fullmatch(text):
        return True
    # 15 digits survive a spreadsheet; of 18 the rest comes back as zeros, and no card of today ends like that by birth.
    return bool(re.fullmatch(r"\d{15}000", text)) and text[17] != check_digit(text[:17])


def check_digit(seventeen: str) -> str:
    """The last character that belongs to the first seventeen (ISO 7064, MOD 11-2)."""
    return DIGITS[sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True)) % 11]


def from_old(fifteen: str) -> str:
    """Write an old 15-digit number as the 18-digit one it became; all of them were of the nineteen hundreds."""
    seventeen = fifteen[:6] + "19" + fifteen[6:]
    return seventeen + check_digit(seventeen)


def parse_id(raw: str, today: date) -> IdCard:
    """Read a number, or raise IdCardRefused with the kind of fault."""
    number = clean_number(raw)
    if looks_like_excel(raw):
        raise IdCardRefused(IdCardFault.EXCEL_NUMBER)
    if _OLD.fullmatch(number):
        raise IdCardRefused(IdCardFault.OLD_15, suggestion=_sound(from_old(number), today))
    if len(number) != LENGTH:
        raise IdCardRefused(IdCardFault.LENGTH)
    if not _CARD.fullmatch(number) or not number.isascii():
        raise IdCardRefused(IdCardFault.SHAPE)
    born = _born(number)
    if born is None:
        raise IdCardRefused(IdCardFault.BIRTH_DATE)
    if born > today or born.year < today.year - OLDEST:
        raise IdCardRefused(IdCardFault.BIRTH_RANGE)
    if number[17] != check_digit(number[:17]):
        raise IdCardRefused(IdCardFault.CHECK_DIGIT)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    kind = PaperKind.RESIDENCE_PERMIT if number.startswith(PERMIT_AREAS) else PaperKind.ID_CARD
    return IdCard(number, born, sex, kind)


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _sound(number: str, today: date) -> str:
    """Offer a converted number only where it would be taken."""
    born = _born(number)
    return number if born is not None and today.year - OLDEST <= born.year and born <= today else ""
