"""Objections: a home takes them down and reads what was decided; somebody else decides and publishes."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.routes.asking import Asked, first_time, the_home
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.offers.forms.desk import DecideForm, ObjectionForm, TapForm
from app.offers.queries.objections import get_objection
from app.offers.routes.objecting import case_facts, cases_facts, home_facts
from app.offers.service.objecting import (
    ObjectionDraft,
    Place,
    decide_objection,
    publish_objection,
    receive_objection,
)
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()
DECIDE = "objections.decide"


@router.get("/institutions/{institution_id}/objections", name="offers.objections.index", access="offers.see")
async def list_objections(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The home's objections and the form to take one down."""
    asked = await the_home(request, session, actor, institution_id, "offers.see")
    return await _home(asked, Bound(None))


@router.post("/institutions/{institution_id}/objections", name="offers.objections.create", access="waitlist.apply")
async def create_objection(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Take an objection down; its receipt number is told to whoever objects."""
    asked = await the_home(request, session, actor, institution_id, "waitlist.apply")
    bound = bind(ObjectionForm, await request.form())
    form = bound.values
    if form is None:
        return await _home(asked, bound)
    try:
        if not await first_time(asked, "offers.objection_received", form):
            return see_other(request, asked.path("offers.objections.index"))
        made = await receive_objection(session, actor, _draft(asked, form))
    except DomainError as refusal:
        return await _home(asked, refused(bound, refusal), refusal)
    message = _("异议已登记，回执号 {code}，{day} 前答复").format(code=made.code, day=made.due_on)
    return see_other(request, asked.path("offers.objections.index"), message=message)


def _draft(asked: Asked, form: ObjectionForm) -> ObjectionDraft:
    return ObjectionDraft(
        place=Place(asked.home.county, asked.home.institution_id), words=form.words, source=form.source,
        name=form.name, phone=form.phone, offer_id=form.offer_id,
    )  # fmt: skip


@router.get("/objections", name="offers.objection_cases.index", access=DECIDE)
async def list_objection_cases(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Every objection of the county, those whose day is nearest first."""
    return await render(request, "offers/objection_cases/index.html", **await cases_facts(session, actor))


@router.get("/objections/{objection_id}", name="offers.objection_cases.show", access=DECIDE)
async def show_objection_case(request: Request, objection_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """One objection with what was said, and the decision."""
    return await _case(request, session, actor, objection_id, Bound(None))


@router.post("/objections/{objection_id}/decision", name="offers.objection_decisions.create", access=DECIDE)
async def create_objection_decision(
    request: Request, objection_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Decide."""
    bound = bind(DecideForm, await request.form())
    form = bound.values
    if form is None:
        return await _case(request, session, actor, objection_id, bound)
    try:
        if await _first_time(session, actor, objection_id, "offers.objection_decided", form):
            await decide_objection(session, actor, objection_id, outcome=form.outcome, result=form.result)
    except DomainError as refusal:
        return await _case(request, session, actor, objection_id, refused(bound, refusal), refusal=refusal)
    return _back(request, objection_id, _("处理结果已登记，请公布"))


@router.post("/objections/{objection_id}/publication", name="offers.objection_publications.create", access=DECIDE)
async def create_objection_publication(
    request: Request, objection_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Publish what was decided."""
    bound = bind(TapForm, await request.form())
    form = bound.values
    if form is None:
        return await _case(request, session, actor, objection_id, bound)
    try:
        if await _first_time(session, actor, objection_id, "offers.objection_published", form):
            await publish_objection(session, actor, objection_id)
    except DomainError as refusal:
        return await _case(request, session, actor, objection_id, refused(bound, refusal), refusal=refusal)
    return _back(request, objection_id, _("已公布，公布的内容里没有姓名"))


async def _first_time(session: AsyncSession, actor: Actor, objection_id: int, action: str, form: Any) -> bool:
    objection = await get_objection(session, actor.scope(DECIDE), objection_id)
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"objection": objection_id}
    return await audit.first_time(
        session, actor, tap_id=form.tap_id, action=action, body=body, county=objection.county
    )  # fmt: skip


def _back(request: Request, objection_id: int, message: str) -> Response:
    path = str(request.app.url_path_for("offers.objection_cases.show", objection_id=objection_id))
    return see_other(request, path, message=message)


async def _home(asked: Asked, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    offer_id = id_in(asked.request.query_params.get("offer") or bound.raw.get("offer_id"))
    return await render(
        asked.request, "offers/objections/index.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, **await home_facts(asked, offer_id),
    )  # fmt: skip


async def _case(
    request: Request, session: AsyncSession, actor: Actor, objection_id: int, bound: Bound[Any], *, refusal: DomainError | None = None,
) -> Response:  # fmt: skip
    return await render(
        request, "offers/objection_cases/show.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, **await case_facts(session, actor, objection_id),
    )  # fmt: skip
