"""The tasks of a discharge, one button each."""

from fastapi import Request, Response

from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.stays import service
from app.stays.forms.discharges import TaskForm
from app.stays.queries.discharges import discharge_file
from app.stays.routes.asking import Asked, first_time, refused, the_home
from app.stays.routes.discharge_viewing import draw_discharge
from app.stays.rules.kinds import TaskKind, TaskState
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import bind
from app.web.htmx import see_other
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/discharges/{discharge_id}/tasks")


@router.post("/{kind}", name="stays.discharge_tasks.update", access="stays.discharge")
async def update_task(
    request: Request, institution_id: RowId, discharge_id: RowId, kind: str, session: Session, actor: CurrentActor
) -> Response:
    """Say that a task is done, not needed for a reason, or open again."""
    asked = await the_home(request, session, actor, institution_id, "stays.discharge")
    if kind not in list(TaskKind):
        raise NotFound
    task, bound = TaskKind(kind), bind(TaskForm, await request.form())
    form = bound.values
    if form is None:
        return await draw_discharge(asked, discharge_id, bound, asks=task)
    try:
        if await first_time(asked, "stays.discharge_task_settled", form, discharge=discharge_id, task=kind):
            said = form.model_dump(exclude={"tap_id"})
            await service.settle_task(session, actor, asked.home, discharge_id, task, **said)
    except DomainError as refusal:
        return await draw_discharge(asked, discharge_id, refused(bound, refusal), refusal, asks=task)
    path = asked.path("stays.discharges.show", discharge_id=discharge_id)
    return see_other(request, path, message=await _said(asked, discharge_id, task, form.state))


async def _said(asked: Asked, discharge_id: int, task: TaskKind, state: TaskState) -> str:
    """Say what has been settled, and that a bed is free where it is."""
    said = _("{task}：{state}").format(task=task.label, state=state.label)
    file = await discharge_file(asked.session, asked.home.scope, asked.home.institution_id, discharge_id)
    free = [name for name, ready in file.beds if ready]
    if state is not TaskState.OPEN and task in (TaskKind.BELONGINGS, TaskKind.DISINFECTION) and free:
        return _("{said}。{beds} 床可以安排了").format(said=said, beds=_("、").join(free))
    return said
