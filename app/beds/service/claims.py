"""Giving beds to claims and taking them back: the only writers of `bed_claims`, called by the acts above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedOutOfService, BedTaken, ElderHasBed, RoomOfOtherSex
from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries import claims as queries
from app.beds.queries import copies, places
from app.beds.queries.inserting import insert_now
from app.beds.rules.hidden import Near, hidden_among
from app.beds.rules.home import Home
from app.beds.rules.housing import InService, TermOfRoom
from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex, SexRule
from app.beds.rules.spans import FOREVER, Piece, cut_along, meets
from app.core.actor import Actor
from app.core.clock import now
from app.core.i18n import _

__all__ = [
    "CLAIM_REFUSALS", "Claimant", "Closing", "carry_over", "claim_bed", "correct_sex", "end_claim", "refuse_hidden",
    "release_bed",
]  # fmt: skip

CLAIM_REFUSALS = {
    "ex_bed_claims_one_per_bed": BedTaken,
    "ex_bed_claims_one_bed_per_elder": ElderHasBed,
    "ex_bed_claims_one_sex_per_room": RoomOfOtherSex,
    "ck_bed_claims_sex_of_room": RoomOfOtherSex,
    "ck_bed_claims_in_service": BedOutOfService,
    "fk_bed_claims_service": BedOutOfService,
}
"""What a caller hands to `refusing()` around `claim_bed` and `release_bed`."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """The person a bed is for, with what the claim copies of them and of their stay."""

    elder_id: int
    sex: Sex
    stay_id: int | None = None
    stay_from_on: date | None = None
    stay_to_on: date | None = None
    shares_room: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closure says besides its days."""

    reason: ClosureReason
    note: str = ""


async def claim_bed(
    session: AsyncSession,
    home: Home,
    bed_id: int,
    *,
    kind: ClaimKind,
    from_on: date,
    to_on: date = FOREVER,
    claimant: Claimant | None = None,
    closing: Closing | None = None,
    planned_end_on: date | None = None,
    services: Sequence[InService] | None = None,
    terms: Sequence[TermOfRoom] | None = None,
    near: Sequence[Near] | None = None,
) -> list[BedClaim]:
    """Give a bed to a claim from one day to another: one row, or one per room where the bed is to move meanwhile.

    The caller has been authorized, holds the home's lock and stands inside `refusing(session, CLAIM_REFUSALS)`.
    A closure ends with the bed's own service; anybody else's claim must lie inside it, or the database refuses.
    Who has just read all spans of service of the bed, and the terms of its rooms, under that lock hands them in; so
    does who has read the claims of zero days near it, `near`.
    """
    if services is None:
        services = await places.services_from(session, home.scope, home.institution_id, [bed_id], date.min)
    services = [service for service in services if meets(service, from_on, to_on)]
    if not services:
        raise BedOutOfService
    if kind is ClaimKind.CLOSURE:
        to_on = min(to_on, max(services[-1].to_on, from_on))
    if kind is ClaimKind.CLOSURE:
        terms = []
    elif terms is None:
        rooms = [service.room_id for service in services]
        terms = await places.terms_from(session, home.scope, home.institution_id, rooms, from_on)
    made: list[BedClaim] = []
    for piece in cut_along(from_on, to_on, services):
        claim = _claim(home, piece, terms, kind, claimant, closing)
        claim.planned_end_on = planned_end_on
        claim.continues_id = made[-1].id if made else None
        await refuse_hidden(session, home, claim, near)
        await insert_now(session, claim)
        made.append(claim)
    return made


def _claim(
    home: Home,
    piece: Piece[InService],
    terms: Sequence[TermOfRoom],
    kind: ClaimKind,
    claimant: Claimant | None,
    closing: Closing | None,
) -> BedClaim:
    service = piece.under
    claim = BedClaim(
        **home.keys,
        kind=kind,
        bed_id=service.bed_id,
        room_id=service.room_id,
        service_id=service.id,
        service_from_on=service.from_on,
        service_to_on=service.to_on,
        from_on=piece.from_on,
        to_on=piece.to_on,
        sex_rule=False,
        shares_room=False,
    )
    if closing:
        claim.reason, claim.note = closing.reason, closing.note
    if claimant:
        claim.elder_id, claim.sex, claim.shares_room = claimant.elder_id, claimant.sex, claimant.shares_room
        claim.stay_id = claimant.stay_id
        claim.stay_from_on, claim.stay_to_on = claimant.stay_from_on, claimant.stay_to_on
    if term := _term_of(terms, claim):
        claim.sex_rule, claim.room_sex = term.sex_rule is not SexRule.NONE, term.sex_rule.sex
    return claim


