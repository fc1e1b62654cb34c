"""Which figures the command line knows, and how each is gathered for one day."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.figures import bed_counts
from app.beds.rules.figures import beds_definition
from app.census.queries import occupancy
from app.census.rules.occupancy import HomeOccupancy, Source, Standing
from app.census.rules.rates import Rate
from app.census.rules.words import occupancy_definition, say_left_out, say_standing
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import registered_in

__all__ = ["FIGURES", "FigureKind", "HomeValue", "summed"]


@dataclass(frozen=True, slots=True)
class HomeValue:
    """One home's part of a figure on one day; `numerator` is None where the home has no answer.

    A figure that is a share has a denominator too; where that is None the home has no share and adds nothing.
    """

    county: int
    institution_id: int
    code: str
    name: str
    numerator: int | None
    source: str
    excluded: tuple[dict[str, Any], ...] = ()
    denominator: int | None = None


Gather = Callable[[AsyncSession, Scope, date, int | None], Awaitable[list[HomeValue]]]


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: how to gather it, its unit and its definition; a share is people over beds, not a count."""

    gather: Gather
    unit: str
    definition: Callable[[], str]
    is_share: bool = False


def summed(values: list[HomeValue], kind: FigureKind) -> tuple[int | None, int | None, float | int | None]:
    """Add homes up: numerator, denominator, value. Where no home has an answer there is none.

    A share is divided after adding, over the homes that have a denominator; people of the others are no part of it,
    unless no home has one: then the people are known and the share is not.
    """
    known = [one for one in values if one.numerator is not None]
    if not kind.is_share:
        total = sum(one.numerator or 0 for one in known) if known else None
        return total, None, total
    if not known:
        return None, None, None
    rate = Rate.sum(Rate(one.numerator or 0, one.denominator) for one in known)
    return rate.numerator, rate.denominator, None if rate.value is None else float(rate.value)


async def _beds(session: AsyncSession, scope: Scope, as_of: date, home: int | None) -> list[HomeValue]:
    return [
        HomeValue(
            row.county, row.institution_id, row.code, row.name, row.beds, "bed_services",
            tuple({"reason": why.value, "words": why.label, "count": n} for why, n in sorted(row.excluded.items())),
        )
        for row in await bed_counts(session, scope, as_of, institution_id=home)
    ]  # fmt: skip


async def _registered(session: AsyncSession, scope: Scope, as_of: date, home: int | None) -> list[HomeValue]:
    rows = await registered_in(session, scope, as_of, institution_id=home)
    missing = ({"reason": "no_document", "words": _("没有核定床位的文件"), "count": 1},)
    return [
        HomeValue(
            row.county, row.institution_id, row.code, row.name, row.value, "registered_beds",
            () if row.value is not None else missing,
        )
        for row in rows
    ]  # fmt: skip


def _registered_definition() -> str:
    return _("核定床位：备案或法人登记文件上的床位数，以当天有效的文件为准；没有文件的机构不计入，另列")


async def _occupancy(session: AsyncSession, scope: Scope, as_of: date, home: int | None) -> list[HomeValue]:
    return [
        HomeValue(
            one.county, one.institution_id, one.code, one.name,
            one.counted if one.standing.operating else None, _source(one), tuple(_left_out(one)),
            one.official.denominator,
        )
        for one in await occupancy(session, scope, as_of, institution_id=home)
    ]  # fmt: skip


def _source(one: HomeOccupancy) -> str:
    """Say what a home's figure is made of; a report says its own day, which may be long ago."""
    if one.source is Source.REPORTED:
        return f"reported_figures {one.reported_on}"
    return "" if one.standing is Standing.NO_DATA else "stays, registered_beds"


def _left_out(one: HomeOccupancy) -> Iterator[dict[str, Any]]:
    """Say that the whole home is left out, and how many people are in residence there; else whom rulings leave out."""
    if one.standing is not Standing.COUNTED:
        yield {"reason": one.standing.value, "words": say_standing(one.standing), "count": one.in_residence}
    for code, count in one.excluded.items():
        yield {"reason": f"ruling_{code.value}", "words": say_left_out(code), "count": count}


FIGURES: dict[str, FigureKind] = {
    "beds": FigureKind(_beds, "beds", beds_definition),
    "registered_beds": FigureKind(_registered, "beds", _registered_definition),
    "occupancy": FigureKind(_occupancy, "percent", occupancy_definition, is_share=True),
}
