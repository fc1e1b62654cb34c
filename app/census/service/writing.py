"""Writing the days of homes that differ, and what their counties gain by it.

A county's sum is wanted by all of its homes at once: it is noted here and added at the very last moment before COMMIT.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries import days as kept
from app.census.queries import one_day
from app.census.queries.days import Home
from app.census.rules.days import DayCount
from app.census.rules.rollup import ROLLED, difference

__all__ = ["Days", "add_sums", "beside", "write_days", "write_left", "write_one"]

HOME_DAYS_BESIDE = 400
"""More days than these are counted beside the loop that answers everybody else."""

T = TypeVar("T")
Sums = dict[tuple[int, date], tuple[int, ...]]
Days = dict[date, DayCount]


@dataclass(frozen=True, slots=True)
class Left:
    """A day that is left to be written together with the sum of its county."""

    home: Home
    day: DayCount
    gained: tuple[int, ...]


async def beside(home_days: int, work: Callable[[], T]) -> T:
    """Do pure work; in a thread when there is much of it, so that the loop goes on answering."""
    return await asyncio.to_thread(work) if home_days > HOME_DAYS_BESIDE else work()


async def write_one(session: AsyncSession, home: Home, old: DayCount, new: DayCount) -> None:
    """Write one day over the old one: at once where a page may be drawn yet, else together with its county's sum."""
    info = session.sync_session.info
    gained = difference(old, new)
    if info.get("finishing") and not info.get("census_sums") and not info.get("census_unseen"):
        info["census_left"] = Left(home, new, gained)
        return
    _add(info.setdefault("census_sums", {}), (home[0], new.day), gained)
    if not await one_day.write_day(session, home, new):
        await _write_lines(session, {home: [new]})


async def write_left(session: AsyncSession) -> None:
    """Write the day that was left to the end, and add to its county's sum."""
    left: Left | None = session.sync_session.info.pop("census_left", None)
    if left is None:
        return
    if await one_day.write_day_and_grow_county(session, left.home, left.day, left.gained):
        return
    await _write_lines(session, {left.home: [left.day]})
    await kept.add_to_counties(session, {(left.home[0], left.day.day): left.gained})


async def write_days(
    session: AsyncSession, homes: Sequence[Home], before: Mapping[Home, Days], after: Mapping[Home, Days]
) -> None:
    """Write the days that differ, take away those that are gone, and note what the counties gain."""
    home_days = sum(map(len, before.values())) + sum(map(len, after.values()))
    sums: Sums = session.sync_session.info.setdefault("census_sums", {})
    changed, gone = await beside(home_days, lambda: _compared(sums, homes, before, after))
    for home, days in gone.items():
        await kept.remove_days(session, home, days)
    await _write_lines(session, changed, home_days)


async def add_sums(session: AsyncSession) -> None:
    """Add what was noted to the sums of the counties, in the order of county and day."""
    noted: Sums = session.sync_session.info.pop("census_sums", {})
    sums = {key: gained for key, gained in noted.items() if any(gained)}
    if len(sums) == 1:
        (((county, day), gained),) = sums.items()
        if await one_day.grow_county(session, county, day, gained):
            return
    await kept.add_to_counties(session, sums)


async def _write_lines(session: AsyncSession, changed: Mapping[Home, Sequence[DayCount]], home_days: int = 1) -> None:
    for lines in await beside(home_days, lambda: kept.lines_of(changed)):
        await kept.write_lines(session, lines)


def _compared(
    sums: Sums, homes: Sequence[Home], before: Mapping[Home, Days], after: Mapping[Home, Days]
) -> tuple[dict[Home, list[DayCount]], dict[Home, list[date]]]:
    """Name the days to write and those to take away, and note what the counties gain by them."""
    changed: dict[Home, list[DayCount]] = {}
    gone: dict[Home, list[date]] = {}
    for home in homes:
        old, new = before[home], after.get(home, {})
        changed[home] = [day for day in new.values() if old.get(day.day) != day]
        if lost := sorted(old.keys() - new.keys()):
            gone[home] = lost
        for day in [*(each.day for each in changed[home]), *lost]:
            _add(sums, (home[0], day), difference(old.get(day), new.get(day)))
    return changed, gone


def _add(sums: Sums, key: tuple[int, date], gained: tuple[int, ...]) -> None:
    standing = sums.get(key) or (0,) * len(ROLLED)
    sums[key] = tuple(one + more for one, more in zip(standing, gained, strict=True))
