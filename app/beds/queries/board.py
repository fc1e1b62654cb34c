"""The bed board of one day: five statements, however many beds."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedMark, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries.days import live, live_on
from app.beds.rules.board import Board, BoardBuilding, BoardFloor, BoardRoom, Totals
from app.beds.rules.kinds import MarkKind, RoomKind, SexRule
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.states import BedState, bed_state, days_between, is_planned_over
from app.beds.rules.tiles import BoardBed, Claim, TilePerson
from app.core.clock import business_date
from app.core.scope import Scope, within

__all__ = ["board", "tell_people"]

Rows: TypeAlias = Select[*tuple[Any, ...]]

PeopleOfDay = Callable[[AsyncSession, Scope, int, date], Awaitable[Mapping[int, TilePerson]]]

_people: list[PeopleOfDay] = []
NO_NUMBER = "？"


def tell_people(source: PeopleOfDay) -> None:
    """Let the storey that knows people say who is in which bed; `main` hangs it in, so nothing here reaches up."""
    _people[:] = [source]


@dataclass(slots=True)
class Facts:
    """What is known of the beds of one day besides where they stand, by bed."""

    claims: dict[int, Claim] = field(default_factory=dict)
    marks: dict[int, set[MarkKind]] = field(default_factory=lambda: defaultdict(set))
    last_end: dict[int, date | None] = field(default_factory=dict)
    next_on: dict[int, date | None] = field(default_factory=dict)
    earlier: dict[int, dict[date, date]] = field(default_factory=lambda: defaultdict(dict))
    people: Mapping[int, TilePerson] = field(default_factory=dict)


async def board(
    session: AsyncSession, scope: Scope, institution_id: int, day: date, *, bed_id: int | None = None
) -> Board:
    """Show every bed in service in the home on the day, with its state; past and future days alike.

    On a future day a closure whose planned end has come is shown as free by plan. `bed_id` asks for one bed only.
    """
    today = await business_date(session)
    rows = (await session.execute(_narrowed(_places(scope, institution_id, day), BedService.bed_id, bed_id))).all()
    facts = await _facts(session, scope, institution_id, day, bed_id)
    if _people:
        facts.people = await _people[0](session, scope, institution_id, day)
    buildings = _buildings(rows, facts, day, today)
    beds = [bed for building in buildings for floor in building.floors for bed in floor.beds]
    county = rows[0].county if rows else 0
    return Board(county, institution_id, day, today, buildings, Totals.of(beds))


def _narrowed(statement: Rows, column: Any, bed_id: int | None) -> Rows:
    return statement if bed_id is None else statement.where(column == bed_id)


def _places(scope: Scope, institution_id: int, day: date) -> Rows:
    """Every bed in service with its room, floor and building. The term is joined loosely: no bed may vanish."""
    service, term = BedService, RoomTerm
    return (
        select(
            service.county, service.bed_id, service.label.label("place"), service.from_on, Bed.extra,
            Room.id.label("room_id"), Room.facing, term.label.label("room"), term.kind, term.sex_rule, term.isolation,
            NursingUnit.id.label("unit_id"), NursingUnit.label.label("unit"),
            Floor.id.label("floor_id"), Floor.label.label("floor"), Floor.title.label("floor_title"),
            Floor.position.label("floor_at"), Building.id.label("building_id"), Building.label.label("building"),
            Building.title.label("building_title"), Building.position.label("building_at"),
        )
        .join(Bed, and_(Bed.county == service.county, Bed.id == service.bed_id))
        .join(Room, and_(Room.county == service.county, Room.id == service.room_id))
        .join(Floor, and_(Floor.county == Room.county, Floor.id == Room.floor_id))
        .join(Building, and_(Building.county == Floor.county, Building.id == Floor.building_id))
        .outerjoin(term, and_(term.county == Room.county, term.room_id == Room.id, live_on(term, day)))
        .outerjoin(NursingUnit, and_(NursingUnit.county == term.county, NursingUnit.id == term.nursing_unit_id))
        .where(within(service, scope), service.institution_id == institution_id, live_on(service, day))
        .order_by(service.bed_id)
    )  # fmt: skip


async def _facts(session: AsyncSession, scope: Scope, home: int, day: date, bed_id: int | None) -> Facts:
    facts = Facts()
    for claim in await session.execute(_narrowed(_claims(scope, home, day), BedClaim.bed_id, bed_id)):
        facts.claims[claim.bed_id] = Claim(*claim[1:])
    for mark in await session.execute(_narrowed(_marks(scope, home, day), BedMark.bed_id, bed_id)):
        facts.marks[mark.bed_id].add(mark.kind)
    for around in await session.execute(_narrowed(_around(scope, home, day), BedClaim.bed_id, bed_id)):
        facts.last_end[around.bed_id], facts.next_on[around.bed_id] = around.last_end, around.next_on
    for span in await session.execute(_narrowed(_earlier(scope, home, day), BedService.bed_id, bed_id)):
        facts.earlier[span.bed_id][span.to_on] = span.from_on
    return facts


def _claims(scope: Scope, home: int, day: date) -> Rows:
    claim = BedClaim
    columns = (claim.bed_id, claim.id, claim.kind, claim.from_on, claim.reason, claim.note, claim.planned_end_on)
    mine = and_(within(claim, scope), claim.institution_id == home, live_on(claim, day))
    return select(*columns, claim.version).where(mine)


def _marks(scope: Scope, home: int, day: date) -> Rows:
    mine = and_(within(BedMark, scope), BedMark.institution_id == home, live_on(BedMark, day))
    return select(BedMark.bed_id, BedMark.kind).where(mine)


def _around(scope: Scope, home: int, day: date) -> Rows:
    """When each bed's last claim ended and its next one begins."""
    mine = and_(within(BedClaim, scope), BedClaim.institution_id == home, live(BedClaim))
    last = func.max(BedClaim.to_on).filter(BedClaim.to_on <= day).label("last_end")
    following = func.min(BedClaim.from_on).filter(BedClaim.from_on > day).label("next_on")
    return select(BedClaim.bed_id, last, following).where(mine).group_by(BedClaim.bed_id)


