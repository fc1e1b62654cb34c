"""One stay: its beds in time order, leaves, changes, who entered what, and every act that may be begun from here."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.stays.queries.board import names_whole
from app.stays.queries.leaves import leaves_of_day
from app.stays.queries.story import story_of
from app.stays.routes.asking import the_home
from app.stays.routes.leave_viewing import may_act
from app.stays.rules.panel import say_long
from app.stays.rules.states import stay_state, terms_on
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
    asked = await the_home(request, session, actor, institution_id, SEE)
    story, today = await story_of(session, actor.scope(SEE), institution_id, stay_id), await business_date(session)
    leave = (await leaves_of_day(session, actor.scope(SEE), institution_id, today)).get(stay_id)
    state = stay_state(story.stay, today, leave)
    live = [one for one in story.changes if one.voided_at is None]
    last = min(today, story.stay.to_on)
    terms = terms_on(story.stay, list(live), last)
    bed = next(((one_id, name) for one_id, name, first, _end in reversed(story.beds) if first <= last), (None, ""))
    return await render(
        request,
        "stays/stays/show.html",
        institution=asked.institution,
        story=story,
        stay=story.stay,
        elder=story.elder,
        leave=leave,
        terms=terms,
        here=state.value != "over",
        bed_id=bed[0],
        said=say_stay(story.stay, terms.kind, bed[1], say_long(story.stay.from_on, last), state.label),
        whole=names_whole(actor, asked.home.county, institution_id),
        may={act: may_act(asked, f"stays.{act}") for act in ACTS},
    )
