"""Rulings 口径 of a county: what holds, what another answer would change, deciding and voiding."""

from datetime import date
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.census import queries, service
from app.census.forms import RulingAsk, RulingForm, VoidForm
from app.census.queries.rulings import following
from app.census.routes.asking import CountyAsked, first_time, sees_names, the_county
from app.census.routes.simulating import simulated
from app.census.rules.rulings import DEFAULTS, RulingCode
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/rulings")


@router.get("", name="census.rulings.index", access="census.see")
async def list_rulings(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """Each question with its present answer, since when and on what ground."""
    here = await the_county(session, actor, county, "census.see")
    today = await business_date(session)
    lines = await queries.rulings_of(session, here.code)
    questions = [(code, [line for line in lines if line.code is code]) for code in RulingCode]
    may_rule = actor.scope("census.rule").covers(here.code, None)
    return await render(
        request, "census/rulings/index.html", county=here, questions=questions, defaults=DEFAULTS, on=today,
        may_rule=may_rule,
    )  # fmt: skip


@router.get("/new", name="census.rulings.new", access="census.rule")
async def new_ruling(
    request: Request, session: Session, actor: CurrentActor, county: str = "", code: str = ""
) -> Response:
    """What another answer would change, and below it the form that gives it."""
    here = await the_county(session, actor, county, "census.rule")
    return await _new_page(request, session, actor, here, code=_code(code), bound=Bound(None))


@router.post("", name="census.rulings.create", access="census.rule")
async def create_ruling(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Give an answer; the one before it ends."""
    bound = bind(RulingForm, await request.form())
    here = await the_county(session, actor, str(bound.raw.get("county", "")), "census.rule")
    form = bound.values
    if form is None:
        return await _new_page(request, session, actor, here, code=_code(str(bound.raw.get("code", ""))), bound=bound)
    try:
        if await first_time(session, actor, "census.rule", form, here.code):
            await service.set_ruling(
                session, actor, here.code, form.code, form.counts,
                from_on=form.from_on, basis=form.basis, unverified=form.unverified,
            )  # fmt: skip
    except DomainError as refusal:
        return await _new_page(request, session, actor, here, code=form.code, bound=refused(bound, refusal))
    said = _("{who}计入") if form.counts else _("{who}不计入")
    back = request.app.url_path_for("census.rulings.index")
    return see_other(request, back, message=said.format(who=form.code.label), county=str(here.code))


@router.get("/{ruling_id}", name="census.rulings.show", access="census.rule")
async def show_ruling(request: Request, session: Session, actor: CurrentActor, ruling_id: RowId) -> Response:
    """One ruling, and how it is voided."""
    return await _ruling_page(request, session, actor, ruling_id, Bound(None))


@router.post("/{ruling_id}/void", name="census.rulings.void", access="census.rule")
async def void_ruling(request: Request, session: Session, actor: CurrentActor, ruling_id: RowId) -> Response:
    """Void a ruling with a reason; the one it took the place of holds again."""
    row = await queries.find_any_ruling(session, actor.scope("census.rule"), ruling_id)
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _ruling_page(request, session, actor, ruling_id, bound)
    try:
        if await first_time(session, actor, "census.unrule", form, row.county, ruling=ruling_id):
            await service.void_ruling(session, actor, ruling_id, reason=form.reason)
    except DomainError as refusal:
        return await _ruling_page(request, session, actor, ruling_id, refused(bound, refusal))
    back = request.app.url_path_for("census.rulings.index")
    return see_other(request, back, message=_("已作废这条口径"), county=str(row.county))


def _code(text: str) -> RulingCode:
    found = next((code for code in RulingCode if code.value == text), None)
    if found is None:
        raise NotFound
    return found


async def _new_page(
    request: Request, session: AsyncSession, actor: Actor, here: CountyAsked, *, code: RulingCode, bound: Bound[Any]
) -> Response:
    today = await business_date(session)
    present = await queries.find_ruling(session, here.code, code, today)
    answer = present.counts if present else DEFAULTS[code]
    given = bound.raw or dict(request.query_params)
    given |= {"counts": {"true": "yes", "false": "no"}.get(given.get("counts", ""), given.get("counts", ""))}
    ask = RulingAsk.read(given, today, present=answer)
    later = await following(session, here.code, code, ask.from_on)
    shown = await simulated(session, actor, here.code, code, ask, until=later.from_on if later else date.max)
    return await render(
        request, "census/rulings/new.html", status=status_of(bound),
        county=here, code=code, present=present, answer=answer, ask=ask, later=later, shown=shown,
        named=sees_names(actor, here.code, None), errors=bound.errors, raw=bound.raw,
    )  # fmt: skip


async def _ruling_page(
    request: Request, session: AsyncSession, actor: Actor, ruling_id: int, bound: Bound[Any]
) -> Response:
    row = await queries.get_ruling(session, actor.scope("census.rule"), ruling_id)
    here = await the_county(session, actor, str(row.county), "census.rule")
    status = status_of(bound)
    return await render(
        request, "census/rulings/show.html", status=status, ruling=row, county=here, errors=bound.errors, raw=bound.raw
    )
