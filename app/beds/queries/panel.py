"""Everything about one bed: where it stood, what it was certified as, who or what had it."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedMark, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries.board import board
from app.beds.queries.days import live
from app.beds.queries.people import people_of_claims
from app.beds.queries.places import get_bed
from app.beds.rules.board import BoardBuilding, BoardFloor, BoardRoom
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind
from app.beds.rules.labels import bed_name
from app.beds.rules.spans import FOREVER, say_span
from app.beds.rules.tiles import BoardBed
from app.core.actor import Actor
from app.core.scope import Scope, within

__all__ = ["BedPanel", "ClaimLine", "MarkOfBed", "ServiceLine", "bed_panel"]


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One span in which the bed stood in one room."""

    name: str
    building: str
    floor: str
    unit: str | None
    from_on: date
    to_on: date

    @property
    def said(self) -> str:
        """The span in words."""
        return say_span(self.from_on, self.to_on)


@dataclass(frozen=True, slots=True)
class MarkOfBed:
    """One mark the bed bears or bore; a voided one says so."""

    id: int
    kind: MarkKind
    basis: str
    document_no: str
    certified_on: date | None
    from_on: date
    to_on: date
    expires_on: date | None
    evidence_id: int | None
    voided: bool
    version: int

    @property
    def said(self) -> str:
        """The span in words."""
        return say_span(self.from_on, self.to_on)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim on the bed, pieces of one closure drawn together. Whose it is, is told upstairs."""

    id: int
    kind: ClaimKind
    from_on: date
    to_on: date
    reason: ClosureReason | None
    note: str
    planned_end_on: date | None
    voided: bool
    version: int
    person: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.to_on == FOREVER and not self.voided

    @property
    def said(self) -> str:
        """The span in words."""
        return say_span(self.from_on, self.to_on)


@dataclass(frozen=True, slots=True)
class BedPanel:
    """The side panel of one bed on one day."""

    bed: Bed
    day: date
    today: date
    place: tuple[BoardBuilding, BoardFloor, BoardRoom, BoardBed] | None
    services: tuple[ServiceLine, ...]
    marks: tuple[MarkOfBed, ...]
    claims: tuple[ClaimLine, ...]

    @property
    def name(self) -> str:
        """What the bed is called that day, else what it was called last."""
        if self.place:
            return self.place[3].name
        return self.services[0].name if self.services else self.bed.code

    def marks_on(self, day: date) -> list[MarkOfBed]:
        """The marks it bears on a day."""
        return [mark for mark in self.marks if not mark.voided and mark.from_on <= day < mark.to_on]

    @property
    def marks_past(self) -> list[MarkOfBed]:
        """The marks it bore, will bear, or never rightly bore."""
        now = {mark.id for mark in self.marks_on(self.day)}
        return [mark for mark in self.marks if mark.id not in now]

    @property
    def claims_past(self) -> list[ClaimLine]:
        """Who or what had it before the claim of the day, or will have it."""
        now = self.place[3].claim if self.place else None
        return [claim for claim in self.claims if now is None or claim.id != now.id]


async def bed_panel(
    session: AsyncSession, scope: Scope, institution_id: int, bed_id: int, day: date, *, reader: Actor | None = None
) -> BedPanel:
    """One bed with its whole history, newest first, and its state on the day."""
    bed = await get_bed(session, scope, institution_id, bed_id)
    shown = await board(session, scope, institution_id, day, bed_id=bed_id, reader=reader)
    people = await people_of_claims(session, reader, institution_id, bed_id)
    return BedPanel(
        bed,
        day,
        shown.today,
        shown.find(bed_id),
        await _services(session, scope, bed_id),
        await _marks(session, scope, bed_id),
        tuple(replace(line, person=people.get(line.id, "")) for line in await _claims(session, scope, bed_id)),
    )


async def _services(session: AsyncSession, scope: Scope, bed_id: int) -> tuple[ServiceLine, ...]:
    """Each span under the number its room had at the end of it."""
    service, term = BedService, RoomTerm
    rows = (
        select(
            service.label, term.label.label("room"), Building.label.label("building"), Floor.label.label("floor"),
            NursingUnit.label.label("unit"), service.from_on, service.to_on,
        )
        .join(Room, and_(Room.county == service.county, Room.id == service.room_id))
        .join(Floor, and_(Floor.county == Room.county, Floor.id == Room.floor_id))
        .join(Building, and_(Building.county == Floor.county, Building.id == Floor.building_id))
        .outerjoin(
            term,
            and_(
                term.county == service.county, term.room_id == service.room_id, live(term),
                term.from_on <= service.to_on, term.to_on >= service.to_on,
            ),
        )
        .outerjoin(NursingUnit, and_(NursingUnit.county == term.county, NursingUnit.id == term.nursing_unit_id))
        .where(within(service, scope), service.bed_id == bed_id, live(service))
        .ext(distinct_on(service.from_on, service.id))
        .order_by(service.from_on.desc(), service.id.desc(), term.from_on)
    )  # fmt: skip
    return tuple(
        ServiceLine(bed_name(row.room or "？", row.label), row.building, row.floor, row.unit, row.from_on, row.to_on)
        for row in await session.execute(rows)
    )


async def _marks(session: AsyncSession, scope: Scope, bed_id: int) -> tuple[MarkOfBed, ...]:
    mark = BedMark
    rows = select(
        mark.id, mark.kind, mark.basis, mark.document_no, mark.certified_on, mark.from_on, mark.to_on,
        mark.expires_on, mark.evidence_id, mark.voided_at.is_not(None), mark.version,
    ).where(within(mark, scope), mark.bed_id == bed_id)  # fmt: skip
    ordered = rows.order_by(mark.from_on.desc(), mark.id.desc())
    return tuple(MarkOfBed(*row) for row in await session.execute(ordered))


async def _claims(session: AsyncSession, scope: Scope, bed_id: int) -> tuple[ClaimLine, ...]:
    claim = BedClaim
    rows = select(
        claim.id, claim.kind, claim.from_on, claim.to_on, claim.reason, claim.note, claim.planned_end_on,
        claim.voided_at.is_not(None), claim.version, claim.continues_id,
    ).where(within(claim, scope), claim.bed_id == bed_id)  # fmt: skip
    drawn: dict[int, ClaimLine] = {}
    for row in await session.execute(rows.order_by(claim.from_on, claim.id)):
        line = ClaimLine(*row[:9])
        before = drawn.pop(row[9], None) if row[9] is not None and not line.voided else None
        if before:
            line = ClaimLine(line.id, line.kind, before.from_on, *row[3:9])
        drawn[line.id] = line
    return tuple(sorted(drawn.values(), key=lambda line: (line.from_on, line.id), reverse=True))
