"""What every page of beds needs: the home in the address, one tap once, a refusal beside its field."""

from datetime import date
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BedsStillClaimed, BedTaken, Changed
from app.beds.forms.board import BoardAsk
from app.beds.queries.changes import changes_said as both_values
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.errors import DomainError
from app.institutions.queries import get_institution
from app.web.forms import refused, status_of
from app.web.htmx import is_htmx

__all__ = [
    "Asked",
    "at",
    "came_from",
    "first_time",
    "ids_of",
    "on_board",
    "picked",
    "refused",
    "status_of",
    "the_home",
    "ways_out",
]

LONGEST_ID = 18
MOST_IDS = 500


class Asked:
    """One request about one home: who asks, for what, and where."""

    def __init__(self, request: Request, session: AsyncSession, actor: Actor, institution: Any) -> None:
        """Keep what a handler has at hand, so that its helpers need not be given it one by one."""
        self.request, self.session, self.actor, self.institution = request, session, actor, institution
        self.home = Home(institution.county, institution.id)

    def path(self, name: str, **params: Any) -> str:
        """Give the path of a route of this home."""
        return str(self.request.app.url_path_for(name, institution_id=self.home.institution_id, **params))


async def the_home(
    request: Request, session: AsyncSession, actor: Actor, institution_id: int, permission: str, *, lock: bool = False
) -> Asked:
    """Find the home in the address where the caller holds the permission; elsewhere it is not there.

    An act that begins with the home's lock takes it here, and spares a question.
    """
    institution = await get_institution(session, actor.scope(permission), institution_id, lock=lock)
    return Asked(request, session, actor, institution)


async def first_time(asked: Asked, action: str, form: Any, **where: Any) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"home": asked.home.institution_id, **where}
    return await audit.first_time(
        asked.session, asked.actor, tap_id=form.tap_id, action=action, body=body, county=asked.home.county
    )


async def changes_said(asked: Asked, refusal: DomainError | None) -> tuple[Changed, ...]:
    """Both values of every field two people changed, with who was first and how long ago."""
    return await both_values(asked.session, asked.actor.scope("beds.see"), refusal)


def ways_out(refusal: DomainError | None) -> bool:
    """Whether the refusal is about beds that somebody has, so that the free ones are worth a link."""
    return isinstance(refusal, BedTaken | BedsStillClaimed)


def ids_of(text: str) -> list[int]:
    """Read ids from an address: 12,13,17-20. What cannot be read is left out."""
    found: list[int] = []
    for piece in text.split(",")[:MOST_IDS]:
        first, _dash, last = piece.strip().partition("-")
        if _is_id(first) and (not last or _is_id(last)):
            found += range(int(first), min(int(last or first), int(first) + MOST_IDS) + 1)
    return list(dict.fromkeys(found))[:MOST_IDS]


def picked(request: Request, name: str = "beds") -> list[int]:
    """Read the ids that a list's ticked boxes or a link have put into the address."""
    return ids_of(",".join(request.query_params.getlist(name)))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def on_board(asked: Asked, today: date) -> BoardAsk | None:
    """What the board shows that this act was started from, if it was and can be redrawn beside the answer."""
    if not is_htmx(asked.request):
        return None
    here = _address(asked.request.headers.get("HX-Current-URL", ""))
    if here.path != asked.path("beds.board.show"):
        return None
    return BoardAsk.read(dict(parse_qsl(here.query)), today)


def _address(text: str) -> SplitResult:
    """Cut an address that the browser says of itself; one that is none leads nowhere."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def came_from(asked: Asked) -> str:
    """The board as it stood when an act of its own was posted, else the board as it is today."""
    board, before = asked.path("beds.board.show"), _address(asked.request.headers.get("Referer", ""))
    return board + (f"?{before.query}" if before.path == board and before.query else "")


def at(asked: Asked, bed_id: int | None = None) -> str:
    """The board's path with one bed's panel open."""
    return asked.path("beds.board.show") + (f"?bed={bed_id}" if bed_id else "")
