"""The keys of what is handed in without a sign-in: derived from the key file, since no county's keys are within reach."""

import hmac
from collections.abc import Mapping
from uuid import UUID

import orjson

from app.core.crypto import Sealer
from app.core.keys import key_file

__all__ = ["keyed", "open_payload", "seal_payload"]

TABLE, COLUMN = "waitlist_intakes", "payload"


def _sealer(county: int) -> Sealer:
    data, index = (bytes.fromhex(key_file().secret(f"waitlist-intake-{use}")) for use in ("data", "index"))
    return Sealer(county, 0, data, index)


def seal_payload(county: int, seal: UUID, payload: Mapping[str, object]) -> bytes:
    """Seal what was filled in; the county and the row bind it to its place."""
    return _sealer(county).seal(TABLE, COLUMN, seal, orjson.dumps(payload))


def open_payload(county: int, seal: UUID, sealed: bytes) -> dict[str, object]:
    """Open what was filled in."""
    told: dict[str, object] = orjson.loads(_sealer(county).open_bytes(TABLE, COLUMN, seal, sealed))
    return told


def keyed(purpose: str, value: str) -> bytes:
    """Hash a secret of a family's with a key, so that the database alone cannot tell whether one is right."""
    key = bytes.fromhex(key_file().secret(f"waitlist-intake-{purpose}"))
    return hmac.new(key, value.encode(), "sha256").digest()
