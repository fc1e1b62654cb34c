"""The calendar of working days, a year on a page."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.offers.forms.desk import DayForm, DropForm
from app.offers.queries.calendar import days_of_year
from app.offers.service.calendar import DayDraft, drop_day, set_day
from app.web.addresses import FIRST_YEAR, LAST_YEAR, id_in
from app.web.deps import CurrentActor, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/working-days")


@router.get("", name="offers.working_days.index", access="offers.see")
async def list_working_days(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The days of a year that are not as their weekday."""
    return await _show(request, session, actor, await _year(request, session), Bound(None))


@router.post("", name="offers.working_days.create", access="waitlist.rule")
async def create_working_day(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Write one day."""
    bound = bind(DayForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(request, session, actor, await _year(request, session), bound)
    draft = DayDraft(form.day, form.works, form.name, form.source, not form.verified)
    try:
        if await _first_time(session, actor, "offers.day_changed", form):
            await set_day(session, actor, draft)
    except DomainError as refusal:
        return await _show(request, session, actor, form.day.year, refused(bound, refusal), refusal=refusal)
    return _back(request, form.day.year, _("已写进日历，以后发出的通知照此计算"))


@router.post("/drop", name="offers.working_days.drop", access="waitlist.rule")
async def drop_working_day(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Let a day be as its weekday again."""
    bound = bind(DropForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(request, session, actor, await _year(request, session), bound)
    try:
        if await _first_time(session, actor, "offers.day_dropped", form):
            await drop_day(session, actor, form.day)
    except DomainError as refusal:
        return await _show(request, session, actor, form.day.year, refused(bound, refusal), refusal=refusal)
    return _back(request, form.day.year, _("这一天已恢复平常"))


async def _first_time(session: AsyncSession, actor: Actor, action: str, form: Any) -> bool:
    body = form.model_dump(mode="json", exclude={"tap_id"})
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body)


def _back(request: Request, year: int, message: str) -> Response:
    path = str(request.app.url_path_for("offers.working_days.index"))
    return see_other(request, f"{path}?year={year}", message=message)


async def _year(request: Request, session: AsyncSession) -> int:
    asked = id_in(request.query_params.get("year"))
    return asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else (await business_date(session)).year


async def _show(
    request: Request, session: AsyncSession, actor: Actor, year: int, bound: Bound[Any], *, refusal: DomainError | None = None,
) -> Response:  # fmt: skip
    days = await days_of_year(session, year)
    return await render(
        request, "offers/working_days/index.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, year=year, days=days, may=actor.may("waitlist.rule"),
        unverified=sum(day.unverified for day in days),
    )  # fmt: skip
