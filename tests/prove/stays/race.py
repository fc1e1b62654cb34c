"""One race in a town of its own, and the recount after it."""

import asyncio
import time
from random import Random

from sqlalchemy import text

from app.core.db import Database, use_database
from app.core.postgres.urls import Urls
from tests.prove.racers import CLIENTS
from tests.prove.races import deadlocks_of, owner_of, serving
from tests.prove.stays.desk import Acts
from tests.prove.stays.known import Known
from tests.prove.stays.racers import HOME_ACTS, Result, seated
from tests.prove.stays.recount import TWO_COUNTIES, count_breaches
from tests.prove.stays.town import Size, Town, build_town
from tests.prove.stays.transfer_acts import OFFICER_ACTS
from tests.support.tenants import COUNTY

__all__ = ["ALL_ACTS", "race_in_town"]

ALL_ACTS: Acts = HOME_ACTS | OFFICER_ACTS
NIGHTS = 30
TABLES = ("stays", "bed_claims", "leaves", "discharges", "transfers", "stay_changes", "bed_marks", "audit_entries")


async def race_in_town(
    urls: Urls,
    *,
    seed: int,
    seconds: float = 60,
    most: int = 10**9,
    size: Size | None = None,
    counties: tuple[int, int] = (COUNTY, COUNTY),
    acts: Acts = ALL_ACTS,
) -> Result:
    """Let them race, then recount everything there is in this database."""
    result, random = Result(seed, CLIENTS), Random(seed)
    pools = Database(urls.app, urls.bureau, pool_size=16)
    use_database(pools)
    try:
        town = await build_town(random, size or Size(), counties=counties)
        async with serving() as address:
            before = await deadlocks_of(urls)
            begun = time.monotonic()
            await _run(urls, address, town, result, random, acts, begun + seconds, most)
            result.seconds = round(time.monotonic() - begun, 1)
        result.deadlocks = await deadlocks_of(urls) - before
        async with owner_of(urls) as owner:
            result.breaches = await count_breaches(owner, nights=NIGHTS, today=town.today)
            result.in_two_counties = result.breaches.pop(TWO_COUNTIES, 0)
            for table in TABLES:
                result.rows[table] = int((await owner.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())
    finally:
        await pools.dispose()
    return result


async def _run(
    urls: Urls, address: str, town: Town, result: Result, random: Random, acts: Acts, until: float, most: int
) -> None:
    known = Known()
    # What the racers know is read beside the application: its pool belongs to the race.
    async with owner_of(urls) as looking:
        await known.learn(looking, town.homes)

        async def keep_learning() -> None:
            while time.monotonic() < until and result.requests < most:
                await asyncio.sleep(0.3)
                await looking.rollback()
                await known.learn(looking, town.homes)

        racers = await seated(address, town, known, random, result, acts)
        await asyncio.gather(keep_learning(), *(racer.run(until, most) for racer in racers))
    for racer in racers:
        await racer.browser.aclose()
