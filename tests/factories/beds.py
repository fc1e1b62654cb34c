"""Rooms and beds, valid by default: a home of one building and one floor unless told otherwise."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service
from app.beds.models import Bed, BedService, Building, Floor, RoomTerm
from app.beds.rules.home import Home
from app.beds.rules.kinds import SexRule
from app.beds.rules.making import FacingPlan, RoomManner
from app.beds.rules.patterns import expand
from tests.factories.institutions import an_institution
from tests.support.tenants import acting_everywhere

__all__ = ["HouseOfBeds", "a_bed", "a_house", "a_room", "wake"]

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


@dataclass(slots=True)
class HouseOfBeds:
    """A home with its rooms and beds by name, and the actor who built it."""

    home: Home
    institution: Any
    actor: Any
    building: Building
    floor: Floor
    beds: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)

    def ids(self, *names: str) -> list[int]:
        """Give the ids of beds by name."""
        return [self.beds[name] for name in names]


async def a_house(
    session: AsyncSession,
    *,
    rooms: str = "301–304",
    beds: str = "2",
    from_on: date = LONG_AGO,
    sex_rule: SexRule = SexRule.NONE,
    county: int = 510302,
) -> HouseOfBeds:
    """Build a home with one building, one floor and rooms by pattern: 301-1 … 304-2."""
    institution = await an_institution(session, county=county, code=f"T{next(_numbers):05d}")
    home = Home(institution.county, institution.id)
    async with acting_everywhere() as actor:
        building = await service.add_building(session, actor, home, label="康宁楼")
        floor = await service.add_floor(session, actor, home, building.id, label="三楼")
        house = HouseOfBeds(home, institution, actor, building, floor)
        await more_rooms(session, house, rooms=rooms, beds=beds, from_on=from_on, sex_rule=sex_rule)
    return house


async def more_rooms(
    session: AsyncSession,
    house: HouseOfBeds,
    *,
    rooms: str,
    beds: str = "2",
    from_on: date = LONG_AGO,
    sex_rule: SexRule = SexRule.NONE,
    floor_id: int | None = None,
    unit_id: int | None = None,
) -> None:
    """Build more rooms in the house."""
    await service.make_rooms(
        session,
        house.actor,
        house.home,
        floor_id or house.floor.id,
        expand(rooms, beds=beds),
        from_on=from_on,
        manner=RoomManner(sex_rule=sex_rule, unit_id=unit_id, facing=FacingPlan.ODD_SOUTH),
    )
    await learn_names(session, house)


async def learn_names(session: AsyncSession, house: HouseOfBeds) -> None:
    """Read the names of all rooms and beds of the house anew."""
    rows = await session.execute(
        select(BedService.bed_id, BedService.label, RoomTerm.label, RoomTerm.room_id)
        .join(RoomTerm, (RoomTerm.county == BedService.county) & (RoomTerm.room_id == BedService.room_id))
        .where(BedService.institution_id == house.home.institution_id, BedService.voided_at.is_(None))
        .where(RoomTerm.voided_at.is_(None))
    )
    for bed_id, place, room, room_id in rows:
        house.beds[f"{room}-{place}"] = bed_id
        house.rooms[room] = room_id


async def a_room(session: AsyncSession, house: HouseOfBeds, *, label: str = "399", beds: str = "2") -> int:
    """Build one more room and give its id."""
    await more_rooms(session, house, rooms=label, beds=beds)
    return house.rooms[label]


async def a_bed(session: AsyncSession, house: HouseOfBeds | None = None) -> Bed:
    """Give one bed, in a house of its own unless given."""
    house = house or await a_house(session, rooms="301", beds="1")
    return (await session.scalars(select(Bed).where(Bed.id == min(house.beds.values())))).one()


async def wake(session: AsyncSession) -> None:
    """Read anew what a refusal has made the session forget, so that lines about it can still be written."""
    for row in list(session.sync_session.identity_map.values()):
        if inspect(row).expired_attributes:
            await session.refresh(row)
