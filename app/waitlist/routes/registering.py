"""登记新申请: who, then what they wish for and what it rests on; at the end a receipt with the PIN, shown this once."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.institutions.queries import homes_in
from app.residents.queries import get_elder
from app.residents.queries.around import categories_of
from app.residents.rules.birthdays import say_age
from app.residents.rules.kinds import Category
from app.stays.queries.arrivals import arrivals
from app.waitlist.forms.registering import RegisterForm
from app.waitlist.queries import live_entry_of, policy_on
from app.waitlist.routes.asking import ApplyingHome, OfList, first_time, the_county
from app.waitlist.routes.receipts import receipt_page
from app.waitlist.rules.kinds import CircumstanceKind, LinkKind, Source
from app.waitlist.service.desk import DeskDraft, homes_to_wish_for, register_at_desk
from app.web.addresses import id_in
from app.web.deps import CurrentActor, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()
LONGEST = 40
OFFERED = (Source.DESK, Source.TOWNSHIP, Source.PAPER)
"""What came in online is taken from its own list."""


@router.get("/waitlist/new", name="waitlist.entries.where", access="waitlist.apply")
async def choose_home(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Which home the family wishes for first: its desk takes the application."""
    here = await the_county(session, actor, request.query_params.get("county"), "waitlist.apply", whole=False)
    homes = [home for home in await homes_in(session, actor.scope("waitlist.apply")) if home.county == here.code]
    return await render(
        request, "waitlist/new/where.html", county=here, homes=[home for home in homes if home.closed_on is None]
    )


@router.get("/institutions/{institution_id}/waitlist/new", name="waitlist.entries.new", access="waitlist.apply")
async def new_entry(of: ApplyingHome) -> Response:
    """The two steps of a registration, as far as they are taken."""
    return await _page(of, dict(of.request.query_params), Bound(None))


@router.post("/institutions/{institution_id}/waitlist", name="waitlist.entries.create", access="waitlist.apply")
async def create_entry(of: ApplyingHome) -> Response:
    """Register the application and show its receipt."""
    bound = bind(RegisterForm, await of.request.form())
    form = bound.values
    said = {"elder": str(bound.raw.get("elder_id", ""))}
    if form is None:
        return await _page(of, said, bound)
    try:
        if not await first_time(of.session, of.actor, "waitlist.register", form, of.county, home=of.home_id):
            return see_other(of.request, of.here, message=_("这份申请已经登记过了，查询码只显示一次"))
        made = await register_at_desk(of.session, of.actor, of.home, await _draft(of, form, bound))
    except DomainError as refusal:
        return await _page(of, said, refused(bound, refusal), refusal)
    return await receipt_page(of.request, of.session, made, is_new=True)


async def _draft(of: OfList, form: RegisterForm, bound: Bound[Any]) -> DeskDraft:
    today = await business_date(of.session)
    scan = bound.files.get("category_scan")
    return DeskDraft(
        entry=form.draft(of.county, today), category=form.new_category(today, seen=scan is not None), category_scan=scan,
        circumstance_scan=bound.files.get("circumstance_scan"),
    )  # fmt: skip


async def _page(of: OfList, said: dict[str, str], bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    today, text = await business_date(of.session), said.get("q", "")[:LONGEST]
    elder = await _elder(of, said.get("elder", ""))
    found = [] if elder else await arrivals(of.session, of.actor.scope("residents.see"), of.home, text)
    return await render(
        of.request, "waitlist/new/new.html", status=status_of(bound, refusal), of=of, institution=of.institution,
        elder=elder, age=say_age(elder.born_on, elder.birth_precision, today) if elder else "", q=text,
        found=[(one, say_age(one.born_on, one.birth_precision, today, one.died_on)) for one in found],
        there=await _there(of, elder), held=await _held(of, elder, today), ways=_ways(of), errors=bound.errors,
        raw=bound.raw, most=(await policy_on(of.session, of.county, today)).max_wishes,
        homes=[(one.id, one.name) for one in await homes_to_wish_for(of.session, of.actor, of.county)] if elder else [],
        may_review=of.may("waitlist.review"), **_words(),
    )  # fmt: skip


async def _elder(of: OfList, text: str) -> Any:
    """The person in the address; one the caller may not see is as if none had been chosen."""
    elder_id = id_in(text)
    try:
        return await get_elder(of.session, of.actor.scope("residents.see"), of.home, elder_id) if elder_id else None
    except NotFound:
        return None


async def _there(of: OfList, elder: Any) -> Any:
    """The application the person has already."""
    if elder is None:
        return None
    return await live_entry_of(of.session, of.actor.scope("waitlist.see"), of.county, elder.id)


async def _held(of: OfList, elder: Any, today: Any) -> list[Any]:
    if elder is None:
        return []
    rows = await categories_of(of.session, Home(of.county, of.institution.id).scope, elder.id)
    return [row for row in rows if row.from_on <= today < row.to_on]


def _ways(of: OfList) -> dict[str, str]:
    path = of.path("waitlist.entries.new", institution_id=of.institution.id)
    files = of.path("residents.elders.new", institution_id=of.institution.id)
    return {"elder": path, "pick": f"{path}?elder=", "file": f"{files}?{urlencode({'then': path})}", "list": of.here}


def _words() -> dict[str, Any]:
    kept_out = (Category.SOCIAL, Category.EXTREME_POVERTY)
    return {
        "sources": [(one.value, one.label) for one in OFFERED],
        "categories": [(one.value, one.label) for one in Category if one not in kept_out],
        "kinds": [(one.value, one.label) for one in CircumstanceKind],
        "links": [(one.value, one.label) for one in LinkKind],
    }
