"""包房: the further beds of the room that a stay pays for, so that nobody else comes in."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.models import BedClaim
from app.beds.queries import beds_by_id, names_on
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import touched
from app.core.i18n import _
from app.stays.errors import StayRefused
from app.stays.queries.claims import room_of_bed
from app.stays.rules.days import refuse_future, refuse_outside
from app.stays.rules.lying import Lying, covering, cut
from app.stays.service.admitting import refuse_other_rooms
from app.stays.service.laying import lay_out
from app.stays.service.moving import lying_on, open_stays
from app.stays.service.planning import Plan, plan_of
from app.stays.service.saying import saying, wish_of

__all__ = ["give_up_private_beds", "take_private_beds"]


async def take_private_beds(
    session: AsyncSession, actor: Actor, home: Home, stay_id: int, bed_ids: Collection[int], *, from_on: date
) -> list[BedClaim]:
    """Take further beds of the person's room from the day on, for as long as the stay is in that room."""
    authorize(actor, "stays.move", home)
    [stay] = await open_stays(session, home, [stay_id])
    refuse_future(from_on, await business_date(session), field="from_on")
    refuse_outside(from_on, stay.from_on, stay.to_on, field="from_on")
    wanted = sorted(set(bed_ids))
    _refuse_none(wanted)
    await beds_by_id(session, home.scope, home.institution_id, wanted)
    plan = await plan_of(session, home, stay)
    await refuse_other_rooms(session, home, lying_on(plan, from_on).bed_id, wanted, from_on)
    until = await _leaves_room(session, home, plan, from_on)
    new = [Lying(bed_id, from_on, until) for bed_id in wanted]
    await _refuse_had(session, home, plan, wanted, from_on)
    plan.privates = [*plan.privates, *new]
    async with saying(session, home, [wish_of(stay, plan.sex, new)]):
        stay.version += 1
        made = await lay_out(session, actor, home, [plan])
    audit.record(session, actor, "stays.private_taken", stay, bed_ids=wanted, from_on=from_on, to_on=until)
    touched(session, home.county, home.institution_id, from_on)
    return made


async def give_up_private_beds(
    session: AsyncSession, actor: Actor, home: Home, stay_id: int, bed_ids: Collection[int], *, on: date
) -> None:
    """Give further beds of the room up from the day on; the person's own bed is not touched."""
    authorize(actor, "stays.move", home)
    [stay] = await open_stays(session, home, [stay_id])
    refuse_future(on, await business_date(session))
    wanted = sorted(set(bed_ids))
    _refuse_none(wanted)
    plan = await plan_of(session, home, stay)
    for bed_id in wanted:
        had = covering([one for one in plan.privates if one.bed_id == bed_id], on)
        if had is None:
            raise StayRefused(_("这张床那天不在包房里，请刷新后再看"), field="bed_ids")
        plan.privates = [one for one in plan.privates if one is not had] + cut([had], on, had.to_on)
    async with saying(session, home, [wish_of(stay, plan.sex, [])]):
        stay.version += 1
        await lay_out(session, actor, home, [plan])
    audit.record(session, actor, "stays.private_given_up", stay, bed_ids=wanted, on=on)
    touched(session, home.county, home.institution_id, on)


def _refuse_none(bed_ids: Sequence[int]) -> None:
    if not bed_ids:
        raise StayRefused(_("请选择床位"), field="bed_ids")


async def _leaves_room(session: AsyncSession, home: Home, plan: Plan, from_on: date) -> date:
    """The day on which the stay is no longer in the room it is in on this day."""
    here = lying_on(plan, from_on)
    room = await room_of_bed(session, home.scope, here.bed_id, from_on)
    until = here.to_on
    for later in plan.beds[plan.beds.index(here) + 1 :]:
        next_room = await room_of_bed(session, home.scope, later.bed_id, later.from_on)
        if room is None or next_room is None or next_room.room_id != room.room_id:
            break
        until = later.to_on
    return until


async def _refuse_had(session: AsyncSession, home: Home, plan: Plan, bed_ids: Collection[int], from_on: date) -> None:
    """Refuse beds that this very stay already has from that day on, its own later ones included."""
    had = {one.bed_id for one in (*plan.beds, *plan.privates) if one.bed_id in set(bed_ids) and one.to_on > from_on}
    if had:
        names = await names_on(session, home.scope, sorted(had), from_on)
        beds = _("、").join(names[bed_id] for bed_id in sorted(had) if bed_id in names)
        raise StayRefused(_("{beds} 床在这段日子里已由这位老人使用，请不要重复选择").format(beds=beds), field="bed_ids")
