"""Stays as rows, for the acts that change them and the pages that show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, String, and_, bindparam, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries import names_on
from app.beds.queries.days import live, live_on
from app.beds.queries.prebuilt import Prebuilt
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.rules.spans import FOREVER
from app.beds.rules.states import Away
from app.core.scope import Scope, within
from app.residents.models import Elder, ElderHome
from app.stays.errors import StayNotFound
from app.stays.models import Discharge, Leave, Stay, StayChange, Transfer, TransferPerson
from app.stays.rules.states import away_of

__all__ = [
    "Resident", "arrived_by_transfer", "beds_of_day", "changes_of", "current_stay", "discharge_of", "get_stay", "handed_over", "leaves_of",
    "leaves_of_day", "lock_stay", "person_name", "residents_of", "sexes_of",
    "stays_by_id", "stays_of_elder", "zero_day_clash",
]  # fmt: skip

FRESH = {"populate_existing": True}
ZERO_DAY_CLASH = text("SELECT zero_day_clash(:county, :elder, :from_on, :to_on, :besides)")


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody in residence on a day: the stay, the file, the bed's id and name, and where they are if away."""

    stay: Stay
    elder: Elder
    bed_id: int | None
    bed: str
    away: Away | None
    leave: Leave | None


_here = and_(Stay.institution_id == bindparam("home"), Stay.id == bindparam("stay"), live(Stay))
ONE = Prebuilt(lambda mine: select(Stay).where(mine(Stay), _here).execution_options(**FRESH))
LOCK_ONE = Prebuilt(lambda mine: ONE.build(mine).with_for_update(key_share=True))
_shared = exists().where(
    ElderHome.county == Stay.county, ElderHome.institution_id == Stay.institution_id, ElderHome.elder_id == Elder.id
)
LOCK_PERSON = (
    select(Stay)
    .join(Elder, and_(Elder.county == Stay.county, Elder.id == Stay.elder_id))
    .where(Stay.county == bindparam("county"), _here, or_(Elder.institution_id == Stay.institution_id, _shared))
    .with_for_update(key_share=True, of=Elder)
    .execution_options(**FRESH)
)


async def get_stay(
    session: AsyncSession, scope: Scope, institution_id: int, stay_id: int, *, lock: bool = False
) -> Stay:
    """The stay, if it is this home's and has not been voided."""
    statement, where = (LOCK_ONE if lock else ONE).within(scope)
    found: Stay | None = await session.scalar(statement, where | {"home": institution_id, "stay": stay_id})
    if found is None:
        raise StayNotFound
    return found


async def lock_stay(session: AsyncSession, home: Home, stay_id: int) -> Stay | None:
    """Lock the file of the person of a stay, as the home sees it, and give the stay; None where either is not there.

    Asked under the home's lock: nobody else changes the stay while this waits for the file.
    """
    asked = {"county": home.county, "home": home.institution_id, "stay": stay_id}
    return await session.scalar(LOCK_PERSON, asked)


async def current_stay(session: AsyncSession, scope: Scope, institution_id: int, elder_id: int) -> Stay | None:
    """The stay of a person in this home that nobody has ended, if there is one."""
    mine = select(Stay).where(within(Stay, scope), Stay.institution_id == institution_id, live(Stay))
    wanted = mine.where(Stay.elder_id == elder_id, Stay.to_on == FOREVER)
    return await session.scalar(wanted.execution_options(**FRESH))


async def stays_of_elder(session: AsyncSession, scope: Scope, county: int, elder_id: int) -> list[Stay]:
    """Live stays of a person inside the scope, the first one first."""
    rows = select(Stay).where(within(Stay, scope), Stay.county == county, live(Stay), Stay.elder_id == elder_id)
    return list(await session.scalars(rows.order_by(Stay.from_on, Stay.id).execution_options(**FRESH)))


async def zero_day_clash(
    session: AsyncSession, county: int, elder_id: int, from_on: date, to_on: date, *, besides: int | None = None
) -> bool:
    """Whether a stay of these days meets another one in a way that no exclusion sees: one of the two has zero days."""
    asked = {"county": county, "elder": elder_id, "from_on": from_on, "to_on": to_on, "besides": besides}
    return bool(await session.scalar(ZERO_DAY_CLASH, asked))


async def sexes_of(session: AsyncSession, county: int, elder_ids: Collection[int]) -> dict[int, Sex]:
    """The sex of these people, which their claims copy."""
    rows = select(Elder.id, Elder.sex).where(Elder.county == county, Elder.id.in_(elder_ids))
    return {row.id: row.sex for row in await session.execute(rows)}


NAME = select(Elder.name).where(Elder.county == bindparam("county"), Elder.id == bindparam("elder"))


async def person_name(session: AsyncSession, county: int, elder_id: int) -> str:
    """The name of a person, as far as the caller may see the file."""
    return await session.scalar(NAME, {"county": county, "elder": elder_id}) or ""


async def stays_by_id(session: AsyncSession, scope: Scope, stay_ids: Collection[int]) -> list[Stay]:
    """These live stays, in the order of their ids."""
    rows = select(Stay).where(within(Stay, scope), live(Stay), Stay.id.in_(stay_ids)).order_by(Stay.id)
    return list(await session.scalars(rows.execution_options(**FRESH)))


