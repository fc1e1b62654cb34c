"""Taking back an assessment that was never right: the row stays with the reason, the level before it holds again."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment
from app.assessments.queries.assessments import assessment_of
from app.assessments.queries.triggers import answered_rows
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import State
from app.assessments.service.reaching import DECIDE, MAKE, reach_locked
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.people_changed import person_changed

__all__ = ["void"]


async def void(session: AsyncSession, actor: Actor, assessment_id: int, *, reason: str) -> Assessment:
    """Void an assessment. A signed one is taken back by its assessors' own home, else or once doubted by the county.

    Reminders that it had answered are open again.
    """
    permission = _permission(actor, await assessment_of(session, actor.scope(MAKE), assessment_id))
    async with reach_locked(session, actor, permission, assessment_id) as (row, everywhere):
        counted = row.state is State.SIGNED
        async with refusing(session):
            row.void(actor.user_id, await now(session), reason.strip())
            again = await answered_rows(session, row)
            for one in again:
                one.handled_by_id = None
        audit.record(
            session, actor, "assessments.voided", row, state=row.state, final=row.final, on=row.assessed_on,
            reason=reason.strip(), triggers=[one.id for one in again],
        )  # fmt: skip
        if counted and row.kind is ScaleKind.ABILITY:
            everywhere.changed(row.assessed_on)
        elif counted:
            person_changed(session, row.county, row.elder_id)
    return row


def _permission(actor: Actor, row: Assessment) -> str:
    if row.state is not State.SIGNED:
        return MAKE
    own = row.assessor_home_id if row.kind is ScaleKind.ABILITY and row.disputed_at is None else None
    return MAKE if own is not None and actor.scope(MAKE).covers(row.county, own) else DECIDE
