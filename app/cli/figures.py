"""Which figures the command line knows, and how each is gathered for one day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.figures import bed_counts
from app.beds.rules.figures import beds_definition
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import registered_in

__all__ = ["FIGURES", "FigureKind", "HomeValue"]


@dataclass(frozen=True, slots=True)
class HomeValue:
    """One home's part of a figure on one day; `numerator` is None where the home has no answer."""

    county: int
    institution_id: int
    code: str
    name: str
    numerator: int | None
    source: str
    excluded: tuple[dict[str, Any], ...] = ()


Gather = Callable[[AsyncSession, Scope, date, int | None], Awaitable[list[HomeValue]]]


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: how to gather it, its unit and its definition."""

    gather: Gather
    unit: str
    definition: Callable[[], str]


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


FIGURES: dict[str, FigureKind] = {
    "beds": FigureKind(_beds, "beds", beds_definition),
    "registered_beds": FigureKind(_registered, "beds", _registered_definition),
}
