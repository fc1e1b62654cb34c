"""Laying out the claims of stays: what a plan wants is compared with what stands, and only the difference is written.

Every act on beds of stays ends here. Whatever falls away is voided or shortened first and whatever is new is claimed
then, for all the people of an act together: so two can change beds with each other. Husbands and wives of the people
at hand are laid out with them, because who shares a room is exempt from its rule only on days when both are there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries import places
from app.beds.rules.hidden import Near
from app.beds.rules.home import Home
from app.beds.rules.housing import RoomsOfBeds, ServiceSpan, TermSpan
from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.service import Claimant, claim_bed
from app.core.actor import Actor
from app.core.clock import now
from app.stays.errors import CoupleThere
from app.stays.queries import claims as queries
from app.stays.queries import stays as stay_queries
from app.stays.queries.couples import married_until
from app.stays.rules.pieces import Piece, Span, pieces_in_rooms, share_a_day, split_where_together, until
from app.stays.service.planning import Plan, plan_of

__all__ = ["lay_out"]


async def lay_out(session: AsyncSession, actor: Actor, home: Home, plans: Sequence[Plan]) -> list[BedClaim]:
    """Make the claims of these stays say what is planned; gives the new ones. Stands inside `refusing()`.

    The caller has been authorized and holds the home's lock; the stays already bear their new days.
    """
    married = await _married(session, home, plans)
    everybody = [*plans, *await _sharers(session, home, plans, married)]
    rooms = await _rooms(session, home, everybody)
    services = defaultdict(list)
    for service in rooms.services:
        services[service.bed_id].append(service)
    wanted = await _wanted(session, home, everybody, services)
    missing = [await _clear(session, actor, plan, wanted[plan.stay.id]) for plan in everybody]
    if session.dirty:
        await session.flush()
    given = _Given(services, rooms.terms, _near(everybody))
    made = []
    for plan, pieces in zip(everybody, missing, strict=True):
        made += [claim for piece in pieces for claim in await _claim(session, home, plan, piece, given)]
    if any(len(pieces) > 1 for pieces in wanted.values()):
        _chain([*(claim for plan in everybody for claim in plan.claims), *made])
        await session.flush()
    # Nobody is a stranger where no couple shares a room against its rule.
    if rooms.shared or any(claim.shares_room for claim in made):
        asked = {piece.room_id for pieces in wanted.values() for piece in pieces if piece.room_id is not None}
        await _refuse_strangers(session, home, asked)
    return made


@dataclass(frozen=True, slots=True)
class _Given:
    """What has been read for all the claims of an act."""

    services: Mapping[int, Sequence[ServiceSpan]]
    terms: Sequence[TermSpan]
    near: Sequence[Near] | None


async def _married(session: AsyncSession, home: Home, plans: Sequence[Plan]) -> Mapping[int, Mapping[int, date]]:
    if len(plans) == 1 and plans[0].footing:
        return {plans[0].stay.elder_id: plans[0].footing.married}
    return await married_until(session, home.county, [plan.stay.elder_id for plan in plans])


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


async def _rooms(session: AsyncSession, home: Home, plans: Sequence[Plan]) -> RoomsOfBeds:
    """The beds that are asked for, with their rooms."""
    if len(plans) == 1 and plans[0].footing:
        return plans[0].footing.rooms
    beds = {lying.bed_id for plan in plans for lying in (*plan.beds, *plan.privates)}
    return await places.rooms_of_beds(session, home, sorted(beds))


def _near(plans: Sequence[Plan]) -> Sequence[Near] | None:
    """The claims of zero days near the beds, unless an act has changed such claims since they were read."""
    [plan, *others] = plans
    if others or plan.footing is None or any(claim.from_on == claim.to_on for claim in plan.claims):
        return None
    return plan.footing.near


async def _wanted(
    session: AsyncSession, home: Home, plans: Sequence[Plan], services: Mapping[int, Sequence[ServiceSpan]]
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


async def _clear(session: AsyncSession, actor: Actor, plan: Plan, wanted: Sequence[Piece]) -> list[Piece]:
    """Keep what stands, shorten what ends earlier, void the rest; gives what is still missing."""
    left = {_key(piece.kind, piece, piece.room_id, shares=piece.shares): piece for piece in wanted}
    gone = []
    for claim in plan.claims:
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


async def _claim(session: AsyncSession, home: Home, plan: Plan, piece: Piece, given: _Given) -> list[BedClaim]:
    stay = plan.stay
    who = Claimant(stay.elder_id, plan.sex, stay.id, stay.from_on, stay.to_on, piece.shares)
    return await claim_bed(
        session, home, piece.bed_id, kind=piece.kind, from_on=piece.from_on, to_on=piece.to_on, claimant=who,
        services=given.services[piece.bed_id], terms=given.terms, near=given.near,
    )  # fmt: skip


def _chain(claims: Iterable[BedClaim]) -> None:
    """Let every claim that goes on in the same bed say which one it carries on: only a move begins a new one."""
    standing = sorted(
        (one for one in claims if one.voided_at is None), key=lambda one: (one.from_on, one.to_on, one.id)
    )
    lasting = [one for one in standing if one.from_on < one.to_on]
    ends = {(one.stay_id, one.kind, one.bed_id, one.to_on): one.id for one in lasting}
    for one in standing:
        one.continues_id = ends.get((one.stay_id, one.kind, one.bed_id, one.from_on))


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
