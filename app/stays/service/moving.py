"""Changing the bed 移床: one person into another bed, or two who change beds with each other in one act."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import Changed
from app.beds.models import BedClaim
from app.beds.queries import beds_by_id, names_on
from app.beds.queries.places import rooms_of_beds
from app.beds.rules.home import Home
from app.beds.rules.housing import RoomsOfBeds
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import touched
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.residents.queries import lock_elders
from app.stays.errors import ChangedMeanwhile, StayRefused
from app.stays.models import Stay
from app.stays.queries.stays import get_stay, lock_stay
from app.stays.rules.days import need_reason, refuse_future, refuse_outside
from app.stays.rules.kinds import LateReason
from app.stays.rules.lying import Lying, covering, cut, moved
from app.stays.service.admitting import refuse_unmarried
from app.stays.service.laying import lay_out
from app.stays.service.planning import Plan, plan_of, stand_on
from app.stays.service.saying import saying, wish_of

__all__ = ["exchange_beds", "lying_on", "move_to_bed", "open_stays"]


async def open_stays(session: AsyncSession, home: Home, stay_ids: Collection[int]) -> list[Stay]:
    """Take the home's lock, then the people's in order, and give the stays as they stand under them."""
    await lock_home(session, home.scope, home.institution_id)
    if len(stay_ids) == 1 and (one := await lock_stay(session, home, *stay_ids)):
        return [one]
    stays = [await get_stay(session, home.scope, home.institution_id, stay_id) for stay_id in stay_ids]
    county = Scope(regions=frozenset({home.county}))
    await lock_elders(session, county, home.county, {stay.elder_id for stay in stays})
    return stays


async def move_to_bed(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    stay_id: int,
    bed_id: int,
    *,
    on: date,
    version: int | None = None,
    late_reason: LateReason | None = None,
    shares_room: bool | None = None,
    still_in: int | None = None,
) -> str:
    """Let a person lie in another bed from the day on, up to the next move that is already recorded.

    包房 of the old room ends with it. Inside a room it goes on, and so does what husband and wife share.
    `still_in` is the bed that a move led to which is taken back: whoever has left it since stays where they are.
    Gives what the new bed is called on the day.
    """
    authorize(actor, "stays.move", home)
    [stay] = await open_stays(session, home, [stay_id])
    reason = await _day_of(session, [stay], on, late_reason)
    plan = await plan_of(session, home, stay)
    here = lying_on(plan, on)
    _refuse_moved_on([here], [still_in])
    rooms = await stand_on(session, home, plan, bed_id)
    if all(one.bed_id != bed_id for one in rooms.services):
        await beds_by_id(session, home.scope, home.institution_id, [bed_id])
    await _refuse_changed(session, home, stay, here, bed_id, on, version)
    if here.bed_id == bed_id:
        raise StayRefused(_("老人那天已经在这张床，不用移。请另选一张床，或核对日期"), field="bed_id")
    if shares_room:
        await refuse_unmarried(session, home, stay.elder_id, sex=plan.sex, bed_id=bed_id, on=on)
    new = _replan(rooms, plan, here, bed_id, on, shares_room)
    before, subject, until = here.bed_id, stay.id, new.to_on
    async with saying(session, home, [wish_of(stay, plan.sex, [new])]):
        stay.version += 1
        await lay_out(session, actor, home, [plan])
    audit.record(
        session, actor, "stays.bed_moved", subject, kind="stays", **home.keys, before=before, after=bed_id, on=on,
        to_on=until, late=reason,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, on)
    return rooms.name_on(bed_id, on)


async def exchange_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    stay_id: int,
    other_stay_id: int,
    *,
    on: date,
    late_reason: LateReason | None = None,
    still_in: tuple[int, int] | None = None,
) -> list[BedClaim]:
    """Let two people change beds with each other from the day on, each up to the next move recorded of them.

    `still_in` are the beds that an exchange led to which is taken back.
    """
    authorize(actor, "stays.move", home)
    if stay_id == other_stay_id:
        raise StayRefused(_("对调要选两位老人，请另选一位"), field="other_stay_id")
    stays = await open_stays(session, home, [stay_id, other_stay_id])
    reason = await _day_of(session, stays, on, late_reason)
    plans = [await plan_of(session, home, stay) for stay in stays]
    here = [lying_on(plan, on) for plan in plans]
    _refuse_moved_on(here, still_in or (None, None))
    rooms = await rooms_of_beds(session, home, sorted({one.bed_id for one in here}))
    new = [
        _replan(rooms, plan, mine, theirs.bed_id, on, None)
        for plan, mine, theirs in zip(plans, here, reversed(here), strict=True)
    ]
    wishes = [wish_of(plan.stay, plan.sex, [bed]) for plan, bed in zip(plans, new, strict=True)]
    beds = [bed.bed_id for bed in here]
    async with saying(session, home, wishes):
        for stay in stays:
            stay.version += 1
        made = await lay_out(session, actor, home, plans)
    audit.record(
        session, actor, "stays.beds_exchanged", stay_id, kind="stays", **home.keys, with_stay_id=other_stay_id,
        before=beds, on=on, late=reason,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, on)
    return made


async def _day_of(
    session: AsyncSession, stays: Collection[Stay], on: date, late_reason: LateReason | None
) -> LateReason | None:
    """Refuse a day to come and a day outside of the stays; demand the reason of a late entry."""
    today = await business_date(session)
    refuse_future(on, today)
    for stay in stays:
        refuse_outside(on, stay.from_on, stay.to_on)
    return need_reason(on, today, late_reason)


def lying_on(plan: Plan, on: date) -> Lying:
    """The bed of a stay on one of its days."""
    here = covering(plan.beds, on)
    if here is None:
        raise StayRefused(_("这一天没有床位记录，请先更正入住的床位"), field="on")
    return here


def _refuse_moved_on(here: Sequence[Lying], beds: Sequence[int | None]) -> None:
    """Refuse to take back what somebody else has changed since: the later act of that day stands."""
    if any(bed is not None and lying.bed_id != bed for lying, bed in zip(here, beds, strict=True)):
        raise ChangedMeanwhile.of_state(_("没有撤销：那天后来又移过床，现在的床照旧。请刷新床位图再看"))


def _replan(rooms: RoomsOfBeds, plan: Plan, here: Lying, bed_id: int, on: date, shares: bool | None) -> Lying:
    """Change the plan to the new bed; what belongs to the old room ends there."""
    old, new = rooms.room_on(here.bed_id, on), rooms.room_on(bed_id, on)
    stays_in = old is not None and new is not None and old.room_id == new.room_id
    asked = here.shares and stays_in if shares is None else shares
    plan.beds, lying = moved(plan.beds, bed_id, on, shares=asked)
    lost = [one for one in plan.privates if not stays_in or one.bed_id == bed_id]
    plan.privates = [one for one in plan.privates if one not in lost] + cut(lost, on, lying.to_on)
    return lying


async def _refuse_changed(
    session: AsyncSession, home: Home, stay: Stay, here: Lying, bed_id: int, on: date, version: int | None
) -> None:
    """Two people move one person: the second one sees both beds."""
    if version is None or version == stay.version or here.bed_id == bed_id:
        return
    names = await names_on(session, home.scope, [here.bed_id, bed_id], on)
    both = Changed("bed_id", _("床位"), names.get(here.bed_id, ""), names.get(bed_id, ""))
    raise ChangedMeanwhile([both], version=stay.version, subject=("stays", stay.id))
