"""What changes inside a stay: 试住转长住, and who pays; and voiding a change that was recorded by mistake."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.admissions import TermsForm, VoidForm
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import get_stay
from app.stays.queries.terms import get_change, terms_of_stay_on
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.routes.bed_answering import late_reasons
from app.stays.rules.kinds import Payer, StayKind
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/changes")
MAY, MAY_CORRECT = "stays.admit", "stays.correct"


@router.get("/new", name="stays.changes.new", access=MAY)
async def new_change(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that says what a stay is from a day on."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None))


@router.post("", name="stays.changes.create", access=MAY)
async def create_change(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Record it; what stood before goes on to hold for the days before."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bound = bind(TermsForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    try:
        if await first_time(asked, "stays.terms_changed", form, stay=stay_id):
            said = form.model_dump(exclude={"tap_id"})
            await service.change_terms(session, actor, asked.home, stay_id, **said)
    except DomainError as refusal:
        return await _form(asked, stay_id, refused(bound, refusal), refusal)
    message = _("{day}起按{kind}、{payer}付费").format(day=form.from_on, kind=form.kind.label, payer=form.payer.label)
    return see_other(request, asked.path("stays.stays.show", stay_id=stay_id), message=message)


@router.get("/{change_id}/void", name="stays.change_voids.new", access=MAY_CORRECT)
async def new_change_void(
    request: Request, institution_id: RowId, stay_id: RowId, change_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that asks why a change was never right."""
    asked = await the_home(request, session, actor, institution_id, MAY_CORRECT)
    return await _void_form(asked, stay_id, change_id, Bound(None))


@router.post("/{change_id}/void", name="stays.change_voids.create", access=MAY_CORRECT)
async def create_change_void(
    request: Request, institution_id: RowId, stay_id: RowId, change_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Void it: what stood before it goes on."""
    asked = await the_home(request, session, actor, institution_id, MAY_CORRECT)
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _void_form(asked, stay_id, change_id, bound)
    try:
        if await first_time(asked, "stays.terms_voided", form, stay=stay_id, change=change_id):
            await service.void_terms(session, actor, asked.home, stay_id, change_id, reason=form.reason)
    except DomainError as refusal:
        return await _void_form(asked, stay_id, change_id, refused(bound, refusal), refusal)
    return see_other(request, asked.path("stays.stays.show", stay_id=stay_id), message=_("已作废这次变更"))


async def _form(asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    stay = await get_stay(asked.session, scope, home, stay_id)
    return await render(
        asked.request,
        "stays/changes/new.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=await person_of_stay(asked.session, scope, home, stay_id),
        terms=await terms_of_stay_on(asked.session, scope, stay, await business_date(asked.session)),
        kinds=[(one.value, one.label) for one in StayKind],
        payers=[(one.value, one.label) for one in Payer],
        late_reasons=late_reasons(),
        errors=bound.errors,
        raw=bound.raw,
    )


async def _void_form(
    asked: Asked, stay_id: int, change_id: int, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    return await render(
        asked.request,
        "stays/changes/void.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=await person_of_stay(asked.session, scope, home, stay_id),
        change=await get_change(asked.session, scope, home, stay_id, change_id),
        errors=bound.errors,
        raw=bound.raw,
    )
