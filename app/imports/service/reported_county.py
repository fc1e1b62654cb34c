"""The way of the kind `reported`: a county's workbook is read against all its homes, written whole, taken back whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.reported import figures_by_id
from app.census.service.reporting import Reporting, take_back_figures
from app.core.actor import Actor
from app.core.i18n import _
from app.imports.errors import FiguresUsedSince
from app.imports.rules.places import CountyPlace
from app.imports.rules.plans import Plan
from app.imports.rules.reported.existing import KnownPlaces
from app.imports.rules.reported.rows import ReportedContext, ReportedRecord
from app.imports.service.pacing import Pace
from app.imports.service.reported import known_places, reported_context, write_reported
from app.institutions.queries import homes_in

__all__ = ["county_context", "county_places", "take_county_back", "used_figures_of", "write_county"]


async def county_context(session: AsyncSession, place: CountyPlace, on: date) -> ReportedContext:
    """Say what a workbook of this county is read against."""
    return await reported_context(session, place.county)


async def county_places(
    session: AsyncSession, place: CountyPlace, context: ReportedContext, records: Sequence[ReportedRecord]
) -> KnownPlaces:
    """Look up the county's homes and what they have reported around the days of the file."""
    return await known_places(session, place.county, records)


async def write_county(
    session: AsyncSession, actor: Actor, place: CountyPlace, plan: Plan, *, on: date, pace: Pace, source: str
) -> dict[str, Any]:
    """Report every figure of the plan, and say what was written so that it can be taken back."""
    await pace.begin(1)
    wrote = await write_reported(session, actor, place.county, plan, source=source)
    await pace.on()
    done = wrote.figures.get(place.county, Reporting())
    return {"made": {"made": done.made}, "changes": [list(pair) for pair in done.replaced]}


async def used_figures_of(session: AsyncSession, place: CountyPlace, built: dict[str, Any], on: date) -> list[str]:
    """Refuse, naming them, where figures that were written have been voided or replaced since."""
    gone = [each for each in await figures_by_id(session, place.county, built["made"]["made"]) if each.voided_at]
    if not gone:
        return []
    names = {home.id: home.name for home in await homes_in(session, place.scope)}
    said = _("{home}，{day}，{beds}：{why}")
    raise FiguresUsedSince(
        [
            said.format(
                home=names.get(each.institution_id, ""), day=each.as_of, beds=each.label or each.kind.label,
                why=each.void_reason,
            )
            for each in gone
        ]
    )  # fmt: skip


async def take_county_back(
    session: AsyncSession,
    actor: Actor,
    place: CountyPlace,
    built: dict[str, Any],
    *,
    on: date,
    reason: str,
    pace: Pace,
) -> None:
    """Void what was written; the figures it had replaced are reported again as they were."""
    done = Reporting(built["made"]["made"], [(old, new) for old, new in built["changes"]])
    await pace.begin(1)
    await take_back_figures(session, actor, place.county, done, reason=reason)
    await pace.on()
