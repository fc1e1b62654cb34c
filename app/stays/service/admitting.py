"""Admission 办入住: a person is in residence from a day on, in a bed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.inserting import insert_now
from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import touched
from app.core.i18n import _
from app.institutions.queries import lock_home
from app.residents.models import Elder
from app.residents.queries import lock_file
from app.residents.service import share_file
from app.stays.errors import InResidence, StayRefused
from app.stays.models import Stay
from app.stays.queries.claims import inmates_of, room_of_bed
from app.stays.queries.couples import spouses_of
from app.stays.queries.footing import Also, Footing, footing_with_clash
from app.stays.rules.days import reason_if_late, refuse_future, say_day
from app.stays.rules.drafts import AdmissionDraft, Ending
from app.stays.rules.kinds import Ground
from app.stays.rules.lying import Lying
from app.stays.service.ending import end_now
from app.stays.service.gates import asked_at_gates, follow_admission, judge_at_gates
from app.stays.service.laying import lay_out
from app.stays.service.planning import Plan
from app.stays.service.saying import Wish, saying

__all__ = [
    "Admitted",
    "admit",
    "admit_by_name",
    "begin_stay",
    "record_past_stay",
    "refuse_other_rooms",
    "refuse_unmarried",
]


NOT_BY_HAND = (Ground.TRANSFER, Ground.OFFER, Ground.PLACEMENT)
"""These grounds come with an act of their own, which leads to the stay."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A stay that has just begun, with the names of the person and of the bed on its first day."""

    stay: Stay
    name: str
    bed: str


async def admit(session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft) -> Stay:
    """Admit a person into a bed from today or, with a reason, from an earlier day on."""
    return (await admit_by_name(session, actor, home, draft)).stay


async def admit_by_name(session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft) -> Admitted:
    """Admit a person as `admit` does, and give the names that say whom and where."""
    return await _admit(session, actor, home, draft)


async def record_past_stay(
    session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft, ending: Ending
) -> Stay:
    """Record late a whole stay that is over: since its end the bed may have been anybody's."""
    return (await _admit(session, actor, home, draft, ending)).stay


async def _admit(
    session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft, ending: Ending | None = None
) -> Admitted:
    authorize(actor, "stays.admit", home)
    if draft.ground in NOT_BY_HAND:
        raise StayRefused(_("调院、轮候通知和安置通知的入住由各自的办理产生，请另选入住依据"), field="ground")
    locked = await lock_home(session, home.scope, home.institution_id)
    _refuse_closed(locked.closed_on, draft.from_on)
    elder, seen = await lock_file(session, home, draft.elder_id)
    if not seen:
        await share_file(session, elder, home)
    # One statement says what the gates ask and what the beds rest on.
    footing = await _stand(session, home, elder.id, draft, ending, await asked_at_gates(session, draft))
    followers = judge_at_gates(home, draft, footing.answers)
    name = elder.name
    plan = await _begin(session, actor, home, elder, draft, ending, footing)
    audit.record(
        session, actor, "stays.admitted", plan.stay, elder_id=draft.elder_id, bed_id=draft.bed_id, stay=draft.kind,
        ground=draft.ground, from_on=draft.from_on, to_on=ending and ending.on, late=draft.late_reason,
    )  # fmt: skip
    if ending is None:
        await follow_admission(session, actor, followers)
    bed = plan.footing.rooms.name_on(draft.bed_id, draft.from_on) if plan.footing else ""
    return Admitted(plan.stay, name, bed)


def _refuse_closed(closed_on: date | None, from_on: date) -> None:
    if closed_on is not None and from_on >= closed_on:
        raise StayRefused(_("本院 {day}已停业，不能再办入住").format(day=say_day(closed_on)), field="from_on")


async def begin_stay(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder: Elder,
    draft: AdmissionDraft,
    *,
    ending: Ending | None = None,
) -> Stay:
    """Begin a stay with its beds: low-level. The caller has been authorized, holds the locks and writes the audit line."""
    return (await _begin(session, actor, home, elder, draft, ending)).stay