_stay, _words = bindparam("stay", type_=BigInteger()), bindparam("words", type_=String())


def _of_stay(model: Any, *, live_ones: bool) -> Prebuilt:
    """Rows of one stay in time order, put together once."""
    which = live(model) if live_ones else model.void_reason == _words
    return Prebuilt(
        lambda mine: (
            select(model)
            .where(mine(model), model.stay_id == _stay, which)
            .order_by(model.from_on, model.id)
            .execution_options(**FRESH)
        )
    )


LEAVES, LEAVES_VOIDED = _of_stay(Leave, live_ones=True), _of_stay(Leave, live_ones=False)
CHANGES, CHANGES_VOIDED = _of_stay(StayChange, live_ones=True), _of_stay(StayChange, live_ones=False)


async def leaves_of(session: AsyncSession, scope: Scope, stay_id: int, *, voided_for: str = "") -> list[Leave]:
    """Live leaves of a stay in time order; or those voided with exactly this reason."""
    statement, where = (LEAVES_VOIDED if voided_for else LEAVES).within(scope)
    return list(await session.scalars(statement, where | {"stay": stay_id, "words": voided_for}))


async def changes_of(session: AsyncSession, scope: Scope, stay_id: int, *, voided_for: str = "") -> list[StayChange]:
    """Live changes of a stay's terms in time order; or those voided with exactly this reason."""
    statement, where = (CHANGES_VOIDED if voided_for else CHANGES).within(scope)
    return list(await session.scalars(statement, where | {"stay": stay_id, "words": voided_for}))


DISCHARGE = Prebuilt(lambda mine: select(Discharge).where(mine(Discharge), Discharge.stay_id == _stay, live(Discharge)))


async def discharge_of(session: AsyncSession, scope: Scope, stay_id: int) -> Discharge | None:
    """The live discharge of a stay, planned or done."""
    statement, where = DISCHARGE.within(scope)
    found: Discharge | None = await session.scalar(statement, where | {"stay": stay_id})
    return found


async def handed_over(session: AsyncSession, county: int, stay_id: int) -> bool:
    """Whether a stay ended or began by a transfer, or is about to."""
    person, transfer = TransferPerson, Transfer
    gave = and_(person.county == county, person.stay_id == stay_id)
    took = and_(transfer.to_county == county, person.to_stay_id == stay_id)
    rows = (
        select(transfer.id)
        .join(person, and_(person.county == transfer.county, person.transfer_id == transfer.id))
        .where(or_(gave, took), transfer.declined_at.is_(None), transfer.withdrawn_at.is_(None))
    )
    return await session.scalar(rows.limit(1)) is not None


ARRIVED = (
    select(Transfer.id)
    .join(
        TransferPerson,
        and_(TransferPerson.county == Transfer.county, TransferPerson.transfer_id == Transfer.id),
    )
    .where(Transfer.to_county == bindparam("county"), TransferPerson.to_stay_id == _stay)
    .limit(1)
)


async def arrived_by_transfer(session: AsyncSession, county: int, stay_id: int) -> bool:
    """Whether a stay began by a transfer: its first day is then the last one's end in the other home."""
    return await session.scalar(ARRIVED, {"county": county, "stay": stay_id}) is not None


async def residents_of(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> list[Resident]:
    """Everybody in residence in the home on a day, in the order of names."""
    stays = (
        select(Stay, Elder)
        .join(Elder, and_(Elder.county == Stay.county, Elder.id == Stay.elder_id))
        .where(within(Stay, scope), Stay.institution_id == institution_id, live_on(Stay, day))
        .order_by(Elder.name_sort, Elder.id)
    )
    rows = list(await session.execute(stays))
    beds = await beds_of_day(session, scope, institution_id, day)
    names = await names_on(session, scope, list(beds.values()), day)
    away = await leaves_of_day(session, scope, institution_id, day)
    return [
        Resident(
            stay, elder, bed := beds.get(stay.id), names.get(bed, "") if bed else "",
            away_of(away.get(stay.id)), away.get(stay.id),
        )
        for stay, elder in rows
    ]  # fmt: skip


async def beds_of_day(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> dict[int, int]:
    """The bed of every stay of the home on a day, by stay."""
    claim = BedClaim
    rows = select(claim.stay_id, claim.bed_id).where(within(claim, scope), claim.institution_id == institution_id)
    rows = rows.where(live_on(claim, day), claim.kind == ClaimKind.STAY)
    return {row.stay_id: row.bed_id for row in await session.execute(rows)}


async def leaves_of_day(
    session: AsyncSession, scope: Scope, institution_id: int, day: date, *, stay_ids: Sequence[int] | None = None
) -> dict[int, Leave]:
    """The leave that covers a day, by stay."""
    rows = select(Leave).where(within(Leave, scope), Leave.institution_id == institution_id, live_on(Leave, day))
    rows = rows.where(Leave.stay_id.in_(stay_ids)) if stay_ids is not None else rows
    return {leave.stay_id: leave for leave in await session.scalars(rows)}
