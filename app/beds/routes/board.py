"""The bed board of any day, its panel, its list and its printed sheet."""

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request, Response

from app.beds import queries
from app.beds.forms.board import BoardAsk
from app.beds.routes.asking import on_board, the_home
from app.beds.routes.viewing import board_facts, panel_facts
from app.core.clock import business_date
from app.core.errors import NotFound
from app.institutions.queries import registered_on
from app.institutions.rules.figures import say_registered
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/board", name="beds.board.show", access="beds.see")
async def show_board(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The board of a day; asked for by its own refresh it is only the part that changes."""
    asked = await the_home(request, session, actor, institution_id, "beds.see")
    ask = BoardAsk.read(request.query_params, await business_date(session))
    facts = await board_facts(asked, ask)
    if is_partial(request):
        return await render(request, "beds/board/show.stream.html", **facts)
    facts["panel"] = None
    if ask.bed is not None:
        try:
            facts |= await panel_facts(asked, ask.bed, ask.day, ask=ask)
        except NotFound:
            # A bed that is another home's, or an old address: the board itself is still right.
            facts["ask"] = ask = BoardAsk.read(dict(request.query_params) | {"bed": ""}, ask.today)
    return await render(request, "beds/board/show.html", **facts)


@router.get("/board/sheet", name="beds.board_sheet.show", access="beds.see")
async def show_board_sheet(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The board as it is hung on the wall: 床位一览表, A3."""
    asked = await the_home(request, session, actor, institution_id, "beds.see")
    ask = BoardAsk.read(request.query_params, await business_date(session))
    return await render(request, "beds/board_sheet/show.html", **await board_facts(asked, ask))


@router.get("/beds", name="beds.list.index", access="beds.see")
async def list_beds(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The same beds as rows, where many are chosen for one act."""
    asked = await the_home(request, session, actor, institution_id, "beds.see")
    ask = BoardAsk.read(request.query_params, await business_date(session))
    facts = await board_facts(asked, ask)
    facts["path"] = asked.path("beds.list.index")
    return await render(request, "beds/list/index.html", **facts)


@router.get("/beds/{bed_id}", name="beds.panel.show", access="beds.see")
async def show_panel(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor, day: str = ""
) -> Response:
    """One bed: beside the board as a panel, by itself as a page."""
    asked = await the_home(request, session, actor, institution_id, "beds.see")
    today = await business_date(session)
    # Beside a board, closing leads back to that very board with its filters.
    ask = replace(on_board(asked, today) or BoardAsk.read({}, today), day=BoardAsk.read({"day": day}, today).day)
    facts = await panel_facts(asked, bed_id, ask.day, ask=ask)
    template = "beds/panel/_panel.html" if is_partial(request) else "beds/panel/show.html"
    return await render(request, template, **facts)


@router.get("/bed-counts", name="beds.counts.panel", access="beds.see")
async def show_counts(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, day: str = ""
) -> Response:
    """How many beds there are, as the home's file shows them beside its registered figure."""
    asked = await the_home(request, session, actor, institution_id, "beds.see")
    today: date = await business_date(session)
    ask = BoardAsk.read({"day": day}, today)
    scope = actor.scope("beds.see")
    board = await queries.board(session, scope, institution_id, ask.day)
    paper = await registered_on(session, scope, institution_id, ask.day)
    facts: dict[str, Any] = {
        "board": board,
        "said": say_registered(paper.value if paper else None, board.totals.counted),
    }
    return await render(request, "beds/counts/_panel.html", ask=ask, path=asked.path("beds.board.show"), **facts)
