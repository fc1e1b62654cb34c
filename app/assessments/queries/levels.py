"""The level people have on a day, by the newest signed assessment; and what the county decided on their self-care."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment
from app.assessments.queries.assessments import signed
from app.assessments.queries.sight import among, ids_seen
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.levels import LevelOn
from app.core.scope import Scope
from app.residents.queries.around import seen

__all__ = ["current_levels", "selfcare_of"]


async def current_levels(
    session: AsyncSession, scope: Scope, county: int, elder_ids: Collection[int], on: date
) -> dict[int, LevelOn]:
    """Give the ability level of these people on a day; who has none is left out. One that has run out is given too."""
    ids = await ids_seen(session, scope, elder_ids, county=county)
    if not ids:
        return {}
    one = Assessment
    rows = (
        select(
            one.elder_id, one.scale_code, one.final, one.ladder["final_name"].astext, one.assessed_on, one.valid_from,
            one.valid_to, one.dementia, one.id, one.assessor_home_id,
        )
        .ext(distinct_on(one.elder_id))
        .where(one.county == county, among(one.elder_id, ids), one.kind == ScaleKind.ABILITY)
        .where(signed(), one.assessed_on <= on)
        .order_by(one.elder_id, one.assessed_on.desc(), one.id.desc())
    )  # fmt: skip
    return {row[0]: LevelOn(*row[1:]) for row in await session.execute(rows)}


async def selfcare_of(session: AsyncSession, scope: Scope, elder_id: int, on: date) -> Assessment | None:
    """Give the county's decision on somebody's self-care (特困) that holds on a day: the newest decided by then."""
    one = Assessment
    rows = (
        select(one)
        .where(one.elder_id == elder_id, one.kind == ScaleKind.SELF_CARE, one.decided_on <= on, signed())
        .where(seen(one, scope))
        .order_by(one.decided_on.desc(), one.id.desc())
        .limit(1)
    )
    found: Assessment | None = await session.scalar(rows)
    return found
