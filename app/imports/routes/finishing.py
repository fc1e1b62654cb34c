"""预演、生效、撤销: what would change, the act itself, the report that stays, and the way back."""

from typing import Any

from fastapi import Request, Response

from app.beds.queries.figures import bed_counts
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.imports import service
from app.imports.errors import StillWrong
from app.imports.forms import ApplyForm, UndoForm
from app.imports.routes.asking import AskedRun, a_run, steps_of
from app.imports.routes.checking import report_of
from app.imports.routes.rehearsing import agreement, rehearsal_facts
from app.imports.routes.waiting import waiting_page
from app.imports.rules.problems import grouped
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/imports/{run_id}")


@router.get("/rehearsal", name="imports.rehearsal.show", access="imports.run")
async def rehearsal(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """What would be new, changed, unchanged and skipped, against the home as it is now."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    if not asked.run.state.is_open:
        return see_other(request, asked.at("imports.show"))
    if asked.run.state is not RunState.CHECKED or asked.run.counts.get("error", 1):
        return see_other(request, asked.at("imports.check.show"))
    return await _rehearsal(asked, Bound(None))


@router.post("/apply", name="imports.apply", access="imports.run")
async def apply(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let it take effect, everything or nothing: at once when it is short, else by the worker."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    bound = bind(ApplyForm, await request.form())
    form = bound.values
    if form is None:
        return await _rehearsal(asked, bound)
    try:
        if await asked.first_time("imports.applied", form, run=run_id):
            await service.apply_or_queue(session, actor, asked.run, agreed=agreement(form.agreed))
    except StillWrong as refusal:
        return see_other(request, asked.at("imports.check.show"), message=refusal.message)
    except DomainError as refusal:
        return await _rehearsal(asked, refused(bound, refusal), refusal)
    return see_other(request, asked.at("imports.show"), message=_said(asked.run.state))


@router.get("", name="imports.show", access="imports.run")
async def show(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The report that stays: what was written, what was found, when and by whom; and the way back."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    if asked.run.state.is_open:
        page = "imports.columns.show" if asked.run.state is RunState.UPLOADED else "imports.check.show"
        return see_other(request, asked.at(page))
    if asked.run.state.is_under_way:
        return await waiting_page(asked)
    return await _report(asked, Bound(None))


@router.post("/undo", name="imports.undo", access="imports.run")
async def undo(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take the import back while nobody has built on it; else the list of what stands on it. A long one the worker does."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    bound = bind(UndoForm, await request.form())
    form = bound.values
    if form is None:
        return await _report(asked, bound)
    try:
        if await asked.first_time("imports.undone", form, run=run_id):
            await service.undo_or_queue(session, actor, asked.run, reason=form.reason)
    except DomainError as refusal:
        return await _report(asked, refused(bound, refusal), refusal)
    return see_other(request, asked.at("imports.show"), message=_said(asked.run.state))


def _said(state: RunState) -> str:
    """What is said of the act on the next page."""
    words = {RunState.APPLYING: _("已交给后台写入"), RunState.UNDOING: _("已交给后台撤销")}
    words |= {RunState.UNDONE: _("已撤销本次导入")}
    return words.get(state, _("导入已生效"))


async def _rehearsal(asked: AskedRun, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    found = await service.examine(asked.session, asked.run)
    today = await business_date(asked.session)
    beds = await bed_counts(asked.session, asked.home.scope, today, institution_id=asked.home.institution_id)
    return await render(
        asked.request,
        "imports/rehearsal/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=KINDS[asked.run.kind],
        hrefs=steps_of(asked),
        now=beds[0].beds if beds else 0,
        agreed=found.agreed,
        told=asked.opened.told,
        errors=bound.errors,
        raw=bound.raw,
        **rehearsal_facts(asked, found),
    )


async def _report(asked: AskedRun, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    built = asked.opened.plain("built") or {"made": {}, "changes": []}
    kind = KINDS[asked.run.kind]
    made = [(_(title), len(built["made"].get(name, ()))) for name, title in kind.telling.made.items()]
    return await render(
        asked.request,
        "imports/run/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=kind,
        filename=asked.opened.filename,
        made=made,
        after=(kind.telling.after[0], _(kind.telling.after[1])),
        changed=len(built["changes"]),
        counts=asked.run.counts,
        groups=grouped(report_of(asked)),
        things=getattr(refusal, "things", ()),
        told=asked.opened.told,
        errors=bound.errors,
        raw=bound.raw,
    )
