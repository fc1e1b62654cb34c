"""Coming back from a leave, 回家 that becomes 住院, and correcting or taking back what was entered."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.rules.states import TriggerKind
from app.assessments.rules.triggers import calls_for_assessment
from app.assessments.service import take_trigger_back, trigger
from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.stays.errors import AlreadyBack, ChangedMeanwhile, LeaveRefused
from app.stays.models import Leave
from app.stays.queries.stays import get_stay, leaves_of
from app.stays.rules.kinds import LateReason, LeaveKind
from app.stays.rules.leaves import LeaveDraft
from app.stays.service.besides import locked_leave, refuse_changed
from app.stays.service.leaving import (
    begin_leave,
    end_leave,
    refuse_ahead,
    refuse_hour_ahead,
    sealed_notes,
    writing_leave,
)

__all__ = ["change_leave", "record_return", "turn_into_hospital", "undo_return", "void_leave"]

_OPEN_AGAIN = {
    "to_on": FOREVER, "returned_at": None, "return_recorded_on": None, "return_recorded_by": None,
    "return_late_reason": None,
}  # fmt: skip


async def record_return(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    leave_id: int,
    *,
    on: date,
    returned_at: datetime | None = None,
    late_reason: LateReason | None = None,
    version: int | None = None,
) -> Leave:
    """Record that somebody is back. Who left and came back on one day was away for hours and for no night."""
    authorize(actor, "stays.leave", home)
    leave = await locked_leave(session, home, leave_id)
    _refuse_back(leave)
    refuse_changed(leave, version, {"to_on": on}, {"to_on": _("返院日期")})
    await _refuse_return_ahead(session, on, returned_at)
    others = await _others(session, home, leave)
    today = await business_date(session)
    async with writing_leave(session, leave, others):
        end_leave(leave, actor, on, today, at=returned_at, why=late_reason)
    audit.record(session, actor, "stays.returned", leave, stay_id=leave.stay_id, on=on)
    touched(session, home.county, home.institution_id, on)
    if leave.kind is LeaveKind.HOSPITAL and calls_for_assessment(leave.from_on, on):
        await trigger(session, actor, home, leave.elder_id, TriggerKind.HOSPITAL_RETURN, on=on)
    return leave


async def turn_into_hospital(
    session: AsyncSession, actor: Actor, home: Home, leave_id: int, draft: LeaveDraft, *, version: int | None = None
) -> Leave:
    """Say that somebody who was at home or out has gone to hospital: one leave ends and the next begins, in one act.

    They were not in the house between the two, so the hour of the second is the hour at which the first one ended.
    """
    authorize(actor, "stays.leave", home)
    leave = await locked_leave(session, home, leave_id)
    _refuse_back(leave)
    if leave.kind is LeaveKind.HOSPITAL:
        raise LeaveRefused(_("已经登记为住院，不用再转；要改日期请用「更正」"))
    refuse_changed(leave, version, {"to_on": draft.from_on}, {"to_on": _("返院日期")})
    await refuse_ahead(session, draft)
    others, on = await _others(session, home, leave), draft.from_on
    stay = await get_stay(session, home.scope, home.institution_id, leave.stay_id)
    today = await business_date(session)
    async with writing_leave(session, leave, others):
        end_leave(leave, actor, on, today, at=draft.left_at, why=draft.late_reason)
    hospital = await begin_leave(session, actor, home, stay, draft=draft, others=[*others, leave])
    audit.record(session, actor, "stays.leave_turned", hospital, stay_id=stay.id, leave=leave.id, on=on)
    touched(session, home.county, home.institution_id, on)
    return hospital


async def change_leave(
    session: AsyncSession, actor: Actor, home: Home, leave_id: int, draft: LeaveDraft, *, version: int | None = None
) -> Leave:
    """Correct a leave: its kind, days, hours, expected return, escort, place or notes. Before and after are kept.

    Whether somebody is back is said by the return and its undoing, not by a correction.
    """
    authorize(actor, "stays.leave", home)
    leave = await locked_leave(session, home, leave_id)
    asked = await _asked(session, home, leave, draft)
    refuse_changed(leave, version, asked, _labels())
    await refuse_ahead(session, draft)
    others, before = await _others(session, home, leave), {key: getattr(leave, key) for key in asked}
    since = min(leave.from_on, draft.from_on)
    async with writing_leave(session, leave, others):
        for key, value in asked.items():
            setattr(leave, key, value)
        leave.notes = await sealed_notes(session, home, leave, draft.notes)
    after = {key: value for key, value in asked.items() if value != before[key]}
    audit.record(
        session, actor, "stays.leave_changed", leave, before={key: before[key] for key in after}, after=after,
        stay_id=leave.stay_id,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, since)
    return leave


async def _asked(session: AsyncSession, home: Home, leave: Leave, draft: LeaveDraft) -> dict[str, object]:
    """What the columns are to hold; a day moved before the one it was entered on is a correction and says so."""
    if leave.to_on == FOREVER and draft.back_on is not None:
        raise LeaveRefused(_("这次还没登记返院，请用「返院」登记回来的日子"), field="back_on")
    if leave.ended_with_stay:
        draft = replace(draft, back_on=leave.to_on, returned_at=None)
    if leave.to_on != FOREVER and draft.back_on is None:
        raise LeaveRefused(_("这次已登记返院，请填返院日期；其实没回来的，请撤销返院"), field="back_on")
    corrected = draft.late_reason or LateReason.CORRECTION
    asked: dict[str, object] = {
        "kind": draft.kind, "from_on": draft.from_on, "left_at": draft.left_at, "expected_on": draft.expected_on,
        "escort": draft.escort, "place": draft.place,
    }  # fmt: skip
    if draft.from_on < leave.recorded_on and leave.late_reason is None:
        asked["late_reason"] = corrected
    if draft.back_on is not None:
        asked |= {"to_on": draft.back_on, "returned_at": draft.returned_at}
        if leave.return_recorded_on and draft.back_on < leave.return_recorded_on and leave.return_late_reason is None:
            asked["return_late_reason"] = corrected
    return asked


def _labels() -> dict[str, str]:
    return {
        "kind": _("去向"), "from_on": _("离院日期"), "left_at": _("离院钟点"), "expected_on": _("预计返院"),
        "escort": _("陪同"), "place": _("地点"), "late_reason": _("补录原因"), "to_on": _("返院日期"),
        "returned_at": _("返院钟点"), "return_late_reason": _("补录原因"),
    }  # fmt: skip


async def void_leave(
    session: AsyncSession, actor: Actor, home: Home, leave_id: int, *, reason: str, version: int | None = None
) -> Leave:
    """Void a leave that was entered by mistake: the person never left. The row stays, with the reason.

    Whoever takes their own entry back names its version: what has been added since is not thrown away with it.
    """
    authorize(actor, "stays.leave", home)
    leave = await locked_leave(session, home, leave_id)
    if version not in (None, leave.version):
        raise ChangedMeanwhile.of_state(_("没有撤销：这次离院后来又改过，或已返院。请刷新请假列表再看"))
    since = leave.from_on
    async with refusing(session):
        leave.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "stays.leave_voided", leave, stay_id=leave.stay_id, from_on=since, reason=reason)
    touched(session, home.county, home.institution_id, since)
    return leave


async def undo_return(session: AsyncSession, actor: Actor, home: Home, leave_id: int) -> Leave:
    """Take a return back: the person has been away all along, unless another leave was entered since."""
    authorize(actor, "stays.leave", home)
    leave = await locked_leave(session, home, leave_id)
    if leave.to_on == FOREVER:
        return leave
    if leave.ended_with_stay:
        raise LeaveRefused(_("这次外出随退住结束，没有返院。要更正请先撤销退住"))
    others, before = await _others(session, home, leave), leave.to_on
    async with writing_leave(session, leave, others):
        for key, value in _OPEN_AGAIN.items():
            setattr(leave, key, value)
    audit.record(session, actor, "stays.return_undone", leave, stay_id=leave.stay_id, before=before)
    await take_trigger_back(
        session, actor, home, leave.elder_id, TriggerKind.HOSPITAL_RETURN, on=before, why=_("返院已撤销")
    )  # fmt: skip
    touched(session, home.county, home.institution_id, before)
    return leave


def _refuse_back(leave: Leave) -> None:
    """Somebody who is back does not come back twice: the other person's day stands."""
    if leave.to_on != FOREVER:
        raise AlreadyBack(_("这位老人 {day} 已返院，不用再办。请刷新请假列表").format(day=leave.to_on.isoformat()))


async def _refuse_return_ahead(session: AsyncSession, on: date, returned_at: datetime | None) -> None:
    if on > await business_date(session):
        raise LeaveRefused(_("返院日期不能晚于今天；预计哪天回来请改「预计返院」"), field="on")
    refuse_hour_ahead(returned_at, await now(session), "returned_at")


async def _others(session: AsyncSession, home: Home, leave: Leave) -> list[Leave]:
    found = await leaves_of(session, home.scope, leave.stay_id)
    return [other for other in found if other.id != leave.id]
