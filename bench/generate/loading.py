"""A made-up province into a migrated, empty database: rows, then their census, by two processes, in minutes."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

from sqlalchemy import URL

from app.core.postgres.urls import connect, revealed
from bench.generate.bare import taken_off
from bench.generate.copying import base_of, copy_share, say_regions, set_sequences
from bench.generate.counting import add_up, count_share
from bench.generate.plan import county_codes
from bench.generate.rows import COLUMNS
from bench.size import SIZES

__all__ = ["Loaded", "load"]

PROCESSES = 2
DERIVED = ("census_days", "census_counties", "census_homes", "census_openings")
BY_DAY = ("census_days", "census_counties")
UNLIMITED = {"statement_timeout": "0", "lock_timeout": "0"}


@dataclass(slots=True)
class Loaded:
    """What was loaded, and how long each step took."""

    size: str
    seed: int
    last: date
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: int = 0

    @property
    def counties(self) -> list[int]:
        """The counties, in order."""
        return county_codes(SIZES[self.size])

    @property
    def first(self) -> date:
        """The first of the days."""
        return self.last - timedelta(days=SIZES[self.size].days - 1)

    @property
    def figures(self) -> dict[str, Any]:
        """The same for a file of figures."""
        told = SIZES[self.size]
        return {
            "size": self.size, "seed": self.seed, "last_day": self.last.isoformat(), "days": told.days,
            "counties": told.counties, "homes": told.homes, "beds": told.beds, "rows": self.rows,
            "megabytes": self.megabytes, "load_seconds": self.seconds,
        }  # fmt: skip


async def load(owner: URL, size: str, seed: int) -> Loaded:
    """Load a size up to today and count its census; a broken constraint or a missing index stops it."""
    async with _connection(owner) as connection:
        last = await connection.fetchval("SELECT business_date()")
        loaded, base = Loaded(size, seed, last), await base_of(connection)
        await say_regions(connection, size)
        await _rows(owner, loaded, base)
        await set_sequences(connection, size, base)
        with _timed(loaded, "analysed"):
            await connection.execute("VACUUM ANALYZE")
        await _census(owner, loaded)
        with _timed(loaded, "laid_by_day"):
            # As they lie where a job opens one day after the other for every county.
            for table in BY_DAY:
                await connection.execute(f"CLUSTER {table} USING ix_{table}_day")
        with _timed(loaded, "vacuumed"):
            await connection.execute(f"VACUUM ANALYZE {', '.join(DERIVED)}")
            await connection.execute("CHECKPOINT" if await _may_checkpoint(connection) else "SELECT")
        size_of = await connection.fetchval("SELECT pg_database_size(current_database())")
        loaded.megabytes = round(size_of / 1024**2)
    return loaded


async def _rows(owner: URL, loaded: Loaded, base: int) -> None:
    begun = time.perf_counter()
    async with taken_off(owner, COLUMNS):
        with _timed(loaded, "copied"):
            shares = (slice(place, None, PROCESSES) for place in range(PROCESSES))
            told = (revealed(owner), loaded.size, loaded.seed, loaded.last, base)
            written = await _together(copy_share, [(*told, share) for share in shares])
            loaded.rows |= sum(written, Counter())
        begun = time.perf_counter()
    loaded.seconds["constraints"] = round(time.perf_counter() - begun, 1)


async def _census(owner: URL, loaded: Loaded) -> None:
    async with taken_off(owner, DERIVED):
        with _timed(loaded, "counted"):
            shares = [loaded.counties[place::PROCESSES] for place in range(PROCESSES)]
            told = [(revealed(owner), share, loaded.last) for share in shares]
            loaded.rows["census_days"] = sum(await _together(count_share, told))
        with _timed(loaded, "added_up"):
            await asyncio.gather(*(_add_up(owner, share, loaded.last) for share in shares))


async def _add_up(owner: URL, counties: list[int], last: date) -> None:
    async with _connection(owner) as connection:
        await add_up(connection, counties, last)


async def _together(work: Callable[..., Any], calls: list[tuple[Any, ...]]) -> list[Any]:
    """Run the shares side by side, each in a process of its own that knows nothing of ours."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        return await asyncio.gather(*(loop.run_in_executor(processes, work, *call) for call in calls))


async def _may_checkpoint(connection: Any) -> bool:
    asked = "SELECT pg_has_role(current_user, 'pg_checkpoint', 'member')"
    return bool(await connection.fetchval(asked))


@asynccontextmanager
async def _connection(owner: URL) -> AsyncIterator[Any]:
    connection = await connect(owner, server_settings=UNLIMITED, command_timeout=None)
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def _timed(loaded: Loaded, step: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    loaded.seconds[step] = round(time.perf_counter() - begun, 1)
