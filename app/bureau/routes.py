"""The bureau's first page: homes and their beds on any day, on the bureau's own database role."""

from datetime import date

from fastapi import Request, Response

from app.bureau import queries
from app.bureau.rules import total
from app.core.clock import business_date
from app.web.deps import Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/bureau")


@router.get("", name="bureau.overview", access="figures.see")
async def show_overview(request: Request, session: Session, day: date | None = None) -> Response:
    """Show beds by home for a day."""
    on = day or await business_date(session)
    lines = await queries.beds_by_home(session, on)
    return await render(
        request,
        "bureau/overview/show.html",
        lines=lines,
        all=total(line.counts for line in lines),
        without_document=[line for line in lines if line.counts.registered is None],
        on=on,
    )
