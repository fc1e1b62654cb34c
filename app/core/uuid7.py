"""UUIDv7: 48 bits of milliseconds, the rest random. The phone draws the same kind at the tap."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

__all__ = ["day_of_tap", "uuid7"]

SHANGHAI = timedelta(hours=8)


def uuid7() -> UUID:
    """Draw a new one. It names a tap; no figure or deadline is ever read from its time."""
    millis = time.time_ns() // 1_000_000
    rest = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (rest >> 68 & 0xFFF) << 64 | 0b10 << 62 | rest & (1 << 62) - 1
    return UUID(int=value)


def day_of_tap(tap_id: UUID) -> date:
    """Read the day of the tap in China, as the tap itself claims it."""
    if tap_id.version != 7:
        raise ValueError("a tap id is a UUIDv7")
    return (datetime.fromtimestamp((tap_id.int >> 80) / 1000, UTC) + SHANGHAI).date()
