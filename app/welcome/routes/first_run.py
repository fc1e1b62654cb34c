"""The first-run page: reached by the one-time link that the start of an empty system prints."""

from typing import Annotated, Any

from fastapi import Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import LinkSpent
from app.accounts.queries.first_run import get_first_run
from app.accounts.signed_in import caller_of, remember_sign_in
from app.core.clock import now
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render
from app.welcome import service
from app.welcome.forms import FirstRunForm
from app.welcome.service import FirstHome, FirstPerson

__all__ = ["router"]

router = Router(prefix="/first-run")

Token = Annotated[str, Path(max_length=64)]


@router.get("/{token}", name="welcome.first_run.new", access=PUBLIC)
async def new_first_run(request: Request, session: Session, token: Token) -> Response:
    """The page behind the link, while the link is good."""
    return await _page(request, session, Bound(None), token)


@router.post("", name="welcome.first_run.create", access=PUBLIC)
async def create_first_run(request: Request, session: Session) -> Response:
    """Make the administrator and the first home, and go on to the ledger."""
    bound = bind(FirstRunForm, await request.form())
    token = str(bound.raw.get("token", ""))
    form = bound.values
    if form is not None and form.password != form.password_again:
        bound, form = bound.with_error("password_again", _("两遍密码不一样，请重新输入")), None
    if form is None:
        return await _page(request, session, bound, token, status=422)
    caller = caller_of(request)
    person = FirstPerson(form.username, form.name, form.password)
    home = FirstHome(form.county, form.home_code, form.home_name, form.uscc)
    try:
        opened, made = await service.begin(session, caller, token=token, person=person, home=home)
    except DomainError as refusal:
        bound = bound.with_error(refusal.field or "", refusal.message)
        return await _page(request, session, bound, token, status=refusal.status)
    ledger = str(request.app.url_path_for("imports.index", institution_id=made.id))
    said = _("机构已建好。接着导入床位台账，就能看到床位图")
    return remember_sign_in(see_other(request, ledger, message=said), caller, opened)


async def _page(
    request: Request, session: AsyncSession, bound: Bound[FirstRunForm], token: str, *, status: int = 200
) -> Response:
    try:
        link = await get_first_run(session, token)
    except LinkSpent as spent:
        return await render(request, "welcome/first_run/closed.html", status=spent.status)
    left = (link.expires_at - await now(session)).total_seconds()
    facts: dict[str, Any] = {
        "token": token,
        "minutes_left": max(1, round(left / 60)),
        "values": bound.raw,
        "errors": bound.errors,
        "rule": service.password_rule(),
        "demo_size": service.demo_size(),
    }
    return await render(request, "welcome/first_run/new.html", status=status, **facts)
