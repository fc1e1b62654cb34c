"""The rows the census is counted from, read for all homes of a scope at once: three statements, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.arrays import (
    FILES,
    FIRST,
    ROWS,
    File,
    categories,
    changes,
    fill,
    known_people,
    levels,
    with_file,
)
from app.census.rules.facts import CategoryFact, HomeFacts, LevelFact
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = ["Home", "facts_between", "first_days", "put_files"]

Home = tuple[int, int]
"""A home by its county and its id."""


async def facts_between(
    session: AsyncSession,
    scope: Scope,
    first: date,
    last: date,
    *,
    institution_id: int | None = None,
    county: int | None = None,
    homes: Collection[Home] | None = None,
) -> list[HomeFacts]:
    """Read every live row that touches a day from the first to the last, by home, in the order of county and code.

    Whoever came and went on one day after the first is among the stays. `homes` names single homes of the scope.
    """
    one = Institution
    columns = (one.county, one.id, one.code, one.name, one.opened_on, one.closed_on)
    rules = [
        within(one, scope, home="id"),
        *([] if institution_id is None else [one.id == institution_id]),
        *([] if county is None else [one.county == county]),
        *([] if homes is None else [_among(one, homes, "id")]),
    ]
    rows = await session.execute(select(*columns).where(*rules).order_by(one.county, one.code))
    found = {row[1]: HomeFacts(*row) for row in rows}
    if found:
        days = {"counties": sorted({home.county for home in found.values()}), "first": first, "last": last}
        fill(found, await session.execute(ROWS, {**days, "homes": list(found)}))
        await _read_files(session, found, days)
    return list(found.values())


async def _read_files(session: AsyncSession, homes: Mapping[int, HomeFacts], days: Mapping[str, Any]) -> None:
    """Read the files of whoever lives there; a person whose file cannot be seen is in residence all the same."""
    stays = [stay for home in homes.values() for stay in home.stays]
    if not stays:
        return
    people = {stay.elder_id: None for stay in stays}
    asked = {**days, "homes": list(homes), "stays": [stay.id for stay in stays], "elders": list(people)}
    put_files(homes, {row.name: row for row in await session.execute(FILES, asked)})


def put_files(homes: Mapping[int, HomeFacts], said: Mapping[str, Any]) -> None:
    """Put what files say, read by name, beside the stays of their people."""
    people, unseen = known_people(said["people"]), File()
    lived: dict[int, set[int]] = defaultdict(set)
    at_home: dict[int, HomeFacts] = {}
    for home in homes.values():
        home.stays = [with_file(stay, people.get(stay.elder_id, unseen)) for stay in home.stays]
        for stay in home.stays:
            lived[stay.elder_id].add(home.institution_id)
            at_home[stay.id] = home
    _of_people(homes, lived, "categories", categories(said["categories"]))
    _of_people(homes, lived, "levels", levels(said["levels"]))
    for change in changes(said["changes"]):
        at_home[change.stay_id].changes.append(change)


def _of_people(
    homes: Mapping[int, HomeFacts], lived: Mapping[int, set[int]], name: str, rows: Iterable[CategoryFact | LevelFact]
) -> None:
    """Put rows about people into every home they lived in."""
    for row in rows:
        for institution_id in lived[row.elder_id]:
            getattr(homes[institution_id], name).append(row)


async def first_days(session: AsyncSession, homes: Collection[Home]) -> dict[Home, date | None]:
    """Give the first day on which each home has a bed in service or somebody comes to live; None where there is none."""
    counties = sorted({county for county, _home in homes})
    rows = await session.execute(FIRST, {"counties": counties, "homes": sorted(home for _county, home in homes)})
    return {**dict.fromkeys(homes), **{(row[0], row[1]): row[2] for row in rows}}


def _among(model: Any, homes: Collection[Home], home: str = "institution_id") -> ColumnElement[bool]:
    column = getattr(model, home)
    if len(homes) == 1:
        ((county, only),) = homes
        return and_(model.county == county, column == only)
    return tuple_(model.county, column).in_(sorted(homes))
