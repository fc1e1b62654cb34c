"""Residents whose need has outgrown their bed: where the policy says so, they move before a bed is offered outside."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.queries.levels import current_levels
from app.beds.rules.home import Home
from app.offers.rules.beds import HomeBeds, Mover, OpenBed
from app.stays.queries.stays import residents_of
from app.waitlist.rules.policy import Policy

__all__ = ["internal_movers"]


async def internal_movers(
    session: AsyncSession, home: Home, policy: Policy, beds: HomeBeds, bed: OpenBed, *, day: date
) -> tuple[Mover, ...]:
    """Who could move into the bed from inside; nobody where the bed is no nursing bed or the policy asks nothing."""
    if not policy.internal_moves_first or not bed.nursing:
        return ()
    nursing = {one.id for one in beds.beds if one.nursing}
    residents = await residents_of(session, home.scope, home.institution_id, day)
    outside = [one for one in residents if one.bed_id and one.bed_id not in nursing and bed.takes(one.elder.sex)]
    levels = await current_levels(session, home.scope, home.county, [one.elder.id for one in outside], day)
    found = [
        Mover(one.stay.id, one.elder.id, one.elder.name, one.bed, level.level)
        for one in outside
        if (level := levels.get(one.elder.id)) and level.is_counted and level.level >= policy.nursing_from_level
    ]
    return tuple(sorted(found, key=lambda one: (-one.level, one.stay_id)))
