"""A person's whole story in the homes the caller may see: stays, beds, leaves, terms, transfers, and what the file tells."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries.days import live
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import bed_name
from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.residents.models import Elder
from app.stays.models import Leave, Stay, StayChange, Transfer, TransferPerson

__all__ = ["History", "Piece", "history_of"]

CORRECTIONS = ("stays.corrected", "stays.leave_changed", "stays.return_undone")
NO_NUMBER = "？"


class Piece(NamedTuple):
    """A bed of a stay from one day to another, by its name of its first day."""

    stay_id: int
    bed_id: int
    kind: ClaimKind
    from_on: date
    to_on: date
    bed: str


class Correction(NamedTuple):
    """That a stay or leave was changed after it had been entered, when and by whom."""

    kind: str
    subject_id: int
    at: datetime
    actor: str


@dataclass(slots=True)
class History:
    """The rows of one person's story, voided ones as well."""

    stays: list[Stay] = field(default_factory=list)
    homes: dict[int, str] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    changes: list[StayChange] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def live_stays(self) -> list[Stay]:
        """The stays that count, the newest first."""
        return sorted(
            (stay for stay in self.stays if not stay.voided_at), key=lambda s: (s.from_on, s.id), reverse=True
        )

    def pieces_of(self, stay_id: int, kind: ClaimKind = ClaimKind.STAY) -> list[Piece]:
        """The beds of one stay in time order; what follows in the same bed is one."""
        joined: list[Piece] = []
        for piece in self.pieces:
            if (piece.stay_id, piece.kind) != (stay_id, kind):
                continue
            if joined and joined[-1].bed_id == piece.bed_id and joined[-1].to_on == piece.from_on:
                joined[-1] = joined[-1]._replace(to_on=piece.to_on)
            else:
                joined.append(piece)
        return joined

    def leaves_of(self, stay_id: int) -> list[Leave]:
        """The leaves of one stay that count, in time order."""
        return [leave for leave in self.leaves if leave.stay_id == stay_id and not leave.voided_at]


async def history_of(session: AsyncSession, scope: Scope, elder: Elder, *, whole: bool = True) -> History:
    """Read the story; `whole` asks for terms, transfers and corrections as well, which a short panel needs not."""
    story = History()
    rows = select(Stay, Institution.name).join(
        Institution, and_(Institution.county == Stay.county, Institution.id == Stay.institution_id)
    )
    for stay, home in await session.execute(rows.where(_of(Stay, scope, elder)).order_by(Stay.from_on, Stay.id)):
        story.stays.append(stay)
        story.homes[stay.id] = home
    if not story.stays and not whole:
        return story
    story.pieces = await _pieces(session, scope, elder)
    story.leaves = list(await session.scalars(select(Leave).where(_of(Leave, scope, elder)).order_by(Leave.from_on)))
    if whole:
        stay_ids = [stay.id for stay in story.stays]
        story.changes = await _changes(session, scope, elder, stay_ids)
        story.transfers = await _transfers(session, scope, elder)
        story.corrections = await _corrections(
            session, scope, elder, [*stay_ids, *(leave.id for leave in story.leaves)]
        )
    return story


def _of(model: Any, scope: Scope, elder: Elder) -> Any:
    return and_(within(model, scope), model.county == elder.county, model.elder_id == elder.id)


async def _pieces(session: AsyncSession, scope: Scope, elder: Elder) -> list[Piece]:
    claim, service, term = BedClaim, BedService, RoomTerm
    here = and_(service.county == claim.county, service.id == claim.service_id)
    there = and_(term.county == claim.county, term.room_id == claim.room_id, live(term))
    of_day = and_(there, term.from_on <= claim.from_on, term.to_on > claim.from_on)
    rows = (
        select(claim.stay_id, claim.bed_id, claim.kind, claim.from_on, claim.to_on, term.label, service.label)
        .join(service, here)
        .outerjoin(term, of_day)
        .where(_of(claim, scope, elder), live(claim), claim.stay_id.is_not(None))
        .order_by(claim.from_on, claim.to_on, claim.id)
    )
    found: list[Any] = list(await session.execute(rows))
    return [Piece._make((*row[:5], bed_name(row[5] or NO_NUMBER, row[6]))) for row in found]


async def _changes(session: AsyncSession, scope: Scope, elder: Elder, stay_ids: Collection[int]) -> list[StayChange]:
    change = StayChange
    rows = select(change).where(within(change, scope), change.county == elder.county, change.stay_id.in_(stay_ids))
    return list(await session.scalars(rows.order_by(change.from_on, change.id)))


async def _transfers(session: AsyncSession, scope: Scope, elder: Elder) -> list[Transfer]:
    """Transfers out of homes inside the scope; one that came in is told by the stay it began."""
    person = TransferPerson
    mine = and_(person.county == Transfer.county, person.transfer_id == Transfer.id, person.elder_id == elder.id)
    rows = select(Transfer).join(person, mine).where(Transfer.county == elder.county, within(Transfer, scope))
    return list(await session.scalars(rows.order_by(Transfer.on, Transfer.id)))


async def _corrections(session: AsyncSession, scope: Scope, elder: Elder, ids: Collection[int]) -> list[Correction]:
    """Lines of the audit that say of these stays and leaves that they were put right."""
    entry = AuditEntry
    mine = and_(entry.county == elder.county, entry.subject_kind.in_(("stays", "leaves")), entry.subject_id.in_(ids))
    rows = select(entry.subject_kind, entry.subject_id, entry.at, entry.actor).where(mine, within(entry, scope))
    rows = rows.where(entry.action.in_(CORRECTIONS)).order_by(entry.at)
    found: list[Any] = list(await session.execute(rows))
    return [Correction(*row) for row in found]
