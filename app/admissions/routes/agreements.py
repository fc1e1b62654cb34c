"""The service agreement on paper, and the record that it was signed."""

from typing import Any

from fastapi import Request, Response

from app.admissions import service
from app.admissions.forms.papers import SigningForm
from app.admissions.queries import case_file, get_agreement, open_agreement
from app.admissions.routes.asking import PREFIX, RUN, facts, first_time, look, refused, the_home
from app.admissions.routes.drawing import draw_task
from app.admissions.rules.contents import CONTENTS
from app.admissions.rules.kinds import AdmissionTaskKind
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=PREFIX + "/{admission_id}/agreement")


@router.get("/sheet", name="admissions.agreements.show", access=RUN)
async def show_agreement(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The agreement made for A4 with its boxes for signatures; it names people whole, so the look leaves a line."""
    asked = await the_home(request, session, actor, institution_id, RUN)
    file = await case_file(session, asked.home, admission_id)
    row = await get_agreement(session, asked.home.scope, admission_id)
    await look(asked, file, "agreement", "name", "phone")
    view = await open_agreement(session, row)
    response = await render(
        request, "admissions/agreements/show.html", **facts(asked, file), agreement=view, contents=CONTENTS
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/signing", name="admissions.signings.create", access=RUN)
async def create_signing(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Record that it was signed."""
    asked = await the_home(request, session, actor, institution_id, RUN)
    bound: Bound[Any] = bind(SigningForm, await request.form())
    if bound.values is None:
        return await draw_task(asked, admission_id, AdmissionTaskKind.AGREEMENT, bound, aside="signing")
    try:
        if await first_time(asked, "admissions.agreement_signed", bound.values, admission=admission_id):
            scan = bound.files.get("evidence")
            await service.sign_agreement(session, actor, asked.home, admission_id, bound.values.draft(), upload=scan)
    except DomainError as refusal:
        wrong = refused(bound, refusal)
        return await draw_task(asked, admission_id, AdmissionTaskKind.AGREEMENT, wrong, refusal, aside="signing")
    path = asked.path("admissions.cases.show", admission_id=admission_id)
    return see_other(request, path, message=_("已登记协议签字"))
