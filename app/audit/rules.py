"""How a line of the audit is hashed: the same fields, in the same order, each with its length before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from app.core.i18n import _

__all__ = ["GENESIS", "ChainKey", "Line", "action_words", "add_action_words", "body_hash", "canonical", "chain", "chain_of", "line_hash"]

GENESIS = b"\x00" * 32
"""What stands before the first line of every chain."""

ChainKey = tuple[int, int]
"""A chain: (county, home); home 0 is the county's own chain, county 0 the global one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is hashed; instants count in microseconds, so no setting of the server can change a hash."""

    county: int
    institution_id: int
    seq: int
    at: datetime
    action: str
    user_id: int | None
    sign_in_id: int
    actor: str
    subject_kind: str
    subject_id: int | None
    details: dict[str, Any]
    request_id: str
    tap_id: str | None


def chain_of(county: int | None, institution_id: int | None) -> ChainKey:
    """Name the chain of a line: its home's, else its county's, else the global one."""
    return (county or 0, (institution_id or 0) if county else 0)


def canonical(line: Line) -> bytes:
    """Write a line as bytes: every field as text with its length before it, so no two lines read alike."""
    micros = int(line.at.timestamp()) * 1_000_000 + line.at.microsecond
    fields = (
        line.county, line.institution_id, line.seq, micros, line.action, line.user_id, line.sign_in_id,
        line.actor, line.subject_kind, line.subject_id,
        orjson.dumps(line.details, option=orjson.OPT_SORT_KEYS).decode(), line.request_id, line.tap_id,
    )  # fmt: skip
    parts = (b"-" if value is None else str(value).encode() for value in fields)
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def line_hash(previous: bytes, line: Line) -> bytes:
    """Hash a line together with the hash before it."""
    return hashlib.sha256(previous + canonical(line)).digest()


def chain(previous: bytes, lines: Iterable[Line]) -> list[bytes]:
    """Hash lines one after the other."""
    hashes = []
    for line in lines:
        previous = line_hash(previous, line)
        hashes.append(previous)
    return hashes


def body_hash(action: str, body: Any) -> bytes:
    """Hash what an act was asked to do; the tap's own id does not count, everything else does."""
    return hashlib.sha256(orjson.dumps([action, body], option=orjson.OPT_SORT_KEYS, default=str)).digest()


_ACTION_WORDS: dict[str, str] = {}


def add_action_words(words: dict[str, str]) -> None:
    """Add a domain's words for its actions, such as `beds.closed` → 停用床位."""
    _ACTION_WORDS.update(words)


def action_words(action: str) -> str:
    """Say an action in the reader's language; one without words is shown by its code."""
    return _(_ACTION_WORDS[action]) if action in _ACTION_WORDS else action
