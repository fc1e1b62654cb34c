"""Registered beds 核定: a new document, one document, voiding one."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions import queries, service
from app.institutions.forms import ReasonForm, RegisteredForm
from app.institutions.routes.asking import Asked, first_time, form_page, read, the_home
from app.institutions.rules.figures import Basis
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, refused
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/registered-beds")


@router.get("/new", name="institutions.registered_beds.new", access="institutions.edit")
async def new_registered(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """The form that records a document's figure."""
    asked = Asked(request, session, actor, institution_id)
    return await _new_page(asked, Bound(None))


@router.post("", name="institutions.registered_beds.create", access="institutions.edit")
async def create_registered(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """Record a document's figure with its scan."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, RegisteredForm)
    form = bound.values
    if form is None:
        return await _new_page(asked, bound)
    try:
        if await first_time(session, actor, "institutions.register", form, county=home.county, home=institution_id):
            upload = bound.files.get("scan")
            await service.record_registered_beds(session, actor, institution_id, form.draft(), upload=upload)
    except DomainError as refusal:
        return await _new_page(asked, refused(bound, refusal))
    said = _("已登记核定床位 {value} 张").format(value=form.value)
    return asked.back(said)


@router.get("/{document_id}", name="institutions.registered_beds.show", access="institutions.edit")
async def show_registered(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, document_id: RowId
) -> Response:
    """One document, and how it is voided."""
    asked = Asked(request, session, actor, institution_id)
    return await _document_page(asked, document_id, Bound(None))


@router.post("/{document_id}/void", name="institutions.registered_beds.void", access="institutions.edit")
async def void_registered(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, document_id: RowId
) -> Response:
    """Void a document with a reason."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, ReasonForm)
    form = bound.values
    if form is None:
        return await _document_page(asked, document_id, bound)
    try:
        if await first_time(session, actor, "institutions.unregister", form, county=home.county, document=document_id):
            await service.void_registered_beds(session, actor, institution_id, document_id, reason=form.reason)
    except DomainError as refusal:
        return await _document_page(asked, document_id, refused(bound, refusal))
    return asked.back(_("已作废这份核定文件"))


async def _new_page(asked: Asked, bound: Bound[Any]) -> Response:
    documents = await queries.registered_documents(
        asked.session, asked.actor.scope("institutions.edit"), asked.institution_id
    )
    facts = {"bases": [(basis.value, basis.label) for basis in Basis], "present": next(iter(documents), None)}
    template = "institutions/registered_beds/new.html"
    return await form_page(asked, template, bound, **facts)


async def _document_page(asked: Asked, document_id: int, bound: Bound[Any]) -> Response:
    document = await queries.get_registered(
        asked.session, asked.actor.scope("institutions.edit"), asked.institution_id, document_id
    )
    template = "institutions/registered_beds/show.html"
    return await form_page(asked, template, bound, document=document)