async def _begin(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder: Elder,
    draft: AdmissionDraft,
    ending: Ending | None,
    footing: Footing | None = None,
) -> Plan:
    """Begin a stay with its beds; gives the plan with what its beds rest on, which the caller may have read."""
    today = await business_date(session)
    refuse_future(draft.from_on, today, field="from_on")
    to_on = ending.on if ending else FOREVER
    _refuse_end(draft, ending, today)
    _refuse_person(elder, draft.from_on, to_on)
    if draft.shares_room:
        await refuse_unmarried(session, home, elder.id, sex=elder.sex, bed_id=draft.bed_id, on=draft.from_on)
    await refuse_other_rooms(session, home, draft.bed_id, draft.private_bed_ids, draft.from_on)
    beds = [Lying(draft.bed_id, draft.from_on, to_on, draft.shares_room)]
    privates = [Lying(bed_id, draft.from_on, to_on) for bed_id in draft.private_bed_ids]
    sex, elder_id = elder.sex, elder.id
    wish = Wish(elder_id, sex, None, draft.from_on, to_on, (*beds, *privates))
    async with saying(session, home, [wish]):
        footing = footing or await _stand(session, home, elder_id, draft, ending)
        if footing.clash:
            raise InResidence
        stay = _new_stay(actor, home, elder_id, draft, today)
        if ending:
            end_now(stay, ending, today)
        await insert_now(session, stay)
        plan = Plan(stay, sex, beds, privates, footing=footing)
        await lay_out(session, actor, home, [plan])
    touched(session, home.county, home.institution_id, draft.from_on)
    return plan


async def _stand(
    session: AsyncSession,
    home: Home,
    elder_id: int,
    draft: AdmissionDraft,
    ending: Ending | None,
    also: Also | None = None,
) -> Footing:
    if session.new or session.dirty or session.deleted:
        await session.flush()
    beds, to_on = (draft.bed_id, *draft.private_bed_ids), ending.on if ending else FOREVER
    return await footing_with_clash(session, home, elder_id, beds, from_on=draft.from_on, to_on=to_on, also=also)


def _new_stay(actor: Actor, home: Home, elder_id: int, draft: AdmissionDraft, today: date) -> Stay:
    return Stay(
        **home.keys, elder_id=elder_id, kind=draft.kind, ground=draft.ground, ground_note=draft.ground_note,
        payer=draft.payer, from_on=draft.from_on, arrived_at=draft.arrived_at, planned_end_on=draft.planned_end_on,
        recorded_by=actor.user_id, late_reason=reason_if_late(draft.from_on, today, draft.late_reason),
    )  # fmt: skip


def _refuse_end(draft: AdmissionDraft, ending: Ending | None, today: date) -> None:
    if ending is None:
        return
    refuse_future(ending.on, today, field="ended_on")
    if ending.on < draft.from_on:
        raise StayRefused(_("退住日期早于入住日期，请核对日期"), field="ended_on")


def _refuse_person(elder: Elder, from_on: date, to_on: date) -> None:
    """Refuse a file that is no longer anybody's own, and days on which the person was not yet or no longer alive."""
    if elder.merged_into_id is not None:
        raise StayRefused(_("这份档案已并入另一份，请用保留的那一份办入住"), field="elder_id")
    if elder.born_on is not None and from_on < elder.born_on:
        raise StayRefused(_("入住日期早于出生日期，请核对日期"), field="from_on")
    if elder.died_on is not None and (to_on == FOREVER or to_on > elder.died_on):
        raise StayRefused(
            _("这位老人 {day}已登记去世，不能再办入住。登记有误的，请先撤销").format(day=say_day(elder.died_on)),
            field="elder_id",
        )


async def refuse_unmarried(
    session: AsyncSession, home: Home, elder_id: int, *, sex: Sex, bed_id: int, on: date
) -> None:
    """Refuse to share a room for anybody without husband or wife on file; a room for the other sex is theirs first."""
    spouses = (await spouses_of(session, home.county, [elder_id]))[elder_id]
    if not spouses:
        raise StayRefused(_("「夫妻同住」只用于登记了配偶的老人。请先在档案里登记两人的夫妻关系"), field="shares_room")
    room = await room_of_bed(session, home.scope, bed_id, on)
    if room is None or room.sex_rule.sex in (None, sex):
        return
    there = await inmates_of(session, home.scope, [room.room_id])
    if not any(one.elder_id in spouses and one.from_on <= on < one.to_on for one in there):
        raise StayRefused(
            _("{room} 室是{rule}，配偶那天没有住在里面，不能同住。请先办配偶入住，或另选房间").format(
                room=room.label, rule=room.sex_rule.label
            ),
            field="shares_room",
        )


async def refuse_other_rooms(
    session: AsyncSession, home: Home, bed_id: int, private_bed_ids: Collection[int], on: date
) -> None:
    """Refuse 包房 with beds of another room, or with the person's own bed."""
    if not private_bed_ids:
        return
    room = await room_of_bed(session, home.scope, bed_id, on)
    if bed_id in private_bed_ids:
        raise StayRefused(_("包房选的是同室其他床，不用再选老人自己的床"), field="private_bed_ids")
    for private in private_bed_ids:
        other = await room_of_bed(session, home.scope, private, on)
        if room is None or other is None or other.room_id != room.room_id:
            raise StayRefused(_("包房只能包老人所住房间里的其他床，请重新选择"), field="private_bed_ids")
