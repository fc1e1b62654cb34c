"""Beginning an admission, changing its plan and giving it up."""

from typing import Any

from fastapi import Request, Response

from app.admissions import service
from app.admissions.errors import AdmissionRefused
from app.admissions.forms.cases import OpenForm, ReasonForm, TermsForm
from app.admissions.queries import open_admission_of, waiting_offers, waiting_orders
from app.admissions.routes.acting import carry_out
from app.admissions.routes.asking import PREFIX, RUN, Asked, first_time, refused, status_of, the_home
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.queries import elders_of
from app.residents.rules.birthdays import say_age
from app.residents.rules.looking import asks_for_a_reason
from app.stays.queries.arrivals import arrivals
from app.stays.rules.kinds import Payer, StayKind
from app.waitlist.queries import is_switched_on
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=PREFIX)
LONGEST = 40


@router.get("/new", name="admissions.cases.new", access=RUN)
async def new_case(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Whose admission is begun: from an accepted offer, a received order, or a file; then on what terms."""
    asked = await the_home(request, session, actor, institution_id, RUN)
    return await _draw(asked, dict(request.query_params), Bound(None))


@router.post("", name="admissions.cases.create", access=RUN)
async def create_case(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Begin it; the task list opens."""
    asked = await the_home(request, session, actor, institution_id, RUN)
    bound = bind(OpenForm, await request.form())
    form, said = bound.values, _chosen(bound)
    if form is None:
        return await _draw(asked, said, bound)
    try:
        if await first_time(asked, "admissions.opened", form):
            await service.open_admission(session, actor, asked.home, form.draft())
    except DomainError as refusal:
        return await _draw(asked, said, refused(bound, refusal), refusal)
    made = await open_admission_of(session, asked.home.scope, institution_id, form.elder_id)
    if made is None:
        return see_other(request, asked.path("admissions.cases.index"))
    return see_other(request, asked.path("admissions.cases.show", admission_id=made.id))


def _chosen(bound: Bound[Any]) -> dict[str, str]:
    """The choices of a form as the address would say them."""
    pairs = (("elder", "elder_id"), ("offer", "offer_id"), ("placement", "placement_id"))
    return {name: str(bound.raw.get(key) or "") for name, key in pairs}


@router.post("/{admission_id}/terms", name="admissions.terms.update", access=RUN)
async def update_terms(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Change the plan."""
    asked = await the_home(request, session, actor, institution_id, RUN)

    async def change(form: TermsForm) -> str:
        said: dict[str, Any] = form.model_dump(exclude={"tap_id"})
        if form.stay_kind is StayKind.LONG:
            said["planned_end_on"] = None
        await service.change_terms(session, actor, asked.home, admission_id, **said)
        return _("已改入院安排")

    return await carry_out(asked, admission_id, TermsForm, "terms_changed", change)


@router.post("/{admission_id}/giving-up", name="admissions.give_ups.create", access=RUN)
async def create_give_up(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Say that nobody moves in."""
    asked = await the_home(request, session, actor, institution_id, RUN)

    async def give_up(form: ReasonForm) -> str:
        await service.give_up_admission(session, actor, asked.home, admission_id, reason=form.reason)
        return _("已记为不办了，预留的床已放开")

    return await carry_out(asked, admission_id, ReasonForm, "given_up", give_up)


async def _draw(asked: Asked, said: dict[str, str], bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    """The two steps: who, and then on what terms."""
    session, scope, home = asked.session, asked.home.scope, asked.home
    today, text = await business_date(session), said.get("q", "")[:LONGEST]
    ground, row = await _ground(asked, said)
    elder_id = row.elder_id if row is not None else id_in(said.get("elder", ""))
    elder = (await elders_of(session, scope, [elder_id] if elder_id else [])).get(elder_id or 0)
    already = await open_admission_of(session, scope, home.institution_id, elder.id) if elder is not None else None
    found = [] if elder is not None else await arrivals(session, asked.actor.scope("residents.see"), home, text)
    switched = await is_switched_on(session, home.county, home.institution_id, today)
    return await render(
        asked.request, "admissions/cases/new.html", status=status_of(bound, refusal), institution=asked.institution,
        elder=elder, already=already, ground=ground, row=row, q=text, switched=switched, today=today,
        age=say_age(elder.born_on, elder.birth_precision, today, elder.died_on) if elder is not None else "",
        found=[(one, say_age(one.born_on, one.birth_precision, today, one.died_on)) for one in found],
        masked=asks_for_a_reason(asked.actor, home), kinds=[(one.value, one.label) for one in StayKind],
        payers=[(one.value, one.label) for one in Payer], errors=bound.errors, raw=bound.raw,
    )  # fmt: skip


async def _ground(asked: Asked, said: dict[str, str]) -> tuple[str, Any]:
    """The offer or the order in the address, as long as it waits; one that does not is refused with its reason."""
    scope, home_id = asked.home.scope, asked.home.institution_id
    for name, key, waiting in (("offer", "offer", waiting_offers), ("placement", "placement", waiting_orders)):
        if (wanted := id_in(said.get(key, ""))) is not None:
            rows = await waiting(asked.session, scope, home_id)
            found = next((row for row in rows if row.id == wanted), None)
            if found is None:
                raise AdmissionRefused(_("这份通知还没有接受，或已在办入院。请从入院办理列表重新进入"))
            return name, found
    return "", None
