"""Waiving a task with its reason, asking for it again, and saying why one cannot be done now."""

from fastapi import Request, Response

from app.admissions import service
from app.admissions.forms.cases import ReasonForm, TapForm
from app.admissions.routes.acting import carry_out
from app.admissions.routes.asking import PREFIX, RUN, Asked, first_time, refused, the_home
from app.admissions.routes.drawing import draw_task
from app.admissions.rules.kinds import AdmissionTaskKind
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import bind
from app.web.htmx import see_other
from app.web.routing import Router

__all__ = ["router", "the_task"]

router = Router(prefix=PREFIX + "/{admission_id}/tasks/{kind}")
WAIVE = "admissions.waive"


def the_task(kind: str) -> AdmissionTaskKind:
    """The task that an address names; no other word is one."""
    if kind not in list(AdmissionTaskKind):
        raise NotFound
    return AdmissionTaskKind(kind)


@router.post("/waiver", name="admissions.waivers.create", access=WAIVE)
async def create_waiver(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Say that the task is not asked for this time, and why."""
    asked, task = await the_home(request, session, actor, institution_id, WAIVE), the_task(kind)
    return await _with_reason(asked, admission_id, task, action="task_waived", aside="waiver")


@router.post("/blocking", name="admissions.blocks.create", access=RUN)
async def create_block(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Say why the task cannot be done now."""
    asked, task = await the_home(request, session, actor, institution_id, RUN), the_task(kind)
    return await _with_reason(asked, admission_id, task, action="task_blocked", aside="block")


@router.post("/reopening", name="admissions.reopenings.create", access=WAIVE)
async def create_reopening(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Ask for the task again."""
    asked, task = await the_home(request, session, actor, institution_id, WAIVE), the_task(kind)

    async def reopen(_form: TapForm) -> str:
        await service.reopen_task(session, actor, asked.home, admission_id, task)
        return _("{task}：已收回豁免").format(task=task.label)

    return await carry_out(asked, admission_id, TapForm, "task_reopened", reopen, row=task.value)


async def _with_reason(
    asked: Asked, admission_id: int, task: AdmissionTaskKind, *, action: str, aside: str
) -> Response:
    """Waive or block the task for the reason that was typed, or draw its page again with it."""
    bound = bind(ReasonForm, await asked.request.form())
    form = bound.values
    if form is None:
        return await draw_task(asked, admission_id, task, bound, aside=aside)
    act = service.waive_task if action == "task_waived" else service.block_task
    try:
        if await first_time(asked, f"admissions.{action}", form, admission=admission_id, task=task.value):
            await act(asked.session, asked.actor, asked.home, admission_id, task, reason=form.reason)
    except DomainError as refusal:
        return await draw_task(asked, admission_id, task, refused(bound, refusal), refusal, aside=aside)
    path = asked.path("admissions.cases.show", admission_id=admission_id)
    words = _("{task}：已豁免") if action == "task_waived" else _("{task}：已记下原因")
    return see_other(asked.request, path, message=words.format(task=task.label))
