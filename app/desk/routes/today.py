"""今日: one sentence, three acts, and the queues that ask for one act each."""

from typing import Any

from fastapi import Request, Response

from app.census.routes.viewing import line_of_days
from app.census.rules.words import say_standing
from app.core.clock import business_date
from app.desk.queries.today import today_of
from app.desk.rules.today import SHOWN, best_free, say_free_since, say_moved
from app.stays.queries.movements import movements_of_day
from app.stays.routes.asking import Asked, the_home
from app.stays.routes.leave_viewing import may_act, names_whole
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")

ACTS = (
    "beds.structure", "census.see", "imports.run", "stays.admit", "stays.discharge", "stays.leave",
    "transfers.accept", "transfers.see",
)  # fmt: skip


@router.get("/today", name="desk.today.show", access="stays.see")
async def show_today(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """How the home stands tonight, and what wants doing; asked for by its own refresh it is the part that changes."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    template = "desk/today/show.stream.html" if is_partial(request) else "desk/today/show.html"
    return await render(request, template, **await _facts(asked))


async def _facts(asked: Asked) -> dict[str, Any]:
    scope, day = asked.actor.scope("stays.see"), await business_date(asked.session)
    seen = await today_of(asked.session, scope, asked.home, day)
    moved = await movements_of_day(asked.session, scope, asked.home.institution_id, day)
    best = best_free(seen.board)
    return {
        "institution": asked.institution,
        "seen": seen,
        "line": line_of_days(seen.line),
        "standing": say_standing(seen.tonight.standing),
        "may": {name: may_act(asked, name) for name in ACTS},
        "whole": names_whole(asked),
        "shown": SHOWN,
        "best": best,
        "best_since": say_free_since(best) if best else "",
        "moved": moved,
        "moved_said": say_moved(moved),
    }
