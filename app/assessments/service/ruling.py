"""What a county rules on the scales, from a day on; what was scored before stays as it was."""

import json

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused, SameAnswer
from app.assessments.models import ScaleRuling
from app.assessments.queries.rulings import find_ruling, following, get_ruling, preceding
from app.assessments.rules.drafts import RulingDraft
from app.assessments.scales import scale_named
from app.assessments.service.reaching import DECIDE, may_act
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _

__all__ = ["rule_scale", "void_scale_ruling"]


async def rule_scale(session: AsyncSession, actor: Actor, county: int, draft: RulingDraft) -> ScaleRuling:
    """Answer a setting of a scale from a day on: assessments of that day or later are scored so.

    What was ruled before holds until then, what is ruled later stays; signed assessments keep what they were scored by.
    """
    may_act(actor, DECIDE, county, None)
    scale_named(draft.scale).under({draft.code: draft.value})
    value = json.dumps(draft.value)
    before = await find_ruling(session, county, draft.scale, draft.code, draft.from_on)
    later = await following(session, county, draft.scale, draft.code, draft.from_on)
    if before is not None and before.from_on == draft.from_on:
        raise AssessmentRefused(_("这一天已定过这项口径。要改请先作废原来的"), field="from_on")
    if before is not None and before.value == value and (draft.unverified or not before.unverified):
        raise SameAnswer(field="value")
    row = ScaleRuling(
        county=county, scale=draft.scale, code=draft.code, value=value, from_on=draft.from_on, basis=draft.basis.strip(),
        unverified=draft.unverified, recorded_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        if before is not None:
            before.to_on = draft.from_on
            await session.flush()
        if later is not None:
            row.to_on = later.from_on
        session.add(row)
    if before is not None:
        audit.record(session, actor, "assessments.ruling_ended", before, to_on=draft.from_on, instead=row.id)
    audit.record(
        session, actor, "assessments.ruled", row, scale=row.scale, code=row.code, value=row.value,
        before=before.value if before else None, from_on=row.from_on, to_on=row.to_on, unverified=row.unverified,
    )  # fmt: skip
    return row


async def void_scale_ruling(session: AsyncSession, actor: Actor, ruling_id: int, *, reason: str) -> ScaleRuling:
    """Void a ruling that was entered wrongly; the one it took the place of holds again."""
    row = await get_ruling(session, actor.scope(DECIDE), ruling_id)
    may_act(actor, DECIDE, row.county, None)
    before = await preceding(session, row)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason.strip())
        if before is not None:
            await session.flush()
            before.to_on = row.to_on
    audit.record(
        session, actor, "assessments.ruling_voided", row, scale=row.scale, code=row.code, value=row.value,
        reason=row.void_reason, again=before.id if before else None,
    )  # fmt: skip
    return row
