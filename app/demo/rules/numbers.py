"""Numbers that nobody can have: papers of an area that does not exist, telephones of a range that was never given out."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.demo.rules.chance import Chance

__all__ = ["NO_AREA", "NO_PHONE", "id_number", "legal_code", "phone_number"]

NO_AREA = "000000"
"""No area of GB/T 2260 begins with 0, so no identity card in China begins with this."""

NO_PHONE = "154"
"""Well-formed for every form that asks for eleven digits, and in no operator's range."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_number(chance: Chance, born_on: date, sex: Sex) -> str:
    """Draw an identity number of an impossible area, with the right check character."""
    order = chance.between(100, 499) * 2 + (sex is Sex.MALE)
    body = f"{NO_AREA}{born_on:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def phone_number(chance: Chance) -> str:
    """Draw a telephone number that rings nowhere."""
    return f"{NO_PHONE}{chance.between(0, 99_999_999):08d}"


def legal_code(chance: Chance) -> str:
    """Draw a 统一社会信用代码 of an impossible area, with the right check character (GB 32100—2015)."""
    body = f"12{NO_AREA}{chance.between(0, 99_999_999):08d}"
    organisation = sum(int(digit) * weight for digit, weight in zip(body[8:], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    body += "0123456789X0"[(11 - organisation % 11) % 11]
    total = sum(_LETTERS.index(letter) * 3**place % 31 for place, letter in enumerate(body))
    return body + _LETTERS[(31 - total % 31) % 31]
