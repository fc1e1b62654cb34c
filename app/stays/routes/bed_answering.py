"""What every act on a bed answers: beside the board its panel and the board anew, else the board with the bed open."""

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Query, Response

from app.core.errors import DomainError
from app.stays.queries.stays import get_stay
from app.stays.routes.asking import Asked, refused
from app.stays.rules.kinds import LateReason
from app.web.forms import Bound
from app.web.htmx import is_htmx, is_partial, see_other, toast
from app.web.templates import render

__all__ = ["OtherId", "answer_bed", "beside", "board_at", "keep_version", "late_reasons", "on_the_board"]

OtherId = Annotated[int, Query(ge=1, le=2**63 - 1)]
"""An id in the question of an address: the bed or the stay that an undo leads back to."""


def board_at(asked: Asked, bed_id: int | None = None) -> str:
    """The board's path with one bed's panel open."""
    return asked.path("beds.board.show") + (f"?bed={bed_id}" if bed_id else "")


def on_the_board(asked: Asked) -> dict[str, str] | None:
    """The questions of the board this act was started from, if it was started beside one."""
    if not (is_htmx(asked.request) and is_partial(asked.request)):
        return None
    try:
        here = urlsplit(asked.request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return None
    return dict(parse_qsl(here.query)) if here.path == asked.path("beds.board.show") else None


async def answer_bed(asked: Asked, bed_id: int, message: str, *, undo: str | None = None) -> Response:
    """Show what the act has changed and say so; `undo` is the path that takes it back."""
    filters = on_the_board(asked)
    if filters is None:
        return see_other(asked.request, board_at(asked, bed_id), message=message, undo=undo)
    panel = asked.path("beds.panel.show", bed_id=bed_id)
    answer = toast(await render(asked.request, "stays/bed_panel/moved.stream.html", panel=panel), message, undo=undo)
    answer.headers["HX-Trigger"] = answer.headers["HX-Trigger"][:-1] + ', "moved": true}'
    address = asked.path("beds.board.show") + "?" + urlencode(filters | {"bed": str(bed_id)})
    answer.headers["HX-Push-Url"] = address
    return answer


def beside(bound: Bound[Any], refusal: DomainError, **fields: str) -> Bound[Any]:
    """Put a refusal beside its field, under the name that this form has for it."""
    if refusal.field in fields:
        refusal.field = fields[refusal.field]
    return refused(bound, refusal)


def late_reasons() -> list[tuple[str, str]]:
    """The reasons a person may give for a late entry."""
    return [(one.value, one.label) for one in LateReason if one is not LateReason.CORRECTION]


async def keep_version(asked: Asked, stay_id: int, refusal: Any) -> int | None:
    """The version a form has to name: the one that a conflict has shown, else the stay's own."""
    shown: int | None = getattr(refusal, "version", None)
    if shown is not None:
        return shown
    return (await get_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)).version
