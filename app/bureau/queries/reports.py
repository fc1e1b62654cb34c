"""What a home has reported, and the rulings of a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import DAY, MINE, TODAY, days, mine, reports, rulings
from app.bureau.rules.places import ReportedLine
from app.census.rules.flags import OwnDay, flags_of
from app.census.rules.occupancy import Standing
from app.census.rules.reported import Reported, ReportedKind
from app.census.rules.rulings import Answer, RulingCode, answers_on

__all__ = ["reported_of", "rulings_on"]

_SAME_DAY = (days.c.county == reports.c.county) & (days.c.institution_id == reports.c.institution_id)
_REPORTS = (
    select(
        reports.c.as_of, reports.c.kind, reports.c.code, reports.c.label, reports.c.registered, reports.c.occupied,
        reports.c.available, reports.c.admitted, reports.c.source, reports.c.unverified, reports.c.recorded_at,
        days.c.standing, days.c.registered, days.c.counted, TODAY,
    )
    .select_from(reports.outerjoin(days, _SAME_DAY & (days.c.day == reports.c.as_of)))
    .where(reports.c.institution_id == bindparam("home"), reports.c.county == MINE)
    .order_by(reports.c.kind, reports.c.code, reports.c.as_of)
)  # fmt: skip
_RULINGS = (
    select(mine.c.county, rulings.c.code, rulings.c.counts, rulings.c.from_on, rulings.c.to_on)
    .select_from(mine)
    .outerjoin(rulings, (rulings.c.county == mine.c.county) & (rulings.c.from_on <= DAY) & (rulings.c.to_on > DAY))
)


async def reported_of(session: AsyncSession, institution_id: int) -> list[ReportedLine]:
    """List what a home has reported, the newest first, with what stands out in each."""
    rows = (await session.execute(_REPORTS, {"home": institution_id})).all()
    return sorted(
        _lines(rows), key=lambda line: (-line.as_of.toordinal(), list(ReportedKind).index(line.kind), line.code)
    )


async def rulings_on(session: AsyncSession, day: date) -> dict[int, dict[RulingCode, bool]]:
    """Give the answers that hold on a day in each of the caller's counties: as ruled, else by the default."""
    found: dict[int, list[Answer]] = {}
    for county, code, counts, from_on, to_on in await session.execute(_RULINGS, {"day": day}):
        ruled = found.setdefault(county, [])
        if code is not None:
            ruled.append(Answer(RulingCode(code), counts, from_on, to_on))
    return {county: answers_on(ruled, day) for county, ruled in found.items()}


def _lines(rows: Iterable[Any]) -> Iterator[ReportedLine]:
    """Read the rows of each kind of beds from the oldest on; only the newest of a kind can be too old."""
    for _beds, of_kind in groupby(rows, key=lambda row: (row[1], row[2])):
        every = [(row, Reported(row[0], *row[4:8])) for row in of_kind]
        for at, (row, said) in enumerate(every):
            today = row[14] if at == len(every) - 1 else said.as_of
            flags = flags_of(said, today=today, before=every[at - 1][1] if at else None, own=_own(row))
            yield ReportedLine(said.as_of, ReportedKind(row[1]), row[2], row[3], said, row[8], row[9], row[10], flags)


def _own(row: Any) -> OwnDay | None:
    if row[1] != ReportedKind.RESIDENTIAL or row[11] != Standing.COUNTED:
        return None
    return OwnDay(row[12], row[13])
