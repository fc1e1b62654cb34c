"""Notes on health: of one file, and the risks of many people for the tiles of their beds."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.scope import Scope
from app.residents.models import HealthNote
from app.residents.queries.around import of_elder, seen
from app.residents.rules.kinds import HealthKind

__all__ = ["health_of", "risks_of"]


async def health_of(session: AsyncSession, scope: Scope, elder_id: int) -> Sequence[HealthNote]:
    """Every note on somebody's health, ended ones as well, the newest first."""
    rows = select(HealthNote).where(of_elder(HealthNote, scope, elder_id))
    return (await session.scalars(rows.order_by(HealthNote.from_on.desc(), HealthNote.id.desc()))).all()


async def risks_of(session: AsyncSession, scope: Scope, elder_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The codes of the risks these people live with today; who has none is left out."""
    if not elder_ids:
        return {}
    day, note = await business_date(session), HealthNote
    rows = (
        select(note.elder_id, note.code)
        .where(note.elder_id.in_(elder_ids), note.kind == HealthKind.RISK, note.code != "")
        .where(note.voided_at.is_(None), note.from_on <= day, note.to_on > day, seen(note, scope))
        .order_by(note.elder_id, note.code)
        .distinct()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for elder_id, code in await session.execute(rows):
        found[elder_id].append(code)
    return {elder_id: tuple(codes) for elder_id, codes in found.items()}
