"""网上申请: what families handed in by themselves, the first handed in first, and taking one up or saying why not."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.waitlist import service
from app.waitlist.forms.acts import ReasonForm, TapForm
from app.waitlist.queries.intakes import get_intake, intakes_of
from app.waitlist.queries.persons import homes_named
from app.waitlist.routes.asking import first_time, the_county
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/waitlist/intakes")
APPLY, REVIEW = "waitlist.apply", "waitlist.review"


@router.get("", name="waitlist.intakes.index", access=APPLY)
async def list_intakes(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """What waits to be taken up, in the order it was handed in."""
    here = await the_county(session, actor, county, APPLY, whole=False)
    scope = actor.scope(APPLY)
    mine = Scope(scope.regions, frozenset(home for home in scope.homes if home[0] == here.code))
    lines = await intakes_of(session, mine, here.code)
    return await render(request, "waitlist/intakes/index.html", county=here, lines=lines)


@router.get("/{intake_id}", name="waitlist.intakes.show", access=APPLY)
async def show_intake(request: Request, session: Session, actor: CurrentActor, intake_id: RowId) -> Response:
    """What was handed in, opened; the look leaves a line."""
    return await _page(request, session, actor, intake_id, Bound(None))


@router.post("/{intake_id}/taking", name="waitlist.intake_takings.create", access=APPLY)
async def take_intake(request: Request, session: Session, actor: CurrentActor, intake_id: RowId) -> Response:
    """Make an application of it: its instant is the one of handing in, its PIN the family's own."""
    county = (await get_intake(session, actor.scope(APPLY), intake_id)).county
    bound = bind(TapForm, await request.form())
    form = bound.values
    if form is None:
        return await _page(request, session, actor, intake_id, bound)
    try:
        if not await first_time(session, actor, "waitlist.take_intake", form, county, intake=intake_id):
            return see_other(request, str(request.app.url_path_for("waitlist.intakes.index")), county=str(county))
        entry = await service.take_intake(session, actor, intake_id)
    except DomainError as refusal:
        return await _page(request, session, actor, intake_id, refused(bound, refusal))
    path = request.app.url_path_for("waitlist.entries.show", entry_id=entry.id)
    return see_other(request, path, message=_("已受理，编号 {number}").format(number=entry.number))


@router.post("/{intake_id}/refusal", name="waitlist.intake_refusals.create", access=REVIEW)
async def refuse_intake(request: Request, session: Session, actor: CurrentActor, intake_id: RowId) -> Response:
    """Say why it is not taken up; the family reads it under its number."""
    county = (await get_intake(session, actor.scope(APPLY), intake_id)).county
    bound = bind(ReasonForm, await request.form())
    form = bound.values
    if form is None:
        return await _page(request, session, actor, intake_id, bound)
    try:
        if await first_time(session, actor, "waitlist.refuse_intake", form, county, intake=intake_id):
            await service.refuse_intake(session, actor, intake_id, reason=form.reason)
    except DomainError as refusal:
        return await _page(request, session, actor, intake_id, refused(bound, refusal))
    path = request.app.url_path_for("waitlist.intakes.index")
    return see_other(request, path, message=_("已登记不受理，家属凭申请号会看到原因"), county=str(county))


async def _page(request: Request, session: AsyncSession, actor: Actor, intake_id: int, bound: Bound[Any]) -> Response:
    told = await service.read_intake(session, actor, intake_id)
    await audit.record_view(
        actor, county=told.county, institution_id=told.institution_id, kind="waitlist_intakes", subjects=[told.id],
        fields=["application"],
    )  # fmt: skip
    homes = await homes_named(session, told.county)
    wishes = [homes.get(home, _("另一家机构")) for home in told.said.wishes]
    return await render(
        request, "waitlist/intakes/show.html", status=status_of(bound), told=told, said=told.said,
        wishes=[*wishes, *([_("服从调剂")] if told.said.any_home else [])], errors=bound.errors, raw=bound.raw,
        may_refuse=actor.scope(REVIEW).covers(told.county, told.institution_id),
    )  # fmt: skip
