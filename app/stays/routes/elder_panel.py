"""What stays know of a person, hung into their file: where they are now, every stay, and the one timeline."""

from typing import Annotated, Any

from fastapi import Depends, Response

from app.core.clock import business_date
from app.core.errors import NotAllowed
from app.core.i18n import _
from app.residents.queries.events import file_events
from app.residents.routes.file import tell_file
from app.residents.routes.filing import PREFIX, OfFile, file_for, record_look
from app.residents.routes.looks import must_say_why
from app.residents.rules.events import Event, EventKind
from app.stays.queries.timeline import History, history_of
from app.stays.rules.states import stay_state
from app.stays.rules.timeline import in_brief, periods, stay_events
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=PREFIX)
SEE = "stays.see"
SeeingStays = Annotated[OfFile, Depends(file_for(SEE))]
PARTS = {
    "head": "stays/elder_panel/_head.html",
    "acts": "stays/elder_panel/_acts.html",
    "sheet": "stays/elder_panel/_sheet.html",
}

for part, route in (
    ("head", "elder_panel"),
    ("stays", "elder_panel"),
    ("timeline", "timeline"),
    ("sheet", "elder_panel"),
):
    tell_file(part, f"stays.{route}.show")


@router.get("/stays", name="stays.elder_panel.show", access=SEE)
async def show_panel(file: SeeingStays, part: str = "") -> Response:
    """Where the person is now, what may be done, or every stay there was; alone it is a page."""
    await _say_why(file)
    story = await history_of(file.session, file.actor.scope(SEE), file.elder, whole=False)
    template = PARTS.get(part, "stays/elder_panel/_stays.html")
    if not is_partial(file.request):
        template = "stays/elder_panel/show.html"
    return await render(file.request, template, **file.facts, **await _panel_facts(file, story))


@router.get("/timeline", name="stays.timeline.show", access=SEE)
async def show_timeline(file: SeeingStays, show: str = "", short: str = "") -> Response:
    """One list of everything that happened, by what it is about; `short` is the piece that stands on the first tab."""
    await _say_why(file)
    today, scope = await business_date(file.session), file.actor.scope(SEE)
    story = await history_of(file.session, scope, file.elder)
    events = stay_events(story, today) + await file_events(file.session, file.home.scope, file.elder)
    await record_look(file, "timeline")
    facts = _timeline_facts(file, events, show, brief=bool(short) and is_partial(file.request))
    template = "stays/timeline/_list.html" if is_partial(file.request) else "stays/timeline/show.html"
    return await render(file.request, template, periods=periods(facts.pop("shown"), today), **file.facts, **facts)


async def _say_why(file: OfFile) -> None:
    """A part of a file opens no earlier than the file itself."""
    if await must_say_why(file):
        raise NotAllowed(_("请先在档案页写明查看原因"))


async def _panel_facts(file: OfFile, story: History) -> dict[str, Any]:
    """The stay that counts now, with its bed and leave, and all stays there were."""
    today = await business_date(file.session)
    stays = story.live_stays
    stay = stays[0] if stays else None
    leave = next((one for one in story.leaves_of(stay.id) if one.from_on <= today < one.to_on), None) if stay else None
    beds = [piece for piece in story.pieces_of(stay.id) if piece.from_on <= today] if stay else []
    return {
        "story": story,
        "stays": stays,
        "stay": stay,
        "here": stay is not None and stay.institution_id == file.home.institution_id,
        "state": stay_state(stay, today, leave) if stay else None,
        "leave": leave,
        "bed": beds[-1] if beds else None,
        "dead": file.elder.died_on is not None,
        "merged": file.elder.merged_into_id is not None,
        "may": {act: file.may(f"stays.{act}") for act in ("admit", "move", "leave", "discharge")},
    }


def _timeline_facts(file: OfFile, events: list[Event], show: str, *, brief: bool) -> dict[str, Any]:
    """The chips with their counts, and the lines that the pressed one leaves."""
    kind = EventKind(show) if show in list(EventKind) else None
    path = file.path("stays.timeline.show")
    chips = [(_("全部 {count}").format(count=len(events)), path, kind is None)]
    for one in EventKind:
        count = sum(event.kind is one for event in events)
        if count:
            chips.append((f"{one.label} {count}", f"{path}?show={one}", kind is one))
    shown = [event for event in events if kind is None or event.kind is kind]
    whole = file.path("residents.elders.show") + "?tab=timeline"
    return {
        "chips": [] if brief else chips,
        "shown": in_brief(shown) if brief else shown,
        "brief": brief,
        "whole": whole,
    }
