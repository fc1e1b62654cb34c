"""Who is in which bed on a day, for the board: five statements, however many beds, put together here.

Tables are read one by one: under row security the server cannot estimate a join of new rows, as in the beds' frame.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.tiles import TilePerson
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.identity import mask_name
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.residents.queries.health import risks_of
from app.stays.models import Discharge, Stay
from app.stays.queries.leaves import leaves_of_day
from app.stays.rules.tiles import Teller, tile_of

__all__ = ["names_of_bed", "names_whole", "people_of_day"]

PEOPLE = (ClaimKind.STAY, ClaimKind.PRIVATE)


async def people_of_day(
    session: AsyncSession, reader: Actor, institution_id: int, day: date, bed_id: int | None = None
) -> Mapping[int, TilePerson]:
    """Who has each bed of the home on the day, by bed, as far as the reader may know; one bed only where it is named.

    Whoever may not see stays is told nothing; whoever only looks in from the county reads masked names.
    """
    scope = reader.scope("stays.see")
    rows = await _claims(session, scope, institution_id, day, bed_id) if scope else []
    if not rows:
        return {}
    county, today = rows[0].county, await business_date(session)
    people = await _elders(session, county, {row.elder_id for row in rows})
    stays = await _stays(session, scope, {row.stay_id for row in rows})
    away = await leaves_of_day(session, scope, institution_id, day)
    risks = await risks_of(session, reader.scope("residents.see"), list(people))
    planned = await _planned(session, scope, institution_id, stays.values(), day) if day > today else {}
    teller = Teller(day, today, names_whole(reader, county, institution_id))
    return {
        row.bed_id: tile_of(
            teller, row.kind, people[row.elder_id], stay=stays.get(row.stay_id), leave=away.get(row.stay_id),
            risks=risks.get(row.elder_id, ()), leaving_on=planned.get(row.stay_id),
        )
        for row in rows
        if row.elder_id in people
    }  # fmt: skip


def names_whole(reader: Actor, county: int, institution_id: int) -> bool:
    """Whether names are shown whole: to those who work in the home or run it, not to who only looks in."""
    inside = (county, institution_id) in reader.scope("stays.see").homes
    return inside or reader.scope("stays.leave").covers(county, institution_id)


async def _claims(session: AsyncSession, scope: Scope, institution_id: int, day: date, bed_id: int | None) -> list[Any]:
    claim = BedClaim
    rows = select(claim.county, claim.bed_id, claim.kind, claim.elder_id, claim.stay_id).where(
        within(claim, scope), claim.institution_id == institution_id, live_on(claim, day), claim.kind.in_(PEOPLE)
    )
    rows = rows if bed_id is None else rows.where(claim.bed_id == bed_id)
    return list(await session.execute(rows))


async def _elders(session: AsyncSession, county: int, ids: Collection[int]) -> dict[int, Any]:
    rows = select(Elder.id, Elder.name, Elder.sex, Elder.born_on, Elder.birth_precision)
    return {row.id: row for row in await session.execute(rows.where(Elder.county == county, Elder.id.in_(ids)))}


async def _stays(session: AsyncSession, scope: Scope, ids: Collection[int]) -> dict[int, Any]:
    rows = select(Stay.id, Stay.version, Stay.planned_end_on).where(within(Stay, scope), Stay.id.in_(ids))
    return {row.id: row for row in await session.execute(rows)}


async def _planned(
    session: AsyncSession, scope: Scope, institution_id: int, stays: Iterable[Any], day: date
) -> dict[int, date]:
    """Who is to have left by a day to come: a stay's planned end, or a discharge that is being prepared."""
    one = Discharge
    rows = select(one.stay_id, one.planned_on).where(
        within(one, scope),
        one.institution_id == institution_id,
        live(one),
        one.ended_at.is_(None),
        one.planned_on <= day,
    )
    ends = {stay.id: stay.planned_end_on for stay in stays if stay.planned_end_on and stay.planned_end_on <= day}
    return ends | {row.stay_id: row.planned_on for row in await session.execute(rows)}


async def names_of_bed(session: AsyncSession, reader: Actor, institution_id: int, bed_id: int) -> Mapping[int, str]:
    """Whose the claims of one bed are and were, by claim."""
    scope, claim = reader.scope("stays.see"), BedClaim
    if not scope:
        return {}
    rows = (
        select(claim.id, claim.county, Elder.name)
        .join(Elder, and_(Elder.county == claim.county, Elder.id == claim.elder_id))
        .where(within(claim, scope), claim.institution_id == institution_id, claim.bed_id == bed_id)
    )
    return {
        row.id: row.name if names_whole(reader, row.county, institution_id) else mask_name(row.name)
        for row in await session.execute(rows)
    }
