"""The list of a home's people, opening a file, and changing a person's own lines."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Response

from app.audit import service as audit
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents import service
from app.residents.errors import AlreadyOnFile
from app.residents.forms.elders import NewElderForm
from app.residents.models import Elder
from app.residents.queries.duplicates import Alike, like_this
from app.residents.queries.lists import list_elders
from app.residents.routes.homing import HOME, EditingHome, OfHome, SeeingHome
from app.residents.routes.identity import identity_facts, read_number
from app.residents.rules.birthdays import say_age
from app.residents.rules.checks import sound_elder
from app.residents.rules.kinds import HukouKind, NoIdReason, PaperKind
from app.residents.rules.listing import Tab
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["choices", "router"]

router = Router(prefix=HOME)
LONGEST = 40


@router.get("", name="residents.elders.index", access="residents.see")
async def list_people(at: SeeingHome, q: str = "", tab: str = "", page: str = "1") -> Response:
    """The home's people as of today: who lives there by bed, all by name, who has left."""
    today = await business_date(at.session)
    asked = q.strip()[:LONGEST]
    found = await list_elders(
        at.session, at.actor.scope("residents.see"), at.home, today, text=asked,
        tab=Tab(tab) if tab in set(Tab) else None, page=int(page) if page.isdecimal() and len(page) < 5 else 1,
    )  # fmt: skip
    path = at.path("residents.elders.index")
    return await render(
        at.request, "residents/elders/index.html", institution=at.institution, list=found, q=asked, masked=at.masked,
        tabs=[(f"{each.label} {found.counts[each]}", _address(path, asked, each), each is found.tab) for each in Tab],
        may={act: at.may(act) for act in ("residents.edit", "residents.merge", "stays.admit")},
        ages={row.id: say_age(row.born_on, row.birth_precision, today, row.died_on) for row in found.rows},
        query={"q": asked, "tab": found.tab.value} if asked else {"tab": found.tab.value},
    )  # fmt: skip


@router.get("/new", name="residents.elders.new", access="residents.edit")
async def new_elder(at: EditingHome) -> Response:
    """The form that opens a file."""
    return await _new_page(at, Bound(None))


@router.post("", name="residents.elders.create", access="residents.edit")
async def create_elder(at: EditingHome) -> Response:
    """Open a file, or take the one the county already has, and show it."""
    bound = bind(NewElderForm, await at.request.form())
    form = bound.values
    if form is None:
        return await _new_page(at, bound)
    try:
        if not form.not_same and (alike := await _alike(at, form)):
            said = _("本机构有很像的档案，请先核对；不是同一人的，请勾选后再建")
            return await _new_page(at, bound.with_error("not_same", said), alike=alike)
        if not await _first_time(at, form):
            return see_other(at.request, at.path("residents.elders.index"), message=_("这份档案已建好"))
        elder = await service.open_file(at.session, at.actor, at.home, form.draft(), upload=bound.files.get("photo"))
    except DomainError as refusal:
        return await _new_page(at, refused(bound, refusal), refusal)
    return see_other(at.request, _onward(at, elder.id), message=_said(at, elder))


def _onward(at: OfHome, elder_id: int) -> str:
    """Back to the form that sent for the file, with the person in it, else to the file."""
    then = _then(at)
    if then:
        return f"{then}{'&' if '?' in then else '?'}elder={elder_id}"
    return at.path("residents.elders.show", elder_id=elder_id)


def _then(at: OfHome) -> str:
    """The page of this home that sent somebody here to open a file, and that goes on with it."""
    asked, ours = at.request.query_params.get("then", ""), at.path("residents.elders.index").removesuffix("elders")
    return asked if asked.startswith(ours) and "\\" not in asked and ".." not in asked else ""


async def _first_time(at: OfHome, form: NewElderForm) -> bool:
    """Claim the form's tap; the same tap again opens no second file."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"home": at.home.institution_id}
    claim: dict[str, Any] = {"tap_id": form.tap_id, "action": "residents.open", "body": body}
    return await audit.first_time(at.session, at.actor, county=at.home.county, **claim)


def _said(at: OfHome, elder: Elder) -> str:
    if elder.institution_id != at.home.institution_id:
        return _("本县已有这位老人的档案，已取用，没有另建一份")
    return _("已建档：{name}").format(name=elder.name)


def choices() -> dict[str, Any]:
    """The words a form about a person offers."""
    return {
        "paper_kinds": [(kind.value, kind.label) for kind in PaperKind],
        "reasons": [(reason.value, reason.label) for reason in NoIdReason],
        "hukou_kinds": [(kind.value, kind.label) for kind in HukouKind],
    }


def _address(path: str, text: str, tab: Tab) -> str:
    return f"{path}?{urlencode({'q': text, 'tab': tab.value} if text else {'tab': tab.value})}"


async def _alike(at: OfHome, form: NewElderForm) -> list[Alike]:
    """Files of the home that the new one resembles; a person known by their paper is no question any more."""
    person = sound_elder(form.draft(), await business_date(at.session))
    return await like_this(at.session, at.home, person)


async def _new_page(
    at: OfHome, bound: Bound[Any], refusal: DomainError | None = None, *, alike: list[Alike] | None = None
) -> Response:
    reading = await read_number(at, bound.raw)
    today = await business_date(at.session)
    there = at.path("residents.elders.show", elder_id=refusal.elder_id) if isinstance(refusal, AlreadyOnFile) else ""
    code = str(bound.raw.get("hukou_region", ""))
    return await render(
        at.request, "residents/elders/new.html", status=status_of(bound),
        institution=at.institution, there=there, alike=alike or [],
        ages={one.first.id: say_age(one.first.born_on, one.first.birth_precision, today) for one in alike or []},
        hukou_region=int(code) if code.isdecimal() and len(code) <= 9 else None, then=_then(at),
        **identity_facts(at, bound.raw, bound.errors, reading), **choices(),
    )  # fmt: skip
