"""The bed board of one day: six statements, however many beds; five more where its reader may see people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedMark, BedService
from app.beds.queries.days import live, live_on
from app.beds.queries.frame import Frame, frame_of
from app.beds.queries.people import people_on
from app.beds.queries.terms import TermOfDay, terms_on
from app.beds.rules.board import Board, BoardBuilding, BoardFloor, BoardRoom, Totals
from app.beds.rules.kinds import ClaimKind, Facing, MarkKind, RoomKind, SexRule
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.states import BedState, bed_state, days_between, is_planned_over
from app.beds.rules.tiles import BoardBed, Claim, TilePerson
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.scope import Scope, within

__all__ = ["board"]

Rows: TypeAlias = Select[*tuple[Any, ...]]
NO_NUMBER = "？"


class Place(NamedTuple):
    """A bed in service with everything it hangs in."""

    county: int
    bed_id: int
    label: str
    from_on: date
    extra: bool
    room_id: int
    room: Mapping[str, Any]
    term: TermOfDay | None
    unit: str
    floor: Mapping[str, Any]
    building: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The room's number; a room without a term of the day has none, but its beds must not vanish."""
        return self.term.label if self.term else NO_NUMBER

    @property
    def floor_id(self) -> int:
        """The floor it is on."""
        return int(self.floor["id"])

    @property
    def building_id(self) -> int:
        """The building it is in."""
        return int(self.building["id"])


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
    session: AsyncSession,
    scope: Scope,
    institution_id: int,
    day: date,
    *,
    bed_id: int | None = None,
    reader: Actor | None = None,
) -> Board:
    """Show every bed in service in the home on the day, with its state; past and future days alike.

    On a future day a closure whose planned end has come is shown as free by plan. `bed_id` asks for one bed only;
    without a `reader` nobody is named, and a bed that somebody has is in residence and no more.
    """
    today = await business_date(session)
    frame = await frame_of(session, scope, institution_id)
    terms = await terms_on(session, scope, institution_id, day)
    facts = await _facts(session, scope, institution_id, day, bed_id)
    spans = (await session.execute(_narrowed(_spans(scope, institution_id, day), BedService.bed_id, bed_id))).all()
    facts.people = await people_on(session, reader, institution_id, day, bed_id)
    places = list(_places(spans, frame, terms, facts, day))
    buildings = _buildings(places, facts, day, today)
    beds = [bed for building in buildings for floor in building.floors for bed in floor.beds]
    return Board(places[0].county if places else 0, institution_id, day, today, buildings, Totals.of(beds))


def _narrowed(statement: Rows, column: Any, bed_id: int | None) -> Rows:
    return statement if bed_id is None else statement.where(column == bed_id)


def _spans(scope: Scope, home: int, day: date) -> Rows:
    """Spans that have begun: those of the day, and the earlier ones that tell how long a bed has stood empty."""
    service = BedService
    columns = (service.county, service.bed_id, service.room_id, service.label, service.from_on, service.to_on)
    mine = and_(within(service, scope), service.institution_id == home, live(service), service.from_on <= day)
    return select(*columns).where(mine).order_by(service.bed_id, service.from_on, service.id)


async def _facts(session: AsyncSession, scope: Scope, home: int, day: date, bed_id: int | None) -> Facts:
    facts = Facts()
    for claim in await session.execute(_narrowed(_claims(scope, home, day), BedClaim.bed_id, bed_id)):
        facts.claims[claim.bed_id] = Claim(*claim[1:])
    for mark in await session.execute(_narrowed(_marks(scope, home, day), BedMark.bed_id, bed_id)):
        facts.marks[mark.bed_id].add(mark.kind)
    for around in await session.execute(_narrowed(_around(scope, home, day), BedClaim.bed_id, bed_id)):
        facts.last_end[around.bed_id], facts.next_on[around.bed_id] = around.last_end, around.next_on
    return facts


def _claims(scope: Scope, home: int, day: date) -> Rows:
    claim = BedClaim
    columns = (claim.bed_id, claim.id, claim.kind, claim.from_on, claim.reason, claim.note, claim.planned_end_on)
    mine = and_(within(claim, scope), claim.institution_id == home, live_on(claim, day))
    return select(*columns, claim.version, claim.sex).where(mine)


def _marks(scope: Scope, home: int, day: date) -> Rows:
    mine = and_(within(BedMark, scope), BedMark.institution_id == home, live_on(BedMark, day))
    return select(BedMark.bed_id, BedMark.kind).where(mine)


