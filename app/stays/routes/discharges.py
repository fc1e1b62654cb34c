"""Leaving for good 退住: the list of what is not finished, the form, the look at its consequences, and the file of one."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date, now
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.discharges import DischargeForm, TurnBackForm
from app.stays.models import Discharge
from app.stays.queries import discharges as queries
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import discharge_of, person_name, residents_of
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.routes.discharge_viewing import consequences_of, draw_discharge, form_facts, list_facts
from app.stays.rules.discharges import discharge_fault
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial, see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/discharges", name="stays.discharges.index", access="stays.see")
async def list_discharges(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """What is not finished: beds that wait, tasks that are open, people who are about to leave."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    template = "stays/discharges/_open.html" if is_partial(request) else "stays/discharges/index.html"
    return await render(request, template, **await list_facts(asked))


@router.get("/discharges/new", name="stays.discharge_picks.new", access="stays.discharge")
async def pick_discharge(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, stay: str = ""
) -> Response:
    """Who is leaving for good; with them known the form follows."""
    asked = await the_home(request, session, actor, institution_id, "stays.discharge")
    if stay_id := id_in(stay):
        return see_other(request, asked.path("stays.discharges.new", stay_id=stay_id))
    people = await residents_of(session, asked.home.scope, institution_id, await business_date(session))
    return await render(
        request,
        "stays/discharge_picks/new.html",
        institution=asked.institution,
        people=[(one.stay.id, f"{one.elder.name}　{one.bed}") for one in people],
    )


@router.get("/stays/{stay_id}/discharge/new", name="stays.discharges.new", access="stays.discharge")
async def new_discharge(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form of a discharge; one that has been prepared brings its reason and day along."""
    asked = await the_home(request, session, actor, institution_id, "stays.discharge")
    opened = await discharge_of(session, asked.home.scope, stay_id)
    if opened is not None and opened.ended_at is not None:
        return see_other(request, asked.path("stays.discharges.show", discharge_id=opened.id))
    typed = {"reason": opened.reason, "on": min(opened.planned_on, await business_date(session))} if opened else {}
    return await _form(asked, stay_id, Bound(None), typed=typed)


@router.post("/stays/{stay_id}/discharge", name="stays.discharges.create", access="stays.discharge")
async def create_discharge(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Prepare it, look at what it means, or do it: which of the three says the button."""
    bound = bind(DischargeForm, await request.form())
    form = bound.values
    acts = form is not None and form.act != "look"
    asked = await the_home(request, session, actor, institution_id, "stays.discharge", lock=acts)
    if form is None:
        return await _form(asked, stay_id, bound)
    try:
        if form.act == "look":
            return await _look(asked, stay_id, form, bound)
        return await _end(asked, stay_id, form) if form.act == "end" else await _plan(asked, stay_id, form)
    except DomainError as refusal:
        return await _form(asked, stay_id, refused(bound, refusal), refusal)


async def _plan(asked: Asked, stay_id: int, form: DischargeForm) -> Response:
    if await first_time(asked, "stays.discharge_planned", form, stay=stay_id):
        args = (asked.session, asked.actor, asked.home, stay_id)
        await service.plan_discharge(*args, reason=form.reason, planned_on=form.on)
    return await _to_the_file(asked, stay_id, _("已列出要办的事；老人照常住着，到了当天再办理退住"))


async def _end(asked: Asked, stay_id: int, form: DischargeForm) -> Response:
    said = _("已为{name}办理退住")
    if await first_time(asked, "stays.discharged", form, stay=stay_id):
        one = await service.discharge(asked.session, asked.actor, asked.home, stay_id, form.draft())
        name = await person_name(asked.session, asked.home.county, one.elder_id)
        return _at_the_file(asked, one, said.format(name=name))
    person = await person_of_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)
    return await _to_the_file(asked, stay_id, said.format(name=person.name))


async def _to_the_file(asked: Asked, stay_id: int, message: str) -> Response:
    opened = await discharge_of(asked.session, asked.home.scope, stay_id)
    if opened is None:
        return see_other(asked.request, asked.path("stays.discharges.index"))
    return _at_the_file(asked, opened, message)


def _at_the_file(asked: Asked, one: Discharge, message: str) -> Response:
    return see_other(asked.request, asked.path("stays.discharges.show", discharge_id=one.id), message=message)


async def _look(asked: Asked, stay_id: int, form: DischargeForm, bound: Bound[Any]) -> Response:
    """The page before the act: in words and counts what it will do, and the one red button of the house."""
    person = await person_of_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)
    fault = discharge_fault(form.draft(), person.from_on, person.today, await now(asked.session))
    if fault:
        return await _form(asked, stay_id, bound.with_error(*fault))
    return await render(
        asked.request,
        "stays/discharges/confirm.html",
        institution=asked.institution,
        person=person,
        form=form,
        raw=bound.raw,
        consequences=await consequences_of(asked, person, form.draft()),
    )


async def _form(
    asked: Asked,
    stay_id: int,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    typed: dict[str, Any] | None = None,
) -> Response:
    template = "stays/discharges/_panel.html" if is_partial(asked.request) else "stays/discharges/new.html"
    facts = await form_facts(asked, stay_id, bound, typed or {})
    return await render(asked.request, template, status=status_of(bound, refusal), **facts)


@router.get("/discharges/{discharge_id}", name="stays.discharges.show", access="stays.see")
async def show_discharge(
    request: Request, institution_id: RowId, discharge_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """One discharge: what is done, what is missing, and what its beds wait for."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    return await draw_discharge(asked, discharge_id, Bound(None))


@router.post("/discharges/{discharge_id}/undoing", name="stays.discharge_undoings.create", access="stays.discharge")
async def create_discharge_undoing(
    request: Request, institution_id: RowId, discharge_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take it back; the person lives here as before."""
    asked = await the_home(request, session, actor, institution_id, "stays.discharge")
    bound = bind(TurnBackForm, await request.form())
    form = bound.values
    if form is None:
        return await draw_discharge(asked, discharge_id, bound)
    try:
        if await first_time(asked, "stays.discharge_undone", form, discharge=discharge_id):
            one = await queries.get_discharge(session, asked.home.scope, institution_id, discharge_id)
            ended = one.ended_at is not None
            await service.undo_discharge(session, actor, asked.home, discharge_id, reason=form.reason)
            said = _("已撤销退住，老人照原来的床位在住") if ended else _("已取消准备退住")
            return see_other(request, asked.path("stays.discharges.index"), message=said)
    except DomainError as refusal:
        return await draw_discharge(asked, discharge_id, refused(bound, refusal), refusal)
    return see_other(request, asked.path("stays.discharges.index"))
