"""One's own account: where one is signed in, the password, the size of the letters, the language."""

from typing import Any

from fastapi import Request, Response

from app.accounts import service
from app.accounts.forms import LocaleForm, PasswordForm, TextSizeForm
from app.accounts.queries import grants, sign_ins
from app.accounts.rules import Language, TextSize
from app.accounts.service.actors import profile
from app.accounts.signed_in import caller_of, remember_sign_in
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.access import PUBLIC, SIGNED_IN
from app.web.deps import CurrentActor, MaybeActor, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/account")

YEAR = 365 * 86400


@router.get("", name="accounts.account.show", access=SIGNED_IN)
async def show_account(request: Request, session: Session, actor: CurrentActor) -> Response:
    """What I am here, and where I am signed in."""
    user_id = actor.user_id or 0
    facts: dict[str, Any] = {
        "grants": await grants.own_grants(session, user_id),
        "sign_ins": await sign_ins.live_sign_ins(session, user_id),
    }
    return await render(request, "accounts/account/show.html", **facts)


@router.get("/password", name="accounts.password.edit", access=SIGNED_IN)
async def edit_password(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The form for a new password."""
    return await _password_page(request, session, actor, Bound(None))


@router.post("/password", name="accounts.password.update", access=SIGNED_IN)
async def update_password(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Change the password; everywhere else one is signed out by it."""
    bound = bind(PasswordForm, await request.form())
    form = bound.values
    if form is not None and form.new != form.again:
        bound = bound.with_error("again", _("两遍新密码不一样，请重新输入"))
        form = None
    if form is None:
        return await _password_page(request, session, actor, bound, status=422)
    caller = caller_of(request)
    try:
        opened = await service.change_password(session, actor, caller, current=form.current, new=form.new)
    except DomainError as refusal:
        bound = bound.with_error(refusal.field or "", refusal.message)
        return await _password_page(request, session, actor, bound, status=refusal.status)
    answer = see_other(request, "/", message=_("密码已改好，其他设备上都已退出"))
    return remember_sign_in(answer, caller, opened)


async def _password_page(
    request: Request, session: Session, actor: CurrentActor, bound: Bound[PasswordForm], *, status: int = 200
) -> Response:
    facts: dict[str, Any] = {
        "errors": bound.errors,
        "asks_current": await service.has_password(session),
        "is_due": actor.must_change_password,
        "rule": profile().label,
    }
    return await render(request, "accounts/password/edit.html", status=status, **facts)


@router.post("/text-size", name="accounts.text_size.update", access=PUBLIC)
async def update_text_size(request: Request, session: Session, actor: MaybeActor) -> Response:
    """Choose the size of the letters, for this device and, when signed in, for the person."""
    form = bind(TextSizeForm, await request.form()).values or TextSizeForm(size=TextSize.STANDARD)
    if actor is not None:
        await service.choose_text_size(session, actor, form.size)
    return _kept(see_other(request, form.next), "text_size", form.size)


@router.post("/locale", name="accounts.locale.update", access=PUBLIC)
async def update_locale(request: Request, session: Session, actor: MaybeActor) -> Response:
    """Choose the language, for this device and, when signed in, for the person."""
    form = bind(LocaleForm, await request.form()).values or LocaleForm(locale=Language.ZH)
    if actor is not None:
        await service.choose_language(session, actor, form.locale)
    return _kept(see_other(request, form.next), "locale", form.locale)


def _kept(response: Response, name: str, value: str) -> Response:
    """Remember a taste on the device; it is no secret, and the door has to know it before anyone signs in."""
    response.set_cookie(name, value, max_age=YEAR, path="/", httponly=True, samesite="lax")
    return response
