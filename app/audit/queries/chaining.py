"""Writing lines behind the heads of their chains: a few by one statement each, many under heads that are locked first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import DateTime, and_, bindparam, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import GENESIS, ChainKey, Said, around
from app.core.asking import Asked
from app.core.base import Base
from app.core.live import CHANNEL

__all__ = ["Head", "keep_lines", "lock_heads", "tell"]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands."""

    seq: int
    hash: bytes


def _hashed(field: str) -> str:
    """Write a field as `rules.canonical` does: as text with its length before it."""
    return f"int4send(length({field})) || convert_to({field}, 'UTF8')"


# The place and the instant are known only under the head's lock, so the database puts them between the fields that are
# known before, and hashes. Whoever had to wait for the head gets it, and the instant, as they are after the wait. A line
# hangs on the head that moved: neither is ever written without the other. It is not given back, because not everyone
# who writes a line may read it; what is told is counted, because nothing else makes the database say it.
TELL = Asked(
    f"""WITH held AS MATERIALIZED (
  SELECT seq + 1 AS seq, hash, app_now() AS at FROM audit_heads
   WHERE county = CAST(:county AS integer) AND institution_id = CAST(:institution_id AS bigint) FOR NO KEY UPDATE
), moved AS (
  UPDATE audit_heads AS head SET seq = held.seq, hash = sha256(held.hash || CAST(:before AS bytea)
         || {_hashed("held.seq::text")}
         || {_hashed("(extract(epoch FROM held.at) * 1000000)::bigint::text")} || CAST(:after AS bytea))
    FROM held
   WHERE head.county = CAST(:county AS integer) AND head.institution_id = CAST(:institution_id AS bigint)
  RETURNING held.seq, held.at, held.hash AS previous, head.hash
), told AS (
  INSERT INTO audit_entries (county, institution_id, seq, recorded_on, at, action, user_id, sign_in_id, actor,
         subject_kind, subject_id, details, request_id, tap_id, previous, hash)
  SELECT CAST(:county AS integer), CAST(:institution_id AS bigint), seq, (at AT TIME ZONE 'Asia/Shanghai')::date, at,
         CAST(:action AS varchar), CAST(:user_id AS bigint), CAST(:sign_in_id AS bigint), CAST(:actor AS varchar),
         CAST(:subject_kind AS varchar), CAST(:subject_id AS bigint), CAST(:details AS jsonb),
         CAST(:request_id AS varchar), CAST(:tap_id AS uuid), previous, hash FROM moved
)
SELECT (SELECT count(pg_notify('{CHANNEL}', message)) FROM unnest(CAST(:messages AS text[])) AS message) FROM moved"""  # noqa: S608  (our own words)
)

# Those who write many lines at once send these.
_heads = Base.metadata.tables[AuditHead.__tablename__]
_this = and_(_heads.c.county == bindparam("of_county"), _heads.c.institution_id == bindparam("of_home"))
_at = func.app_now(type_=DateTime(timezone=True))
HEADS = (
    select(_heads.c.county, _heads.c.institution_id, _heads.c.seq, _heads.c.hash, _at)
    .where(tuple_(_heads.c.county, _heads.c.institution_id).in_(bindparam("chains", expanding=True)))
    .order_by(_heads.c.county, _heads.c.institution_id)
    .with_for_update(key_share=True)
)
MAKE = insert_new(_heads).on_conflict_do_nothing()
MOVE = update(_heads).where(_this).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
KEEP = insert(Base.metadata.tables[AuditEntry.__tablename__])


async def tell(session: AsyncSession, said: Said, messages: Sequence[str] = ()) -> None:
    """Write one line behind the head of its chain, and tell these messages to who listens for homes that changed."""
    before, after = around(said)
    values = {name: getattr(said, name) for name in Said.__slots__} | {
        "details": orjson.dumps(said.details).decode(), "before": before, "after": after, "messages": list(messages),
    }  # fmt: skip
    if (await TELL.ask(session, values)).first() is None:
        await _make(session, [(said.county, said.institution_id)])
        (await TELL.ask(session, values)).one()


async def lock_heads(session: AsyncSession, chains: Sequence[ChainKey]) -> tuple[dict[ChainKey, Head], datetime]:
    """Lock the heads of these chains in ascending order, making the ones that do not exist yet; and this instant."""
    ordered = sorted(chains)
    await _make(session, ordered)
    rows = (await session.execute(HEADS, {"chains": ordered})).all()
    # The latest one is after the last line of every chain: a head that was waited for was moved while others were held.
    return {(row[0], row[1]): Head(row[2], row[3]) for row in rows}, max(row[4] for row in rows)


async def _make(session: AsyncSession, ordered: Sequence[ChainKey]) -> None:
    """Make missing heads before any of several is locked: one made in between would be out of order."""
    genesis = {"seq": 0, "hash": GENESIS}
    await session.execute(MAKE, [{"county": county, "institution_id": home} | genesis for county, home in ordered])


async def keep_lines(session: AsyncSession, lines: Sequence[dict[str, Any]], ends: Mapping[ChainKey, Head]) -> None:
    """Write lines in the order of their chains, and where each chain ends now."""
    await session.execute(KEEP, list(lines))
    moved = [
        {"of_county": county, "of_home": home, "new_seq": end.seq, "new_hash": end.hash}
        for (county, home), end in sorted(ends.items())
    ]
    await session.execute(MOVE, moved)
