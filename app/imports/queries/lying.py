"""The beds of a home with their days and rooms, and who has them, as a ledger of residents must fit in."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, Building, Floor, RoomTerm
from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.beds.rules.kinds import SexRule
from app.core.scope import within
from app.imports.rules.residents.existing import KnownClaim, KnownPlace, KnownService, KnownTerm

__all__ = ["claims_of_home", "places_of_home", "terms_of_home"]


async def terms_of_home(session: AsyncSession, home: Home) -> tuple[dict[int, tuple[KnownTerm, ...]], dict[int, Any]]:
    """Give who may share each room from when, and each room's last label with its floor."""
    rows = select(RoomTerm).where(within(RoomTerm, home.scope), live(RoomTerm)).order_by(RoomTerm.from_on, RoomTerm.id)
    terms: dict[int, list[KnownTerm]] = defaultdict(list)
    last: dict[int, Any] = {}
    for term in await session.scalars(rows.execution_options(populate_existing=True)):
        ruled = term.sex_rule is not SexRule.NONE
        terms[term.room_id].append(KnownTerm(term.room_id, term.from_on, term.to_on, ruled, term.sex_rule.sex))
        last[term.room_id] = (term.label, term.floor_id)
    return {room: tuple(found) for room, found in terms.items()}, last


async def places_of_home(session: AsyncSession, home: Home, rooms: dict[int, Any]) -> tuple[KnownPlace, ...]:
    """Give every bed by its last name, with the days it is in service and where."""
    floors = select(Floor.id, Building.label).join(
        Building, (Building.county == Floor.county) & (Building.id == Floor.building_id)
    )
    buildings = {row[0]: row[1] for row in await session.execute(floors.where(within(Floor, home.scope)))}
    service = BedService
    rows = select(service.bed_id, service.id, service.room_id, service.from_on, service.to_on, service.label).where(
        within(service, home.scope), live(service)
    )
    spans: dict[int, list[Any]] = defaultdict(list)
    for row in await session.execute(rows.order_by(service.bed_id, service.from_on, service.id)):
        spans[row.bed_id].append(row)
    places = []
    for bed_id, found in spans.items():
        label, floor = rooms.get(found[-1].room_id, ("", 0))
        services = tuple(KnownService(each.id, each.room_id, each.from_on, each.to_on) for each in found)
        places.append(KnownPlace(bed_id, buildings.get(floor, ""), label, found[-1].label, services))
    return tuple(places)


async def claims_of_home(session: AsyncSession, home: Home) -> tuple[KnownClaim, ...]:
    """Give every live claim on the home's beds."""
    claim = BedClaim
    rows = select(
        claim.bed_id, claim.room_id, claim.kind, claim.from_on, claim.to_on, claim.elder_id, claim.sex, claim.sex_rule,
        claim.shares_room, claim.stay_id,
    ).where(within(claim, home.scope), live(claim))  # fmt: skip
    ordered = rows.order_by(claim.from_on, claim.to_on, claim.id)
    found: list[Any] = list(await session.execute(ordered))
    return tuple(KnownClaim(*row) for row in found)
