"""Values as a run keeps them, so that an undo can write them back: words of enums and days as their text."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

__all__ = ["plain", "typed"]


def plain(value: Any) -> Any:
    """Give a value as the run keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def typed(readers: Mapping[str, Callable[[Any], Any]], name: str, value: Any) -> Any:
    """Read a kept value back; what has no reader of its own was kept as it is."""
    return readers[name](value) if name in readers and value is not None else value
