"""启用轮候: the dated decision, on a document, that a home or a county gives its beds out by the list."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import homes_in
from app.waitlist import service
from app.waitlist.forms.policies import SwitchEndForm, SwitchForm, VoidForm
from app.waitlist.queries import get_switch, switched_homes
from app.waitlist.routes.asking import CountyAsked, first_time, the_county
from app.waitlist.rules.drafts import SwitchDraft
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/waitlist/switches")
RULE = "waitlist.rule"


@router.get("/new", name="waitlist.switches.new", access=RULE)
async def new_switch(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """The form that switches the list on."""
    here = await the_county(session, actor, county, RULE)
    return await _form(request, session, here, Bound(None))


@router.post("", name="waitlist.switches.create", access=RULE)
async def create_switch(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Switch it on from a day."""
    bound = bind(SwitchForm, await request.form())
    here = await the_county(session, actor, bound.raw.get("county"), RULE)
    form = bound.values
    if form is None:
        return await _form(request, session, here, bound)
    draft = SwitchDraft(institution_id=form.home, from_on=form.from_on, document_no=form.document_no, note=form.note)
    try:
        if await first_time(session, actor, "waitlist.switch_on", form, here.code):
            await service.switch_on(session, actor, here.code, draft)
    except DomainError as refusal:
        return await _form(request, session, here, refused(bound, refusal))
    return _back(request, here.code, _("已启用轮候"))


@router.get("/{switch_id}/{how}", name="waitlist.switch_ends.new", access=RULE)
async def new_end(request: Request, session: Session, actor: CurrentActor, switch_id: RowId, how: str) -> Response:
    """Ask from when on, or why it was never right."""
    return await _end(request, session, actor, (switch_id, how), Bound(None))


@router.post("/{switch_id}/{how}", name="waitlist.switch_ends.create", access=RULE)
async def create_end(request: Request, session: Session, actor: CurrentActor, switch_id: RowId, how: str) -> Response:
    """Switch it off from a day, or void the decision."""
    county = (await get_switch(session, actor.scope(RULE), switch_id)).county
    bound: Bound[Any] = bind(VoidForm if how == "void" else SwitchEndForm, await request.form())
    form = bound.values
    if form is None:
        return await _end(request, session, actor, (switch_id, how), bound)
    try:
        if await first_time(session, actor, f"waitlist.switch_{how}", form, county, switch=switch_id):
            await _do(session, actor, switch_id, form)
    except DomainError as refusal:
        return await _end(request, session, actor, (switch_id, how), refused(bound, refusal))
    return _back(request, county, _("已作废这条决定") if how == "void" else _("已停用轮候"))


async def _do(session: AsyncSession, actor: Any, switch_id: int, form: Any) -> None:
    if isinstance(form, SwitchEndForm):
        await service.switch_off(session, actor, switch_id, on=form.on, reason=form.reason)
    else:
        await service.void_switch(session, actor, switch_id, reason=form.reason)


def _back(request: Request, county: int, message: str) -> Response:
    path = request.app.url_path_for("waitlist.policies.index")
    return see_other(request, path, message=message, county=str(county))


async def _form(request: Request, session: AsyncSession, here: CountyAsked, bound: Bound[Any]) -> Response:
    scope = Scope(regions=frozenset({here.code}))
    homes = [home for home in await homes_in(session, scope) if home.closed_on is None]
    on = set(await switched_homes(session, scope, here.code, await business_date(session)))
    return await render(
        request, "waitlist/switches/new.html", status=status_of(bound), county=here, errors=bound.errors, raw=bound.raw,
        homes=[(home.id, home.name + (_("（已启用）") if home.id in on else "")) for home in homes],
    )  # fmt: skip


async def _end(
    request: Request, session: AsyncSession, actor: Any, which: tuple[int, str], bound: Bound[Any]
) -> Response:
    switch_id, how = which
    row = await get_switch(session, actor.scope(RULE), switch_id)
    homes = {home.id: home.name for home in await homes_in(session, Scope(regions=frozenset({row.county})))}
    name = homes.get(row.institution_id, "") if row.institution_id else _("全县")
    return await render(
        request, "waitlist/switches/end.html", status=status_of(bound), row=row, home_name=name, how=how, errors=bound.errors,
        raw=bound.raw,
    )  # fmt: skip