def _term_of(terms: Sequence[TermOfRoom], claim: BedClaim) -> TermOfRoom | None:
    """The last of the room's terms that the claim reaches: who stays on must fit what the room will be."""
    reached = [term for term in terms if term.room_id == claim.room_id and term.from_on <= claim.to_on]
    return max(reached, key=lambda term: term.from_on, default=None)


async def refuse_hidden(session: AsyncSession, home: Home, claim: BedClaim, near: Sequence[Near] | None = None) -> None:
    """Refuse what the exclusions cannot see: claims of zero days, on either side.

    An elder may be in residence in another home of the county; as far as row security shows it, it counts here.
    """
    # Claims of zero days were all that was read: what covers the one day of such a claim is asked anew.
    known = near is not None and claim.from_on < claim.to_on
    hidden = hidden_among(near or (), claim) if known else await queries.hidden_clash(session, home.county, claim)
    if hidden.bed:
        raise BedTaken
    if hidden.sex:
        raise RoomOfOtherSex
    if hidden.elder:
        raise ElderHasBed


async def release_bed(session: AsyncSession, actor: Actor, home: Home, *, stay_id: int, on: date) -> list[BedClaim]:
    """End on the day every claim of a stay, and void those that would only have begun later.

    The caller has been authorized, holds the home's lock and stands inside `refusing()`.
    """
    released = []
    for claim in await queries.claims_of_stay(session, home.scope, stay_id):
        if claim.to_on > on or claim.from_on > on:
            await end_claim(session, actor, claim, on)
            released.append(claim)
    await session.flush()
    return released


async def end_claim(session: AsyncSession, actor: Actor, claim: BedClaim, on: date) -> None:
    """End a claim on the day. One that would only begin later has never been, and is voided; so is a piece that
    carries another one on and would begin that day: it is no claim of zero days of its own."""
    if claim.from_on > on or (claim.from_on == on and claim.continues_id is not None):
        claim.void(actor.user_id, await now(session), _("在开始之前已取消"))
    else:
        claim.to_on = on


async def carry_over(session: AsyncSession, home: Home, old: BedService, new: BedService, term: RoomTerm) -> None:
    """Let the claims of a bed follow it into another room: those across the day are cut there and carried on.

    `old` has been ended on the day `new` begins. Stands inside `refusing()`, like the change it belongs to.
    """
    on = new.from_on
    crossing = await copies.crossing_claims(session, home.scope, old.id, on)
    carried = [_carried(claim, new, term) for claim in crossing]
    for claim in crossing:
        session.expunge(claim)
    await copies.cut_claims(session, home.scope, old.id, on)
    await copies.repoint_claims(session, home.scope, old.id, to=new, term=term, on=on)
    await copies.copy_spans(session, home.scope, [old.id, new.id])
    session.add_all(carried)
    await session.flush()


_CARRIED = (
    "county", "institution_id", "kind", "bed_id", "to_on", "stay_id", "stay_from_on", "stay_to_on", "elder_id",
    "sex", "shares_room", "reason", "note", "planned_end_on",
)  # fmt: skip


def _carried(claim: BedClaim, new: BedService, term: RoomTerm) -> BedClaim:
    """The rest of a claim, in the bed's new room."""
    rest = BedClaim(**{name: getattr(claim, name) for name in _CARRIED})
    rest.continues_id, rest.from_on = claim.id, new.from_on
    rest.room_id, rest.service_id = new.room_id, new.id
    rest.service_from_on, rest.service_to_on = new.from_on, new.to_on
    rest.sex_rule, rest.room_sex = term.sex_rule is not SexRule.NONE, term.sex_rule.sex
    return rest


async def correct_sex(session: AsyncSession, home: Home, elder_id: int, sex: Sex) -> None:
    """Let a person's claims say the sex their file says now; a room for the other sex refuses it by name.

    The caller has been authorized, holds the home's lock and stands inside `refusing(session, CLAIM_REFUSALS)`.
    """
    await copies.copy_sex(session, home.scope, elder_id, sex)
