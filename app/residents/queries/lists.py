"""The list of a home's people; the storey that knows stays says who lives there and in which bed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.core.scope import Scope
from app.residents.errors import ElderNotFound
from app.residents.models import Elder, ElderCategory
from app.residents.queries.known import keys_of
from app.residents.queries.search import asks_for_paper, home_rules
from app.residents.rules.kinds import BirthPrecision, Category
from app.residents.rules.listing import PAGE, StayFact, Tab, in_order, of_tab

__all__ = ["ElderList", "ElderRow", "list_elders", "tell_stays"]

StaysOfDay: TypeAlias = Callable[[AsyncSession, Scope, Home, date], Awaitable[Mapping[int, StayFact]]]

_stays: list[StaysOfDay] = []


def tell_stays(source: StaysOfDay) -> None:
    """Let the storey that knows stays say who lives where; `main` hangs it in, so nothing here reaches up.

    The source answers with one StayFact for each person who lives in the home or has left it.
    """
    _stays[:] = [source]


@dataclass(frozen=True, slots=True)
class ElderRow:
    """One line of the list."""

    id: int
    name: str
    name_note: str
    sex: Sex
    born_on: date | None
    birth_precision: BirthPrecision
    died_on: date | None
    categories: tuple[Category, ...]
    stay: StayFact | None


@dataclass(slots=True)
class ElderList:
    """One page of the list, and how many people each tab has."""

    tab: Tab
    page: int
    rows: list[ElderRow] = field(default_factory=list)
    counts: dict[Tab, int] = field(default_factory=dict)
    knows_stays: bool = False

    @property
    def total(self) -> int:
        """How many people the tab has."""
        return self.counts.get(self.tab, 0)

    @property
    def pages(self) -> int:
        """How many pages that makes."""
        return max(1, -(-self.total // PAGE))

    @property
    def leveled(self) -> bool:
        """Whether anybody's ability level is known, so that its column is worth its place."""
        return any(row.stay and row.stay.level is not None for row in self.rows)


async def list_elders(
    session: AsyncSession, scope: Scope, home: Home, on: date, *, text: str = "", tab: Tab | None = None, page: int = 1
) -> ElderList:
    """Give a page of the home's people. Without a source of stays, or with nobody living there, all are shown."""
    if not scope.covers(home.county, home.institution_id):
        raise ElderNotFound
    ids = await _matching(session, home, text)
    facts = await _stays[0](session, scope, home, on) if _stays else {}
    parts = {each: of_tab(ids, facts, each) for each in Tab}
    if tab is None:
        tab = Tab.HERE if parts[Tab.HERE] or (facts and not text) else Tab.ALL
    found = ElderList(tab, page, counts={each: len(part) for each, part in parts.items()}, knows_stays=bool(_stays))
    found.page = min(max(page, 1), found.pages)
    shown = in_order(parts[tab], facts, tab)[(found.page - 1) * PAGE : found.page * PAGE]
    found.rows = await _rows(session, home, shown, facts, on)
    return found


async def _matching(session: AsyncSession, home: Home, text: str) -> Sequence[int]:
    keys = await keys_of(session, home.county) if asks_for_paper(text) else None
    wanted = select(Elder.id).where(*home_rules(home, text, [keys] if keys else []))
    return (await session.scalars(wanted.order_by(Elder.name_sort, Elder.id))).all()


async def _rows(
    session: AsyncSession, home: Home, ids: Sequence[int], facts: Mapping[int, StayFact], on: date
) -> list[ElderRow]:
    if not ids:
        return []
    found = await session.scalars(select(Elder).where(Elder.county == home.county, Elder.id.in_(ids)))
    files, categories = {elder.id: elder for elder in found}, await _categories(session, home, ids, on)
    return [
        _row(files[elder_id], categories.get(elder_id, ()), facts.get(elder_id))
        for elder_id in ids
        if elder_id in files
    ]


async def _categories(
    session: AsyncSession, home: Home, ids: Sequence[int], on: date
) -> dict[int, tuple[Category, ...]]:
    """The categories of the day, the one that stands for the person first."""
    row = ElderCategory
    live = select(row.elder_id, row.kind).where(
        row.county == home.county, row.elder_id.in_(ids), row.voided_at.is_(None), row.from_on <= on, row.to_on > on
    )
    found: dict[int, list[Category]] = {}
    for elder_id, kind in await session.execute(live):
        found.setdefault(elder_id, []).append(kind)
    return {elder_id: tuple(sorted(kinds, key=lambda kind: kind.rank)) for elder_id, kinds in found.items()}


def _row(elder: Elder, categories: tuple[Category, ...], stay: StayFact | None) -> ElderRow:
    return ElderRow(
        elder.id, elder.name, elder.name_note, elder.sex, elder.born_on, elder.birth_precision, elder.died_on,
        categories, stay,
    )  # fmt: skip
