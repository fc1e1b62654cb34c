"""办理入住: the one act at the end of the list."""

from fastapi import Request, Response

from app.admissions import service
from app.admissions.forms.cases import MoveInForm
from app.admissions.queries import case_file
from app.admissions.routes.acting import carry_out
from app.admissions.routes.asking import PREFIX, the_home
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix=PREFIX + "/{admission_id}/moving-in")


@router.post("", name="admissions.moves.create", access="stays.admit")
async def create_move(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let the person move in; the list then shows that it is done."""
    asked = await the_home(request, session, actor, institution_id, "stays.admit")

    async def move_in(form: MoveInForm) -> str:
        await service.admit(session, actor, asked.home, admission_id, form.draft())
        file = await case_file(session, asked.home, admission_id)
        return _("已为{name}办理入住 {bed} 床").format(name=file.elder.name, bed=file.bed)

    return await carry_out(asked, admission_id, MoveInForm, "admitted", move_in)
