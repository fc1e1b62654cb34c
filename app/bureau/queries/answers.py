"""Figures for programs, selected in the very order of the answer's keys: a row is turned into no object on its way."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Float, Select, bindparam, case, cast, func, literal, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.homes import Untold, untold_on
from app.bureau.queries.series import silent_series
from app.bureau.queries.tables import DAY, FIRST, LAST, MINE, TODAY, counties, days, homes
from app.bureau.rules.answers import CODE, HOME_KEYS, VERSION, home_answer, home_exclusion, series_answers
from app.bureau.rules.telling import SHUT, Own, Span, Told, told
from app.census.rules.occupancy import Source, Standing

__all__ = ["Answer", "home_said", "homes_said", "series_said"]

_SAID = literal(CODE), literal(VERSION), literal(Source.COMPUTED.value)
_DAY_OF_HOME = (
    (days.c.county == homes.c.county) & (days.c.institution_id == homes.c.institution_id) & (days.c.day == DAY)
)
_BASE = select(
    DAY.label("as_of"), *_SAID, cast(null(), Date), homes.c.county, homes.c.county_name,
    homes.c.institution_id, homes.c.code, homes.c.name, days.c.counted, days.c.registered,
    cast(days.c.counted, Float) / func.nullif(days.c.registered, 0),
    days.c.standing, days.c.in_residence, homes.c.opened_on, homes.c.closed_on,
).select_from(homes.outerjoin(days, _DAY_OF_HOME))  # fmt: skip
_HOMES = _BASE.where(TODAY >= DAY).order_by(homes.c.county, homes.c.code)
_HOMES_OF = _HOMES.where(homes.c.county == bindparam("county"))
_HOME = _BASE.where(homes.c.institution_id == bindparam("home"))
"""Nothing but two look-ups by key: what is asked of the day beside it is asked where the home has no row of that day."""
COUNTED = Standing.COUNTED.value
STANDING = len(HOME_KEYS)
"""Where the columns begin that decide, and are in no answer."""
_SERIES = (
    counties.c.counted, counties.c.registered, counties.c.counted_homes, counties.c.left_homes, counties.c.left_people,
)  # fmt: skip


def _in_order(table: Any) -> Select[Any]:
    """Put sums of counties in the order of the answer's keys."""
    one = table.c
    return select(
        one.day, literal(CODE), literal(VERSION), case((one.counted_homes > 0, literal(Source.COMPUTED.value))),
        one.counted, func.nullif(one.registered, 0), cast(one.counted, Float) / func.nullif(one.registered, 0),
        one.counted_homes + one.left_homes, literal(0), one.left_homes, one.left_people,
    ).order_by(one.day)  # fmt: skip


_SUMMED = (
    select(counties.c.day, *(func.sum(number).label(number.name) for number in _SERIES))
    .where(counties.c.county == MINE, counties.c.day >= FIRST, counties.c.day <= LAST)
    .group_by(counties.c.day)
    .subquery()
)
_ALL_COUNTIES = _in_order(_SUMMED)
_ONE_COUNTY = _in_order(counties).where(
    counties.c.county == bindparam("county"), counties.c.day >= FIRST, counties.c.day <= LAST
)


class Answer(NamedTuple):
    """Rows in the rate, homes left out of it, and whether a day that was asked for has not been counted yet.

    `own` says that some home has a row of its own that day; such rows are kept of open days only.
    """

    rows: list[dict[str, Any]]
    excluded: list[dict[str, Any]]
    pending: bool = False
    own: bool = False


async def homes_said(session: AsyncSession, day: date, county: int | None = None) -> Answer:
    """Give the homes of the caller's counties on a day, in the order of county and code; none on a day to come."""
    wanted, asking = (_HOMES, {}) if county is None else (_HOMES_OF, {"county": county})
    return await _said(session, day, (await session.execute(wanted, {"day": day, **asking})).all())


async def home_said(session: AsyncSession, institution_id: int, day: date) -> Answer:
    """Give one home on a day; neither among the rows nor the excluded where the caller's counties have no such home."""
    return await _said(session, day, (await session.execute(_HOME, {"day": day, "home": institution_id})).all())


async def _said(session: AsyncSession, day: date, rows: Sequence[Any]) -> Answer:
    """A row whose standing is 'counted' is what `told` would make of it, and goes on as it is."""
    asked = [(row[5], row[7]) for row in rows if row[STANDING] is None]
    untold = await untold_on(session, day, asked, with_before=False) if asked else {}
    answer, excluded, pending = [], [], False
    for row in rows:
        if row[STANDING] == COUNTED:
            answer.append(dict(zip(HOME_KEYS, row, strict=False)))
            continue
        known = _told(day, row, untold.get(row[7]))
        pending = pending or known.pending
        if known.standing is Standing.COUNTED:
            answer.append(home_answer(day, row[5:10], known))
        elif known.standing not in SHUT or known.left_people:
            excluded.append(home_exclusion(row[5:10], known))
    return Answer(answer, excluded, pending, own=len(asked) < len(rows))


def _told(day: date, row: Any, rest: Untold | None) -> Told:
    if rest is None:
        return told(day, Span(), Own(row[STANDING], row[11], row[10], row[STANDING + 1]))
    span = Span(row[STANDING + 2], row[STANDING + 3], rest.first_on)
    return told(day, span, None, rest.reports[0] if rest.reports else None, rest.paper)


async def series_said(session: AsyncSession, county: int | None, first: date, last: date) -> list[dict[str, Any]]:
    """Give a county, or all of the caller's together, day by day as far as its days are open."""
    end, runs = await silent_series(session, county, first, last)
    if not runs:
        return []
    wanted, asking = (_ALL_COUNTIES, {}) if county is None else (_ONE_COUNTY, {"county": county})
    rows = (await session.execute(wanted, {"first": first, "last": end, **asking})).all()
    return series_answers(rows, runs)
