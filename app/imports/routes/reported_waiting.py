"""While the worker has a county's long workbook: how far it has come, and the way out."""

from typing import Any

from fastapi import Request, Response

from app.core.i18n import _
from app.imports import service
from app.imports.forms import ReleaseForm
from app.imports.routes.reported_asking import REPORT, CountyRun, a_county_run, first_time
from app.imports.rules.reported.kind import REPORTED
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["county_waits", "router"]

router = Router(prefix="/reported/imports/{run_id}")


@router.get("/progress", name="imports.reported.progress", access=REPORT)
async def progress(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The line of a running job, asked for again and again; it comes back without its trigger when all is done."""
    asked = await a_county_run(request, session, actor, run_id)
    return await render(request, "imports/wait/_progress.html", **await _facts(asked))


@router.post("/release", name="imports.reported.release", access=REPORT)
async def release(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Take the workbook out of the hands of a worker that says nothing any more."""
    asked = await a_county_run(request, session, actor, run_id, lock=True)
    form, back = bind(ReleaseForm, await request.form()).values, asked.at("imports.reported.show")
    if form is None or not await first_time(session, actor, "imports.given_back", form, asked.run.county, run=run_id):
        return see_other(request, back)
    await service.release_run(session, actor, asked.run)
    return see_other(request, back, message=_("已退回，什么都没有动。可以再试一次"))


async def county_waits(asked: CountyRun, status: int = 200) -> Response:
    """Draw the page of a workbook that the worker has."""
    return await render(
        asked.request, "imports/wait/show.html", status=status, kind=REPORTED, step=None,
        filename=asked.opened.filename, **await _facts(asked),
    )  # fmt: skip


async def _facts(asked: CountyRun) -> dict[str, Any]:
    page = asked.at("imports.reported.show")
    index = str(asked.request.app.url_path_for("imports.reported.index"))
    ways = dict.fromkeys(("columns", "rehearsal", "check", "report"), page) | {
        "progress": asked.at("imports.reported.progress"), "release": asked.at("imports.reported.release"),
        "index": f"{index}?county={asked.county[0]}",
    }  # fmt: skip
    stalled = await service.is_stalled(asked.session, asked.run)
    return {"run": asked.run, "told": asked.opened.told, "stalled": stalled, "ways": ways, "list_name": _("导入上报数")}
