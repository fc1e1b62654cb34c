"""The list of homes, a new home, one home's file and its own lines."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions import queries, service
from app.institutions.errors import ChangedMeanwhile
from app.institutions.forms import HomeForm, NewHomeForm
from app.institutions.routes.asking import first_time, path_of, read, the_home
from app.institutions.routes.filing import file_facts, home_form_facts, shown_day
from app.institutions.rules.drafts import plain
from app.institutions.rules.listing import HomeAsk, choices_among
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions")

SHOWN = 200
"""More rows than anybody reads; the choices and the search narrow them down."""


@router.get("", name="institutions.index", access="institutions.see")
async def list_institutions(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The homes the caller may see, as of today, with what they may be narrowed to."""
    ask = HomeAsk.read(request.query_params)
    scope, today = actor.scope("institutions.see"), await business_date(session)
    rows = await queries.institutions_of(session, scope, today, text=ask.q, closed=ask.closed)
    kept = ask.narrowed(rows)
    facts: dict[str, Any] = {
        "ask": ask,
        "rows": kept[:SHOWN],
        "total": len(kept),
        "choices": choices_among(rows, ask),
        "registered": sum(row.registered or 0 for row in kept),
        "bare": sum(row.registered is None for row in kept),
    }
    return await render(request, "institutions/index.html", **facts)


@router.get("/new", name="institutions.new", access="institutions.create")
async def new_institution(
    request: Request, session: Session, actor: CurrentActor, county: int = 0, unit: int = 0
) -> Response:
    """The form that opens a home's file; `unit` adds a site to a legal unit."""
    raw = {"county": county or "", "legal_unit_id": unit or ""}
    return await _new_page(request, session, actor, Bound(None, {}, raw))


@router.post("", name="institutions.create", access="institutions.create")
async def create_institution(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Open a home's file, with its legal unit where one was written, and show it."""
    bound = await read(request, NewHomeForm)
    form = bound.values
    if form is None:
        return await _new_page(request, session, actor, bound)
    try:
        if not await first_time(session, actor, "institutions.create", form):
            return see_other(request, str(request.app.url_path_for("institutions.index")))
        unit = form.unit()
        added = await service.add_legal_unit(session, actor, form.county, unit) if unit else None
        asked = plain(form.draft(added.id if added else None))
        home = await service.create_institution(session, actor, county=form.county, **asked)
    except DomainError as refusal:
        return await _new_page(request, session, actor, refused(bound, refusal))
    said = _("已建档：{name}。接着请登记核定床位").format(name=home.name)
    return see_other(request, path_of(request, "institutions.show", home.id), message=said)


@router.get("/{institution_id}", name="institutions.show", access="institutions.see")
async def show_institution(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, day: str = ""
) -> Response:
    """One home's file as of a day, today unless asked otherwise."""
    home = await the_home(session, actor, institution_id, "institutions.see")
    on = shown_day(day, await business_date(session))
    return await render(request, "institutions/show.html", **await file_facts(session, actor, home, on))


@router.get("/{institution_id}/edit", name="institutions.edit", access="institutions.edit")
async def edit_institution(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """The form with the home's own lines."""
    return await _edit_page(request, session, actor, institution_id, Bound(None))


@router.post("/{institution_id}", name="institutions.update", access="institutions.edit")
async def update_institution(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId
) -> Response:
    """Change the home's own lines; two people who do so see both values."""
    home = await the_home(session, actor, institution_id)
    county = home.county
    bound = await read(request, HomeForm)
    form = bound.values
    if form is None:
        return await _edit_page(request, session, actor, institution_id, bound)
    try:
        if await first_time(session, actor, "institutions.update", form, county=county, home=institution_id):
            unit = form.unit()
            added = await service.add_legal_unit(session, actor, county, unit) if unit else None
            asked = form.draft(added.id if added else None)
            await service.change_institution(session, actor, institution_id, asked, version=form.version)
    except DomainError as refusal:
        return await _edit_page(request, session, actor, institution_id, refused(bound, refusal), refusal)
    return see_other(request, path_of(request, "institutions.show", institution_id), message=_("已保存机构档案"))


async def _new_page(request: Request, session: Session, actor: CurrentActor, bound: Bound[Any]) -> Response:
    facts = await home_form_facts(session, actor, bound)
    return await render(request, "institutions/new.html", status=422 if bound.errors else 200, **facts)


async def _edit_page(
    request: Request,
    session: Session,
    actor: CurrentActor,
    institution_id: int,
    bound: Bound[Any],
    refusal: DomainError | None = None,
) -> Response:
    home = await the_home(session, actor, institution_id)
    facts = await home_form_facts(session, actor, bound, home)
    conflict = refusal if isinstance(refusal, ChangedMeanwhile) else None
    status = status_of(bound, refusal)
    return await render(request, "institutions/edit.html", status=status, file=home, conflict=conflict, **facts)
