"""Reading the aggregate views. The rows behind them are the homes' own; the database lets no person through."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Subquery, Table, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.rules.counts import BedCounts, HomeLine

__all__ = ["beds_by_home"]

agg = MetaData(schema="agg")


def _day() -> tuple[Column[date], Column[date]]:
    return Column("from_on", Date), Column("to_on", Date)


def _home() -> tuple[Column[int], Column[int]]:
    return Column("county", Integer), Column("institution_id", Integer)


homes = Table(
    "homes", agg, *_home(), Column("county_name", String), Column("code", String), Column("name", String),
    Column("opened_on", Date), Column("closed_on", Date),
)  # fmt: skip
bed_services = Table("bed_services", agg, *_home(), Column("bed_id", Integer), Column("extra", Boolean), *_day())
bed_marks = Table("bed_marks", agg, *_home(), Column("bed_id", Integer), Column("kind", String), *_day())
closures = Table("closures", agg, *_home(), Column("bed_id", Integer), *_day())
registered_beds = Table("registered_beds", agg, *_home(), Column("value", Integer), *_day())


async def beds_by_home(session: AsyncSession, on: date) -> list[HomeLine]:
    """Count each home's beds on a day, homes of the caller's regions only, in the order of county and name."""
    beds = _beds_on(on)
    registered = (
        select(registered_beds.c.institution_id, registered_beds.c.value)
        .where(registered_beds.c.from_on <= on, registered_beds.c.to_on > on)
        .subquery()
    )
    lines = (
        select(
            homes.c.county, homes.c.county_name, homes.c.institution_id, homes.c.code, homes.c.name,
            registered.c.value, beds.c.in_service, beds.c.extra, beds.c.nursing, beds.c.dementia,
            beds.c.unmarked, beds.c.closed,
        )
        .select_from(homes)
        .outerjoin(beds, beds.c.institution_id == homes.c.institution_id)
        .outerjoin(registered, registered.c.institution_id == homes.c.institution_id)
        .where(func.coalesce(homes.c.opened_on, date.min) <= on, func.coalesce(homes.c.closed_on, date.max) > on)
        .order_by(homes.c.county, homes.c.name, homes.c.institution_id)
    )  # fmt: skip
    return [_line(row) for row in await session.execute(lines)]


def _line(row: Any) -> HomeLine:
    counts = BedCounts(
        registered=row.value,
        in_service=row.in_service or 0,
        extra=row.extra or 0,
        nursing=row.nursing or 0,
        dementia=row.dementia or 0,
        unmarked=row.unmarked or 0,
        closed=row.closed or 0,
    )
    return HomeLine(row.county, row.county_name, row.institution_id, row.code, row.name, counts)


def _beds_on(on: date) -> Subquery:
    """Each home's beds in service that day, with what each one is and whether it is closed."""
    marks = (
        select(
            bed_marks.c.bed_id,
            func.bool_or(bed_marks.c.kind == "nursing").label("nursing"),
            func.bool_or(bed_marks.c.kind == "dementia").label("dementia"),
            func.bool_or(bed_marks.c.kind.in_(("nursing", "general"))).label("certified"),
        )
        .where(bed_marks.c.from_on <= on, bed_marks.c.to_on > on)
        .group_by(bed_marks.c.bed_id)
        .subquery()
    )
    closed = (select(closures.c.bed_id).distinct().where(closures.c.from_on <= on, closures.c.to_on > on)).subquery()
    in_service = and_(bed_services.c.from_on <= on, bed_services.c.to_on > on)
    one = func.count
    return (
        select(
            bed_services.c.institution_id,
            one(case((bed_services.c.extra.is_(False), 1))).label("in_service"),
            one(case((bed_services.c.extra, 1))).label("extra"),
            one(case((marks.c.nursing, 1))).label("nursing"),
            one(case((marks.c.dementia, 1))).label("dementia"),
            one(case((func.coalesce(marks.c.certified, False).is_(False), 1))).label("unmarked"),
            one(closed.c.bed_id).label("closed"),
        )
        .select_from(bed_services)
        .outerjoin(marks, marks.c.bed_id == bed_services.c.bed_id)
        .outerjoin(closed, closed.c.bed_id == bed_services.c.bed_id)
        .where(in_service)
        .group_by(bed_services.c.institution_id)
        .subquery()
    )