def _earlier(scope: Scope, home: int, day: date) -> Rows:
    """Spans that are over: a bed that only changed its room has been empty since before it moved."""
    mine = and_(within(BedService, scope), BedService.institution_id == home, live(BedService))
    over = and_(BedService.to_on <= day, BedService.from_on < BedService.to_on)
    return select(BedService.bed_id, BedService.from_on, BedService.to_on).where(mine, over)


def _buildings(rows: Iterable[Any], facts: Facts, day: date, today: date) -> tuple[BoardBuilding, ...]:
    ordered = sorted(rows, key=_on_the_wall)
    return tuple(
        BoardBuilding(
            floors[0].building_id,
            floors[0].building,
            floors[0].building_title,
            tuple(_floor(rooms, facts, day, today) for rooms in _runs(floors, "floor_id")),
        )
        for floors in _runs(ordered, "building_id")
    )


def _on_the_wall(row: Any) -> tuple[Any, ...]:
    building = (row.building_at, natural_key(row.building), row.building_id)
    floor = (row.floor_at, natural_key(row.floor), row.floor_id)
    return (*building, *floor, natural_key(row.room or NO_NUMBER), row.room_id, natural_key(row.place), row.bed_id)


def _runs(ordered: Iterable[Any], name: str) -> Iterable[list[Any]]:
    return (list(members) for _key, members in groupby(ordered, attrgetter(name)))


def _floor(rows: list[Any], facts: Facts, day: date, today: date) -> BoardFloor:
    rooms = tuple(_room(in_room, facts, day, today) for in_room in _runs(rows, "room_id"))
    return BoardFloor(rows[0].floor_id, rows[0].floor, rows[0].floor_title, rooms)


def _room(rows: list[Any], facts: Facts, day: date, today: date) -> BoardRoom:
    first = rows[0]
    label = first.room or NO_NUMBER
    beds = tuple(_bed(row, label, facts, day, today) for row in rows)
    return BoardRoom(
        first.room_id, label, first.kind or RoomKind.of_places(len(rows)), first.sex_rule or SexRule.NONE,
        bool(first.isolation), first.facing, first.unit_id, first.unit or "", beds,
    )  # fmt: skip


def _bed(row: Any, room: str, facts: Facts, day: date, today: date) -> BoardBed:
    claim, person = facts.claims.get(row.bed_id), facts.people.get(row.bed_id)
    planned = claim is not None and is_planned_over(claim.planned_end_on, day=day, today=today)
    state = BedState.FREE
    if claim and not planned:
        state = bed_state(claim.kind, reason=claim.reason, away=person.away if person else None)
    return BoardBed(
        row.bed_id, row.place, bed_name(room, row.place), state, day,
        extra=row.extra,
        marks=frozenset(facts.marks.get(row.bed_id, ())),
        claim=claim,
        free_since=_free_since(row, claim, facts) if state is BedState.FREE else None,
        next_on=facts.next_on.get(row.bed_id),
        planned=planned,
        overdue_days=_overdue(claim, day, today),
        person=person,
    )  # fmt: skip


def _free_since(row: Any, claim: Claim | None, facts: Facts) -> date:
    if claim and claim.planned_end_on:
        return claim.planned_end_on
    begun: date = row.from_on
    while begun in facts.earlier.get(row.bed_id, {}):
        begun = facts.earlier[row.bed_id][begun]
    return max(begun, facts.last_end.get(row.bed_id) or begun)


def _overdue(claim: Claim | None, day: date, today: date) -> int:
    if claim is None or claim.planned_end_on is None or day > today:
        return 0
    return max(days_between(claim.planned_end_on, day), 0)
