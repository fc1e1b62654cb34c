"""What every page of the bureau asks first: which days are open, which counties are the caller's, what rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.forms import SpanAsk
from app.bureau.routes.explaining import Definition
from app.bureau.rules import DaysOpen, Place
from app.core.clock import business_date, now
from app.core.i18n import _
from app.regions.rules import Level
from app.web.filters import day, instant
from app.web.sheets import Sheet, give_book

__all__ = ["Export", "Ground", "give_span", "give_workbook", "ground_of"]


@dataclass(frozen=True, slots=True)
class Ground:
    """The open days and the counties of the caller."""

    open_days: DaysOpen
    counties: list[Place]
    cities: list[Place]

    @property
    def codes(self) -> list[int]:
        """The codes of the counties."""
        return [place.code for place in self.counties]

    @property
    def is_one_county(self) -> bool:
        """Whether the caller looks at a single county."""
        return len(self.counties) == 1

    def name_of(self, county: int | None) -> str:
        """The name of a county; of none, of all that the caller sees."""
        if county is not None:
            return next((place.name for place in self.counties if place.code == county), str(county))
        if self.is_one_county:
            return self.counties[0].name
        return self.cities[0].name if len(self.cities) == 1 else _("全部区县")


async def ground_of(session: AsyncSession) -> Ground:
    """Read which days are open and whose counties they are."""
    every = await queries.places(session)
    return Ground(
        await queries.days_open(session),
        [place for place in every if place.level is Level.COUNTY],
        [place for place in every if place.level is Level.CITY],
    )


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook to give: the name of its file, its sheets, which days and place it is of, and what it means."""

    name: str
    sheets: Sequence[Sheet]
    filters: str
    first: date
    last: date
    definition: Definition
    # The sum of the rows in one sentence, as on the page: rows can be added up wrongly, rates cannot be added up at all.
    whole: str = ""


async def give_workbook(session: AsyncSession, export: Export) -> Response:
    """Write the workbook beside the loop, and give it to keep under its 中文 name."""
    days = day(export.last) if export.first == export.last else f"{day(export.first)}–{day(export.last)}"
    notes = [
        (_("内容"), export.name),
        (_("数据截至"), await _say_last(session, export.last)),
        (_("筛选"), export.filters),
        *([(_("合计"), export.whole)] if export.whole else []),
        *export.definition.lines,
        (_("生成时间"), instant(await now(session))),
    ]
    return await give_book(f"{export.name} {days}", export.sheets, notes)


class OfSpan(Protocol):
    """A page about a span of days in one place."""

    @property
    def ask(self) -> SpanAsk:
        """What was asked for."""

    @property
    def place(self) -> str:
        """Which place."""

    @property
    def definition(self) -> Definition:
        """How the figures are made."""


async def give_span(
    session: AsyncSession, shown: OfSpan, name: str, sheets: Sequence[Sheet], whole: str = ""
) -> Response:
    """Give the workbook of a page about a span; it says which place and which days."""
    first, last = shown.ask.first, shown.ask.last
    said = _("{place}，{first} 至 {last}").format(place=shown.place, first=day(first), last=day(last))
    return await give_workbook(session, Export(name, sheets, said, first, last, shown.definition, whole))


async def _say_last(session: AsyncSession, last: date) -> str:
    """Say up to when the figures are; the present day is not over yet."""
    if last >= await business_date(session):
        return _("{day}，当天的数随登记变动").format(day=day(last))
    return _("{day} 24 时").format(day=day(last))
