"""The rows occupancy is counted from, read for all homes of a scope at once: one statement a table.

Row security keeps ranges off their index, so days are compared as dates. Tables are read one by one and put together
here: right after an import the server takes every table for empty and would join them row against row.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService
from app.census.rules.facts import (
    ChangeFact,
    ClaimFact,
    DocumentFact,
    HomeFacts,
    LeaveFact,
    ServiceFact,
    StayFact,
)
from app.core.scope import Scope, within
from app.institutions.models import Institution, RegisteredBeds
from app.residents.models import Elder
from app.stays.models import Leave, Stay, StayChange

__all__ = ["facts_between"]


async def facts_between(
    session: AsyncSession,
    scope: Scope,
    first: date,
    last: date,
    *,
    institution_id: int | None = None,
    county: int | None = None,
) -> list[HomeFacts]:
    """Read every live row that touches a day from the first to the last, by home, in the order of county and code."""
    one = Institution
    columns = (one.county, one.id, one.code, one.name, one.opened_on, one.closed_on)
    wanted = _mine(one, scope, institution_id, county, home="id")
    found = await session.execute(select(*columns).where(wanted).order_by(one.county, one.code))
    homes = {row.id: HomeFacts(*row) for row in found}

    def of(model: Any) -> ColumnElement[bool]:
        return and_(_mine(model, scope, institution_id, county), model.voided_at.is_(None), model.from_on <= last)

    def within_days(model: Any) -> ColumnElement[bool]:
        return and_(of(model), model.to_on > first)

    await _read_beds(session, homes, within_days, _mine(Bed, scope, institution_id, county))
    await _read_people(session, homes, within_days, of(StayChange))
    return list(homes.values())


async def _read_beds(session: AsyncSession, homes: Mapping[int, HomeFacts], on: Any, mine: ColumnElement[bool]) -> None:
    paper, service, claim = RegisteredBeds, BedService, BedClaim
    documents = select(paper.institution_id, paper.value, paper.from_on, paper.to_on).where(on(paper))
    services = select(service.institution_id, service.bed_id, service.from_on, service.to_on).where(on(service))
    extra = select(Bed.institution_id, Bed.id).where(mine, Bed.extra)
    columns = (claim.bed_id, claim.kind, claim.stay_id, claim.reason, claim.from_on, claim.to_on)
    claims = select(claim.institution_id, *columns).where(on(claim))
    for paper_row in await session.execute(documents.order_by(paper.id)):
        homes[paper_row[0]].documents.append(DocumentFact(*paper_row[1:]))
    for place in await session.execute(services.order_by(service.id)):
        homes[place[0]].services.append(ServiceFact(*place[1:]))
    for home, bed_id in await session.execute(extra):
        homes[home].extra.add(bed_id)
    for taken in await session.execute(claims.order_by(claim.id)):
        homes[taken[0]].claims.append(ClaimFact(*taken[1:]))


async def _read_people(
    session: AsyncSession, homes: Mapping[int, HomeFacts], on: Any, changed: ColumnElement[bool]
) -> None:
    stay, change, leave = Stay, StayChange, Leave
    # A person whose file cannot be seen is in residence all the same.
    born = and_(Elder.county == stay.county, Elder.id == stay.elder_id)
    columns = (stay.id, stay.elder_id, stay.kind, stay.payer, stay.from_on, stay.to_on)
    people = select(stay.institution_id, *columns, Elder.born_on, Elder.birth_precision).outerjoin(Elder, born)
    for person in await session.execute(people.where(on(stay)).order_by(stay.id)):
        homes[person[0]].stays.append(StayFact(*person[1:]))
    changes = select(change.institution_id, change.stay_id, change.from_on, change.kind, change.payer)
    for change_row in await session.execute(changes.where(changed).order_by(change.from_on, change.id)):
        homes[change_row[0]].changes.append(ChangeFact(*change_row[1:]))
    away = select(leave.institution_id, leave.stay_id, leave.kind, leave.from_on, leave.to_on, leave.expected_on)
    for absence in await session.execute(away.where(on(leave)).order_by(leave.id)):
        homes[absence[0]].leaves.append(LeaveFact(*absence[1:]))


def _mine(
    model: Any, scope: Scope, institution_id: int | None, county: int | None, *, home: str = "institution_id"
) -> ColumnElement[bool]:
    rules: Iterable[ColumnElement[bool]] = [
        within(model, scope, home=home),
        *([] if institution_id is None else [getattr(model, home) == institution_id]),
        *([] if county is None else [model.county == county]),
    ]
    return and_(*rules)
