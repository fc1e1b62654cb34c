"""Codes that people copy by hand: letters and digits that are not mistaken for each other."""

import re
from unicodedata import normalize

__all__ = ["LETTERS", "code_of", "grouped", "letters_of", "pin_of", "tidy"]

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_NOISE = re.compile(r"[\s·]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212_]")
CODE = 12


def letters_of(drawn: bytes, length: int) -> str:
    """Write random bytes as so many letters."""
    number, text = int.from_bytes(drawn, "big"), ""
    for _place in range(length):
        number, rest = divmod(number, len(LETTERS))
        text += LETTERS[rest]
    return text


def pin_of(drawn: bytes) -> str:
    """Write random bytes as a PIN of six digits."""
    return f"{int.from_bytes(drawn, 'big') % 1_000_000:06d}"


def tidy(typed: str) -> str:
    """Write a number or code as it is compared: half-width, capital, without spaces."""
    return _DASHES.sub("-", _NOISE.sub("", normalize("NFKC", typed))).upper()[:40]


def grouped(code: str) -> str:
    """Write a code in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def code_of(typed: str) -> str:
    """Read a code back however it was grouped."""
    return tidy(typed).replace("-", "")[:CODE]
