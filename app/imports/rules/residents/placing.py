"""Giving beds to the stays of a ledger, in memory and by the very rules the database holds: one claim, one sex."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.rules.spans import FOREVER, cut_along, meets, say_span
from app.core.i18n import _
from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fix, Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.checks import share_a_day
from app.imports.rules.residents.existing import ExistingPeople, KnownPlace, KnownService, KnownTerm
from app.imports.rules.residents.people import PersonKey, person_key
from app.imports.rules.residents.places import Places
from app.imports.rules.residents.pointing import at
from app.imports.rules.residents.rows import ResidentRow

__all__ = ["ClaimPiece", "Placement", "Placer"]

BED = ("bed", "room")


@dataclass(frozen=True, slots=True)
class ClaimPiece:
    """One row of claims as it would be written: the bed in one room."""

    bed_id: int
    service: KnownService
    from_on: date
    to_on: date
    ruled: bool = False
    room_sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """A stay's bed from its first claimed day on, in as many pieces as rooms it stands in."""

    row: ResidentRow
    bed: str
    pieces: tuple[ClaimPiece, ...]
    with_rows: frozenset[int] = frozenset()
    with_elders: frozenset[int] = frozenset()

    @property
    def shares(self) -> bool:
        """Whether husband or wife is there too, so that the room's rule does not part them."""
        return bool(self.with_rows or self.with_elders)


@dataclass(frozen=True, slots=True)
class _Lying:
    """Who or what has a bed: a row of the ledger, or something that is there already."""

    bed_id: int
    room_id: int
    span: tuple[date, date]
    sex: Sex | None
    ruled: bool
    shares: bool
    row: int = 0
    person: PersonKey = ()
    elder: int | None = None
    closed: bool = False


