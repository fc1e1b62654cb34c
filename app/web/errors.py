"""One refusal, three voices: a page, a toast for htmx, problem+json for programs."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_, _, set_locale
from app.core.log import log
from app.core.request import current_request
from app.web.htmx import is_htmx, toast
from app.web.templates import draw

__all__ = ["NotSignedIn", "PasswordIsDue", "install"]

PAGES = {403, 404, 409, 422, 429, 500, 503}
SERVER_ERROR = N_("系统出错了，没有保存。请再试一次；仍不行请把编号 {number} 告诉管理员")
BUSY = N_("现在用的人多，系统忙不过来，没有保存。请过几秒再试")
TOO_BIG = N_("内容太大，没有收下。请分开上传")
LOCK_NOT_AVAILABLE = "55P03"


class NotSignedIn(DomainError):
    """Nobody is signed in, or no longer (401)."""

    status = 401
    sentence = N_("太久没操作，已退出以保护老人隐私。刚填的内容还在，登录后继续")


class PasswordIsDue(DomainError):
    """The caller has to choose a password of their own first."""

    status = 401
    sentence = N_("请先设置自己的密码，再继续使用")


def install(app: FastAPI) -> None:
    """Hang the voices in."""
    app.add_exception_handler(NotSignedIn, _to_the_door)
    app.add_exception_handler(PasswordIsDue, _to_the_password)
    app.add_exception_handler(DomainError, _refusal)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(PoolTimeout, _busy)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(Exception, _bug)


async def _to_the_door(request: Request, _error: Exception) -> Response:
    """Send to the sign-in page and remember the way; fetch would draw it into the page, so htmx is told by header."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = here if request.method == "GET" and not is_htmx(request) else _path_of(request.headers.get("HX-Current-URL"))
    why = "&why=idle" if request.cookies.get("s") or request.cookies.get("__Host-s") else ""
    target = str(request.app.url_path_for("accounts.sign_ins.new")) + f"?next={quote(back or '/')}{why}"
    if _wants_json(request):
        return _say(request, 401, NotSignedIn().message)
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


async def _to_the_password(request: Request, _error: Exception) -> Response:
    target = str(request.app.url_path_for("accounts.password.edit"))
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def _path_of(url: str | None) -> str | None:
    """Keep only the path of an address of ours; a foreign host must not become a way back."""
    if not url:
        return None
    _scheme, found, rest = url.partition("://")
    path = "/" + rest.partition("/")[2] if found else url
    return path if path.startswith("/") and not path.startswith("//") else None


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101  (the handler is registered for this class)
    return _say(request, error.status, error.message)


async def _not_found(request: Request, _error: Exception) -> Response:
    """A path or query that cannot be read leads nowhere; its text is not echoed, it may hold a number of a person."""
    return _say(request, 404, NotFound().message)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if "endpoint" not in request.scope:
        # No route has claimed this address, so nobody has asked yet which language its reader speaks.
        set_locale(request.cookies.get("locale", "zh"))
    if error.status_code == 413:
        return _say(request, 413, _(TOO_BIG))
    message = NotFound().message if error.status_code in (404, 405) else HTTPStatus(error.status_code).phrase
    return _say(request, error.status_code, message)


async def _busy(request: Request, _error: Exception) -> Response:
    response = _say(request, 503, _(BUSY))
    response.headers["Retry-After"] = "3"
    return response


async def _database(request: Request, error: Exception) -> Response:
    """Who has waited too long for a lock has met a busy hour of one home; whatever else the database says is a bug."""
    if _state_of(error) == LOCK_NOT_AVAILABLE:
        return await _busy(request, error)
    raise error


def _state_of(error: Exception) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None


async def _bug(request: Request, error: Exception) -> Response:
    number, state = current_request().request_id, _state_of(error)
    log().error("bug", request_id=number, kind=type(error).__name__, sqlstate=state, path=request.url.path)
    return _say(request, 500, _(SERVER_ERROR).format(number=number))


def _wants_json(request: Request) -> bool:
    """Tell whether a program asks: the outbox of a device, or somebody's own script."""
    return request.headers.get("Accept", "").startswith("application/json")


def _say(request: Request, status: int, message: str) -> Response:
    number = current_request().request_id
    if _wants_json(request):
        body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": message}
        return JSONResponse(body | {"instance": number}, status, media_type="application/problem+json")
    if is_htmx(request):
        return toast(Response(status_code=status, headers={"HX-Reswap": "none"}), message)
    page = status if status in PAGES else (404 if status < 500 else 500)
    return draw(request, f"errors/{page}.html", status=status, message=message, number=number, errors={})
