"""Giving and ending roles."""

from fastapi import Request, Response

from app.accounts import service
from app.accounts.forms import GrantEndForm, GrantForm
from app.accounts.routes.pages import MANAGE, first_time, new_grant, path_of_user, show_page, tapped, told
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/users/{user_id}/grants")


@router.post("", name="accounts.grants.create", access=MANAGE)
async def create_grant(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """Give a role."""
    bound = bind(GrantForm, await request.form())
    form = bound.values
    if form is None:
        return await show_page(request, session, actor, user_id, bound, status=422)
    try:
        if await first_time(session, actor, "accounts.granted", form, user=user_id):
            grant = new_grant(form, await business_date(session))
            await service.add_grant(session, actor, user_id, grant)
    except DomainError as refusal:
        return await show_page(request, session, actor, user_id, told(bound, refusal), status=refusal.status)
    said = _("已授权：{role}").format(role=form.role.label)
    return see_other(request, path_of_user(request, user_id), message=said)


@router.post("/{grant_id}/end", name="accounts.grants.end", access=MANAGE)
async def end_grant(
    request: Request, session: Session, actor: CurrentActor, user_id: RowId, grant_id: RowId
) -> Response:
    """Let a role end, today unless a later day is given."""
    form = await tapped(request, GrantEndForm)
    try:
        if await first_time(session, actor, "accounts.grant_ended", form, user=user_id, grant=grant_id):
            to_on = form.to_on or await business_date(session)
            await service.end_grant(session, actor, user_id, grant_id, to_on=to_on)
    except DomainError as refusal:
        return await show_page(request, session, actor, user_id, told(Bound(None), refusal), status=refusal.status)
    return see_other(request, path_of_user(request, user_id), message=_("授权已结束"))
