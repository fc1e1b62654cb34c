"""The one Jinja environment: strict, escaping everything, speaking the reader's language."""

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import close_work
from app.core.i18n import _, current_locale, ngettext
from app.core.request import current_request
from app.core.uuid7 import uuid7
from app.web.deps import page_facts
from app.web.filters import FILTERS
from app.web.htmx import is_partial, left_word
from app.web.static import static_path

__all__ = ["draw", "environment", "render"]

FOLDER = Path(__file__).resolve().parents[2] / "templates"

NOTHING: dict[str, Any] = {"nav": [], "nav_more": [], "home": None, "demo": False, "today": None}


@pass_context
def path_for(context: Context, name: str, **path_params: Any) -> str:
    """Give a route's path. `url_for` is absolute and trusts the Host header, so it is not offered."""
    request: Request = context["request"]
    return str(request.app.url_path_for(name, **path_params))


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(FILTERS)
    made.globals.update(path_for=path_for, static=static_path, uuid7=uuid7)
    return made


environment = _environment()
SIZES = ("standard", "large", "larger")


def _size_kept(request: Request) -> str:
    """The size of the letters that this device keeps; a cookie may say anything, a page knows three."""
    kept = request.cookies.get("text_size", "")
    return kept if kept in SIZES else SIZES[0]


def draw(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
    """Draw a template as it is, without a transaction: error pages, and what `render` has gathered."""
    actor = getattr(request.state, "actor", None)
    facts = {
        "request": request,
        "actor": actor,
        "status": status,
        "locale": current_locale(),
        "text_size": actor.text_size if actor else _size_kept(request),
        "request_id": current_request().request_id,
        "current_path": request.url.path,
    }
    said = left_word(request) if not is_partial(request) else None
    flash = {"flash": said} if said else {}
    body = environment.get_template(name).render(NOTHING | flash | facts | context)
    response = Response(body, status, {"Vary": "HX-Request-Type"}, media_type="text/html; charset=utf-8")
    if said:
        response.delete_cookie("said")
    return response


async def render(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
    """Run the closers, then draw: the page shows the figures its own act has just changed."""
    session: AsyncSession = request.state.session
    if request.method not in {"GET", "HEAD"} and status < 400:
        await session.flush()
        await close_work(session)
    facts: dict[str, Any] = {"today": await business_date(session)}
    if not is_partial(request):
        facts |= await page_facts(request, session, request.state.actor)
    return draw(request, name, status=status, **(facts | context))
