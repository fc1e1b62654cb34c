"""Reported figures: the live ones an upsert meets, the newest of each home, and a home's whole history."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.census.errors import FigureNotFound
from app.census.models.days import CensusHome, census_days
from app.census.models.reported import ReportedFigure
from app.census.rules.flags import OwnDay, ReportFlag, flags_of
from app.census.rules.occupancy import Standing
from app.census.rules.reported import Reported, ReportedKind
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = [
    "FigureKey", "FigureLine", "HistoryLine", "Shown", "earlier_of", "figures_by_id", "find_any_figure", "history_of",
    "live_figures", "newest_of", "own_days", "shown_in",
]  # fmt: skip

# Of one home, one kind and code of beds, and one day there is one live figure.
FigureKey = tuple[int, ReportedKind, str, date]
Figure = ReportedFigure


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The newest figure of one kind of beds of one home, and the one before it."""

    id: int
    institution_id: int
    home: str
    code: str
    kind: ReportedKind
    bed_code: str
    label: str
    source: str
    unverified: bool
    figure: Reported
    closed_on: date | None = None
    before: Reported | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A newest figure with what stands out in it, and since when the home has rows of its own, if it has any."""

    line: FigureLine
    flags: tuple[ReportFlag, ...]
    rows_since: date | None
    today: date

    @property
    def age(self) -> int:
        """How many days old the figure is."""
        return (self.today - self.line.figure.as_of).days


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One figure of a home, voided or not, with who entered it and why it was voided."""

    id: int
    kind: ReportedKind
    bed_code: str
    label: str
    source: str
    unverified: bool
    figure: Reported
    recorded_at: datetime
    recorded_by: str
    void_reason: str | None

    @property
    def beds(self) -> tuple[ReportedKind, str]:
        """Which beds it is about."""
        return self.kind, self.bed_code


async def live_figures(
    session: AsyncSession, counties: Collection[int], homes: Collection[int], days: Collection[date]
) -> dict[FigureKey, ReportedFigure]:
    """Give the live figures of some homes on some days, so that the same figure is known when it comes again."""
    mine = select(Figure).where(
        Figure.county.in_(counties), Figure.institution_id.in_(homes), Figure.as_of.in_(days), Figure.voided_at.is_(None)
    )  # fmt: skip
    found = await session.scalars(mine.execution_options(populate_existing=True))
    return {(row.institution_id, row.kind, row.code, row.as_of): row for row in found}


async def earlier_of(
    session: AsyncSession, counties: Collection[int], homes: Collection[int], first: date, last: date
) -> dict[tuple[int, ReportedKind, str], list[Reported]]:
    """Give what homes reported between two days, oldest first, by home and kind and code of beds."""
    rows = select(
        Figure.institution_id, Figure.kind, Figure.code,
        Figure.as_of, Figure.registered, Figure.occupied, Figure.available, Figure.admitted,
    ).where(
        Figure.county.in_(counties), Figure.institution_id.in_(homes), Figure.as_of.between(first, last),
        Figure.voided_at.is_(None),
    )  # fmt: skip
    found: dict[tuple[int, ReportedKind, str], list[Reported]] = defaultdict(list)
    for row in await session.execute(rows.order_by(Figure.as_of)):
        found[row.institution_id, row.kind, row.code].append(_said(row))
    return found


async def newest_of(session: AsyncSession, county: int, scope: Scope) -> list[FigureLine]:
    """List the newest figure of each home and kind of beds, with the one before it, by the homes' names."""
    which = (Figure.institution_id, Figure.kind, Figure.code)
    place = func.row_number().over(partition_by=which, order_by=(Figure.as_of.desc(), Figure.id.desc())).label("place")
    ranked = (
        select(Figure.id, *which, Figure.label, Figure.source, Figure.unverified, Figure.as_of, Figure.registered,
               Figure.occupied, Figure.available, Figure.admitted, place)
        .where(Figure.county == county, Figure.voided_at.is_(None), within(Figure, scope))
        .subquery()
    )  # fmt: skip
    home = Institution
    rows = (
        select(ranked, home.name, home.code.label("home_code"), home.closed_on)
        .join(home, (home.county == county) & (home.id == ranked.c.institution_id))
        .where(ranked.c.place <= 2)
        .order_by(home.name_sort, home.id, ranked.c.kind, ranked.c.code, ranked.c.place)
    )
    found: dict[tuple[int, str, str], FigureLine] = {}
    for row in await session.execute(rows):
        key, said = (row.institution_id, row.kind, row.code), _said(row)
        if first := found.get(key):
            found[key] = _with_before(first, said)
            continue
        found[key] = FigureLine(
            row.id, row.institution_id, row.name, row.home_code, ReportedKind(row.kind), row.code, row.label,
            row.source, row.unverified, said, row.closed_on,
        )  # fmt: skip
    return list(found.values())


