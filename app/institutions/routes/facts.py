"""Dated facts: recording one, looking at one, ending and voiding it."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions import queries, service
from app.institutions.forms import EndForm, FactForm, ReasonForm
from app.institutions.routes.asking import Asked, first_time, form_page, read, the_home
from app.institutions.rules.answers import Datum
from app.institutions.rules.facts import say_fact
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.words import choices_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, refused
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/facts")

DATED = frozenset({FactKind.OPERATION, FactKind.GRADE, FactKind.LICENCE, FactKind.LTCI, FactKind.MEDICAL})
"""Kinds whose paper names the last day it holds."""


@router.get("/new", name="institutions.facts.new", access="institutions.edit")
async def new_fact(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, kind: str = ""
) -> Response:
    """The form for one kind, or the kinds to choose from."""
    asked = Asked(request, session, actor, institution_id)
    return await _new_page(asked, Bound(None, {}, {"kind": kind}))


@router.post("", name="institutions.facts.create", access="institutions.edit")
async def create_fact(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """Record a fact with its scan and show it in the file."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, FactForm)
    form = bound.values
    if form is None:
        return await _new_page(asked, bound)
    try:
        if await first_time(session, actor, "institutions.record", form, county=home.county, home=institution_id):
            upload = bound.files.get("scan")
            await service.record_fact(session, actor, institution_id, form.draft(), upload=upload)
    except DomainError as refusal:
        return await _new_page(asked, refused(bound, refusal))
    said = _("已登记：{kind}").format(kind=form.kind.label)
    return asked.back(said)


@router.get("/{fact_id}", name="institutions.facts.show", access="institutions.edit")
async def show_fact(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, fact_id: RowId
) -> Response:
    """One fact with its paper, and what can be done about it."""
    asked = Asked(request, session, actor, institution_id)
    return await _fact_page(asked, fact_id, Bound(None))


@router.post("/{fact_id}/end", name="institutions.facts.end", access="institutions.edit")
async def end_fact(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, fact_id: RowId
) -> Response:
    """Say from which day on it is no longer so."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, EndForm)
    if bound.values is None:
        return await _fact_page(asked, fact_id, bound)
    try:
        if await first_time(session, actor, "institutions.end", bound.values, county=home.county, fact=fact_id):
            await service.end_fact(session, actor, institution_id, fact_id, to_on=bound.values.to_on)
    except DomainError as refusal:
        return await _fact_page(asked, fact_id, refused(bound, refusal))
    return asked.back(_("已保存终止日期"))


@router.post("/{fact_id}/void", name="institutions.facts.void", access="institutions.edit")
async def void_fact(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, fact_id: RowId
) -> Response:
    """Void it with a reason."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, ReasonForm)
    if bound.values is None:
        return await _fact_page(asked, fact_id, bound)
    try:
        if await first_time(session, actor, "institutions.void", bound.values, county=home.county, fact=fact_id):
            await service.void_fact(session, actor, institution_id, fact_id, reason=bound.values.reason)
    except DomainError as refusal:
        return await _fact_page(asked, fact_id, refused(bound, refusal))
    return asked.back(_("已作废这条登记"))


async def _new_page(asked: Asked, bound: Bound[Any]) -> Response:
    wanted = bound.raw.get("kind", "")
    kind = FactKind(wanted) if wanted in set(FactKind) else None
    code = str(bound.raw.get("region_code", ""))
    facts = {
        "kind": kind,
        "kinds": list(FactKind),
        "choices": choices_of(kind) if kind else [],
        "dated": kind in DATED,
        "places": kind in (FactKind.LOCATION, FactKind.AFFILIATION),
        "located": kind is FactKind.LOCATION,
        "certified": kind in (FactKind.GRADE, FactKind.LICENCE),
        "datums": [(datum.value, datum.label) for datum in Datum],
        "region_code": int(code) if code.isdecimal() and len(code) <= 9 else None,
    }
    return await form_page(asked, "institutions/facts/new.html", bound, **facts)


async def _fact_page(asked: Asked, fact_id: int, bound: Bound[Any]) -> Response:
    fact = await queries.get_fact(asked.session, asked.actor.scope("institutions.edit"), asked.institution_id, fact_id)
    facts = {"fact": fact, "said": say_fact(fact)}
    return await form_page(asked, "institutions/facts/show.html", bound, **facts)
