"""The page of one task: its form with what stands or was typed, its draft kept as one types, and its end."""

from typing import Any

from fastapi import Request, Response

from app.admissions import service
from app.admissions.forms.papers import AgreementForm, ConsentsForm
from app.admissions.forms.tasks import BedForm, CareForm, DietForm, HealthForm, IdentityForm
from app.admissions.routes.asking import PREFIX, RUN, SEE, Asked, first_time, refused, the_home
from app.admissions.routes.drawing import draw_task
from app.admissions.routes.waivers import the_task
from app.admissions.rules.kinds import AdmissionTaskKind
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=PREFIX + "/{admission_id}/tasks/{kind}")
FORMS: dict[AdmissionTaskKind, Any] = {
    AdmissionTaskKind.IDENTITY: IdentityForm,
    AdmissionTaskKind.HEALTH_CHECK: HealthForm,
    AdmissionTaskKind.AGREEMENT: AgreementForm,
    AdmissionTaskKind.CONSENTS: ConsentsForm,
    AdmissionTaskKind.BED: BedForm,
    AdmissionTaskKind.DIET: DietForm,
    AdmissionTaskKind.CARE: CareForm,
}
UPLOADS: dict[AdmissionTaskKind, Any] = {
    AdmissionTaskKind.HEALTH_CHECK: service.keep_health_check,
    AdmissionTaskKind.CONSENTS: service.answer_consents,
}
MOST, LONGEST = 60, 2000


@router.get("", name="admissions.tasks.show", access=SEE)
async def show_task(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """The form of a task; what was typed before and not finished stands in it."""
    asked, task = await the_home(request, session, actor, institution_id, SEE), the_task(kind)
    return await draw_task(asked, admission_id, task, Bound(None))


@router.post("", name="admissions.tasks.update", access=RUN)
async def update_task(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Finish the task with what the form says."""
    asked, task = await the_home(request, session, actor, institution_id, RUN), the_task(kind)
    if task not in FORMS:
        raise NotFound
    bound: Bound[Any] = bind(FORMS[task], await request.form())
    if bound.values is None:
        return await draw_task(asked, admission_id, task, bound)
    try:
        if await first_time(asked, "admissions.task_done", bound.values, admission=admission_id, task=task.value):
            await _finish(asked, admission_id, task, bound)
    except DomainError as refusal:
        return await draw_task(asked, admission_id, task, refused(bound, refusal), refusal)
    if task is AdmissionTaskKind.AGREEMENT:
        path = asked.path("admissions.tasks.show", admission_id=admission_id, kind=task.value)
        return see_other(request, path, message=_("协议已保存，请打印签字"))
    path = asked.path("admissions.cases.show", admission_id=admission_id)
    return see_other(request, path, message=_("{task}：已保存").format(task=task.label))


@router.post("/draft", name="admissions.drafts.update", access=RUN)
async def update_draft(
    request: Request, institution_id: RowId, admission_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Keep what was typed so far; nothing is asked of it yet."""
    asked, task = await the_home(request, session, actor, institution_id, RUN), the_task(kind)
    if task not in FORMS:
        raise NotFound
    bound = bind(FORMS[task], await request.form())
    if not bound.raw:
        # What arrives without a single field is no form: it would wipe what was typed before.
        return Response(status_code=422)
    known = FORMS[task].model_fields.keys() - {"tap_id"}
    typed = {name: _short(value) for name, value in list(bound.raw.items())[:MOST] if name in known}
    await service.keep_draft(session, actor, asked.home, admission_id, task, typed=typed)
    return Response(status_code=204)


def _short(value: Any) -> Any:
    return [str(one)[:LONGEST] for one in value[:MOST]] if isinstance(value, list) else str(value)[:LONGEST]


async def _finish(asked: Asked, admission_id: int, task: AdmissionTaskKind, bound: Bound[Any]) -> None:
    """Do what the task asks for; a scan comes along where the task takes one."""
    where = (asked.session, asked.actor, asked.home, admission_id)
    form: Any = bound.values
    if task in UPLOADS:
        await UPLOADS[task](*where, form.draft(), upload=bound.files.get("evidence"))
    else:
        await service.complete_task(*where, task, draft=form.draft())
