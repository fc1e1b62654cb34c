"""The trail 操作记录, for those who may read it."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request, Response

from app.audit import queries
from app.audit.rules import action_words, say_details
from app.audit.service import first_time
from app.web.deps import CurrentActor, Session
from app.web.outbox import claim_taps_with
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/audit")
claim_taps_with(first_time)
PAGE = 100


@router.get("", name="audit.trail.index", access="audit.see")
async def list_trail(
    request: Request,
    actor: CurrentActor,
    session: Session,
    kind: str = "",
    subject: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    since: date | None = None,
    until: date | None = None,
    before: str = "",
) -> Response:
    """List what was done inside the caller's homes, newest first, of one thing or of all."""
    about = (kind, subject) if kind and subject is not None else None
    cursor = queries.read_cursor(before)
    lines = await queries.trail(
        session, actor.scope("audit.see"), subject=about, since=since, until=until, limit=PAGE + 1, before=cursor
    )
    more = queries.cursor_of(lines[PAGE - 1]) if len(lines) > PAGE else ""
    shown = [(line, action_words(line.action), say_details(line.details)) for line in lines[:PAGE]]
    asked = {"kind": kind, "subject": subject, "since": since, "until": until}
    return await render(request, "audit/trail/index.html", lines=shown, more=more, asked=asked)
