"""Who leaves the house for some time 请假、住院、外出 and comes back; the bed is kept meanwhile."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.stays.errors import LeaveRefused, StayEnded
from app.stays.models import Leave, Stay
from app.stays.queries.stays import leaves_of
from app.stays.rules.days import reason_if_late
from app.stays.rules.kinds import LateReason
from app.stays.rules.leaves import LeaveDraft, in_order, say_absence
from app.stays.service.besides import beside, locked_stay

__all__ = [
    "LEAVE_REFUSALS", "begin_leave", "end_leave", "refuse_ahead", "refuse_hour_ahead", "sealed_notes", "start_leave",
    "writing_leave",
]  # fmt: skip


class AnotherLeave(LeaveRefused):
    """Another leave has one of these days; the act says which one."""


LEAVE_REFUSALS: dict[str, type[DomainError] | Callable[[], DomainError]] = {
    "ex_leaves_one_per_stay": AnotherLeave,
    "ck_leaves_span": beside("ck_leaves_span", "back_on"),
    "ck_leaves_expected": beside("ck_leaves_expected", "expected_on"),
    "ck_leaves_hours": beside("ck_leaves_hours", "returned_at"),
    "ck_leaves_late": beside("ck_leaves_late", "late_reason"),
    "ck_leaves_return_late": beside("ck_leaves_return_late", "late_reason"),
    "ck_leaves_in_stay": beside("ck_leaves_in_stay", "from_on"),
}
"""What the acts on leaves hand to `refusing()`: each refusal beside the field it is about."""


async def start_leave(session: AsyncSession, actor: Actor, home: Home, stay_id: int, draft: LeaveDraft) -> Leave:
    """Let a resident leave the house with the bed kept, from today or, entered late, from an earlier day.

    Where the return is known already, as with an outing of hours, the draft brings it along.
    """
    authorize(actor, "stays.leave", home)
    stay = await locked_stay(session, home, stay_id)
    await refuse_ahead(session, draft)
    if stay.to_on != FOREVER and draft.back_on is None:
        raise StayEnded
    others = await leaves_of(session, home.scope, stay.id)
    leave = await begin_leave(session, actor, home, stay, draft=draft, others=others)
    audit.record(
        session, actor, "stays.leave_started", leave, stay_id=stay.id, leave=draft.kind, from_on=draft.from_on,
        to_on=draft.back_on, expected_on=draft.expected_on,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, draft.from_on)
    return leave


async def begin_leave(
    session: AsyncSession, actor: Actor, home: Home, stay: Stay, *, draft: LeaveDraft, others: Sequence[Leave]
) -> Leave:
    """Write a leave into a stay. The caller has been authorized, holds the locks and says what happened."""
    today = await business_date(session)
    leave = Leave(
        **home.keys, stay_id=stay.id, elder_id=stay.elder_id, stay_from_on=stay.from_on, stay_to_on=stay.to_on,
        seal=uuid7(), kind=draft.kind, from_on=draft.from_on, to_on=draft.back_on or FOREVER, left_at=draft.left_at,
        expected_on=draft.expected_on, escort=draft.escort, place=draft.place,
        late_reason=reason_if_late(draft.from_on, today, draft.late_reason), recorded_by=actor.user_id,
    )  # fmt: skip
    leave.notes = await sealed_notes(session, home, leave, draft.notes)
    if draft.back_on is not None:
        end_leave(leave, actor, draft.back_on, today, at=draft.returned_at, why=draft.late_reason)
    async with writing_leave(session, leave, others):
        session.add(leave)
    return leave


def end_leave(
    leave: Leave, actor: Actor, on: date, today: date, *, at: datetime | None, why: LateReason | None
) -> None:
    """Say on a leave that it is over; the caller writes it."""
    leave.to_on, leave.returned_at = on, at
    leave.return_late_reason = reason_if_late(on, today, why)
    leave.return_recorded_on, leave.return_recorded_by = today, actor.user_id


@asynccontextmanager
async def writing_leave(session: AsyncSession, leave: Leave, others: Sequence[Leave]) -> AsyncIterator[None]:
    """Write a new or a changed leave inside this block; where another one has its days, the refusal says which.

    A flush before the block would write outside of its savepoint: so whatever changes is changed inside.
    """
    standing = [(other.from_on, other.to_on, say_absence(other, other.kind)) for other in others]
    span = (date.max, date.min)
    try:
        async with refusing(session, LEAVE_REFUSALS):
            yield
            span = (leave.from_on, leave.to_on)
            refuse_hidden(leave, others)
    except AnotherLeave:
        said = [words for first, last, words in standing if first < span[1] and last > span[0]]
        raise LeaveRefused(_say_in_the_way(said[:1]), field="from_on") from None


def refuse_hidden(leave: Leave, others: Sequence[Leave]) -> None:
    """Refuse what the exclusion cannot see: an outing of hours inside another leave, hours that cross on one day."""
    for other in others:
        hours = leave.from_on == leave.to_on or other.from_on == other.to_on
        border = leave.from_on == other.to_on or leave.to_on == other.from_on
        if other.id != leave.id and (hours or border) and not in_order(leave, other):
            raise LeaveRefused(_say_in_the_way([say_absence(other, other.kind)]), field="from_on")


def _say_in_the_way(said: Sequence[str]) -> str:
    if not said:
        return _("这位老人在这段日子里已有一次请假或住院，请先登记返院，或核对日期")
    return _("这位老人 {leave}，与这次的时间冲突。请先登记返院，或核对日期和钟点").format(leave=said[0])


async def refuse_ahead(session: AsyncSession, draft: LeaveDraft) -> None:
    """Refuse days and hours that have not come: what is planned is no leave yet."""
    today = await business_date(session)
    if draft.from_on > today:
        raise LeaveRefused(_("还没到的日子不能登记离院，请在离院当天登记；预计的日子请写在备注里"), field="from_on")
    if draft.back_on is not None and draft.back_on > today:
        raise LeaveRefused(_("返院的日子还没到；预计哪天回来请填「预计返院」"), field="back_on")
    instant = await now(session)
    for at, field in ((draft.left_at, "left_at"), (draft.returned_at, "returned_at")):
        refuse_hour_ahead(at, instant, field)


def refuse_hour_ahead(at: datetime | None, instant: datetime, field: str) -> None:
    """Refuse an hour that has not struck yet: most often an afternoon typed for a morning."""
    if at is not None and at > instant:
        raise LeaveRefused(_("这个钟点还没到，请核对是上午还是下午"), field=field)


async def sealed_notes(session: AsyncSession, home: Home, leave: Leave, notes: str) -> bytes | None:
    """Seal the notes of a leave; no words, no seal."""
    if not notes:
        return None
    return (await sealer(session, home.county)).seal("leaves", "notes", leave.seal, notes)
