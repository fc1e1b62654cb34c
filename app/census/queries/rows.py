"""The rows behind a home's occupancy: who counts, who does not and why, the beds by state, the document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import names_on
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClosureReason, Sex
from app.beds.rules.labels import natural_key
from app.beds.rules.states import Away, BedState, bed_state
from app.census.errors import HomeNotFound
from app.census.queries.facts import facts_between
from app.census.queries.rulings import rulings_between
from app.census.rules.facts import HomeFacts
from app.census.rules.occupancy import BedOfDay, HomeOccupancy, beds_on, occupancy_of
from app.census.rules.residents import Resident, kept_out, residents_on
from app.census.rules.rulings import RulingCode, answers_on
from app.core.scope import Scope
from app.institutions.models import RegisteredBeds
from app.institutions.queries import registered_on
from app.residents.models import Elder
from app.stays.rules.kinds import LeaveKind, Payer, StayKind

__all__ = ["BedRow", "OccupancyRows", "PersonRow", "occupancy_rows", "people_of"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in residence on the day, with the rulings that keep them out, if any."""

    stay_id: int
    elder_id: int
    name: str
    sex: Sex | None
    born_on: date | None
    bed: str
    extra: bool
    kind: StayKind
    payer: Payer
    since: date
    away: LeaveKind | None
    away_since: date | None
    expected_on: date | None
    overdue: bool
    left_out_by: tuple[RulingCode, ...] = ()


@dataclass(frozen=True, slots=True)
class BedRow:
    """One bed in service on the day."""

    bed_id: int
    name: str
    state: BedState
    extra: bool
    reason: ClosureReason | None


@dataclass(frozen=True, slots=True)
class OccupancyRows:
    """Everything that makes a home's figure of one day: its numerator, its denominators, and what it left out."""

    occupancy: HomeOccupancy
    answers: Mapping[RulingCode, bool]
    counted: tuple[PersonRow, ...]
    excluded: tuple[PersonRow, ...]
    beds: tuple[BedRow, ...]
    document: RegisteredBeds | None


async def occupancy_rows(session: AsyncSession, scope: Scope, home: Home, as_of: date) -> OccupancyRows:
    """List what the home's occupancy of a day is made of. A home that takes no part counts nobody: all are left out."""
    found = await facts_between(session, scope, as_of, as_of, institution_id=home.institution_id, county=home.county)
    if not found:
        raise HomeNotFound
    [facts] = found
    rulings = await rulings_between(session, {home.county}, as_of, as_of)
    answers = answers_on(rulings.get(home.county, ()), as_of)
    total = occupancy_of(facts, answers, as_of)
    people = await people_of(session, scope, home.county, residents_on(facts, as_of), day=as_of, answers=answers)
    counted = tuple(one for one in people if total.standing.operating and not one.left_out_by)
    return OccupancyRows(
        total, answers, counted, tuple(one for one in people if one not in counted),
        await _bed_rows(session, scope, facts, as_of),
        await registered_on(session, scope, home.institution_id, as_of),
    )  # fmt: skip


async def people_of(
    session: AsyncSession,
    scope: Scope,
    county: int,
    residents: Collection[Resident],
    *,
    day: date,
    answers: Mapping[RulingCode, bool],
) -> list[PersonRow]:
    """Put names and beds to people of a county, in the order of beds; who has none comes last."""
    who = await _names(session, county, [one.stay.elder_id for one in residents])
    beds = await names_on(session, scope, [one.bed_id for one in residents if one.bed_id is not None], day)
    rows = [_person(one, *who.get(one.stay.elder_id, ("", None)), beds, answers) for one in residents]
    return sorted(rows, key=lambda row: (not row.bed, natural_key(row.bed), row.stay_id))


def _person(
    one: Resident, name: str, sex: Sex | None, beds: Mapping[int, str], answers: Mapping[RulingCode, bool]
) -> PersonRow:
    leave = one.leave
    return PersonRow(
        one.stay.id, one.stay.elder_id, name, sex, one.stay.born_on, beds.get(one.bed_id or 0, ""), one.extra,
        one.kind, one.payer, one.stay.from_on, leave.kind if leave else None, leave.from_on if leave else None,
        leave.expected_on if leave else None, one.overdue, kept_out(one, answers),
    )  # fmt: skip


async def _names(session: AsyncSession, county: int, ids: Collection[int]) -> dict[int, tuple[str, Sex | None]]:
    """Row security alone says whose file may be read: an elder's other homes keep it, and see it here too."""
    if not ids:
        return {}
    rows = select(Elder.id, Elder.name, Elder.sex).where(Elder.county == county, Elder.id.in_(ids))
    return {row.id: (row.name, row.sex) for row in await session.execute(rows)}


async def _bed_rows(session: AsyncSession, scope: Scope, facts: HomeFacts, day: date) -> tuple[BedRow, ...]:
    beds = beds_on(facts, day)
    away = {one.bed_id: _away(one) for one in residents_on(facts, day)}
    names = await names_on(session, scope, [bed.bed_id for bed in beds], day) if beds else {}
    rows = [
        BedRow(bed.bed_id, names.get(bed.bed_id, ""), _state(bed, away), bed.extra, bed.claim and bed.claim.reason)
        for bed in beds
    ]
    order = list(BedState)
    return tuple(sorted(rows, key=lambda row: (order.index(row.state), natural_key(row.name), row.bed_id)))


def _away(one: Resident) -> Away | None:
    if one.leave is None:
        return None
    return Away.HOSPITAL if one.in_hospital else Away.LEAVE


def _state(bed: BedOfDay, away: Mapping[int | None, Away | None]) -> BedState:
    if bed.claim is None:
        return BedState.FREE
    return bed_state(bed.claim.kind, bed.claim.reason, away=away.get(bed.bed_id))
