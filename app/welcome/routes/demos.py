"""先看演示数据: begun on the first-run page, built by a job, entered as the director of the showpiece."""

from typing import Annotated, Any

from fastapi import Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import LinkSpent
from app.accounts.signed_in import caller_of, remember_sign_in
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render
from app.welcome import service
from app.welcome.forms import DemoForm

__all__ = ["router"]

router = Router(prefix="/first-run")

Token = Annotated[str, Path(max_length=64)]


@router.post("/demo", name="welcome.demos.create", access=PUBLIC)
async def create_demo(request: Request, session: Session) -> Response:
    """Spend the link on a demo."""
    form = bind(DemoForm, await request.form()).values
    if form is None:
        return await _closed(request, LinkSpent.status)
    try:
        await service.begin_demo(session, token=form.token)
    except LinkSpent as spent:
        return await _closed(request, spent.status)
    return see_other(request, str(request.app.url_path_for("welcome.demos.show", token=form.token)))


@router.get("/{token}/demo", name="welcome.demos.show", access=PUBLIC)
async def show_demo(request: Request, session: Session, token: Token) -> Response:
    """How far the building has come."""
    return await _progress(request, session, token, "welcome/demos/show.html")


@router.get("/{token}/demo/progress", name="welcome.demos.progress", access=PUBLIC)
async def show_demo_progress(request: Request, session: Session, token: Token) -> Response:
    """The same as a fragment, asked for every two seconds."""
    return await _progress(request, session, token, "welcome/demos/_progress.html")


@router.post("/{token}/demo/entry", name="welcome.demos.enter", access=PUBLIC)
async def enter_demo(request: Request, session: Session, token: Token) -> Response:
    """Let the visitor in, and show the accounts with their password this once."""
    caller = caller_of(request)
    try:
        opened, password = await service.enter_demo(session, caller, token=token)
    except LinkSpent as spent:
        return await _closed(request, spent.status)
    facts: dict[str, Any] = {"password": password, "accounts": service.DEMO_ACCOUNTS}
    return remember_sign_in(await render(request, "welcome/demos/entry.html", **facts), caller, opened)


async def _progress(request: Request, session: AsyncSession, token: str, template: str) -> Response:
    try:
        await service.check_demo_link(session, token)
    except LinkSpent as spent:
        return await _closed(request, spent.status)
    done, total = await service.demo_progress(session)
    return await render(request, template, token=token, done=done, total=total)


async def _closed(request: Request, status: int) -> Response:
    return await render(request, "welcome/first_run/closed.html", status=status)
