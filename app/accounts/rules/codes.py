"""One-time codes: eight letters a person can read out over the phone, good once and for a day."""

import re

__all__ = ["CODE_HOURS", "code_from", "looks_like_code", "plain_code", "shown_code"]

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: 32 letters, so that five bits of chance are one letter."""

CODE_HOURS = 24
LENGTH = 8
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def code_from(chance: bytes) -> str:
    """Spell eight random bytes as a code; 256 is a multiple of 32, so every letter is equally likely."""
    if len(chance) != LENGTH:
        raise ValueError("a code is spelled from 8 random bytes")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in chance)


def shown_code(code: str) -> str:
    """Write a code as it is printed: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def plain_code(typed: str) -> str:
    """Take off what people add when they copy a code from paper: dashes, spaces, small letters, full width."""
    narrow = typed.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return re.sub(r"[\s\-－—–·]", "", narrow).upper()


def looks_like_code(typed: str) -> bool:
    """Tell whether what was typed has the shape of a code at all."""
    return _SHAPE.fullmatch(plain_code(typed)) is not None
