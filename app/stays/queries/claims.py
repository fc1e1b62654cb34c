"""Claims of stays, and what a refusal says of them: who has a bed, who is in a room, which beds could be had."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, and_, any_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries import names_on
from app.beds.queries.days import live, overlapping
from app.beds.queries.prebuilt import Prebuilt
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex, SexRule
from app.beds.rules.labels import bed_name, natural_key
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.models import Stay

__all__ = [
    "Holder", "Inmate", "RoomOfDay", "claims_of", "fallen_claims", "inmates_of", "room_of_bed", "ruled_claims",
    "sex_and_claims", "sharing_claims", "sharing_stays", "suitable_beds", "who_has",
]  # fmt: skip

FRESH = {"populate_existing": True}
PERSONS = (ClaimKind.STAY, ClaimKind.HOLD)


@dataclass(frozen=True, slots=True)
class Holder:
    """A claim in the way: the bed's name, and whose it is."""

    bed: str
    kind: ClaimKind
    from_on: date
    reason: ClosureReason | None
    person: str


@dataclass(frozen=True, slots=True)
class Inmate:
    """Somebody in a room, or awaited there, with what their claim says of sharing it."""

    claim_id: int
    kind: ClaimKind
    room_id: int
    stay_id: int | None
    elder_id: int
    sex: Sex
    from_on: date
    to_on: date
    sex_rule: bool
    shares_room: bool


@dataclass(frozen=True, slots=True)
class RoomOfDay:
    """The room a bed stands in on a day."""

    room_id: int
    label: str
    sex_rule: SexRule


CLAIMS = Prebuilt(
    lambda mine: (
        select(BedClaim)
        .where(mine(BedClaim), live(BedClaim), BedClaim.stay_id == any_(bindparam("stays", type_=ARRAY(BigInteger))))
        .order_by(BedClaim.from_on, BedClaim.to_on, BedClaim.id)
        .execution_options(**FRESH)
    )
)
_of_stay = and_(
    BedClaim.county == Elder.county,
    BedClaim.institution_id == bindparam("home"),
    BedClaim.stay_id == bindparam("stay"),
    live(BedClaim),
)
SEX_AND_CLAIMS = (
    select(Elder.sex, BedClaim)
    .outerjoin(BedClaim, _of_stay)
    .where(Elder.county == bindparam("county"), Elder.id == bindparam("elder"))
    .order_by(BedClaim.from_on, BedClaim.to_on, BedClaim.id)
    .execution_options(**FRESH)
)


async def claims_of(session: AsyncSession, scope: Scope, stay_ids: Collection[int]) -> dict[int, list[BedClaim]]:
    """Live claims of these stays in time order, by stay."""
    found: dict[int, list[BedClaim]] = {stay_id: [] for stay_id in stay_ids}
    statement, where = CLAIMS.within(scope)
    for one in await session.scalars(statement, where | {"stays": list(stay_ids)}):
        if one.stay_id is not None:
            found[one.stay_id].append(one)
    return found


async def sex_and_claims(session: AsyncSession, home: Home, stay: Stay) -> tuple[Sex, list[BedClaim]]:
    """The sex of the person of a stay, which its claims copy, and its live claims in time order."""
    asked = {"county": home.county, "home": home.institution_id, "elder": stay.elder_id, "stay": stay.id}
    rows: Sequence[Any] = (await session.execute(SEX_AND_CLAIMS, asked)).all()
    return rows[0][0], [claim for _sex, claim in rows if claim is not None]


async def fallen_claims(session: AsyncSession, scope: Scope, stay_id: int, reason: str) -> list[BedClaim]:
    """Claims of a stay that were voided with exactly this reason."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), claim.stay_id == stay_id, claim.void_reason == reason)
    return list(await session.scalars(rows.order_by(claim.from_on, claim.id).execution_options(**FRESH)))


async def sharing_stays(session: AsyncSession, scope: Scope, elder_ids: Collection[int]) -> list[int]:
    """Stays of these people in which they share a room on some day."""
    claim = BedClaim
    rows = select(claim.stay_id).where(within(claim, scope), live(claim), claim.elder_id.in_(elder_ids))
    rows = rows.where(claim.kind == ClaimKind.STAY, claim.shares_room).distinct().order_by(claim.stay_id)
    return [stay_id for stay_id in await session.scalars(rows) if stay_id is not None]


async def sharing_claims(session: AsyncSession, scope: Scope, room_ids: Collection[int]) -> list[BedClaim]:
    """Claims in these rooms whose people are exempt from the rule as husband or wife."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), live(claim), claim.room_id.in_(room_ids))
    rows = rows.where(claim.kind == ClaimKind.STAY, claim.shares_room).order_by(claim.from_on, claim.id)
    return list(await session.scalars(rows.execution_options(**FRESH)))


