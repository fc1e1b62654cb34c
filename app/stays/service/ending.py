"""The end of a stay, and its undoing: low-level, for the acts that end stays; they authorize, lock and audit."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor
from app.core.base import Voidable
from app.core.clock import business_date, now
from app.core.db import touched
from app.core.i18n import N_, _
from app.stays.errors import InResidence, StayEnded, StayRefused
from app.stays.models import Leave, Stay
from app.stays.queries import claims as queries
from app.stays.queries.stays import changes_of, leaves_of, zero_day_clash
from app.stays.rules.days import reason_if_late, refuse_future, say_day
from app.stays.rules.drafts import Ending
from app.stays.rules.kinds import EndReason, LateReason
from app.stays.rules.lying import Lying, cut, ended, reopened, runs
from app.stays.service.laying import lay_out
from app.stays.service.planning import RELAID, Plan, plan_of, stand_on
from app.stays.service.saying import saying, wish_of

__all__ = ["FALLEN", "end_now", "end_stay", "reopen_stay"]

FALLEN = N_("退住时作废的后续安排")
"""Why what would have begun after the end is voided; the undo of an end finds it by exactly these words."""


async def end_stay(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    stay: Stay,
    *,
    on: date,
    reason: EndReason,
    left_at: datetime | None = None,
    note: str = "",
    late_reason: LateReason | None = None,
    plan: Plan | None = None,
) -> list[BedClaim]:
    """End a stay on a day, which is no longer counted, with all that hangs on it; gives the claims that end there.

    Claims, leaves and changes that would begin later are voided, what lasts beyond the day is shortened; a leave
    that is still open ends with the stay. The caller has been authorized, holds the locks and writes the audit line;
    one who has read the plan under them hands it in.
    """
    today = await business_date(session)
    refuse_future(on, today)
    if stay.to_on != FOREVER:
        raise StayEnded(_("这位老人 {day}已办退住。请刷新后再看；要更正的请先撤销退住").format(day=say_day(stay.to_on)))
    if on < stay.from_on:
        raise StayRefused(_("退住日期早于入住日期（{day}），请核对日期").format(day=say_day(stay.from_on)), field="on")
    ending = Ending(on=on, reason=reason, left_at=left_at, note=note, late_reason=late_reason)
    plan = plan or await plan_of(session, home, stay)
    async with saying(session, home, [wish_of(stay, plan.sex, plan.beds)]):
        end_now(stay, ending, today)
        await _end_leaves(session, actor, home, stay, ending, today)
        plan.beds = ended(plan.beds, on, zero=on == stay.from_on)
        plan.privates = cut(plan.privates, on, FOREVER)
        plan.why, plan.exact = FALLEN, True
        await session.flush()
        await stand_on(session, home, plan)
        made = await lay_out(session, actor, home, [plan])
    touched(session, home.county, home.institution_id, on)
    return [claim for claim in (*plan.claims, *made) if claim.voided_at is None and claim.to_on == on]


def end_now(stay: Stay, ending: Ending, today: date) -> None:
    """Write the end into the stay's own row."""
    stay.to_on, stay.end_reason, stay.left_at, stay.end_note = ending.on, ending.reason, ending.left_at, ending.note
    stay.end_recorded_on = today
    stay.end_late_reason = reason_if_late(ending.on, today, ending.late_reason)


async def _end_leaves(session: AsyncSession, actor: Actor, home: Home, stay: Stay, ending: Ending, today: date) -> None:
    """Let no leave, and no change of terms, last beyond the stay or begin after it."""
    leaves = await leaves_of(session, home.scope, stay.id)
    changes = [one for one in await changes_of(session, home.scope, stay.id) if one.from_on > ending.on]
    if not (leaves or changes):
        return
    on, at = ending.on, await now(session)
    for leave in leaves:
        if leave.from_on > on:
            leave.void(actor.user_id, at, FALLEN)
        elif leave.to_on > on:
            # One that already says when its person came back is kept as it was, so that an undo finds that again.
            left = _twin(session, actor, leave, at) if leave.to_on != FOREVER else leave
            left.to_on, left.stay_to_on, left.ended_with_stay = on, on, True
            left.return_recorded_on, left.return_recorded_by = today, actor.user_id
            left.return_late_reason = reason_if_late(on, today, ending.late_reason)
        else:
            leave.stay_to_on = on
    for change in changes:
        change.void(actor.user_id, at, FALLEN)


