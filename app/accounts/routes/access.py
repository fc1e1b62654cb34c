"""Letting an account in and keeping it out: stopped, started again, a new code."""

from fastapi import Request, Response

from app.accounts import service
from app.accounts.forms import TapForm
from app.accounts.routes.pages import MANAGE, code_page, first_time, path_of_user, show_page, tapped, told
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound
from app.web.htmx import see_other
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/users/{user_id}")


@router.post("/disable", name="accounts.users.disable", access=MANAGE)
async def disable_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """Stop an account and end its sign-ins."""
    form = await tapped(request, TapForm)
    try:
        if await first_time(session, actor, "accounts.user_disabled", form, user=user_id):
            await service.disable_user(session, actor, user_id)
    except DomainError as refusal:
        return await _refused(request, session, actor, user_id, refusal)
    return see_other(request, path_of_user(request, user_id), message=_("账号已停用，所有设备都已退出"))


@router.post("/enable", name="accounts.users.enable", access=MANAGE)
async def enable_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """Let an account in again."""
    form = await tapped(request, TapForm)
    try:
        if await first_time(session, actor, "accounts.user_enabled", form, user=user_id):
            await service.enable_user(session, actor, user_id)
    except DomainError as refusal:
        return await _refused(request, session, actor, user_id, refusal)
    return see_other(request, path_of_user(request, user_id), message=_("账号已启用"))


@router.post("/reset", name="accounts.users.reset", access=MANAGE)
async def reset_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """Put a one-time code in place of the password and show it, this once."""
    form = await tapped(request, TapForm)
    try:
        if not await first_time(session, actor, "accounts.user_reset", form, user=user_id):
            said = _("登录码只显示一次；没抄下的，请另取一个")
            return see_other(request, path_of_user(request, user_id), message=said)
        user, code = await service.reset_with_code(session, actor, user_id)
    except DomainError as refusal:
        return await _refused(request, session, actor, user_id, refusal)
    return await code_page(request, user, code, is_new=False)


async def _refused(
    request: Request, session: Session, actor: CurrentActor, user_id: int, refusal: DomainError
) -> Response:
    return await show_page(request, session, actor, user_id, told(Bound(None), refusal), status=refusal.status)
