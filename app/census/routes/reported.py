"""Figures that a county's homes report: the newest of each with its age and what stands out, the history, voiding."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.forms import VoidForm
from app.census.models.reported import ReportedFigure
from app.census.queries import reported as queries
from app.census.routes.asking import first_time, the_county
from app.census.rules.flags import ReportFlag
from app.census.rules.reported import ReportedKind, ReportedRow
from app.census.service.reporting import row_of, void_reported
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions.queries import get_institution
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/reported")


@router.get("", name="census.reported.index", access="census.report")
async def list_reported(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """The newest figure of each home, one kind of beds at a time."""
    here = await the_county(session, actor, county, "census.report")
    today = await business_date(session)
    shown = await queries.shown_in(session, here.code, actor.scope("census.report"), today)
    kind, flag = _kind(request.query_params), _flag(request.query_params)
    of_kind = [one for one in shown if one.line.kind is kind]
    kinds = Counter(one.line.kind for one in shown)
    return await render(
        request, "census/reported/index.html", county=here, kind=kind, flag=flag,
        kinds=[(each, kinds[each]) for each in ReportedKind if kinds[each] or each is kind],
        flags=Counter(each for one in of_kind for each in one.flags), lines=of_kind,
        shown=[one for one in of_kind if flag is None or flag in one.flags],
    )  # fmt: skip


@router.get("/homes/{institution_id}", name="census.reported.home", access="census.report")
async def show_home(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Everything a home has ever reported, what was voided too."""
    scope = actor.scope("census.report")
    institution = await get_institution(session, scope, institution_id)
    here = await the_county(session, actor, str(institution.county), "census.report")
    lines = await queries.history_of(session, scope, institution.id)
    today = await business_date(session)
    return await render(
        request, "census/reported/home.html", institution=institution, county=here, lines=lines, day=today
    )


@router.get("/figures/{figure_id}", name="census.reported.show", access="census.report")
async def show_figure(request: Request, figure_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """One figure, and how it is voided."""
    figure = await queries.find_any_figure(session, actor.scope("census.report"), figure_id)
    return await _figure_page(request, session, actor, figure, Bound(None))


@router.post("/figures/{figure_id}/void", name="census.reported.void", access="census.report")
async def void_figure(request: Request, figure_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Void a figure with a reason; the one before it speaks for the home again."""
    figure = await queries.find_any_figure(session, actor.scope("census.report"), figure_id)
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _figure_page(request, session, actor, figure, bound)
    try:
        if await first_time(session, actor, "census.void_reported", form, figure.county, figure=figure_id):
            await void_reported(session, actor, figure, reason=form.reason)
    except DomainError as refusal:
        return await _figure_page(request, session, actor, figure, refused(bound, refusal))
    back = request.app.url_path_for("census.reported.home", institution_id=figure.institution_id)
    return see_other(request, back, message=_("已作废这条上报数"))


async def _figure_page(
    request: Request, session: AsyncSession, actor: Actor, figure: ReportedFigure, bound: Bound[Any]
) -> Response:
    institution = await get_institution(session, actor.scope("census.report"), figure.institution_id)
    said: ReportedRow = row_of(figure)
    return await render(
        request, "census/reported/show.html", status=status_of(bound), institution=institution, row=said,
        figure_id=figure.id, void_reason=figure.void_reason, errors=bound.errors, raw=bound.raw,
    )  # fmt: skip


def _kind(asked: Mapping[str, str]) -> ReportedKind:
    word = asked.get("kind", "")
    return ReportedKind(word) if word in set(ReportedKind) else ReportedKind.RESIDENTIAL


def _flag(asked: Mapping[str, str]) -> ReportFlag | None:
    word = asked.get("flag", "")
    return ReportFlag(word) if word in set(ReportFlag) else None
