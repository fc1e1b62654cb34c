"""Laying out the claims of stays: what a plan wants is compared with what stands, and only the difference is written.

Every act on beds of stays ends here. Whatever falls away is voided or shortened first and whatever is new is claimed
then, for all the people of an act together: so two can change beds with each other. Husbands and wives of the people
at hand are laid out with them, because who shares a room is exempt from its rule only on days when both are there.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries import places
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.service import Claimant, claim_bed
from app.core.actor import Actor
from app.core.clock import now
from app.core.i18n import N_
from app.stays.errors import CoupleThere
from app.stays.models import Stay
from app.stays.queries import claims as queries
from app.stays.queries import stays as stay_queries
from app.stays.queries.couples import married_until
from app.stays.rules.lying import Lying, runs
from app.stays.rules.pieces import Piece, Span, pieces_in_rooms, share_a_day, split_where_together, until

__all__ = ["RELAID", "Plan", "lay_out", "plan_of"]

RELAID = N_("床位安排已更正")
"""Why a claim is voided that another one takes the place of."""


@dataclass(slots=True)
class Plan:
    """The beds a stay is to have. `exact` voids what is shortened of 包房, so that an undo finds its old end.

    A stay that has just begun, `new`, has no claim yet that could be read.
    """

    stay: Stay
    sex: Sex
    beds: list[Lying]
    privates: list[Lying] = field(default_factory=list)
    why: str = RELAID
    exact: bool = False
    new: bool = False


async def plan_of(session: AsyncSession, home: Home, stay: Stay) -> Plan:
    """Read the plan of a stay from the claims it has."""
    claims = (await queries.claims_of(session, home.scope, [stay.id]))[stay.id]
    sexes = await stay_queries.sexes_of(session, home.county, [stay.elder_id])
    return Plan(stay, sexes[stay.elder_id], _runs(claims, ClaimKind.STAY), _runs(claims, ClaimKind.PRIVATE))


def _runs(claims: Sequence[BedClaim], kind: ClaimKind) -> list[Lying]:
    return runs(claim for claim in claims if claim.kind is kind)


async def lay_out(session: AsyncSession, actor: Actor, home: Home, plans: Sequence[Plan]) -> list[BedClaim]:
    """Make the claims of these stays say what is planned; gives the new ones. Stands inside `refusing()`.

    The caller has been authorized and holds the home's lock; the stays already bear their new days.
    """
    spouses = await married_until(session, home.county, [plan.stay.elder_id for plan in plans])
    everybody = [*plans, *await _sharers(session, home, plans, spouses)]
    claims = await _claims(session, home, everybody)
    rooms = await _rooms(session, home, everybody)
    services = defaultdict(list)
    for service in rooms.services:
        services[service.bed_id].append(service)
    wanted = await _wanted(session, home, everybody, services)
    missing = [await _clear(session, actor, plan, claims[plan.stay.id], wanted[plan.stay.id]) for plan in everybody]
    await session.flush()
    made = []
    for plan, pieces in zip(everybody, missing, strict=True):
        for piece in pieces:
            made += await _claim(session, home, plan, piece, services[piece.bed_id], rooms.terms)
    if any(len(pieces) > 1 for pieces in wanted.values()):
        await _chain(session, home, list(wanted))
    # Nobody is a stranger where no couple shares a room against its rule.
    if rooms.shared or any(claim.shares_room for claim in made):
        asked = {piece.room_id for pieces in wanted.values() for piece in pieces if piece.room_id is not None}
        await _refuse_strangers(session, home, asked)
    return made


async def _sharers(
    session: AsyncSession, home: Home, plans: Sequence[Plan], spouses: Mapping[int, Mapping[int, date]]
) -> list[Plan]:
    """Plans of husbands and wives who share a room with the people at hand: unchanged, but to be cut anew."""
    wanted = {spouse for others in spouses.values() for spouse in others}
    known = {plan.stay.id for plan in plans}
    ids = await queries.sharing_stays(session, home.scope, wanted) if wanted else []
    others = [stay_id for stay_id in ids if stay_id not in known]
    stays = await stay_queries.stays_by_id(session, home.scope, others) if others else []
    return [await plan_of(session, home, stay) for stay in stays]


async def _claims(session: AsyncSession, home: Home, plans: Sequence[Plan]) -> dict[int, list[BedClaim]]:
    """The claims that stand, by stay."""
    standing = [plan.stay.id for plan in plans if not plan.new]
    found = await queries.claims_of(session, home.scope, standing) if standing else {}
    return {plan.stay.id: found.get(plan.stay.id, []) for plan in plans}


async def _rooms(session: AsyncSession, home: Home, plans: Sequence[Plan]) -> places.RoomsOfBeds:
    """The beds that are asked for, with their rooms."""
    beds = {lying.bed_id for plan in plans for lying in (*plan.beds, *plan.privates)}
    return await places.rooms_of_beds(session, home, sorted(beds))


async def _wanted(
    session: AsyncSession, home: Home, plans: Sequence[Plan], services: Mapping[int, list[BedService]]
) -> dict[int, list[Piece]]:
    """The claims each plan needs, by stay."""
    wanted = {
        plan.stay.id: [
            piece
            for kind, lyings in ((ClaimKind.STAY, plan.beds), (ClaimKind.PRIVATE, plan.privates))
            for lying in lyings
            for piece in pieces_in_rooms(kind, lying, services[lying.bed_id])
        ]
        for plan in plans
    }
    if any(piece.shares for pieces in wanted.values() for piece in pieces):
        await _cut_together(session, home, plans, wanted)
    return wanted


async def _cut_together(
    session: AsyncSession, home: Home, plans: Sequence[Plan], wanted: dict[int, list[Piece]]
) -> None:
    """Let every piece that asks to share its room do so on the days when husband or wife is there, and only then."""
    asked = [piece for pieces in wanted.values() for piece in pieces if piece.shares and piece.room_id]
    rooms = {piece.room_id for piece in asked if piece.room_id is not None}
    there: dict[tuple[int, int | None], list[Span]] = defaultdict(list)
    for one in await queries.inmates_of(session, home.scope, rooms):
        if one.kind is ClaimKind.STAY and one.stay_id not in wanted:
            there[one.elder_id, one.room_id].append(one)
    for plan in plans:
        for piece in wanted[plan.stay.id]:
            if piece.kind is ClaimKind.STAY:
                there[plan.stay.elder_id, piece.room_id].append(piece)
    spouses = await married_until(session, home.county, [plan.stay.elder_id for plan in plans])
    stuck = await _rooms_of_one_sex(session, home, rooms)
    for plan in plans:
        cut: list[Piece] = []
        for piece in wanted[plan.stay.id]:
            near = [
                span
                for spouse, day in spouses[plan.stay.elder_id].items()
                for span in until(there[spouse, piece.room_id], day)
            ]
            parts = split_where_together(piece, near) if piece.shares else [piece]
            # A room named for the other sex cannot take back what it let in: there the exemption stays.
            cut += [piece] if piece.shares and stuck.get(piece.room_id, plan.sex) is not plan.sex else parts
        wanted[plan.stay.id] = cut


async def _rooms_of_one_sex(session: AsyncSession, home: Home, rooms: set[int]) -> dict[int | None, Sex]:
    terms = await places.terms_from(session, home.scope, home.institution_id, sorted(rooms))
    return {term.room_id: term.sex_rule.sex for term in terms if term.sex_rule.sex}


async def _clear(
    session: AsyncSession, actor: Actor, plan: Plan, claims: Sequence[BedClaim], wanted: Sequence[Piece]
) -> list[Piece]:
    """Keep what stands, shorten what ends earlier, void the rest; gives what is still missing."""
    left = {_key(piece.kind, piece, piece.room_id, shares=piece.shares): piece for piece in wanted}
    gone = []
    for claim in claims:
        key = _key(claim.kind, claim, claim.room_id, shares=claim.shares_room)
        piece = left.get(key)
        exact = plan.exact and claim.kind is ClaimKind.PRIVATE
        if piece and (piece.to_on == claim.to_on if exact else piece.to_on <= claim.to_on):
            claim.to_on = piece.to_on
            claim.stay_from_on, claim.stay_to_on = plan.stay.from_on, plan.stay.to_on
            del left[key]
        else:
            gone.append(claim)
    if gone:
        at = await now(session)
        for claim in gone:
            claim.void(actor.user_id, at, plan.why)
    return list(left.values())


def _key(kind: ClaimKind, span: Piece | BedClaim, room_id: int | None, *, shares: bool) -> tuple[object, ...]:
    return kind, span.bed_id, room_id, span.from_on, shares


async def _claim(
    session: AsyncSession,
    home: Home,
    plan: Plan,
    piece: Piece,
    services: Sequence[BedService],
    terms: Sequence[RoomTerm],
) -> list[BedClaim]:
    stay = plan.stay
    who = Claimant(stay.elder_id, plan.sex, stay.id, stay.from_on, stay.to_on, piece.shares)
    return await claim_bed(
        session, home, piece.bed_id, kind=piece.kind, from_on=piece.from_on, to_on=piece.to_on, claimant=who,
        services=services, terms=terms,
    )  # fmt: skip


async def _chain(session: AsyncSession, home: Home, stay_ids: Sequence[int]) -> None:
    """Let every claim that goes on in the same bed say which one it carries on: only a move begins a new one."""
    for claims in (await queries.claims_of(session, home.scope, stay_ids)).values():
        ends = {(claim.kind, claim.bed_id, claim.to_on): claim.id for claim in claims if claim.from_on < claim.to_on}
        for claim in claims:
            claim.continues_id = ends.get((claim.kind, claim.bed_id, claim.from_on))
    await session.flush()


async def _refuse_strangers(session: AsyncSession, home: Home, rooms: set[int]) -> None:
    """Refuse anybody else in a room that husband and wife share against its rule: the exclusion does not see it."""
    inmates = [one for one in await queries.inmates_of(session, home.scope, rooms) if one.sex_rule]
    sharing = [one for one in inmates if one.shares_room]
    if not sharing:
        return
    spouses = await married_until(session, home.county, {one.elder_id for one in sharing})
    for one in sharing:
        for other in inmates:
            married = spouses[one.elder_id].get(other.elder_id, date.min) >= min(one.to_on, other.to_on)
            strange = other.room_id == one.room_id and other.elder_id != one.elder_id and not married
            if strange and (share_a_day(one, other) or share_a_day(other, one)):
                raise CoupleThere
