"""The bare rows from which `verify` and the races recount what is promised of stays, beds included."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.proof import double_claims, live_rows
from app.beds.rules.proof import Breach
from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind
from app.stays.models import Leave, Stay
from app.stays.queries.couples import counts_until
from app.stays.rules.proof import stay_breaches

__all__ = ["wrong_stays"]


async def wrong_stays(session: AsyncSession) -> list[Breach]:
    """List every breach in all rows the session may see: of beds and their claims, of stays and of leaves."""
    relation = ElderRelation.__table__.c
    married = select(relation.county, relation.elder_id, relation.other_id, counts_until).where(
        relation.kind == RelationKind.SPOUSE
    )
    couples = [(row[0], row[1], row[2], row[3]) for row in await session.execute(married)]
    rows = [await live_rows(session, model) for model in (Stay, BedClaim, Leave)]
    return [*await double_claims(session), *stay_breaches(rows[0], rows[1], rows[2], couples)]