_TWIN = (
    "county", "institution_id", "stay_id", "elder_id", "stay_from_on", "stay_to_on", "seal", "kind", "escort", "from_on",
    "left_at", "expected_on", "place", "notes", "recorded_by", "recorded_on", "late_reason",
)  # fmt: skip


def _twin(session: AsyncSession, actor: Actor, leave: Leave, at: datetime) -> Leave:
    """Void a leave and put a copy in its place; the two know each other by their seal."""
    twin = Leave(**{column: getattr(leave, column) for column in _TWIN})
    leave.void(actor.user_id, at, FALLEN)
    session.add(twin)
    return twin


async def reopen_stay(session: AsyncSession, actor: Actor, home: Home, stay: Stay) -> Stay:
    """Undo the end of a stay: the person has been in residence all along, in the same beds, on the same leave.

    Whoever has one of the beds since is named in the refusal. The caller has been authorized, has opened again what
    it closed itself, holds the locks and writes the audit line.
    """
    end = stay.to_on
    if end == FOREVER:
        raise StayRefused(_("这位老人还在住，没有可撤销的退住。请刷新后再看"))
    plan = await plan_of(session, home, stay)
    fallen = await queries.fallen_claims(session, home.scope, stay.id, FALLEN)
    plan.beds = _beds_again(plan.beds, [one for one in fallen if one.kind is ClaimKind.STAY and one.from_on >= end])
    plan.privates = _privates_again(plan.privates, [one for one in fallen if one.kind is ClaimKind.PRIVATE], end)
    elder_id, county = stay.elder_id, stay.county
    wanted = [one for one in (*plan.beds, *plan.privates) if one.to_on > end]
    wish = replace(wish_of(stay, plan.sex, wanted), to_on=FOREVER)
    async with saying(session, home, [wish]):
        if await zero_day_clash(session, county, elder_id, stay.from_on, FOREVER, besides=stay.id):
            raise InResidence
        stay.to_on, stay.end_reason, stay.left_at, stay.end_note = FOREVER, None, None, ""
        stay.end_recorded_on = stay.end_late_reason = None
        await _reopen_leaves(session, actor, home, stay)
        for claim in fallen:
            claim.void_reason = RELAID
        await session.flush()
        await lay_out(session, actor, home, [plan])
    touched(session, home.county, home.institution_id, end)
    return stay


def _beds_again(had: list[Lying], fallen: list[BedClaim]) -> list[Lying]:
    """The beds as they were: later moves come back, and the last bed goes on, shared if it would have been."""
    starts = {(one.bed_id, one.from_on) for one in fallen if one.continues_id is None}
    later = runs(fallen)
    moves = [one for one in later if (one.bed_id, one.from_on) in starts]
    goes_on = any(one.shares and one not in moves and one.bed_id == had[-1].bed_id for one in later) if had else False
    return reopened([*had[:-1], *(replace(one, shares=one.shares or goes_on) for one in had[-1:])], moves)


def _privates_again(privates: list[Lying], fallen: list[BedClaim], end: date) -> list[Lying]:
    """包房 as it was: what the end cut short goes on, unless it has been given up for an earlier day since."""
    again = list(privates)
    for one in runs(fallen):
        cut_short = [left for left in again if left.bed_id == one.bed_id and left.to_on == end]
        if one.from_on >= end:
            again.append(one)
        elif cut_short:
            again = [left for left in again if left not in cut_short]
            again.append(replace(cut_short[0], to_on=one.to_on))
    return again


async def _reopen_leaves(session: AsyncSession, actor: Actor, home: Home, stay: Stay) -> None:
    """Bring back what the end took: voided leaves and changes, and open leaves that it ended."""
    fallen = await leaves_of(session, home.scope, stay.id, voided_for=FALLEN)
    seals, at = {leave.seal for leave in fallen}, await now(session)
    for leave in await leaves_of(session, home.scope, stay.id):
        if leave.ended_with_stay and leave.seal in seals:
            leave.ended_with_stay = False
            leave.void(actor.user_id, at, RELAID)
        elif leave.ended_with_stay:
            leave.to_on, leave.ended_with_stay = FOREVER, False
            leave.return_recorded_on = leave.return_recorded_by = leave.return_late_reason = None
        leave.stay_to_on = FOREVER
    await session.flush()
    back: list[Voidable] = [*fallen, *await changes_of(session, home.scope, stay.id, voided_for=FALLEN)]
    for row in back:
        row.voided_at = row.voided_by = row.void_reason = None
    for leave in fallen:
        leave.stay_from_on, leave.stay_to_on = stay.from_on, FOREVER
