"""The service worker: the shell of the pages on a tablet, so that one that was opened opens again without a line."""

import json
from functools import cache

from fastapi import Request, Response

from app.web.access import PUBLIC
from app.web.routing import Router
from app.web.static import ROOT, static_path

__all__ = ["KEEP_OFFLINE", "keep_offline", "router"]

router = Router()

KEEP_OFFLINE = "X-Keep-Offline"
LEFT_OUT = ("charts", "service-worker")
"""What a page without a line never draws, and the worker itself."""


def keep_offline(response: Response) -> Response:
    """Say of a page that the device may keep it for the hours without a line."""
    response.headers[KEEP_OFFLINE] = "yes"
    return response


@router.get("/service-worker.js", name="web.worker.show", access=PUBLIC)
async def show_worker(request: Request) -> Response:
    """Give the worker with the list of what it keeps; it stands at the root, or it could not speak for all pages."""
    offline = json.dumps(str(request.app.url_path_for("desk.offline.show")))
    words = f"const SHELL = {_shell()};\nconst OFFLINE = {offline};\n"
    script = (ROOT / "js" / "service-worker.js").read_text("utf-8")
    headers = {"Cache-Control": "no-cache"}
    return Response(words + script, headers=headers, media_type="text/javascript; charset=utf-8")


@cache
def _shell() -> str:
    """Every sheet and script that pages link, under the addresses by which they link them."""
    sheets = sorted(path.name for path in (ROOT / "css").glob("*.css") if not path.stem.startswith(LEFT_OUT))
    scripts = sorted(path.name for path in (ROOT / "js").glob("*.js") if not path.stem.startswith(LEFT_OUT))
    vendored = ("htmx.min.js", "hx-sse.min.js", "hx-download.min.js")
    files = [f"css/{name}" for name in sheets] + [f"js/{name}" for name in scripts] + [f"vendor/{n}" for n in vendored]
    return json.dumps([static_path(name) for name in [*files, "favicon.svg"]])
