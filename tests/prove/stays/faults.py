"""Planted faults: one exclusion after the other dropped, races aimed at it, and two writers without any lock.

A rule that the services keep by themselves, or that a second exclusion keeps as well, shows nothing when its own
exclusion is dropped. A `Fault` without a rule says so; `PAIRS` prove such an exclusion by itself: two
transactions write at the same time what cannot both be true, without the home's lock.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.beds.service import claim_bed
from app.core.clock import business_date
from app.core.db import Database, refusing, transaction, use_database
from app.core.errors import Refused
from app.core.postgres.urls import Urls
from app.stays.models import Leave
from app.stays.rules.kinds import LeaveKind
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay, somebody
from tests.prove.races import owner_of
from tests.prove.stays.desk import Acts
from tests.prove.stays.people_acts import PEOPLE_ACTS
from tests.prove.stays.recount import count_breaches
from tests.prove.stays.town import Size
from tests.support.tenants import acting_everywhere

__all__ = ["FAULTS", "PAIRS", "Fault", "dropped", "two_writers"]

ONE_BED, ONE_SEX = "ex_bed_claims_one_per_bed", "ex_bed_claims_one_sex_per_room"
ONE_LEAVE, ONE_STAY, ONE_PLACE = "ex_leaves_one_per_stay", "ex_stays_one_per_elder", "ex_bed_claims_one_bed_per_elder"
TABLE = {ONE_BED: "bed_claims", ONE_SEX: "bed_claims", ONE_PLACE: "bed_claims", ONE_STAY: "stays", ONE_LEAVE: "leaves"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is dropped, where the race is run and on what it is aimed, and which rule must be found broken.

    `rule` of None: the other of the two keeps the rule too, so the race must find nothing.
    """

    drops: tuple[str, ...]
    size: Size
    acts: Acts
    rule: str | None


def _only(*names: str) -> Acts:
    return {name: PEOPLE_ACTS[name] for name in names}


FEW_PEOPLE = Size(rooms=((SexRule.NONE, "301–310"),), people=3, couples=0, housed=0)
FAULTS = (
    Fault((ONE_BED,), Size(((SexRule.NONE, "301–302"),), 12, 0, 0), _only("admit", "move"), "one claim per bed"),
    Fault((ONE_SEX,), Size(((SexRule.SAME, "301–304"),), 12, 0, 0), _only("admit", "move"), "one sex per room"),
    Fault((ONE_LEAVE,), Size(((SexRule.NONE, "301–302"),), 4, 0, 2), _only("leave"), "one leave at a time"),
    Fault((ONE_STAY,), FEW_PEOPLE, _only("admit"), None),
    Fault((ONE_PLACE,), FEW_PEOPLE, _only("admit"), None),
    Fault((ONE_STAY, ONE_PLACE), FEW_PEOPLE, _only("admit"), "one bed per elder"),
)


@asynccontextmanager
async def dropped(urls: Urls, *names: str) -> AsyncIterator[None]:
    """Drop these exclusions for a while; what was written meanwhile goes with them when they come back."""
    definitions = {}
    async with owner_of(urls) as owner:
        for name in names:
            asked = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
            definitions[name] = (await owner.execute(asked, {"name": name})).scalar_one()
            await owner.execute(text(f"ALTER TABLE {TABLE[name]} DROP CONSTRAINT {name}"))
        await owner.commit()
    try:
        yield
    finally:
        async with owner_of(urls) as owner:
            await owner.execute(text("TRUNCATE stays, bed_claims CASCADE"))
            for name, definition in definitions.items():
                await owner.execute(text(f"ALTER TABLE {TABLE[name]} ADD CONSTRAINT {name} {definition}"))
            await owner.commit()


Write = Callable[[AsyncSession, int], Awaitable[Any]]
Prepare = Callable[[AsyncSession, HouseOfBeds, date], Awaitable[Write]]


async def _claim(session: AsyncSession, house: HouseOfBeds, bed: str, who: Any, today: date) -> None:
    await claim_bed(session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=today, claimant=who)


async def _same_bed(session: AsyncSession, house: HouseOfBeds, today: date) -> Write:
    people = [await somebody(session, house.home, number) for number in (1, 2)]
    return lambda writing, side: _claim(writing, house, "301-1", people[side], today)


async def _one_room(session: AsyncSession, house: HouseOfBeds, today: date) -> Write:
    people = [await somebody(session, house.home, 1, sex=Sex.MALE), await somebody(session, house.home, 2)]
    return lambda writing, side: _claim(writing, house, ("301-1", "301-2")[side], people[side], today)


async def _two_beds(session: AsyncSession, house: HouseOfBeds, today: date) -> Write:
    one = await somebody(session, house.home, 1)
    return lambda writing, side: _claim(writing, house, ("301-1", "302-1")[side], one, today)


async def _two_stays(session: AsyncSession, house: HouseOfBeds, today: date) -> Write:
    elder = await an_elder(session, house.home)
    return lambda writing, _side: a_stay(writing, house.home, elder, from_on=today, late_reason=None)


async def _two_leaves(session: AsyncSession, house: HouseOfBeds, today: date) -> Write:
    stay = await a_stay(session, house.home, await an_elder(session, house.home))
    keys = {"stay_id": stay.id, "elder_id": stay.elder_id, "stay_from_on": stay.from_on, "stay_to_on": stay.to_on}

    async def write(writing: AsyncSession, _side: int) -> None:
        writing.add(Leave(**house.home.keys, **keys, seal=uuid4(), kind=LeaveKind.HOME, from_on=today, to_on=date.max))
        await writing.flush()

    return write


PAIRS: dict[str, tuple[Prepare, str]] = {
    ONE_BED: (_same_bed, "one claim per bed"),
    ONE_SEX: (_one_room, "one sex per room"),
    ONE_PLACE: (_two_beds, "one bed per elder"),
    ONE_STAY: (_two_stays, "one stay per elder"),
    ONE_LEAVE: (_two_leaves, "one leave at a time"),
}
"""By exclusion: what two writers write at once, and the rule that is broken when both succeed."""


async def two_writers(urls: Urls, name: str) -> tuple[list[str], int]:
    """Let two transactions write at once; gives what became of each, and how often the recount finds its rule broken."""
    prepare, rule = PAIRS[name]
    pools = Database(urls.app, urls.bureau, pool_size=4)
    use_database(pools)
    try:
        async with acting_everywhere():
            async with transaction() as session:
                today = await business_date(session)
                house = await a_house(session, rooms="301–302", sex_rule=SexRule.SAME)
                write = await prepare(session, house, today)
            became = await asyncio.gather(_write(write, 0), _write(write, 1))
    finally:
        await pools.dispose()
    async with owner_of(urls) as owner:
        found = await count_breaches(owner, nights=2, today=today)
    return sorted(became), found[rule]


async def _write(write: Write, side: int) -> str:
    try:
        async with transaction() as session:
            async with refusing(session):
                await write(session, side)
            # The other one writes while this one has not committed yet.
            await asyncio.sleep(0.1)
    except Refused as refusal:
        return refusal.constraint
    return "committed"
