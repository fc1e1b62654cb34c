"""Signing in and out."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.accounts import service
from app.accounts.errors import TooManyTries
from app.accounts.forms import OwnPath, SignInForm
from app.accounts.signed_in import caller_of, forget_sign_in, remember_device, remember_sign_in
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.access import PUBLIC, SIGNED_IN
from app.web.deps import CurrentActor, MaybeActor, RowId, Session
from app.web.errors import NotSignedIn
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()

Way = Annotated[OwnPath, Query(alias="next")]
Why = Annotated[str, Query(max_length=20)]


@router.get("/sign-in", name="accounts.sign_ins.new", access=PUBLIC)
async def new_sign_in(request: Request, session: Session, actor: MaybeActor, way: Way = "/", why: Why = "") -> Response:
    """The door; one who is inside already goes on."""
    if actor is not None:
        return see_other(request, way)
    ended = NotSignedIn().message if why == "idle" else ""
    response = await _page(request, Bound(None, raw={"next": way}), ended=ended)
    return remember_device(response, caller_of(request))


@router.post("/sign-in", name="accounts.sign_ins.create", access=PUBLIC)
async def create_sign_in(request: Request, session: Session, actor: MaybeActor) -> Response:
    """Let a person in and send them where they wanted to go."""
    caller = caller_of(request)
    bound = bind(SignInForm, await request.form())
    form = bound.values
    if form is None:
        return remember_device(await _page(request, bound, status=422), caller)
    try:
        if actor is not None:
            # Another person at the same device: the one who sat here before is out.
            await service.sign_out(session, actor)
        opened = await service.sign_in(session, caller, username=form.username, secret=form.password)
    except DomainError as refusal:
        return remember_device(await _refused(request, bound, refusal), caller)
    return remember_sign_in(see_other(request, form.next), caller, opened)


@router.post("/sign-out", name="accounts.sign_ins.destroy", access=SIGNED_IN)
async def destroy_sign_in(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Sign out here."""
    await service.sign_out(session, actor)
    return forget_sign_in(see_other(request, _door(request)))


@router.post("/sign-out/everywhere", name="accounts.sign_ins.destroy_all", access=SIGNED_IN)
async def destroy_all_sign_ins(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Sign out on every device."""
    await service.sign_out_everywhere(session, actor)
    return forget_sign_in(see_other(request, _door(request), message=_("已在所有设备上退出")))


@router.post("/account/sign-ins/{sign_in_id}/end", name="accounts.sign_ins.end", access=SIGNED_IN)
async def end_sign_in(request: Request, session: Session, actor: CurrentActor, sign_in_id: RowId) -> Response:
    """Sign out on one other device."""
    await service.end_one_sign_in(session, actor, sign_in_id)
    account = str(request.app.url_path_for("accounts.account.show"))
    return see_other(request, account, message=_("已让那台设备退出"))


def _door(request: Request) -> str:
    return str(request.app.url_path_for("accounts.sign_ins.new"))


async def _refused(request: Request, bound: Bound[SignInForm], refusal: DomainError) -> Response:
    """Draw the door again with the reason; who has to wait is told how long, in a header as well."""
    said = bound.with_error(refusal.field or "", refusal.message)
    response = await _page(request, said, status=refusal.status, left=getattr(refusal, "left", None))
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


async def _page(
    request: Request, bound: Bound[SignInForm], *, status: int = 200, left: int | None = None, ended: str = ""
) -> Response:
    facts: dict[str, Any] = {
        "values": {"username": bound.raw.get("username", "")},
        "errors": bound.errors,
        "next": bound.raw.get("next", "/"),
        "tries_left": left,
        "ended": ended,
    }
    return await render(request, "accounts/sign_ins/new.html", status=status, **facts)
