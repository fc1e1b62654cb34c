"""安排入住: who, into which bed, on what terms. The first two are choices in the address, the third is the form."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from app.beds.queries import names_on
from app.core.clock import business_date, now
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.residents.queries import get_elder
from app.residents.rules.birthdays import say_age
from app.stays import service
from app.stays.forms.admissions import AdmissionForm
from app.stays.queries.arrivals import arrivals
from app.stays.queries.persons import said_of
from app.stays.queries.stays import current_stay
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.routes.bed_answering import board_at, late_reasons
from app.stays.routes.bed_choosing import choices_for, day_of
from app.stays.rules.hours import hour_of
from app.stays.rules.kinds import Ground, Payer, StayKind
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["lead_elsewhere", "router"]

router = Router(prefix="/institutions/{institution_id}/admissions")
MAY = "stays.admit"
LONGEST = 40
OFFERED = (Ground.DIRECT, Ground.EMERGENCY, Ground.LEDGER)
"""What a person may say today; offers and placements come with the waitlist, a transfer by its own act."""

Leads = Callable[[Asked], Awaitable[str | None]]
_leads: list[Leads] = []


def lead_elsewhere(lead: Leads) -> Leads:
    """Let a storey above send the reader to another page, where the home does not admit by this one."""
    if lead not in _leads:
        _leads.append(lead)
    return lead


@router.get("/new", name="stays.admissions.new", access=MAY)
async def new_admission(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The three steps of an admission, as far as they are taken."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    for lead in _leads:
        if elsewhere := await lead(asked):
            return see_other(request, elsewhere)
    return await _page(asked, dict(request.query_params), Bound(None))


@router.post("", name="stays.admissions.create", access=MAY)
async def create_admission(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Admit the person; the board shows them in their bed."""
    asked = await the_home(request, session, actor, institution_id, MAY, lock=True)
    bound = bind(AdmissionForm, await request.form())
    form = bound.values
    said = {"elder": str(bound.raw.get("elder_id", "")), "bed": str(bound.raw.get("bed_id", ""))}
    if form is None:
        return await _page(asked, said, bound)
    try:
        if await first_time(asked, "stays.admitted", form):
            done = await service.admit_by_name(session, actor, asked.home, form.draft())
            name, bed = done.name, done.bed
        else:
            name, bed = await said_of(session, asked.home, form.elder_id, form.bed_id, form.from_on)
    except DomainError as refusal:
        return await _page(asked, said, refused(bound, refusal), refusal)
    word = _("已为{name}办理入住 {bed} 床").format(name=name, bed=bed)
    return see_other(request, board_at(asked, form.bed_id), message=word)


async def _page(asked: Asked, said: dict[str, str], bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    day = await day_of(asked, str(bound.raw.get("from_on") or said.get("on", "")))
    bed_id, text = id_in(said.get("bed", "")), said.get("q", "")[:LONGEST]
    elder = await _elder(asked, said.get("elder", ""))
    facts = await _about(asked, elder, day)
    today = await business_date(asked.session)
    found = await arrivals(asked.session, asked.actor.scope("residents.see"), asked.home, text) if elder is None else []
    return await render(
        asked.request,
        "stays/admissions/new.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        elder=elder,
        age=say_age(elder.born_on, elder.birth_precision, today) if elder else "",
        found=[(one, say_age(one.born_on, one.birth_precision, today, one.died_on)) for one in found],
        q=text,
        day=day,
        bed_id=bed_id,
        bed=await _bed_name(asked, bed_id, day),
        ways=_ways(asked, elder, bed_id, day, today),
        errors=bound.errors,
        raw=bound.raw,
        now_said=hour_of(await now(asked.session)),
        **facts,
        **_words(),
    )


async def _elder(asked: Asked, text: str) -> Any:
    """The person in the address; one the caller may not see is as if none had been chosen."""
    elder_id = id_in(text)
    if elder_id is None:
        return None
    try:
        return await get_elder(asked.session, asked.actor.scope("residents.see"), asked.home, elder_id)
    except NotFound:
        return None


async def _about(asked: Asked, elder: Any, day: date) -> dict[str, Any]:
    """The beds that suit the person, and the stay that stands in the way of another one."""
    if elder is None:
        return {"choices": None, "married": False, "stay": None}
    choices, spouses = await choices_for(asked, elder.id, day)
    stay = await current_stay(asked.session, asked.home.scope, asked.home.institution_id, elder.id)
    return {"choices": choices, "married": bool(spouses), "stay": stay}


async def _bed_name(asked: Asked, bed_id: int | None, day: date) -> str:
    names = await names_on(asked.session, asked.home.scope, [bed_id], day) if bed_id else {}
    return names.get(bed_id or 0, "")


def _ways(asked: Asked, elder: Any, bed_id: int | None, day: date, today: date) -> dict[str, str]:
    """The addresses of the steps: the same choices with one of them changed."""
    path = asked.path("stays.admissions.new")
    said = {"elder": elder.id if elder else None, "bed": bed_id, "on": day if day != today else None}

    def way(**changes: Any) -> str:
        kept = {name: value for name, value in (said | changes).items() if value is not None}
        return path + (f"?{urlencode(kept)}" if kept else "")

    back = way(elder=None)
    return {
        "elder": way(elder=None),
        "bed": way(bed=None),
        "pick_elder": back + ("&" if "?" in back else "?") + "elder=",
        "pick_bed": way(bed=None) + ("&" if "?" in way(bed=None) else "?") + "bed=",
        "file": asked.path("residents.elders.new") + "?" + urlencode({"then": back}),
        "board": board_at(asked, bed_id),
    }


def _words() -> dict[str, Any]:
    return {
        "kinds": [(one.value, one.label) for one in StayKind],
        "grounds": [(one.value, one.label) for one in OFFERED],
        "payers": [(one.value, one.label) for one in Payer],
        "late_reasons": late_reasons(),
    }
