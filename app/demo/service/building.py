"""Building a demo: marking the database, then one county after the other."""

import asyncio
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.service.tries import process_secret
from app.audit import service as audit
from app.census.service import open_days
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.marks import is_demo
from app.core.queue import enqueue
from app.demo import queries
from app.demo.errors import DemoRefused, NotADemo
from app.demo.rules.chance import Chance
from app.demo.rules.door import Door
from app.demo.rules.fairness import open_door
from app.demo.rules.finishing import finish
from app.demo.rules.homes import CITY, COUNTIES, HOMES, SMALL
from app.demo.rules.people import Places
from app.demo.rules.reporters import REPORTERS, reporters_of
from app.demo.rules.town import Town
from app.demo.service.accounts import SHOW_COUNTY, officer_of, write_accounts, write_directors
from app.demo.service.door import write_door
from app.demo.service.homes import write_homes
from app.demo.service.houses import write_houses
from app.demo.service.people import write_people
from app.demo.service.placements import number_orders
from app.demo.service.reporters import write_reporters
from app.demo.service.stays import write_stays
from app.demo.service.transfers import write_transfers
from app.regions.data import rows_for_seed
from app.regions.rules import place_of

__all__ = ["BUILD", "Built", "begin", "begin_later", "build_county", "counties_of", "progress", "size"]

BUILD = "demo.build"
SEED = 1

CREATE = "institutions.create"


@dataclass(frozen=True, slots=True)
class Built:
    """What a county holds when it has been built."""

    county: str
    homes: int
    beds: int
    people: int
    residents: int


def counties_of(*, small: bool) -> tuple[int, ...]:
    """List the tenants to build."""
    return SMALL if small else COUNTIES


async def begin(session: AsyncSession, actor: Actor, *, seed: int, small: bool) -> None:
    """Mark the database as a demo, or refuse: it has to be empty."""
    authorize(actor, CREATE, place_of(CITY))
    if not await queries.become_demo(session, process_secret()):
        raise DemoRefused
    audit.record(session, actor, "demo.begun", county=0, seed=seed, small=small)


async def begin_later(session: AsyncSession, actor: Actor) -> None:
    """Mark the database as a demo and let a job build it."""
    await begin(session, actor, seed=SEED, small=False)
    await enqueue(session, BUILD, orjson.dumps({"seed": SEED, "small": False}))


async def build_county(session: AsyncSession, actor: Actor, county: int, *, seed: int) -> Built:
    """Draw one county and write it; a county that is there already was written by an earlier try."""
    authorize(actor, CREATE, place_of(county))
    if not await is_demo(session):
        raise NotADemo
    if await queries.has_homes(session, county):
        raise DemoRefused
    places = Places({row[0]: row[3] for row in rows_for_seed() if str(row[0]).startswith(str(CITY // 100))})
    today = await business_date(session)
    # Drawing two years takes seconds of one core: the server that waits beside it goes on answering.
    town, door = await asyncio.to_thread(_tell, seed, county, today, places)
    number_orders(town, door)
    await write_homes(session, town)
    await write_directors(session, actor, town)
    await write_houses(session, town)
    await write_people(session, town)
    await write_stays(session, town)
    officer = await officer_of(session, county)
    await write_transfers(session, town, officer)
    await write_door(session, town, door, officer)
    if county == SHOW_COUNTY:
        await write_accounts(session, actor, town)
    await write_reporters(session, actor, town)
    await open_days(session, county)
    built = _count(town)
    audit.record(session, actor, "demo.county_built", county=county, homes=built.homes, beds=built.beds)
    return built


def size() -> tuple[int, int]:
    """Say how many homes and beds the whole city has, those that only report among them."""
    return len(HOMES) + len(REPORTERS), sum(home.beds for home in (*HOMES, *REPORTERS))


async def progress(session: AsyncSession) -> tuple[int, int]:
    """Say how many homes have been built, and how many there will be."""
    return await queries.demo_homes(session), size()[0]


def _tell(seed: int, county: int, today: date, places: Places) -> tuple[Town, Door]:
    chance = Chance(f"{seed}/{county}")
    town = Town(chance, county, today, places)
    town.tell()
    finish(chance.child("finish"), town)
    return town, open_door(chance.child("door"), town)


def _count(town: Town) -> Built:
    return Built(
        town.places.names[town.county],
        len(town.homes) + len(reporters_of(town.county)),
        sum(len(home.beds) for home in town.homes),
        len(town.people),
        sum(len(home.residents) for home in town.homes),
    )
