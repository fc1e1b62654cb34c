"""A home's file on paper: what is kept as of a day, for filing and stamping."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.institutions.routes.asking import the_home
from app.institutions.routes.filing import file_facts, shown_day
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/sheet")


@router.get("", name="institutions.sheet.show", access="institutions.see")
async def show_sheet(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, day: str = ""
) -> Response:
    """The file as of a day, made for A4."""
    home = await the_home(session, actor, institution_id, "institutions.see")
    on = shown_day(day, await business_date(session))
    return await render(request, "institutions/sheet/show.html", **await file_facts(session, actor, home, on))
