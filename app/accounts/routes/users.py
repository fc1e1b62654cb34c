"""The accounts an administrator looks after."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.accounts import service
from app.accounts.forms import NameForm, UserForm
from app.accounts.queries import users
from app.accounts.queries.users import PAGE, UserFilters
from app.accounts.routes.pages import MANAGE, choices, code_page, first_time, new_grant, path_of_user, show_page, told
from app.accounts.rules import Role
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/users")

Words = Annotated[str, Query(max_length=60)]
State = Annotated[str, Query(pattern="^(live|disabled|)$")]
RoleName = Annotated[str, Query(max_length=20)]
Page = Annotated[int, Query(ge=1, le=10_000)]


@router.get("", name="accounts.users.index", access=MANAGE)
async def list_users(
    request: Request, session: Session, actor: CurrentActor,
    q: Words = "", state: State = "", role: RoleName = "", page: Page = 1,
) -> Response:  # fmt: skip
    """The accounts inside the administrator's regions."""
    scope = actor.scope(MANAGE)
    filters = UserFilters(q.strip(), next((known for known in Role if known == role), None), state)
    live, disabled = await users.count_users(session, scope, filters)
    total = {"live": live, "disabled": disabled}.get(state, live + disabled)
    facts: dict[str, Any] = {
        "users": await users.users_of(session, scope, filters, page=page),
        "total": total,
        "live_count": live,
        "disabled_count": disabled,
        "filters": {"q": filters.q, "role": filters.role or "", "state": state},
        "roles": [(known.value, known.label) for known in Role],
        "page": page,
        "pages": max(1, -(-total // PAGE)),
    }
    return await render(request, "accounts/users/index.html", **facts)


@router.get("/new", name="accounts.users.new", access=MANAGE)
async def new_user(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The form for a new account."""
    return await _new_page(request, session, actor, Bound(None))


@router.post("", name="accounts.users.create", access=MANAGE)
async def create_user(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Make an account and show its one-time code, this once."""
    bound = bind(UserForm, await request.form())
    form = bound.values
    if form is None:
        return await _new_page(request, session, actor, bound, status=422)
    try:
        if not await first_time(session, actor, "accounts.user_created", form):
            index = str(request.app.url_path_for("accounts.users.index"))
            return see_other(request, index, message=_("这个账号已经建好；登录码只显示一次，可另取一个"))
        grant = new_grant(form, await business_date(session))
        user, code = await service.create_user(
            session, actor, username=form.username, name=form.name, phone=form.phone, grant=grant
        )
    except DomainError as refusal:
        return await _new_page(request, session, actor, told(bound, refusal), status=refusal.status)
    return await code_page(request, user, code, is_new=True)


async def _new_page(
    request: Request, session: Session, actor: CurrentActor, bound: Bound[UserForm], *, status: int = 200
) -> Response:
    facts: dict[str, Any] = {"errors": bound.errors, "raw": bound.raw, **await choices(session, actor)}
    return await render(request, "accounts/users/new.html", status=status, **facts)


@router.get("/{user_id}", name="accounts.users.show", access=MANAGE)
async def show_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """One account with its grants."""
    return await show_page(request, session, actor, user_id)


@router.get("/{user_id}/name", name="accounts.users.edit", access=MANAGE)
async def edit_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """The form that corrects a name."""
    return await _edit_page(request, session, actor, user_id, Bound(None))


@router.post("/{user_id}/name", name="accounts.users.update", access=MANAGE)
async def update_user(request: Request, session: Session, actor: CurrentActor, user_id: RowId) -> Response:
    """Correct a name."""
    bound = bind(NameForm, await request.form())
    form = bound.values
    if form is None:
        return await _edit_page(request, session, actor, user_id, bound, status=422)
    try:
        if await first_time(session, actor, "accounts.user_renamed", form, user=user_id):
            await service.rename_user(session, actor, user_id, name=form.name)
    except DomainError as refusal:
        return await _edit_page(request, session, actor, user_id, told(bound, refusal), status=refusal.status)
    return see_other(request, path_of_user(request, user_id), message=_("姓名已改好"))


async def _edit_page(
    request: Request, session: Session, actor: CurrentActor, user_id: int, bound: Bound[NameForm], *, status: int = 200
) -> Response:
    user = await users.get_user_line(session, actor.scope(MANAGE), user_id)
    facts: dict[str, Any] = {"user": user, "errors": bound.errors, "raw": bound.raw or {"name": user.name}}
    return await render(request, "accounts/users/edit.html", status=status, **facts)
