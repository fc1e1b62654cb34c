"""Reading the tree of regions: reference data that every signed-in person may see, so no scope is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.regions.data import SEED_COLUMNS
from app.regions.errors import RegionUnknown
from app.regions.models import Region
from app.regions.rules import Level, is_tenant, level_of, tenant_name

__all__ = [
    "RegionRow",
    "Tenant",
    "children_of",
    "codes_in",
    "count_regions",
    "counties_under",
    "find_child",
    "find_region",
    "get_region",
    "names_of",
    "path_of",
    "seeded_rows",
]


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One line of the tree."""

    code: int
    name: str
    level: Level
    child_count: int
    test: bool
    until_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """A county, or 市本级 of a city, under which homes are kept."""

    code: int
    name: str
    until_on: date | None


async def find_region(session: AsyncSession, code: int) -> Region | None:
    """Give the region of a code, or None."""
    return await session.get(Region, code)


async def get_region(session: AsyncSession, code: int) -> Region:
    """Give the region of a code, or say that there is none."""
    region = await find_region(session, code)
    if region is None:
        raise RegionUnknown
    return region


async def find_child(session: AsyncSession, parent_code: int, name: str) -> Region | None:
    """Give the living region of exactly this name directly under another."""
    rule = (Region.parent_code == parent_code, Region.name == name.strip(), Region.until_on.is_(None))
    found: Region | None = await session.scalar(select(Region).where(*rule))
    return found


async def seeded_rows(session: AsyncSession) -> dict[int, tuple[Any, ...]]:
    """Give every region by its code as the columns of the file, for comparing with it."""
    columns = [getattr(Region, name) for name in SEED_COLUMNS]
    return {row[0]: tuple(row) for row in await session.execute(select(*columns))}


async def codes_in(session: AsyncSession, codes: range) -> set[int]:
    """Give the codes of a range that are taken."""
    taken = select(Region.code).where(Region.code >= codes.start, Region.code < codes.stop)
    return set(await session.scalars(taken))


async def names_of(session: AsyncSession, codes: Collection[int]) -> dict[int, str]:
    """Give the names of some regions by code, for lists that hold codes only."""
    found = await session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    return {row.code: row.name for row in found}


async def count_regions(session: AsyncSession, on: date) -> dict[Level, int]:
    """Count the regions that stand on a day, test regions left out, by level."""
    standing = select(Region.level, func.count()).where(_stands(Region, on), Region.test.is_(False))
    rows = await session.execute(standing.group_by(Region.level))
    counted = {row[0]: row[1] for row in rows}
    return {level: counted.get(level, 0) for level in Level}


async def children_of(session: AsyncSession, parent_code: int | None, *, on: date | None = None) -> list[RegionRow]:
    """List the regions directly under one, the provinces under None, in the order of codes; with `on` as of a day."""
    child = aliased(Region)
    below = select(child.parent_code, func.count().label("count")).where(_stands(child, on))
    counts = below.group_by(child.parent_code).subquery()
    columns = (
        Region.code, Region.name, Region.level, func.coalesce(counts.c.count, 0), Region.test, Region.until_on,
        Region.note,
    )  # fmt: skip
    parent = Region.parent_code.is_(None) if parent_code is None else Region.parent_code == parent_code
    found = select(*columns).outerjoin(counts, counts.c.parent_code == Region.code).where(parent, _stands(Region, on))
    rows = await session.execute(found.order_by(Region.code))
    return [RegionRow(*row) for row in rows]


async def path_of(session: AsyncSession, code: int) -> list[Region]:
    """Give the way from the province down to the region itself; empty for an unknown code."""
    way = select(Region.code, Region.parent_code).where(Region.code == code).cte("way", recursive=True)
    up = aliased(Region)
    way = way.union_all(select(up.code, up.parent_code).where(up.code == way.c.parent_code))
    found = select(Region).join(way, way.c.code == Region.code)
    regions = list(await session.scalars(found))
    return sorted(regions, key=lambda region: list(Level).index(region.level))


async def counties_under(session: AsyncSession, code: int, *, on: date | None = None) -> list[Tenant]:
    """List the tenants of a province or city, 市本级 included, in the order of codes; a county is its own only one."""
    region = await get_region(session, code)
    start = region.parent_code if region.level is Level.TOWNSHIP and region.parent_code else region.code
    step = {Level.PROVINCE: 10_000, Level.CITY: 100}.get(level_of(start), 1)
    columns = (Region.code, Region.name, Region.until_on)
    inside = (Region.code >= start, Region.code < start + step, _stands(Region, on))
    rows = await session.execute(select(*columns).where(*inside).order_by(Region.code))
    return [Tenant(county, tenant_name(county, name), until) for county, name, until in rows if is_tenant(county)]


def _stands(model: type[Region], on: date | None) -> ColumnElement[bool]:
    if on is None:
        return model.code.is_not(None)
    return and_(
        or_(model.since_on.is_(None), model.since_on <= on),
        or_(model.until_on.is_(None), model.until_on > on),
    )
