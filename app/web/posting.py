"""A request that reads a short form in one go, which the framework takes in pieces as it takes a long one."""

from typing import Any
from urllib.parse import unquote_plus

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

__all__ = ["Posting"]

URLENCODED = "application/x-www-form-urlencoded"
PLAIN = {URLENCODED, f"{URLENCODED};charset=utf-8", f"{URLENCODED}; charset=utf-8"}
"""What browsers and htmx say of a form without files."""
SHORT = 64 * 1024


class Posting(Request):
    """A request that reads a short form by itself, to the same fields; any other form is read as ever."""

    async def _get_form(self, **limits: Any) -> FormData:
        if self._form is None and self._is_short():
            body = await self.body()
            # A form that passes no limit of the framework's needs none of them; any other is left to it, body and all.
            if len(body) <= min(SHORT, limits["max_part_size"]) and body.count(b"&") < limits["max_fields"]:
                self._form = FormData(_fields(body))
        return self._form if self._form is not None else await super()._get_form(**limits)

    def _is_short(self) -> bool:
        length = self.headers.get("Content-Length", "")
        return (
            length.isdecimal()
            and len(length) <= len(str(SHORT))
            and int(length) <= SHORT
            and self.headers.get("Content-Type", "").lower() in PLAIN
        )


def _fields(body: bytes) -> list[tuple[str, str | UploadFile]]:
    fields: list[tuple[str, str | UploadFile]] = []
    for piece in body.decode("latin-1").split("&"):
        if piece:
            name, _sign, value = piece.partition("=")
            fields.append((unquote_plus(name), unquote_plus(value)))
    return fields
