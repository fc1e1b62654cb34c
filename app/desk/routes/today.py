"""今日: one sentence, three acts, and the queues that ask for one act each."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from app.assessments.queries import due
from app.census.routes.viewing import line_of_days
from app.census.rules.words import say_standing
from app.core.clock import business_date
from app.desk.queries.door import at_the_door
from app.desk.queries.today import today_of
from app.desk.rules.door import AtTheDoor, say_due
from app.desk.rules.today import SHOWN, best_free, say_free_since, say_moved
from app.stays.queries.movements import movements_of_day
from app.stays.routes.asking import Asked, the_home
from app.stays.routes.leave_viewing import may_act, names_whole
from app.waitlist.queries import is_switched_on
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")

ACTS = (
    "admissions.run", "assessments.make", "beds.structure", "census.see", "imports.run", "offers.make", "stays.admit", "stays.discharge", "stays.leave",
    "transfers.accept", "transfers.see",
)  # fmt: skip


@router.get("/today", name="desk.today.show", access="stays.see")
async def show_today(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """How the home stands tonight, and what wants doing; asked for by its own refresh it is the part that changes."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    template = "desk/today/show.stream.html" if is_partial(request) else "desk/today/show.html"
    return await render(request, template, **await _facts(asked))


async def _door(asked: Asked, day: date, *, whole: bool) -> tuple[AtTheDoor, bool]:
    """The door for those who see offers, and whether the home is in 轮候; an assessor sees whom to assess and no more."""
    if may_act(asked, "waitlist.see") and may_act(asked, "offers.see"):
        door = await at_the_door(asked.session, asked.home, day, whole=whole)
        return door, door.switched
    owed = len(await due(asked.session, asked.home.scope, day)) if may_act(asked, "assessments.make") else 0
    switched = await is_switched_on(asked.session, asked.home.county, asked.home.institution_id, day)
    return AtTheDoor(switched=False, assessments=owed), switched


async def _facts(asked: Asked) -> dict[str, Any]:
    scope, day = asked.actor.scope("stays.see"), await business_date(asked.session)
    seen = await today_of(asked.session, scope, asked.home, day)
    moved = await movements_of_day(asked.session, scope, asked.home.institution_id, day)
    best = best_free(seen.board)
    whole = names_whole(asked)
    door, in_waitlist = await _door(asked, day, whole=whole)
    return {
        "door": door,
        "in_waitlist": in_waitlist,
        "said_due": {one.offer_id: say_due(one, day) for one in door.offers},
        "institution": asked.institution,
        "seen": seen,
        "line": line_of_days(seen.line),
        "standing": say_standing(seen.tonight.standing),
        "may": {name: may_act(asked, name) for name in ACTS},
        "whole": whole,
        "shown": SHOWN,
        "best": best,
        "best_since": say_free_since(best) if best else "",
        "moved": moved,
        "moved_said": say_moved(moved),
    }
