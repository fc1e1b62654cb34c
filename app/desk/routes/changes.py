"""登记变动: a person by name, then one tap for what happened to them."""

from collections import Counter
from urllib.parse import urlencode

from fastapi import Request, Response

from app.core.clock import business_date
from app.desk.rules.changes import Where
from app.residents.queries import search_elders
from app.stays.queries.stays import Resident, residents_of
from app.stays.routes.asking import Asked, the_home
from app.stays.routes.leave_viewing import may_act, names_whole
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")

MOST = 30
MOST_FOUND = 500
"""More hits than people in any home: those who have moved out must not push out those who live here."""


@router.get("/changes", name="desk.changes.index", access="stays.see")
async def list_changes(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, q: str = "", where: str = ""
) -> Response:
    """Everybody in residence, or those whose name, pinyin, bed or last four digits match, each with their acts."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    everybody = await residents_of(session, actor.scope("stays.see"), institution_id, await business_date(session))
    wanted, place = q.strip()[:40], Where.asked(where)
    found = await _matching(asked, everybody, wanted) if wanted else everybody
    listed = [one for one in found if place is None or _where(one) is place]
    may = {name: may_act(asked, name) for name in ("stays.admit", "stays.move", "stays.leave", "stays.discharge")}
    return await render(
        request, "desk/changes/index.html", institution=asked.institution, q=wanted, where=place, total=len(listed),
        everybody=len(everybody), residents=listed[:MOST], may=may | {"transfers.ask": may_act(asked, "transfers.ask")},
        whole=names_whole(asked), chips=_chips(asked, found, wanted, place),
    )  # fmt: skip


def _where(one: Resident) -> Where:
    return Where.of(one.leave.kind if one.leave else None)


async def _matching(asked: Asked, residents: list[Resident], wanted: str) -> list[Resident]:
    """Those who answer to what was typed, by their file or by their bed."""
    scope, home = asked.actor.scope("residents.see"), asked.home.institution_id
    hits = {hit.id for hit in await search_elders(asked.session, scope, wanted, institution_id=home, limit=MOST_FOUND)}
    bed = wanted.upper()
    return [one for one in residents if one.elder.id in hits or (one.bed and one.bed.upper().startswith(bed))]


def _chips(asked: Asked, found: list[Resident], wanted: str, place: Where | None) -> list[tuple[str, str, bool]]:
    """Where people are, with how many; the one that is chosen stays even when nobody is left in it."""
    counts, path = Counter(map(_where, found)), asked.path("desk.changes.index")
    return [
        (f"{one.label} {counts[one]}", _address(path, wanted, None if one is place else one), one is place)
        for one in Where
        if counts[one] or one is place
    ]


def _address(path: str, wanted: str, place: Where | None) -> str:
    said = {name: value for name, value in (("q", wanted), ("where", place.value if place else "")) if value}
    return f"{path}?{urlencode(said)}" if said else path