def _around(scope: Scope, home: int, day: date) -> Rows:
    """When each bed's last claim ended and its next one begins."""
    mine = and_(within(BedClaim, scope), BedClaim.institution_id == home, live(BedClaim))
    last = func.max(BedClaim.to_on).filter(BedClaim.to_on <= day).label("last_end")
    following = func.min(BedClaim.from_on).filter(BedClaim.from_on > day).label("next_on")
    return select(BedClaim.bed_id, last, following).where(mine).group_by(BedClaim.bed_id)


def _places(
    spans: Iterable[Any], frame: Frame, terms: Mapping[int, TermOfDay], facts: Facts, day: date
) -> Iterator[Place]:
    for span in spans:
        if span.to_on <= day:
            if span.from_on < span.to_on:
                facts.earlier[span.bed_id][span.to_on] = span.from_on
            continue
        room, term = frame.rooms[span.room_id], terms.get(span.room_id)
        floor = frame.floors[room["floor_id"]]
        unit = frame.units.get(term.unit_id)["label"] if term and term.unit_id else ""  # type: ignore[index]
        yield Place(
            span.county, span.bed_id, span.label, span.from_on, span.bed_id in frame.extra, span.room_id, room, term,
            unit, floor, frame.buildings[floor["building_id"]],
        )  # fmt: skip


def _buildings(places: Iterable[Place], facts: Facts, day: date, today: date) -> tuple[BoardBuilding, ...]:
    return tuple(
        BoardBuilding(
            beds[0].building_id,
            beds[0].building["label"],
            beds[0].building["title"],
            tuple(_floor(on_floor, facts, day, today) for on_floor in _runs(beds, "floor_id")),
        )
        for beds in _runs(sorted(places, key=_on_the_wall), "building_id")
    )


def _on_the_wall(place: Place) -> tuple[Any, ...]:
    building = (place.building["position"], natural_key(place.building["label"]), place.building_id)
    floor = (place.floor["position"], natural_key(place.floor["label"]), place.floor_id)
    return (*building, *floor, natural_key(place.number), place.room_id, natural_key(place.label), place.bed_id)


def _runs(ordered: Iterable[Place], name: str) -> Iterator[list[Place]]:
    return (list(members) for _key, members in groupby(ordered, attrgetter(name)))


def _floor(places: list[Place], facts: Facts, day: date, today: date) -> BoardFloor:
    rooms = tuple(_room(in_room, facts, day, today) for in_room in _runs(places, "room_id"))
    return BoardFloor(places[0].floor_id, places[0].floor["label"], places[0].floor["title"], rooms)


def _room(places: list[Place], facts: Facts, day: date, today: date) -> BoardRoom:
    first, term = places[0], places[0].term
    return BoardRoom(
        first.room_id,
        first.number,
        term.kind if term else RoomKind.of_places(len(places)),
        term.sex_rule if term else SexRule.NONE,
        bool(term and term.isolation),
        Facing(first.room["facing"]) if first.room["facing"] else None,
        term.unit_id if term else None,
        first.unit,
        tuple(_bed(place, facts, day, today) for place in places),
    )


def _bed(place: Place, facts: Facts, day: date, today: date) -> BoardBed:
    bed_id = place.bed_id
    claim, person = facts.claims.get(bed_id), facts.people.get(bed_id)
    planned = _is_over_by_plan(claim, day, today)
    state = BedState.FREE
    if claim and not planned:
        state = bed_state(claim.kind, reason=claim.reason, away=person.away if person else None)
    return BoardBed(
        bed_id, place.label, bed_name(place.number, place.label), state, day,
        extra=place.extra,
        marks=frozenset(facts.marks.get(bed_id, ())),
        claim=claim,
        free_since=_free_since(place, claim, facts) if state is BedState.FREE else None,
        next_on=facts.next_on.get(bed_id),
        planned=planned,
        overdue_days=_overdue(claim, day, today),
        person=person,
    )  # fmt: skip


def _is_over_by_plan(claim: Claim | None, day: date, today: date) -> bool:
    """Whether a closure is planned to be over by a day to come; a hold past its answer still keeps its bed."""
    if claim is None or claim.kind is not ClaimKind.CLOSURE:
        return False
    return is_planned_over(claim.planned_end_on, day=day, today=today)


def _free_since(place: Place, claim: Claim | None, facts: Facts) -> date:
    if claim and claim.planned_end_on:
        return claim.planned_end_on
    begun, earlier = place.from_on, facts.earlier.get(place.bed_id, {})
    while begun in earlier:
        begun = earlier[begun]
    return max(begun, facts.last_end.get(place.bed_id) or begun)


def _overdue(claim: Claim | None, day: date, today: date) -> int:
    """By how many days a closure has outlasted its plan; a hold past its answer says so itself."""
    if claim is None or claim.kind is not ClaimKind.CLOSURE or claim.planned_end_on is None or day > today:
        return 0
    return max(days_between(claim.planned_end_on, day), 0)
