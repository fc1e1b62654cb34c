"""The census of what was loaded: every day of every home by the product's own rules, then the sums of the counties."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.census.queries import rulings_between
from app.census.queries.facts import facts_between, first_days
from app.census.rules.days import days_of
from app.census.rules.facts import HomeFacts
from app.census.rules.measures import MEASURES
from app.census.rules.rollup import ROLLED
from app.core.scope import Scope

__all__ = ["add_up", "count_counties", "count_share", "wire_of"]

EVE = timedelta(days=1)
COLUMNS = ("county", "institution_id", "day", "standing", "registered", *MEASURES, "flows")
HOMES = ("county", "institution_id", "first_on", "counted_to")
LONG_AGO = date(1900, 1, 1)

# The same sums as `rollup.added` gives for one home, over all homes of a day at once.
OF_COUNTY = {
    "homes": "count(*)",
    "counted_homes": "count(*) FILTER (WHERE standing = 'counted')",
    "left_homes": "count(*) FILTER (WHERE standing = 'no_document')",
    "left_people": "coalesce(sum(in_residence) FILTER (WHERE standing <> 'counted'), 0)",
    "registered": "coalesce(sum(registered) FILTER (WHERE standing = 'counted'), 0)",
    "counted": "coalesce(sum(counted) FILTER (WHERE standing = 'counted'), 0)",
}
ADD_UP = f"""
INSERT INTO census_counties (county, day, {", ".join(ROLLED)})
SELECT county, day, {", ".join(OF_COUNTY.get(name, f"sum({name})") for name in ROLLED)}
  FROM census_days WHERE county = ANY ($1) GROUP BY county, day ORDER BY county, day"""
OPEN = "INSERT INTO census_openings (county, opened_to) SELECT county, $2 FROM unnest($1::int[]) AS county"


async def count_counties(session: AsyncSession, counties: list[int], last: date) -> int:
    """Count every day of every home of some counties up to the last one; give how many days that were."""
    counted, wire = 0, await wire_of(session)
    for county in counties:
        scope = Scope(regions=frozenset({county}))
        rulings = (await rulings_between(session, {county}, LONG_AGO, last)).get(county, ())
        ids = [
            row["id"] for row in await wire.fetch("SELECT id FROM institutions WHERE county = $1 ORDER BY id", county)
        ]
        firsts = await first_days(session, [(county, home) for home in ids])
        kept = [(county, home, firsts.get((county, home)), last) for home in ids]
        await wire.copy_records_to_table("census_homes", records=kept, columns=HOMES)
        for home, since in ((home, firsts.get((county, home))) for home in ids):
            if since is not None and since <= last:
                facts = await facts_between(session, scope, since - EVE, last, institution_id=home)
                records = list(_records(facts[0], rulings, since, last))
                await wire.copy_records_to_table("census_days", records=records, columns=COLUMNS)
                counted += len(records)
    return counted


async def wire_of(session: AsyncSession) -> Any:
    """Give the connection below a session, inside the session's transaction."""
    await session.execute(text("SELECT 1"))
    raw = await (await session.connection()).get_raw_connection()
    return raw.driver_connection


def _records(home: HomeFacts, rulings: Any, since: date, last: date) -> Iterator[tuple[Any, ...]]:
    for day in days_of(home, rulings, since, last):
        flows = json.dumps(day.flows, sort_keys=True) if day.flows else None
        yield home.county, home.institution_id, day.day, day.standing.value, day.registered, *day.numbers, flows


async def add_up(connection: Any, counties: list[int], last: date) -> None:
    """Add the homes' days up to their counties', and say that the days are open."""
    await connection.execute(ADD_UP, counties)
    await connection.execute(OPEN, counties, last)


def count_share(owner: str, counties: list[int], last: date) -> int:
    """Count as a process of its own, one county after the other."""

    async def counted() -> int:
        engine = create_async_engine(make_url(owner), poolclass=NullPool)
        found = 0
        try:
            for county in counties:
                async with AsyncSession(engine, autoflush=False) as session:
                    found += await count_counties(session, [county], last)
                    await session.commit()
        finally:
            await engine.dispose()
        return found

    return asyncio.run(counted())
