"""Claims as rows, for the acts that change them and the sentences that refuse them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ARRAY, BigInteger, Date, and_, any_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedNotFound
from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries.days import live, overlapping
from app.beds.queries.prebuilt import Prebuilt
from app.beds.rules.hidden import Hidden, Near, hidden_among
from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.spans import FOREVER
from app.core.scope import Scope, within

__all__ = [
    "Clash",
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


OF_STAY = Prebuilt(
    lambda mine: (
        select(BedClaim)
        .where(mine(BedClaim), live(BedClaim), BedClaim.stay_id == bindparam("stay"))
        .order_by(BedClaim.from_on, BedClaim.id)
        .execution_options(populate_existing=True)
    )
)


async def claims_of_stay(session: AsyncSession, scope: Scope, stay_id: int) -> list[BedClaim]:
    """Live claims of one stay, in time order."""
    statement, where = OF_STAY.within(scope)
    return list(await session.scalars(statement, where | {"stay": stay_id}))


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


_day = bindparam("day", type_=Date())
NAMES = Prebuilt(
    lambda mine: (
        select(BedService.bed_id, RoomTerm.label, BedService.label)
        .outerjoin(
            RoomTerm,
            and_(RoomTerm.county == BedService.county, RoomTerm.room_id == BedService.room_id, live(RoomTerm)),
        )
        .where(mine(BedService), live(BedService), BedService.bed_id == any_(bindparam("beds", type_=ARRAY(BigInteger))))
        # What covers the day comes last and wins; a name of long ago or of a later day is better than none.
        .order_by(
            BedService.to_on > _day, BedService.from_on <= _day, BedService.from_on,
            RoomTerm.to_on > _day, RoomTerm.from_on <= _day,
        )
    )
)  # fmt: skip


async def names_on(session: AsyncSession, scope: Scope, bed_ids: Sequence[int], day: date) -> dict[int, str]:
    """What these beds are called on a day; one that is not in service then is called by its last name before."""
    statement, where = NAMES.within(scope)
    rows = await session.execute(statement, where | {"beds": list(bed_ids), "day": day})
    return {row[0]: bed_name(row[1] or "", row[2]) for row in rows}


_bed, _room = bindparam("bed", type_=BigInteger()), bindparam("room", type_=BigInteger())
_elder = bindparam("elder", type_=BigInteger())
_from_on, _to_on = bindparam("from_on", type_=Date()), bindparam("to_on", type_=Date())
_near = (
    select(
        BedClaim.bed_id, BedClaim.room_id, BedClaim.elder_id, BedClaim.kind, BedClaim.sex, BedClaim.sex_rule,
        BedClaim.shares_room, BedClaim.from_on, BedClaim.to_on,
    )
    .where(BedClaim.county == bindparam("county"), live(BedClaim))
    .where(or_(BedClaim.bed_id == _bed, BedClaim.room_id == _room, BedClaim.elder_id == _elder))
)  # fmt: skip
COVERING = _near.where(BedClaim.from_on <= _from_on, BedClaim.to_on > _from_on)
INSIDE = _near.where(BedClaim.from_on == BedClaim.to_on, BedClaim.from_on > _from_on, BedClaim.from_on < _to_on)


async def hidden_clash(session: AsyncSession, county: int, claim: BedClaim) -> Hidden:
    """Look for what the exclusions miss: a claim of zero days overlaps nothing. Asked under the home's lock."""
    asked = {"county": county, "bed": claim.bed_id, "room": claim.room_id, "elder": claim.elder_id}
    days = {"from_on": claim.from_on, "to_on": claim.to_on}
    rows = await session.execute(COVERING if claim.from_on == claim.to_on else INSIDE, asked | days)
    return hidden_among((Near(*row) for row in rows), claim)
