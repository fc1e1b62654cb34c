"""Reported figures of a county or a region: what a workbook is read against, and how its plan is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries import reported as figures
from app.census.rules.flags import JUMP_DAYS
from app.census.rules.reported import ReportedRow
from app.census.service.reporting import Reporting, report_figures
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.scope import Scope
from app.imports.rules.plans import Change, Creation, Key, Plan
from app.imports.rules.reported.existing import HomeRef, KnownPlaces, Standing
from app.imports.rules.reported.plan import COUNTY, FIGURE, HOME
from app.imports.rules.reported.rows import BedType, ReportedContext, ReportedRecord
from app.imports.rules.words import known_form
from app.institutions.queries import homes_in
from app.institutions.service import create_institutions
from app.regions.errors import NoCodeFree
from app.regions.models import Region
from app.regions.queries import children_of, codes_in, counties_under, find_child, get_region
from app.regions.rules import Level, is_test, level_of
from app.regions.service import add_region

__all__ = ["Wrote", "known_places", "reported_context", "write_reported"]


@dataclass(slots=True)
class Wrote:
    """What an import of reported figures wrote: counties and homes made, figures by county."""

    counties: list[int] = field(default_factory=list)
    homes: list[int] = field(default_factory=list)
    figures: dict[int, Reporting] = field(default_factory=dict)


async def reported_context(
    session: AsyncSession, region: int, *, types: Mapping[str, BedType] | None = None
) -> ReportedContext:
    """Say what a workbook is read against: one county, or all counties under a region."""
    place = await get_region(session, region)
    one = level_of(region) is Level.COUNTY
    return ReportedContext(
        await business_date(session),
        region if one else None,
        place.name,
        types or {},
        makes=is_test(region) and not one,
    )


async def known_places(
    session: AsyncSession, region: int, records: Sequence[ReportedRecord], *, city: str = ""
) -> KnownPlaces:
    """Look up the counties and homes under a region, and what stands on record around the days of the file."""
    under = await _city(session, region, city)
    counties = await counties_under(session, under.code) if under else []
    scope = Scope(regions=frozenset({under.code})) if under else Scope()
    lines = await homes_in(session, scope)
    homes = tuple(HomeRef(home.id, home.county, home.code, home.name, home.closed_on) for home in lines)
    codes, ids, days = [each.code for each in counties], [home.id for home in homes], {each.as_of for each in records}
    if not homes or not days:
        return KnownPlaces({known_form(each.name): each.code for each in counties}, homes)
    far = timedelta(days=JUMP_DAYS)
    live = await figures.live_figures(session, codes, ids, days)
    around = await figures.earlier_of(session, codes, ids, min(days) - far, max(days) + far)
    standing = {
        ((home, kind, code), day): Standing(row.id, (row.registered, row.occupied, row.available, row.admitted))
        for (home, kind, code, day), row in live.items()
    }
    return KnownPlaces({known_form(each.name): each.code for each in counties}, homes, standing, around)


async def write_reported(
    session: AsyncSession, actor: Actor, region: int, plan: Plan, *, source: str, city: str = ""
) -> Wrote:
    """Write a plan: counties in the order of their names, homes, then each county's figures."""
    wrote = Wrote()
    counties = {key: code for (level, key), code in plan.known.items() if level == COUNTY}
    if made := plan.created(COUNTY):
        counties |= await _make_counties(session, actor, region, city, made)
        wrote.counties = [counties[each.key] for each in made]
    homes = {key: home for (level, key), home in plan.known.items() if level == HOME}
    new = plan.created(HOME)
    opened = await create_institutions(
        session, actor, [(counties[each.parents[COUNTY]], each.values["code"], each.values["name"]) for each in new]
    )
    homes |= {each.key: home.id for each, home in zip(new, opened, strict=True)}
    wrote.homes = [home.id for home in opened]
    for county, rows in _by_county(plan, counties, homes, source).items():
        wrote.figures[county] = await report_figures(session, actor, county, rows)
    return wrote


def _by_county(
    plan: Plan, counties: Mapping[Key, int], homes: Mapping[Key, int], source: str
) -> dict[int, list[ReportedRow]]:
    """The figures to report; a home's key begins with its county's."""
    rows: dict[int, list[ReportedRow]] = {}
    written: list[Creation | Change] = [*plan.created(FIGURE), *plan.changes]
    for each in written:
        home = each.parents[HOME]
        rows.setdefault(counties[home[:1]], []).append(_row(each, homes[home], source))
    return rows


def _row(each: Creation | Change, home: int, source: str) -> ReportedRow:
    said: Any = each.values["record"] if isinstance(each, Creation) else each.fields["record"][1]
    record: ReportedRecord = said
    registered, occupied, available, admitted = record.said
    beds = record.beds
    return ReportedRow(
        record.as_of, registered, occupied, available, admitted,
        institution_id=home, kind=beds.kind, code=beds.code, label=beds.label, source=source,
    )  # fmt: skip


async def _city(session: AsyncSession, region: int, name: str) -> Region | None:
    """The region itself, or the city under it that a mapping file names, None while that is not there."""
    place = await get_region(session, region)
    return place if place.level is not Level.PROVINCE or not name else await find_child(session, region, name)


async def _make_counties(
    session: AsyncSession, actor: Actor, region: int, city: str, made: Sequence[Creation]
) -> dict[Key, int]:
    """Make counties of a test province under one city, numbered in the order of their names."""
    parent = await _parent(session, actor, region, city)
    return {each.key: (await add_region(session, actor, parent, name=each.label)).code for each in made}


async def _parent(session: AsyncSession, actor: Actor, region: int, city: str) -> Region:
    """The city that new counties stand under: the one named, made where it is missing; else the first of the province."""
    province = await get_region(session, region)
    if province.level is not Level.PROVINCE:
        return province
    if not city:
        first = next((each for each in await children_of(session, region) if each.level is Level.CITY), None)
        return (
            await get_region(session, first.code) if first else await _new_city(session, actor, province, province.name)
        )
    return await find_child(session, region, city) or await _new_city(session, actor, province, city)


async def _new_city(session: AsyncSession, actor: Actor, province: Region, name: str) -> Region:
    room = range(province.code + 100, province.code + 9000, 100)
    taken = await codes_in(session, range(room.start, room.stop))
    code = next((code for code in room if code not in taken), None)
    if code is None:
        raise NoCodeFree
    return await add_region(session, actor, province, name=name, code=code)
