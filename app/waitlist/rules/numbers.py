"""Receipt numbers and the PIN by which a family looks up its own place."""

import hmac
import secrets
from dataclasses import dataclass

__all__ = ["Pin", "entry_number", "hash_pin", "new_pin", "pin_is_right"]

DIGITS = 6
SALT = 16


@dataclass(frozen=True, slots=True)
class Pin:
    """A PIN as it is kept: it cannot be read back, and without the key file it cannot be tried out either."""

    hashed: bytes
    salt: bytes


def entry_number(county: int, year: int, receipt_no: int) -> str:
    """Write the number of an application: 510302-2026-000123."""
    return f"{county:06d}-{year:04d}-{receipt_no:06d}"


def new_pin(key: str) -> tuple[str, Pin]:
    """Draw a PIN of six digits and give it once, with what is kept of it."""
    pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    salt = secrets.token_bytes(SALT)
    return pin, Pin(_hash(key, pin, salt), salt)


def hash_pin(key: str, pin: str, salt: bytes) -> Pin:
    """Give what is kept of a PIN that is at hand."""
    return Pin(_hash(key, pin, salt), salt)


def pin_is_right(key: str, pin: str, kept: Pin) -> bool:
    """Tell whether it is the PIN, in the same time whether it is or not."""
    plain = pin.strip()
    told = plain if plain.isascii() and plain.isdigit() else ""
    return hmac.compare_digest(_hash(key, told, kept.salt), kept.hashed)


def _hash(key: str, pin: str, salt: bytes) -> bytes:
    return hmac.new(bytes.fromhex(key), salt + pin.encode(), "sha256").digest()
