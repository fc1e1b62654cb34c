"""Claims as rows, for the acts that change them and the sentences that refuse them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedNotFound
from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries.days import live, live_on, overlapping
from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.spans import FOREVER
from app.core.scope import Scope, within

__all__ = [
    "Clash",
    "Hidden",
    "chain_of",
    "claims_of_stay",
    "clashes",
    "closures_until",
    "get_claim",
    "hidden_clash",
    "names_on",
    "open_closures",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """A claim that stands in the way, with the bed's name, for the sentence that says so."""

    bed_id: int
    bed: str
    kind: ClaimKind
    from_on: date
    to_on: date
    reason: ClosureReason | None


async def get_claim(session: AsyncSession, scope: Scope, institution_id: int, claim_id: int) -> BedClaim:
    """The claim, if it is this home's and has not been voided."""
    mine = select(BedClaim).where(within(BedClaim, scope), BedClaim.institution_id == institution_id, live(BedClaim))
    found = await session.scalar(mine.where(BedClaim.id == claim_id).execution_options(populate_existing=True))
    if found is None:
        raise BedNotFound
    return found


async def chain_of(session: AsyncSession, scope: Scope, claim: BedClaim) -> list[BedClaim]:
    """All pieces of the claim in time order: a claim is cut where its bed changes the room."""
    found = {claim.id: claim}
    new = [claim]
    while new:
        backwards = [piece.continues_id for piece in new if piece.continues_id]
        linked = or_(BedClaim.continues_id.in_([piece.id for piece in new]), BedClaim.id.in_(backwards))
        rows = select(BedClaim).where(within(BedClaim, scope), live(BedClaim), BedClaim.bed_id == claim.bed_id, linked)
        new = [piece for piece in await session.scalars(rows) if piece.id not in found]
        found |= {piece.id: piece for piece in new}
    return sorted(found.values(), key=lambda piece: (piece.from_on, piece.id))


async def claims_of_stay(session: AsyncSession, scope: Scope, stay_id: int) -> list[BedClaim]:
    """Live claims of one stay, in time order."""
    rows = select(BedClaim).where(within(BedClaim, scope), live(BedClaim), BedClaim.stay_id == stay_id)
    ordered = rows.order_by(BedClaim.from_on, BedClaim.id).execution_options(populate_existing=True)
    return list(await session.scalars(ordered))


async def clashes(
    session: AsyncSession, scope: Scope, bed_ids: Sequence[int], from_on: date, to_on: date = FOREVER
) -> list[Clash]:
    """Live claims on these beds that share a day with the span, each with its bed's name, in the order of names."""
    claim, service, term = BedClaim, BedService, RoomTerm
    rows = (
        select(claim.bed_id, term.label, service.label, claim.kind, claim.from_on, claim.to_on, claim.reason)
        .join(service, and_(service.county == claim.county, service.id == claim.service_id))
        .outerjoin(
            term,
            and_(
                term.county == claim.county, term.room_id == claim.room_id, live(term),
                term.from_on <= claim.from_on, term.to_on > claim.from_on,
            ),
        )
        .where(within(claim, scope), claim.bed_id.in_(bed_ids), overlapping(claim, from_on, to_on))
        .order_by(claim.bed_id, claim.from_on, claim.id)
    )  # fmt: skip
    found = [Clash(row[0], bed_name(row[1] or "", row[2]), *row[3:]) for row in await session.execute(rows)]
    return sorted(found, key=lambda clash: (natural_key(clash.bed), clash.from_on))


async def open_closures(session: AsyncSession, scope: Scope, bed_ids: Sequence[int], on: date) -> list[BedClaim]:
    """Live closures of these beds that last beyond the day."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), live(claim), claim.bed_id.in_(bed_ids), claim.to_on > on)
    rows = rows.where(claim.kind == ClaimKind.CLOSURE).order_by(claim.bed_id, claim.from_on, claim.id)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def closures_until(session: AsyncSession, scope: Scope, bed_id: int, on: date) -> list[BedClaim]:
    """Live closures of a bed that end on exactly this day."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), live(claim), claim.bed_id == bed_id, claim.to_on == on)
    rows = rows.where(claim.kind == ClaimKind.CLOSURE).order_by(claim.from_on, claim.id)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def names_on(session: AsyncSession, scope: Scope, bed_ids: Sequence[int], day: date) -> dict[int, str]:
    """What these beds are called on a day; one that is not in service then is called by its last name before."""
    service, term = BedService, RoomTerm
    rows = (
        select(service.bed_id, term.label, service.label)
        .outerjoin(term, and_(term.county == service.county, term.room_id == service.room_id, live(term)))
        .where(within(service, scope), service.bed_id.in_(bed_ids), live(service))
        # What covers the day comes last and wins; a name of long ago or of a later day is better than none.
        .order_by(service.to_on > day, service.from_on <= day, service.from_on, term.to_on > day, term.from_on <= day)
    )
    return {row[0]: bed_name(row[1] or "", row[2]) for row in await session.execute(rows)}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Which rules a claim would break that no exclusion can see."""

    bed: bool = False
    sex: bool = False
    elder: bool = False


async def hidden_clash(session: AsyncSession, scope: Scope, claim: BedClaim) -> Hidden:
    """Look for what the exclusions miss: a claim of zero days overlaps nothing, whichever of the two is the zero one.

    One that begins and ends on a day clashes with a live claim that covers the day; a longer one clashes with a
    claim of zero days strictly inside it. Asked under the home's lock.
    """
    other = BedClaim
    if claim.from_on == claim.to_on:
        meets = live_on(other, claim.from_on)
    else:
        meets = and_(live(other), other.from_on == other.to_on)
        meets = and_(meets, other.from_on > claim.from_on, other.from_on < claim.to_on)
    near = [other.bed_id == claim.bed_id, other.room_id == claim.room_id]
    if claim.elder_id is not None:
        near.append(other.elder_id == claim.elder_id)
    columns = (other.bed_id, other.room_id, other.elder_id, other.kind, other.sex, other.sex_rule, other.shares_room)
    rows = (await session.execute(select(*columns).where(within(other, scope), meets, or_(*near)))).all()
    person = claim.kind in PERSONS
    return Hidden(
        bed=any(row.bed_id == claim.bed_id for row in rows),
        sex=person and claim.sex_rule and not claim.shares_room and any(_other_sex(row, claim) for row in rows),
        elder=claim.kind is ClaimKind.STAY
        and any(row.elder_id == claim.elder_id and row.kind is ClaimKind.STAY for row in rows),
    )


PERSONS = (ClaimKind.STAY, ClaimKind.HOLD)


def _other_sex(row: Any, claim: BedClaim) -> bool:
    shares = row.room_id == claim.room_id and row.kind in PERSONS and row.sex_rule and not row.shares_room
    return bool(shares and row.sex is not claim.sex)
