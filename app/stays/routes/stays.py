"""One stay: its beds in time order, leaves, changes, who entered what, and every act that may be begun from here."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.stays.queries.board import names_whole
from app.stays.queries.leaves import leaves_of_day
from app.stays.queries.story import story_of
from app.stays.routes.asking import the_home
from app.stays.routes.leave_viewing import may_act
from app.stays.rules.panel import say_long
from app.stays.rules.states import StayState, stay_state, terms_on
from app.stays.rules.story import say_stay
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}")
SEE = "stays.see"
ACTS = ("admit", "move", "leave", "discharge", "correct")


@router.get("", name="stays.stays.show", access=SEE)
async def show_stay(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The stay with everything that belongs to it."""
    asked, scope = await the_home(request, session, actor, institution_id, SEE), actor.scope(SEE)
    story, today = await story_of(session, scope, institution_id, stay_id), await business_date(session)
    leave = (await leaves_of_day(session, scope, institution_id, today)).get(stay_id)
    state = stay_state(story.stay, today, leave)
    return await render(
        request,
        "stays/stays/show.html",
        institution=asked.institution,
        story=story,
        leave=leave,
        here=state.value != "over",
        whole=names_whole(actor, asked.home.county, institution_id),
        may={act: may_act(asked, f"stays.{act}") for act in ACTS},
        **_in_words(story, state, today),
    )


def _in_words(story: Any, state: StayState, today: date) -> dict[str, Any]:
    """The terms and the bed of the stay's last day so far, and the sentence that says them."""
    last = min(today, story.stay.to_on)
    terms = terms_on(story.stay, [one for one in story.changes if one.voided_at is None], last)
    bed = next(((one_id, name) for one_id, name, first, _end in reversed(story.beds) if first <= last), (None, ""))
    said = say_stay(story.stay, terms.kind, bed[1], say_long(story.stay.from_on, last), state.label)
    return {"stay": story.stay, "elder": story.elder, "terms": terms, "bed_id": bed[0], "said": said}
