"""Reading the trail, its chains and their heads."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import ChainKey
from app.core.scope import Scope, within

__all__ = ["TrailLine", "chains_with_entries", "cursor_of", "entries_of_chain", "heads", "read_cursor", "trail"]


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
