"""Static files under content-hashed addresses, so that a browser may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["ROOT", "HashedFiles", "static_path"]

ROOT = Path(__file__).resolve().parents[2] / "static"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()[:12]


def static_path(name: str) -> str:
    """Give the address of a static file; it changes when the file does."""
    return f"/static/{name}?v={_digest(name)}"


class HashedFiles(StaticFiles):
    """Static files; one asked for under its own hash may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file and how long it may be kept."""
        response = await super().get_response(path, scope)
        asked: Any = scope.get("query_string", b"")
        kept = "public, max-age=31536000, immutable" if asked.startswith(b"v=") else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