async def ruled_claims(session: AsyncSession, scope: Scope, elder_ids: Collection[int], since: date) -> list[BedClaim]:
    """Claims these people have from the day on in rooms with a rule."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), live(claim), claim.elder_id.in_(elder_ids), claim.to_on > since)
    rows = rows.where(claim.kind.in_(PERSONS), claim.sex_rule).order_by(claim.from_on, claim.id)
    return list(await session.scalars(rows.execution_options(**FRESH)))


async def inmates_of(session: AsyncSession, scope: Scope, room_ids: Collection[int]) -> list[Inmate]:
    """Everybody who has, had or awaits a bed in these rooms."""
    claim = BedClaim
    columns = (
        claim.id.label("claim_id"), claim.kind, claim.room_id, claim.stay_id, claim.elder_id, claim.sex, claim.from_on, claim.to_on,
        claim.sex_rule, claim.shares_room,
    )  # fmt: skip
    rows = select(*columns).where(within(claim, scope), live(claim), claim.room_id.in_(room_ids))
    rows = rows.where(claim.kind.in_(PERSONS)).order_by(claim.from_on, claim.id)
    return [Inmate(**row) for row in (await session.execute(rows)).mappings()]


async def who_has(
    session: AsyncSession,
    scope: Scope,
    bed_ids: Sequence[int],
    from_on: date,
    to_on: date,
    *,
    besides: Collection[int] = (),
) -> list[Holder]:
    """Who or what has these beds on one of these days, the claims of some stays left out."""
    claim = BedClaim
    rows = (
        select(claim.bed_id, claim.kind, claim.from_on, claim.reason, Elder.name)
        .outerjoin(Elder, and_(Elder.county == claim.county, Elder.id == claim.elder_id))
        .where(within(claim, scope), claim.bed_id.in_(bed_ids), overlapping(claim, from_on, to_on))
        .where(or_(claim.stay_id.is_(None), claim.stay_id.not_in(besides)))
        .order_by(claim.bed_id, claim.from_on, claim.id)
    )
    found = list(await session.execute(rows))
    names = await names_on(session, scope, [row.bed_id for row in found], from_on)
    holders = [Holder(names.get(row[0], ""), *row[1:4], row.name or "") for row in found]
    return sorted(holders, key=lambda one: (natural_key(one.bed), one.from_on))


async def room_of_bed(session: AsyncSession, scope: Scope, bed_id: int, day: date) -> RoomOfDay | None:
    """The room a bed stands in on a day, with its number and rule."""
    service, term = BedService, RoomTerm
    here = and_(live(service), service.from_on <= day, service.to_on > day, service.bed_id == bed_id)
    there = and_(
        term.county == service.county,
        term.room_id == service.room_id,
        live(term),
        term.from_on <= day,
        term.to_on > day,
    )
    rows = select(term.room_id, term.label, term.sex_rule).join(term, there).where(within(service, scope), here)
    row = (await session.execute(rows.select_from(service))).first()
    return RoomOfDay(*row) if row else None


async def suitable_beds(
    session: AsyncSession, scope: Scope, institution_id: int, from_on: date, to_on: date, *, sex: Sex, limit: int = 6
) -> list[str]:
    """Names of beds that somebody of this sex could have on all of these days, in their order."""
    service, term, claim = BedService, RoomTerm, BedClaim

    def home(model: Any) -> Any:
        return and_(within(model, scope), model.institution_id == institution_id, live(model))

    last = max(from_on, to_on)
    reached = and_(term.from_on <= from_on, term.to_on > from_on)
    rooms = {
        row.room_id: row
        for row in await session.execute(select(term.room_id, term.label, term.sex_rule).where(home(term), reached))
    }
    spans = select(service.bed_id, service.room_id, service.label).where(
        home(service), service.from_on <= from_on, service.to_on >= last, service.to_on > from_on
    )
    held = select(claim.bed_id, claim.room_id, claim.kind, claim.sex).where(
        home(claim), overlapping(claim, from_on, to_on)
    )
    claims = list(await session.execute(held))
    taken = {row.bed_id for row in claims}
    mixed = {row.room_id for row in claims if row.kind in PERSONS and row.sex is not sex}
    found = [
        bed_name(rooms[span.room_id].label, span.label)
        for span in await session.execute(spans)
        if span.bed_id not in taken and span.room_id in rooms and _suits(rooms[span.room_id], mixed, sex)
    ]
    return sorted(found, key=natural_key)[:limit]


def _suits(room: Any, mixed: Collection[int], sex: Sex) -> bool:
    if room.sex_rule is SexRule.NONE:
        return True
    return room.sex_rule.sex in (None, sex) and room.room_id not in mixed
