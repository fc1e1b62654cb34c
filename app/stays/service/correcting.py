"""Correcting what was recorded wrongly: the first day of a stay, and a stay that never was. Nothing is erased."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.base import Voidable
from app.core.clock import business_date, now
from app.core.db import touched
from app.core.i18n import _
from app.stays.errors import ChangedMeanwhile, InResidence, StayRefused
from app.stays.models import Leave, Stay
from app.stays.queries.footing import footing_with_clash
from app.stays.queries.stays import (
    arrived_by_transfer,
    changes_of,
    discharge_of,
    handed_over,
    leaves_of,
)
from app.stays.rules.days import refuse_future, say_day
from app.stays.rules.kinds import LateReason
from app.stays.rules.lying import Lying, begun
from app.stays.service.laying import lay_out
from app.stays.service.moving import open_stays
from app.stays.service.planning import Plan, plan_of
from app.stays.service.saying import saying, wish_of

__all__ = ["correct_stay", "void_stay"]


async def correct_stay(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    stay_id: int,
    *,
    from_on: date | None = None,
    arrived_at: datetime | None = None,
    reason: str,
    version: int | None = None,
) -> Stay:
    """Correct the first day of a stay, or the hour of arrival. The first bed follows; a leave or a move stands still.

    Before and after stand in the audit line. A day without an hour forgets the hour of the old day.
    """
    authorize(actor, "stays.correct", home)
    [stay] = await open_stays(session, home, [stay_id])
    today = await business_date(session)
    first = from_on or stay.from_on
    refuse_future(first, today, field="from_on")
    _refuse_changed(stay, first, version)
    if first != stay.from_on and await arrived_by_transfer(session, home.county, stay_id):
        raise StayRefused(
            _("这位老人是调院来的，入住日期就是调院那天，不能单独更正。请联系县级经办更正调院"), field="from_on"
        )
    if first > stay.to_on:
        raise StayRefused(
            _("入住日期晚于退住日期（{day}），请核对日期").format(day=say_day(stay.to_on)), field="from_on"
        )
    plan = await plan_of(session, home, stay)
    leaves = await _refuse_later(session, home, plan, first)
    before = (stay.from_on, stay.arrived_at)
    new = _begin_on(plan, first)
    elder_id, to_on = stay.elder_id, stay.to_on
    wish = replace(wish_of(stay, plan.sex, new), from_on=first)
    async with saying(session, home, [wish]):
        beds = sorted({one.bed_id for one in (*plan.beds, *plan.privates)})
        plan.footing = await footing_with_clash(
            session, home, elder_id, beds, from_on=first, to_on=to_on, besides=stay_id
        )
        if plan.footing.clash:
            raise InResidence
        stay.arrived_at = arrived_at if arrived_at or first != stay.from_on else stay.arrived_at
        stay.from_on = first
        if first < stay.recorded_on and stay.late_reason is None:
            stay.late_reason = LateReason.CORRECTION
        for leave in leaves:
            leave.stay_from_on = first
        stay.version += 1
        await session.flush()
        await lay_out(session, actor, home, [plan])
    audit.record(
        session, actor, "stays.corrected", stay_id, kind="stays", **home.keys, before=list(before),
        after=[first, arrived_at], reason=reason,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, min(before[0], first))
    return stay


def _begin_on(plan: Plan, first: date) -> list[Lying]:
    """Let the plan begin on the day; gives what it wants now that it did not have. 包房 taken on the first day follows."""
    old, zero = plan.stay.from_on, first == plan.stay.to_on
    plan.beds = begun(plan.beds, first)
    plan.privates = [] if zero else [
        Lying(one.bed_id, first if one.from_on in (old, first) else max(one.from_on, first), one.to_on)
        for one in plan.privates
        if one.to_on > first
    ]  # fmt: skip
    return [one for one in (*plan.beds, *plan.privates) if one.from_on == first]


async def _refuse_later(session: AsyncSession, home: Home, plan: Plan, first: date) -> list[Leave]:
    """Refuse a first day that later rows contradict, and say which of them stands in the way; gives the leaves."""
    leaves = await leaves_of(session, home.scope, plan.stay.id)
    moves = [one.from_on for one in plan.beds[1:] if one.from_on < first]
    away = [leave.from_on for leave in leaves if leave.from_on < first]
    terms = [one.from_on for one in await changes_of(session, home.scope, plan.stay.id) if one.from_on < first]
    ways = (
        (moves, _("{day}有移床记录，入住日期不能晚于那天。请先更正那次移床，或改日期")),
        (away, _("{day}有请假或住院记录，入住日期不能晚于那天。请先作废那次请假，或改日期")),
        (terms, _("{day}有入住类型或付费的变更，入住日期不能晚于那天。请先作废那次变更，或改日期")),
    )
    for days, sentence in ways:
        if days:
            raise StayRefused(sentence.format(day=say_day(min(days))), field="from_on")
    return leaves


def _refuse_changed(stay: Stay, first: date, version: int | None) -> None:
    if version is None or version == stay.version:
        return
    if changes := changed(stay, {"from_on": first}, {"from_on": _("入住日期")}):
        raise ChangedMeanwhile(changes, version=stay.version, subject=("stays", stay.id))


async def void_stay(session: AsyncSession, actor: Actor, home: Home, stay_id: int, *, reason: str) -> Stay:
    """Void a stay that never was, with its beds, leaves and changes. A discharge or a transfer is taken back first."""
    authorize(actor, "stays.correct", home)
    [stay] = await open_stays(session, home, [stay_id])
    if await discharge_of(session, home.scope, stay_id):
        raise StayRefused(_("这次入住已在办退住，请先撤销退住，再作废入住"))
    if await handed_over(session, home.county, stay_id):
        raise StayRefused(_("这次入住与一次调院相连，不能单独作废。请联系县级经办更正调院"))
    plan = await plan_of(session, home, stay)
    elder_id, since, until = stay.elder_id, stay.from_on, stay.to_on
    async with saying(session, home, [wish_of(stay, plan.sex, [])]):
        at = await now(session)
        leaves, changes = await leaves_of(session, home.scope, stay_id), await changes_of(session, home.scope, stay_id)
        rows: list[Voidable] = [stay, *leaves, *changes]
        for row in rows:
            row.void(actor.user_id, at, reason)
        plan.beds, plan.privates, plan.why = [], [], reason
        await session.flush()
        await lay_out(session, actor, home, [plan])
    audit.record(
        session, actor, "stays.voided", stay_id, kind="stays", **home.keys, elder_id=elder_id, from_on=since,
        to_on=None if until == FOREVER else until, reason=reason,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, since)
    return stay
