"""到期与待办: who has to be assessed and why, what is under way, over every home the caller works in."""

from collections import Counter
from typing import Any

from fastapi import Request, Response

from app.assessments.queries import drafts_of, due
from app.assessments.routes.visiting import MAKE, SEE
from app.assessments.rules.due import DueKind
from app.core.clock import business_date
from app.institutions.queries import homes_in
from app.residents.queries import elders_of
from app.web.addresses import id_in
from app.web.deps import CurrentActor, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/assessments")
MOST = 200


@router.get("", name="assessments.board.index", access=SEE)
async def list_due(request: Request, session: Session, actor: CurrentActor, kind: str = "", home: str = "") -> Response:
    """The list of who is due, the most urgent first, and the drafts."""
    scope, today = actor.scope(SEE), await business_date(session)
    homes = {each.id: each for each in await homes_in(session, scope)}
    wanted = DueKind(kind) if kind in set(DueKind) else None
    at = id_in(home) if id_in(home) in homes else None
    everybody = [one for one in await due(session, scope, today) if at is None or one.institution_id == at]
    shown = [one for one in everybody if wanted is None or one.kind is wanted]
    drafts = [row for row in await drafts_of(session, scope) if at is None or row.institution_id == at]
    people = await elders_of(session, scope, {one.elder_id for one in shown[:MOST]} | {row.elder_id for row in drafts})
    return await render(
        request, "assessments/board/index.html", shown=shown[:MOST], more=max(0, len(shown) - MOST), people=people,
        counts=Counter(one.kind for one in everybody), kinds=list(DueKind), wanted=wanted, homes=homes, at=at,
        drafts=[row for row in drafts if row.elder_id in people], may_make=actor.may(MAKE), total=len(everybody),
        masked=_masked(actor, homes),
    )  # fmt: skip


def _masked(actor: Any, homes: dict[int, Any]) -> set[int]:
    """The homes whose people the caller sees by a masked name: those they do not work for."""
    scope = actor.scope("residents.reveal")
    works = {home for _county, home in actor.scope("residents.see").homes}
    return {each.id for each in homes.values() if each.id not in works and not scope.covers(each.county, each.id)}
