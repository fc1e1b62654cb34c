"""While the worker has a long ledger: how far it has come, what it said when it gave it back, and the way out."""

from typing import Any

from fastapi import Request, Response

from app.core.i18n import _
from app.imports import service
from app.imports.forms import ReleaseForm
from app.imports.routes.asking import AskedRun, a_run
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router", "waiting_page"]

router = Router(prefix="/institutions/{institution_id}/imports/{run_id}")

PAGES = {
    "progress": "imports.progress", "release": "imports.release", "columns": "imports.columns.show",
    "rehearsal": "imports.rehearsal.show", "check": "imports.check.show", "report": "imports.show",
}  # fmt: skip
STEP = {RunState.CHECKING: 3, RunState.APPLYING: 5, RunState.UNDOING: 5}


@router.get("/progress", name="imports.progress", access="imports.run")
async def progress(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The line of a running job, asked for again and again; it comes back without its trigger when all is done."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    return await render(request, "imports/wait/_progress.html", **await _facts(asked))


@router.post("/release", name="imports.release", access="imports.run")
async def release(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take the ledger out of the hands of a worker that says nothing any more."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    form = bind(ReleaseForm, await request.form()).values
    if form is None or not await asked.first_time("imports.given_back", form, run=run_id):
        return see_other(request, asked.at("imports.show"))
    await service.release_run(session, actor, asked.run)
    return see_other(request, asked.at("imports.show"), message=_("已退回，什么都没有动。可以再试一次"))


async def waiting_page(asked: AskedRun) -> Response:
    """Draw the page of a ledger that the worker has."""
    return await render(
        asked.request, "imports/wait/show.html", kind=KINDS[asked.run.kind], step=STEP[asked.run.state],
        filename=asked.opened.filename, **await _facts(asked),
    )  # fmt: skip


async def _facts(asked: AskedRun) -> dict[str, Any]:
    stalled = await service.is_stalled(asked.session, asked.run)
    ways = {name: asked.at(page) for name, page in PAGES.items()} | {"index": asked.path("imports.index")}
    return {"run": asked.run, "told": asked.opened.told, "stalled": stalled, "ways": ways, "list_name": _("导入台账")}
