"""What a county rules on the scales: where a standard is silent, each question with its answer, since when, on what ground."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import service
from app.assessments.errors import RulingNotFound
from app.assessments.forms.around import RulingForm
from app.assessments.forms.visits import ReasonForm
from app.assessments.queries import rulings_of
from app.assessments.queries.rulings import find_any_ruling
from app.assessments.routes.visiting import DECIDE, SEE
from app.assessments.rules.scale import Scale, Setting, SettingValue
from app.assessments.scales import SCALES
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import N_, _
from app.institutions.queries import homes_in
from app.regions.queries import names_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/assessments/rulings")
_WORDS = {True: N_("是"), False: N_("否"), "milder": N_("按轻的一级"), "severer": N_("按重的一级")}


@dataclass(frozen=True, slots=True)
class Question:
    """One setting of a scale with what is ruled on it."""

    scale: Scale
    setting: Setting


@router.get("", name="assessments.rulings.index", access=SEE)
async def list_rulings(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """Every question with its present answer, since when and on what ground."""
    here, others = await _county(session, actor, county, SEE)
    lines = await rulings_of(session, here)
    return await render(
        request, "assessments/rulings/index.html", county=here, county_name=others.get(here, str(here)),
        others=list(others.items()), questions=[(one, _lines_on(one, lines)) for one in _questions()],
        on=await business_date(session), may_rule=actor.scope(DECIDE).covers(here, None), say_value=_say,
        scales=[scale for scale in SCALES.values() if scale.is_on],
    )  # fmt: skip


@router.get("/new", name="assessments.rulings.new", access=DECIDE)
async def new_ruling(
    request: Request, session: Session, actor: CurrentActor, county: str = "", scale: str = "", code: str = ""
) -> Response:
    """The form that gives another answer."""
    here, _others = await _county(session, actor, county, DECIDE)
    return await _new_page(request, session, here, _question(scale, code), Bound(None))


@router.post("", name="assessments.rulings.create", access=DECIDE)
async def create_ruling(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Give an answer; the one before it ends."""
    bound = bind(RulingForm, await request.form())
    here, _others = await _county(session, actor, str(bound.raw.get("county", "")), DECIDE)
    asked = _question(str(bound.raw.get("scale", "")), str(bound.raw.get("code", "")))
    form = bound.values
    if form is None:
        return await _new_page(request, session, here, asked, bound)
    body = form.model_dump(mode="json", exclude={"tap_id"})
    try:
        if await audit.first_time(
            session, actor, tap_id=form.tap_id, action="assessments.rule", body=body, county=here
        ):
            await service.rule_scale(session, actor, here, form.draft())
    except DomainError as refusal:
        return await _new_page(request, session, here, asked, refused(bound, refusal))
    return _back(request, here, _("已定下，从起用日期起的评估按这个口径算"))


@router.get("/{scale_ruling_id}/void", name="assessments.ruling_voids.new", access=DECIDE)
async def new_void(request: Request, session: Session, actor: CurrentActor, scale_ruling_id: RowId) -> Response:
    """The form that asks why it was ruled wrongly."""
    return await _void_page(request, session, actor, scale_ruling_id, Bound(None))


@router.post("/{scale_ruling_id}/void", name="assessments.ruling_voids.create", access=DECIDE)
async def create_void(request: Request, session: Session, actor: CurrentActor, scale_ruling_id: RowId) -> Response:
    """Void it; the one it took the place of holds again."""
    row = await find_any_ruling(session, actor.scope(DECIDE), scale_ruling_id)
    county, bound = row.county, bind(ReasonForm, await request.form())
    form = bound.values
    if form is None:
        return await _void_page(request, session, actor, scale_ruling_id, bound)
    claim: dict[str, Any] = {"action": "assessments.unrule", "body": {"ruling": scale_ruling_id, "reason": form.reason}}
    try:
        if await audit.first_time(session, actor, tap_id=form.tap_id, county=county, **claim):
            await service.void_scale_ruling(session, actor, scale_ruling_id, reason=form.reason)
    except DomainError as refusal:
        return await _void_page(request, session, actor, scale_ruling_id, refused(bound, refusal))
    return _back(request, county, _("已作废这条口径"))


async def _county(session: AsyncSession, actor: Actor, asked: str, permission: str) -> tuple[int, dict[int, str]]:
    """Find the county in the address among those the caller reaches; unasked it is the first."""
    scope = actor.scope(permission)
    codes = {home.county for home in await homes_in(session, scope)} | {each for each in scope.regions if each % 100}
    names = await names_of(session, sorted(codes))
    here = next((code for code in sorted(codes) if not asked or str(code) == asked), None)
    if here is None:
        raise RulingNotFound
    return here, {code: names.get(code, str(code)) for code in sorted(codes)}


def _questions() -> list[Question]:
    return [Question(scale, setting) for scale in SCALES.values() if scale.is_on for setting in scale.settings]


def _question(scale: str, code: str) -> Question:
    found = next((one for one in _questions() if (one.scale.code, one.setting.code) == (scale, code)), None)
    if found is None:
        raise RulingNotFound
    return found


def _lines_on(one: Question, lines: list[Any]) -> list[Any]:
    return [line for line in lines if (line.scale, line.code) == (one.scale.code, one.setting.code)]


def _say(value: SettingValue) -> str:
    """An answer in words: yes, no, a level, or which reading."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _("{level} 级").format(level=value)
    return _(_WORDS[value]) if value in _WORDS else str(value)


async def _new_page(
    request: Request, session: AsyncSession, county: int, asked: Question, bound: Bound[Any]
) -> Response:
    offered = [(json.dumps(value), _say(value)) for value in asked.setting.allowed]
    return await render(
        request, "assessments/rulings/new.html", status=status_of(bound), errors=bound.errors, county=county,
        raw=bound.raw or {"from_on": await business_date(session)}, asked=asked, offered=offered,
        standing=_say(asked.setting.default),
    )  # fmt: skip


async def _void_page(
    request: Request, session: AsyncSession, actor: Actor, ruling_id: int, bound: Bound[Any]
) -> Response:
    row = await find_any_ruling(session, actor.scope(DECIDE), ruling_id)
    return await render(
        request, "assessments/rulings/void.html", status=status_of(bound), errors=bound.errors, raw=bound.raw, row=row,
        asked=_question(row.scale, row.code), said=_say(json.loads(row.value)),
    )  # fmt: skip


def _back(request: Request, county: int, said: str) -> Response:
    index = str(request.app.url_path_for("assessments.rulings.index"))
    return see_other(request, index, message=said, county=str(county))