@dataclass
class Placer:
    """Places stays one after another; each is held against what exists and against those before it."""

    existing: ExistingPeople
    places: Places
    layout: Layout
    beds: dict[int, list[_Lying]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[int, list[_Lying]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Take in what is there."""
        for claim in self.existing.claims:
            closed = claim.kind in (ClaimKind.CLOSURE, ClaimKind.HOLD)
            person = claim.kind in (ClaimKind.STAY, ClaimKind.HOLD)
            lying = _Lying(
                claim.bed_id, claim.room_id, (claim.from_on, claim.to_on), claim.sex if person else None,
                claim.ruled, claim.shares, elder=claim.elder_id, closed=closed,
            )  # fmt: skip
            self._keep(lying)

    def _keep(self, lying: _Lying) -> None:
        self.beds[lying.bed_id].append(lying)
        self.rooms[lying.room_id].append(lying)

    def find(self, row: ResidentRow) -> tuple[KnownPlace | None, list[Problem]]:
        """Find the bed a row names; of somebody who has left long ago it need not be there any more."""
        meant = self.places.meant(row)
        if len(meant) == 1:
            return meant[0], []
        said = " ".join(filter(None, (row.building, row.room, row.bed)))
        if not said:
            return None, []
        if row.to_on:
            return None, [at(plan_faults.BED_OF_THE_PAST, BED, row, self.layout, said=said)]
        if not meant:
            return None, [at(plan_faults.BED_UNKNOWN, BED, row, self.layout, said=said)]
        names = [self.places.name(place.bed_id) for place in meant[:12]]
        fix = Fix(choices=tuple(names)) if not row.room else None
        return None, [at(plan_faults.BED_EITHER, BED, row, self.layout, fix, said=said, beds="、".join(names))]

    def pieces(self, row: ResidentRow, place: KnownPlace) -> tuple[tuple[ClaimPiece, ...], list[Problem]]:
        """Cut a stay along the days its bed is in service and the rooms it stands in."""
        from_on, to_on = row.from_on or row.ends_on, row.ends_on
        name = self.places.name(place.bed_id)
        services = [each for each in place.services if meets(each, from_on, to_on)]
        if not services:
            first = min((each.from_on for each in place.services), default=FOREVER)
            if row.to_on and row.to_on <= first:
                return (), [at(plan_faults.BED_OF_THE_PAST, BED, row, self.layout, said=name)]
            return (), [self._out_of_service(row, place)]
        found: list[Problem] = []
        begins = min(each.from_on for each in services)
        if begins > from_on:
            day, there = from_on.isoformat(), begins.isoformat()
            found.append(at(plan_faults.BED_FROM_LATER, BED, row, self.layout, bed=name, date=day, there=there))
        cut = cut_along(max(from_on, begins), to_on, services)
        if any(piece.to_on > piece.under.to_on or piece.from_on < piece.under.from_on for piece in cut):
            return (), [self._out_of_service(row, place)]
        made = tuple(self._piece(place, piece.under, piece.from_on, piece.to_on) for piece in cut)
        return made, found

    def _out_of_service(self, row: ResidentRow, place: KnownPlace) -> Problem:
        there = "、".join(say_span(each.from_on, each.to_on) for each in place.services)
        name = self.places.name(place.bed_id)
        return at(plan_faults.BED_NOT_IN_SERVICE, BED, row, self.layout, bed=name, there=there)

    def _piece(self, place: KnownPlace, service: KnownService, from_on: date, to_on: date) -> ClaimPiece:
        terms = [term for term in self.existing.terms.get(service.room_id, ()) if term.from_on <= to_on]
        last: KnownTerm | None = max(terms, key=lambda term: term.from_on, default=None)
        ruled, sex = (last.ruled, last.sex) if last else (False, None)
        return ClaimPiece(place.bed_id, service, from_on, to_on, ruled, sex)

    def place(self, placement: Placement) -> list[Problem]:
        """Hold a placement against everybody who is there, then let it lie."""
        found, person = list(self._against(placement)), person_key(placement.row)
        for piece in placement.pieces:
            span = (piece.from_on, piece.to_on)
            sex, room = placement.row.sex, piece.service.room_id
            self._keep(
                _Lying(
                    piece.bed_id, room, span, sex, piece.ruled, placement.shares, row=placement.row.row, person=person
                )
            )
        return found

    def _against(self, placement: Placement) -> Iterator[Problem]:
        row, bed = placement.row, placement.bed
        for piece in placement.pieces:
            span = (piece.from_on, piece.to_on)
            # One person who is written twice is told so once.
            near = (each for each in self.beds[piece.bed_id] if each.person != person_key(row))
            other = next((each for each in near if share_a_day(span, each.span)), None)
            if other and other.row:
                yield at(plan_faults.BED_TWICE, BED, row, self.layout, Fix(skip=True), other=other.row, bed=bed)
            elif other:
                fault = plan_faults.BED_CLOSED if other.closed else plan_faults.BED_TAKEN
                yield at(fault, BED, row, self.layout, there=say_span(*other.span), bed=bed)
            if piece.ruled:
                yield from self._sexes(placement, piece)

    def _sexes(self, placement: Placement, piece: ClaimPiece) -> Iterator[Problem]:
        """One sex in a room that has a rule; a couple is exempt, and then nobody else lives there."""
        row, bed = placement.row, placement.bed
        span = (piece.from_on, piece.to_on)
        others = [
            each for each in self.rooms[piece.service.room_id]
            if each.ruled and each.sex and share_a_day(span, each.span) and not _together(placement, each)
        ]  # fmt: skip
        stranger = next((each for each in others if each.shares or placement.shares), None)
        mixed = next((each for each in others if each.sex is not row.sex), None)
        if stranger:
            yield at(plan_faults.ROOM_OF_COUPLE, BED, row, self.layout, there=_who(stranger), bed=bed)
        elif placement.shares:
            return
        elif piece.room_sex and piece.room_sex is not row.sex:
            yield at(plan_faults.ROOM_SEX, BED, row, self.layout, there=piece.room_sex.label, bed=bed)
        elif mixed:
            yield at(plan_faults.ROOM_MIXED, BED, row, self.layout, there=_who(mixed), bed=bed)


def _together(placement: Placement, other: _Lying) -> bool:
    return (other.row > 0 and other.row in placement.with_rows) or other.elder in placement.with_elders


def _who(other: _Lying) -> str:
    return _("第 {row} 行").format(row=other.row) if other.row else _("系统里已住的人")