async def shown_in(session: AsyncSession, county: int, scope: Scope, today: date) -> list[Shown]:
    """Give the newest figures of a county with what stands out in each: three statements, however many homes."""
    lines = await newest_of(session, county, scope)
    residential = [line for line in lines if line.kind is ReportedKind.RESIDENTIAL]
    own = await own_days(session, county, [(line.institution_id, line.figure.as_of) for line in residential])
    rows = select(CensusHome.institution_id, CensusHome.first_on).where(
        CensusHome.county == county, CensusHome.first_on <= today
    )
    since = {row[0]: row[1] for row in await session.execute(rows)}
    return [_shown(line, own, since.get(line.institution_id), today) for line in lines]


def _shown(line: FigureLine, own: dict[tuple[int, date], OwnDay], since: date | None, today: date) -> Shown:
    """A home with rows of its own is not waited for: what it has not filled in or not renewed is used nowhere."""
    rows = own.get((line.institution_id, line.figure.as_of)) if line.kind is ReportedKind.RESIDENTIAL else None
    flags = flags_of(line.figure, today=today, before=line.before, own=rows, closed_on=line.closed_on)
    idle = (ReportFlag.OLD, ReportFlag.NOT_FILLED) if since else ()
    return Shown(line, tuple(flag for flag in flags if flag not in idle), since, today)


async def own_days(
    session: AsyncSession, county: int, days: Sequence[tuple[int, date]]
) -> dict[tuple[int, date], OwnDay]:
    """Say what homes' own rows make of some days, by home and day; a home without rows that day is not in it."""
    if not days:
        return {}
    own = census_days.c
    rows = select(own.institution_id, own.day, own.registered, own.counted).where(
        own.county == county, tuple_(own.institution_id, own.day).in_(days), own.standing == Standing.COUNTED
    )
    return {(row[0], row[1]): OwnDay(row[2], row[3]) for row in await session.execute(rows)}


async def history_of(session: AsyncSession, scope: Scope, institution_id: int) -> list[HistoryLine]:
    """List everything a home has ever reported, newest day first; what was voided stays with its reason."""
    rows = (
        select(Figure, User.name)
        .outerjoin(User, User.id == Figure.recorded_by)
        .where(within(Figure, scope), Figure.institution_id == institution_id)
        .order_by(Figure.as_of.desc(), Figure.kind, Figure.code, Figure.id.desc())
    )
    return [
        HistoryLine(
            row.id, row.kind, row.code, row.label, row.source, row.unverified, _said(row),
            row.recorded_at, who or "", row.void_reason,
        )
        for row, who in await session.execute(rows)
    ]  # fmt: skip


async def figures_by_id(session: AsyncSession, county: int, ids: Collection[int]) -> list[ReportedFigure]:
    """Give figures of a county by their ids, voided ones too."""
    mine = select(Figure).where(Figure.county == county, Figure.id.in_(ids)).order_by(Figure.id)
    return list(await session.scalars(mine.execution_options(populate_existing=True)))


async def find_any_figure(session: AsyncSession, scope: Scope, figure_id: int) -> ReportedFigure:
    """Give one figure, voided or not: whoever taps twice must not be told that what they voided is gone."""
    mine = select(Figure).where(within(Figure, scope), Figure.id == figure_id)
    found: ReportedFigure | None = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise FigureNotFound
    return found


def _said(row: object) -> Reported:
    return Reported(*(getattr(row, name) for name in ("as_of", "registered", "occupied", "available", "admitted")))


def _with_before(line: FigureLine, before: Reported) -> FigureLine:
    return replace(line, before=before)
