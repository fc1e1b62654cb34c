"""The list of homes as of a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.models import Institution, InstitutionFact, RegisteredBeds
from app.institutions.queries.figures import live_on
from app.institutions.queries.homes import matches
from app.institutions.rules.answers import Operation, Tag
from app.institutions.rules.kinds import FactKind
from app.regions.queries import names_of
from app.regions.rules import tenant_name

__all__ = ["HomeRow", "institutions_of"]

SHOWN_KINDS = (FactKind.TAG, FactKind.OPERATION)


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One line of the list."""

    id: int
    county: int
    county_name: str
    code: str
    name: str
    opened_on: date | None
    closed_on: date | None
    registered: int | None
    tags: list[Tag] = field(default_factory=list)
    operation: Operation | None = None


async def institutions_of(
    session: AsyncSession, scope: Scope, on: date, *, text: str = "", closed: bool = False
) -> list[HomeRow]:
    """List homes as of a day with their registered beds, kinds and operation: three statements however many."""
    columns = (
        Institution.id, Institution.county, Institution.code, Institution.name, Institution.opened_on,
        Institution.closed_on, RegisteredBeds.value,
    )  # fmt: skip
    registered = and_(
        RegisteredBeds.county == Institution.county,
        RegisteredBeds.institution_id == Institution.id,
        live_on(RegisteredBeds, on),
    )
    wanted = select(*columns).outerjoin(RegisteredBeds, registered).where(*_rules(scope, on, text.strip(), closed))
    order = (Institution.county, Institution.name_sort, Institution.id)
    rows = (await session.execute(wanted.order_by(*order))).all()
    said = await _said(session, scope, [row.id for row in rows], on)
    counties = await names_of(session, {row.county for row in rows})
    return [_row(row, counties, said.get(row.id, {})) for row in rows]


def _rules(scope: Scope, on: date, text: str, closed: bool) -> list[ColumnElement[bool]]:
    rules = [within(Institution, scope, home="id")]
    if not closed:
        rules.append(or_(Institution.closed_on.is_(None), Institution.closed_on > on))
    return [*rules, matches(text)] if text else rules


async def _said(session: AsyncSession, scope: Scope, ids: list[int], on: date) -> dict[int, dict[FactKind, list[str]]]:
    """Gather the words of the shown kinds by home."""
    fact = InstitutionFact
    wanted = (
        select(fact.institution_id, fact.kind, func.array_agg(fact.value))
        .where(within(fact, scope), fact.institution_id.in_(ids), fact.kind.in_(SHOWN_KINDS), live_on(fact, on))
        .group_by(fact.institution_id, fact.kind)
    )
    found: dict[int, dict[FactKind, list[str]]] = {}
    for home_id, kind, values in await session.execute(wanted):
        found.setdefault(home_id, {})[kind] = list(values)
    return found


def _row(row: Any, counties: dict[int, str], said: dict[FactKind, list[str]]) -> HomeRow:
    tags, operations = said.get(FactKind.TAG, []), said.get(FactKind.OPERATION, [])
    name = counties.get(row.county, str(row.county))
    return HomeRow(
        row.id, row.county, tenant_name(row.county, name), row.code, row.name, row.opened_on, row.closed_on, row.value,
        tags=[tag for tag in Tag if tag in tags],
        operation=Operation(operations[0]) if operations else None,
    )  # fmt: skip
