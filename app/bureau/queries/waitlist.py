"""The waitlist's figures through the bureau's window: flows of a span, and who waits when it ends."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Integer, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import FIRST, LAST, homes, waits
from app.bureau.rules.waitlist import Counted, Measure
from app.waitlist.rules.steps import LISTED

__all__ = ["waiting_by_day", "waitlist_span"]

_FLOWS = {
    Measure.RECEIVED: waits.c.received, Measure.ACCEPTED: waits.c.accepted, Measure.OFFERED: waits.c.offered,
    Measure.AGREED: waits.c.agreed, Measure.DECLINED: waits.c.declined, Measure.LAPSED: waits.c.lapsed,
    Measure.ADMITTED: waits.c.admitted, Measure.LEFT: waits.c.withdrawn + waits.c.removed,
}  # fmt: skip
_STANDS = waits.c.state.in_(sorted(LISTED))
_AT_END = (waits.c.day == LAST) & _STANDS
_SUMS = select(
    waits.c.county, waits.c.institution_id, waits.c.tier, func.max(waits.c.tier_label).label("label"),
    *(func.sum(column).cast(Integer).label(measure) for measure, column in _FLOWS.items()),
    func.coalesce(func.sum(case((_AT_END, waits.c.entries), else_=0)), 0).cast(Integer).label(Measure.WAITING),
    func.coalesce(func.sum(case((_AT_END, waits.c.waiting_days), else_=0)), 0).cast(Integer).label("waited"),
).where(waits.c.day >= FIRST, waits.c.day <= LAST, waits.c.tier > 0).group_by(
    waits.c.county, waits.c.institution_id, waits.c.tier
)  # fmt: skip
_BY_DAY = (
    select(waits.c.day, func.sum(waits.c.entries).cast(Integer))
    .where(waits.c.day >= FIRST, waits.c.day <= LAST, _STANDS, waits.c.tier > 0)
    .group_by(waits.c.day)
    .order_by(waits.c.day)
)


async def waitlist_span(session: AsyncSession, first: date, last: date) -> list[Counted]:
    """Give every home and tier of the caller's counties: what happened in the span, and who waits on its last day."""
    sums = _SUMS.subquery()
    named = select(homes.c.county_name, homes.c.name, sums).select_from(
        sums.join(homes, (homes.c.county == sums.c.county) & (homes.c.institution_id == sums.c.institution_id))
    )
    rows = await session.execute(
        named.order_by(sums.c.county, homes.c.code, sums.c.tier), {"first": first, "last": last}
    )
    return [_counted(row) for row in rows.mappings()]


def _counted(one: Mapping[Any, Any]) -> Counted:
    counts = {str(measure): one[str(measure)] for measure in Measure}
    return Counted(
        one["county"], one["county_name"] or "", one["institution_id"], one["name"], one["tier"], one["label"], counts,
        one["waited"],
    )  # fmt: skip


async def waiting_by_day(session: AsyncSession, first: date, last: date, county: int | None) -> dict[date, int]:
    """Give how many wait at the end of each day, all homes together."""
    wanted = _BY_DAY if county is None else _BY_DAY.where(waits.c.county == county)
    rows = await session.execute(wanted, {"first": first, "last": last})
    return {row[0]: row[1] for row in rows}
