"""What stays know of one bed, hung into its panel: who has it, what comes next, and what may be done."""

from fastapi import Request, Response

from app.audit import service as audit
from app.beds.queries import get_bed
from app.core.clock import business_date
from app.residents.queries.health import risks_of
from app.residents.rules.health_codes import code_label
from app.residents.rules.kinds import HealthKind
from app.stays.queries.bed_panel import bed_story
from app.stays.queries.board import names_whole
from app.stays.routes.asking import Asked, the_home
from app.stays.routes.leave_viewing import may_act
from app.stays.rules.panel import BedStory, say_long
from app.web.addresses import day_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")
SEE = "stays.see"
ACTS = ("admit", "move", "leave", "discharge", "correct")


@router.get("/beds/{bed_id}/resident", name="stays.bed_panel.show", access=SEE)
async def show_bed_panel(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor, day: str = ""
) -> Response:
    """Who has a bed on a day: a part of its panel, and a page of its own where no script fetches parts."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    bed = await get_bed(session, asked.home.scope, institution_id, bed_id)
    on = day_in(day) or await business_date(session)
    story = await bed_story(session, actor.scope(SEE), institution_id, bed.id, on)
    template = "stays/bed_panel/_panel.html" if is_partial(request) else "stays/bed_panel/show.html"
    whole = names_whole(actor, asked.home.county, institution_id)
    facts = {"institution": asked.institution, "bed_id": bed.id, "story": story, "whole": whole}
    return await render(
        request,
        template,
        **facts,
        long=say_long(story.stay.from_on, min(on, story.stay.to_on)) if story.stay else "",
        risks=await _risks(asked, story) if whole else [],
        may={act: may_act(asked, f"stays.{act}") for act in ACTS},
    )


async def _risks(asked: Asked, story: BedStory) -> list[str]:
    """The risks of the person in words; who reads them is written down."""
    if story.elder is None:
        return []
    elder_id = story.elder.id
    found = await risks_of(asked.session, asked.actor.scope("residents.see"), [elder_id])
    if found:
        await audit.record_view(
            asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="elders",
            subjects=[elder_id], fields=["risks"],
        )  # fmt: skip
    return [code_label(HealthKind.RISK, code) for code in found.get(elder_id, ())]
