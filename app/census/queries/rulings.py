"""Rulings of counties as rows, as answers of a day, and what another answer would change."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.census.errors import RulingNotFound
from app.census.models import Ruling
from app.census.queries.facts import facts_between
from app.census.rules.rulings import Answer, RulingCode, answers_on
from app.census.rules.simulation import SimulatedDay, simulate_home
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = [
    "RulingLine", "counties_in", "find_any_ruling", "find_ruling", "following", "get_ruling", "preceding", "rulings_between",
    "rulings_of", "simulate",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A live ruling as the page shows it, with who entered it."""

    id: int
    code: RulingCode
    counts: bool
    basis: str
    unverified: bool
    from_on: date
    to_on: date
    recorded_at: datetime
    recorded_by: str


async def counties_in(session: AsyncSession, scope: Scope) -> list[int]:
    """Name the counties whose homes the scope reaches; a county's own officer has it even without a home."""
    rows = select(Institution.county).where(within(Institution, scope, home="id")).distinct()
    whole = {region for region in scope.regions if region % 100}
    return sorted({*await session.scalars(rows), *whole})


async def rulings_between(
    session: AsyncSession, counties: Collection[int], first: date, last: date
) -> dict[int, list[Answer]]:
    """Give the answers that hold on some day from the first to the last, by county."""
    rows = select(Ruling.county, Ruling.code, Ruling.counts, Ruling.from_on, Ruling.to_on).where(
        Ruling.county.in_(counties), Ruling.voided_at.is_(None), Ruling.from_on <= last, Ruling.to_on > first
    )
    found: dict[int, list[Answer]] = defaultdict(list)
    for row in await session.execute(rows.order_by(Ruling.from_on, Ruling.id)):
        found[row[0]].append(Answer(*row[1:]))
    return found


async def rulings_of(session: AsyncSession, county: int) -> list[RulingLine]:
    """List the live rulings of a county, newest first."""
    named = select(
        Ruling.id, Ruling.code, Ruling.counts, Ruling.basis, Ruling.unverified, Ruling.from_on, Ruling.to_on,
        Ruling.recorded_at, User.name,
    ).outerjoin(User, User.id == Ruling.recorded_by)  # fmt: skip
    mine = named.where(Ruling.county == county, Ruling.voided_at.is_(None))
    rows = await session.execute(mine.order_by(Ruling.from_on.desc(), Ruling.id.desc()))
    return [RulingLine(*row[:-1], row[-1] or "") for row in rows]


async def get_ruling(session: AsyncSession, scope: Scope, ruling_id: int) -> Ruling:
    """Give one live ruling of a county the caller rules over."""
    mine = select(Ruling).where(within(Ruling, scope), Ruling.id == ruling_id, Ruling.voided_at.is_(None))
    found: Ruling | None = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise RulingNotFound
    return found


async def find_any_ruling(session: AsyncSession, scope: Scope, ruling_id: int) -> Ruling:
    """Give one ruling, voided or not: whoever taps twice must not be told that what they voided is gone."""
    found: Ruling | None = await session.scalar(select(Ruling).where(within(Ruling, scope), Ruling.id == ruling_id))
    if found is None:
        raise RulingNotFound
    return found


async def find_ruling(session: AsyncSession, county: int, code: RulingCode, day: date) -> Ruling | None:
    """Give the live ruling that answers the question on a day."""
    mine = _of(county, code).where(Ruling.from_on <= day, Ruling.to_on > day)
    found: Ruling | None = await session.scalar(mine)
    return found


async def following(session: AsyncSession, county: int, code: RulingCode, day: date) -> Ruling | None:
    """Give the first live ruling of the question that begins after a day."""
    mine = _of(county, code).where(Ruling.from_on > day).order_by(Ruling.from_on, Ruling.id).limit(1)
    found: Ruling | None = await session.scalar(mine)
    return found


async def preceding(session: AsyncSession, ruling: Ruling) -> Ruling | None:
    """Give the live ruling that gave way to this one."""
    mine = _of(ruling.county, ruling.code).where(Ruling.to_on == ruling.from_on, Ruling.from_on < ruling.from_on)
    found: Ruling | None = await session.scalar(mine)
    return found


async def simulate(
    session: AsyncSession,
    scope: Scope,
    county: int,
    code: RulingCode,
    *,
    counts: bool,
    days: Sequence[tuple[date, bool]],
) -> list[SimulatedDay]:
    """Count all homes of a county on some days as they are and as if the question were answered so.

    Each day comes with whether the answer would hold on it; nothing is written.
    """
    first, last = min(day for day, _holds in days), max(day for day, _holds in days)
    homes = await facts_between(session, scope, first, last, county=county)
    rulings = (await rulings_between(session, {county}, first, last)).get(county, [])
    return [
        SimulatedDay(
            day,
            holds,
            tuple(simulate_home(home, answers_on(rulings, day), code, counts, day) for home in homes),
        )
        for day, holds in days
    ]


def _of(county: int, code: RulingCode) -> Select[Ruling]:
    mine = select(Ruling).where(Ruling.county == county, Ruling.code == code, Ruling.voided_at.is_(None))
    return mine.execution_options(populate_existing=True)
