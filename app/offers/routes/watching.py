"""What the bureau's case officer sees of offers: skips to check, the audit, second looks."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.offers.forms.desk import CheckForm, SpotForm, TapForm
from app.offers.queries.offers import get_skip
from app.offers.queries.watching import get_spot_check
from app.offers.routes.auditing import audit_facts, skip_facts
from app.offers.service.skipping import check_skip
from app.offers.service.watching import draw_spot_checks, finish_spot_check
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/offers")
AUDIT = "offers.audit"


@router.get("/skips", name="offers.skips.index", access="offers.check")
async def list_skips(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Skips that homes have asked for and nobody outside has answered."""
    return await _skips(request, session, actor, Bound(None))


@router.post("/skips/{skip_id}/check", name="offers.skip_checks.create", access="offers.check")
async def create_skip_check(request: Request, skip_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Agree to a skip, or not."""
    skip = await get_skip(session, actor.scope("offers.check"), skip_id)
    bound = bind(CheckForm, await request.form())
    form = bound.values
    if form is None:
        return await _skips(request, session, actor, bound)
    try:
        if await _first_time(session, actor, skip.county, "offers.skip_checked", form, skip=skip_id):
            await check_skip(session, actor, skip_id, verdict=form.verdict, note=form.note)
    except DomainError as refusal:
        return await _skips(request, session, actor, refused(bound, refusal), refusal)
    return see_other(request, _path(request, "offers.skips.index"), message=_("核对意见已登记，机构能看到"))


@router.get("/audit", name="offers.audit.show", access=AUDIT)
async def show_audit(request: Request, session: Session, actor: CurrentActor, part: str = "stays") -> Response:
    """Every stay beside its offer, every free bed beside what was said of it, and what changed shortly before."""
    return await _audit(request, session, actor, part, Bound(None))


@router.post("/audit/{county}/spot-checks", name="offers.spot_checks.create", access=AUDIT)
async def create_spot_checks(request: Request, county: RowId, session: Session, actor: CurrentActor) -> Response:
    """Draw this month's second looks."""
    if not actor.scope(AUDIT).covers_region(county):
        raise NotFound
    bound = bind(TapForm, await request.form())
    form = bound.values
    if form is None:
        return await _audit(request, session, actor, "own", bound)
    drawn: list[Any] = []
    if await _first_time(session, actor, county, "offers.spots_drawn", form):
        drawn = await draw_spot_checks(session, actor, county)
    message = _("抽中 {n} 人，请安排机构以外的人复评").format(n=len(drawn)) if drawn else _("这次没有抽中的人")
    return see_other(request, _path(request, "offers.audit.show") + "?part=own", message=message)


@router.post("/spot-checks/{check_id}/result", name="offers.spot_results.create", access=AUDIT)
async def create_spot_result(request: Request, check_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Write down what a second assessment found."""
    check = await get_spot_check(session, actor.scope(AUDIT), check_id)
    bound = bind(SpotForm, await request.form())
    form = bound.values
    if form is None:
        return await _audit(request, session, actor, "own", bound)
    try:
        if await _first_time(session, actor, check.county, "offers.spot_done", form, check=check_id):
            await finish_spot_check(session, actor, check_id, level_after=form.level_after, note=form.note)
    except DomainError as refusal:
        return await _audit(request, session, actor, "own", refused(bound, refusal), refusal=refusal)
    return see_other(request, _path(request, "offers.audit.show") + "?part=own", message=_("复评结果已登记"))


def _path(request: Request, name: str) -> str:
    return str(request.app.url_path_for(name))


async def _first_time(session: AsyncSession, actor: Actor, county: int, action: str, form: Any, **where: Any) -> bool:
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body, county=county)


async def _skips(
    request: Request, session: AsyncSession, actor: Actor, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    return await render(
        request, "offers/skips/index.html", status=status_of(bound, refusal), errors=bound.errors, raw=bound.raw,
        **await skip_facts(session, actor),
    )  # fmt: skip


async def _audit(
    request: Request, session: AsyncSession, actor: Actor, part: str, bound: Bound[Any], *, refusal: DomainError | None = None,
) -> Response:  # fmt: skip
    return await render(
        request, "offers/audit/show.html", status=status_of(bound, refusal), errors=bound.errors, raw=bound.raw,
        **await audit_facts(session, actor, part),
    )  # fmt: skip
