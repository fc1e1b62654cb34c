"""登记变动: a person by name, then one tap for what happened to them."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.institutions.queries import get_institution
from app.residents.queries import search_elders
from app.stays.queries.stays import residents_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")

MOST = 30


@router.get("/changes", name="desk.changes.index", access="stays.see")
async def list_changes(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, q: str = ""
) -> Response:
    """Everybody in residence, or those whose name, pinyin, bed or last four digits match, each with their acts."""
    scope = actor.scope("stays.see")
    institution = await get_institution(session, scope, institution_id)
    residents = await residents_of(session, scope, institution_id, await business_date(session))
    wanted = q.strip()[:40]
    if wanted:
        hits = await search_elders(session, scope, wanted, institution_id=institution_id, limit=MOST)
        found = {hit.id for hit in hits}
        residents = [one for one in residents if one.elder.id in found or one.bed.startswith(wanted)]
    may = {
        name: actor.scope(name).covers(institution.county, institution.id)
        for name in ("stays.admit", "stays.move", "stays.leave", "stays.discharge")
    }
    return await render(
        request, "desk/changes/index.html", institution=institution, q=wanted, total=len(residents),
        residents=residents[:MOST], may=may,
    )  # fmt: skip
