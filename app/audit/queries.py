"""Reading the trail, and the few statements that keep its chains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, and_, bindparam, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import Act, AuditEntry, AuditHead
from app.audit.rules import GENESIS, ChainKey
from app.core.base import Base
from app.core.scope import Scope, within

__all__ = [
    "Head",
    "TrailLine",
    "chains_with_entries",
    "claim_tap",
    "cursor_of",
    "entries_of_chain",
    "find_act",
    "heads",
    "keep_lines",
    "lock_heads",
    "read_cursor",
    "trail",
]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of the trail as a page shows it."""

    county: int
    institution_id: int
    seq: int
    at: datetime
    action: str
    actor: str
    user_id: int | None
    subject_kind: str
    subject_id: int | None
    details: dict[str, Any]
    request_id: str


# Every act sends these: they are put together once.
_acts, _entries, _heads = (Base.metadata.tables[model.__tablename__] for model in (Act, AuditEntry, AuditHead))
_this = and_(_heads.c.county == bindparam("of_county"), _heads.c.institution_id == bindparam("of_home"))
HEADS = select(
    _heads.c.county, _heads.c.institution_id, _heads.c.seq, _heads.c.hash, func.app_now(type_=DateTime(timezone=True))
).with_for_update(key_share=True)
LOCK_ONE = HEADS.where(_this)
MOVE_ONE = update(_heads).where(_this).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
TELL_ONE = MOVE_ONE.add_cte(
    insert(_entries).values({each.name: bindparam(f"told_{each.name}") for each in _entries.c}).cte("told")
)
CLAIM_TAP = insert(_acts).on_conflict_do_nothing(constraint="pk_acts").returning(_acts.c.tap_id)


async def lock_heads(session: AsyncSession, chains: Sequence[ChainKey]) -> tuple[dict[ChainKey, Head], datetime]:
    """Lock the heads of these chains in ascending order, making the ones that do not exist yet; and this instant."""
    ordered = sorted(chains)
    if len(ordered) > 1:
        await _make(session, ordered)
    found = await _lock(session, ordered)
    if len(found) < len(ordered):
        await _make(session, ordered)
        found = await _lock(session, ordered)
    return {key: head for key, (head, _at) in found.items()}, min(at for _head, at in found.values())


async def _make(session: AsyncSession, ordered: Sequence[ChainKey]) -> None:
    """Make missing heads before any of several is locked: one made in between would be out of order."""
    for county, home in ordered:
        start = insert(AuditHead).values(county=county, institution_id=home, seq=0, hash=GENESIS)
        await session.execute(start.on_conflict_do_nothing())


async def _lock(session: AsyncSession, ordered: Sequence[ChainKey]) -> dict[ChainKey, tuple[Head, datetime]]:
    if len(ordered) == 1:
        [(county, home)] = ordered
        rows = await session.execute(LOCK_ONE, {"of_county": county, "of_home": home})
    else:
        wanted = tuple_(AuditHead.county, AuditHead.institution_id).in_(ordered)
        rows = await session.execute(HEADS.where(wanted).order_by(AuditHead.county, AuditHead.institution_id))
    return {(row[0], row[1]): (Head(row[2], row[3]), row[4]) for row in rows}


async def keep_lines(session: AsyncSession, lines: Sequence[dict[str, Any]], ends: Mapping[ChainKey, Head]) -> None:
    """Write lines in the order of their chains, and where each chain ends now."""
    if len(lines) == 1:
        [(key, end)] = ends.items()
        await session.execute(TELL_ONE, _told(lines[0]) | _moved(key, end))
        return
    await session.execute(insert(AuditEntry), list(lines))
    for key, end in sorted(ends.items()):
        await session.execute(MOVE_ONE, _moved(key, end))


def _told(line: Mapping[str, Any]) -> dict[str, Any]:
    return {f"told_{name}": value for name, value in line.items()}


def _moved(key: ChainKey, end: Head) -> dict[str, Any]:
    return {"of_county": key[0], "of_home": key[1], "new_seq": end.seq, "new_hash": end.hash}


async def claim_tap(session: AsyncSession, **values: Any) -> bool:
    """Write the act's row first; a second holder of the same tap waits here until the first has committed."""
    return (await session.execute(CLAIM_TAP, values)).first() is not None


async def find_act(session: AsyncSession, county: int, tap_id: UUID) -> Act | None:
    """Find the act this tap has already done, if any."""
    return await session.scalar(select(Act).where(Act.county == county, Act.tap_id == tap_id))


async def trail(
    session: AsyncSession,
    scope: Scope,
    *,
    subject: tuple[str, int] | None = None,
    user_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 50,
    before: tuple[datetime, int] | None = None,
) -> list[TrailLine]:
    """List changes inside the scope, newest first: of one subject, of one person, or all."""
    rows = _lines().where(within(AuditEntry, scope))
    if subject is not None:
        rows = rows.where(AuditEntry.subject_kind == subject[0], AuditEntry.subject_id == subject[1])
    if user_id is not None:
        rows = rows.where(AuditEntry.user_id == user_id)
    if since is not None:
        rows = rows.where(AuditEntry.recorded_on >= since)
    if until is not None:
        rows = rows.where(AuditEntry.recorded_on <= until)
    if before is not None:
        rows = rows.where(tuple_(AuditEntry.at, AuditEntry.seq) < before)
    rows = rows.order_by(AuditEntry.at.desc(), AuditEntry.seq.desc(), AuditEntry.institution_id).limit(limit)
    return [TrailLine(*row) for row in await session.execute(rows)]


def _lines() -> Select[Any]:
    entry = AuditEntry
    return select(
        entry.county, entry.institution_id, entry.seq, entry.at, entry.action, entry.actor, entry.user_id,
        entry.subject_kind, entry.subject_id, entry.details, entry.request_id,
    )  # fmt: skip


async def heads(session: AsyncSession) -> list[AuditHead]:
    """List the heads of every chain the caller may read."""
    return list(await session.scalars(select(AuditHead).order_by(AuditHead.county, AuditHead.institution_id)))


async def chains_with_entries(session: AsyncSession) -> list[ChainKey]:
    """List the chains that have lines; one whose head was deleted is found here."""
    keys = select(AuditEntry.county, AuditEntry.institution_id).distinct()
    return [(county, home) for county, home in await session.execute(keys)]


async def entries_of_chain(session: AsyncSession, key: ChainKey, *, after: int, limit: int) -> list[AuditEntry]:
    """Read a chain in order, a piece at a time."""
    place = and_(AuditEntry.county == key[0], AuditEntry.institution_id == key[1], AuditEntry.seq > after)
    return list(await session.scalars(select(AuditEntry).where(place).order_by(AuditEntry.seq).limit(limit)))


def cursor_of(line: TrailLine) -> str:
    """Write the place behind which the next page begins."""
    return f"{line.at.isoformat()}~{line.seq}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """Read that place back; anything unreadable begins at the newest line."""
    at, _tilde, seq = text.partition("~")
    try:
        cursor = datetime.fromisoformat(at), int(seq)
    except ValueError:
        return None
    return cursor if cursor[0].tzinfo is not None and 0 < cursor[1] < 2**63 else None
