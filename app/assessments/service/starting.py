"""Beginning an assessment: one visit, one person, one day, the scale of that day."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused, VisitTaken
from app.assessments.models import Assessment
from app.assessments.queries.assessments import by_visit, newest_signed
from app.assessments.queries.rulings import scale_under
from app.assessments.rules.drafts import StartDraft
from app.assessments.rules.frozen import settings_of
from app.assessments.rules.states import Reason
from app.assessments.rules.validity import MONTHS, valid_to
from app.assessments.service.reaching import MAKE, elder_in, may_act, own_home
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import refusing
from app.core.i18n import _
from app.core.uuid7 import uuid7
from app.residents.models import Elder
from app.residents.queries import get_elder

__all__ = ["new_assessment", "refuse_day", "start"]


async def start(session: AsyncSession, actor: Actor, draft: StartDraft) -> Assessment:
    """Begin an assessment; the same visit again gives the one that was begun, whatever has become of it."""
    scope = actor.scope(MAKE)
    elder = await elder_in(session, scope, draft.elder_id)
    may_act(actor, MAKE, elder.county, draft.institution_id)
    if draft.institution_id is not None:
        home = Home(elder.county, draft.institution_id)
        await get_elder(session, home.scope, home, elder.id)
    if known := await by_visit(session, scope, draft.visit_key):
        if (known.elder_id, known.kind) != (draft.elder_id, draft.kind):
            raise VisitTaken
        return known
    row = await new_assessment(session, actor, elder, draft)
    before = await newest_signed(session, elder.county, elder.id, draft.kind)
    if draft.reason is Reason.REVIEW and before is not None:
        row.supersedes_id = before.id
    async with refusing(session):
        session.add(row)
    audit.record(
        session, actor, "assessments.started", row, elder=elder.id, scale=row.scale_code, on=row.assessed_on,
        reason=row.reason,
    )  # fmt: skip
    return row


async def new_assessment(session: AsyncSession, actor: Actor, elder: Elder, draft: StartDraft) -> Assessment:
    """Put a draft together; the caller writes it."""
    await refuse_day(session, elder, draft.assessed_on)
    if draft.reason is Reason.OTHER and not draft.reason_note.strip():
        raise AssessmentRefused(_("请写明为什么做这次评估"), field="reason_note")
    if draft.months not in MONTHS:
        raise AssessmentRefused(_("有效期请选 6 个月或 12 个月"), field="months")
    scale = await scale_under(session, elder.county, draft.kind, draft.assessed_on, code=draft.scale)
    return Assessment(
        county=elder.county, elder_id=elder.id, institution_id=draft.institution_id, kind=draft.kind,
        scale_code=scale.code, scale_version=scale.version, rulings=settings_of(scale), reason=draft.reason,
        reason_note=draft.reason_note.strip(), assessed_on=draft.assessed_on, place=draft.place.strip(),
        visit_key=draft.visit_key, seal=uuid7(), valid_from=draft.assessed_on,
        valid_to=valid_to(draft.assessed_on, draft.months),
        assessor_home_id=own_home(actor, elder.county, draft.institution_id), recorded_by=actor.user_id,
    )  # fmt: skip


async def refuse_day(session: AsyncSession, elder: Elder, on: date) -> None:
    """Refuse a day that has not come, or after the person's death."""
    if on > await business_date(session):
        raise AssessmentRefused(_("评估日期还没到，请填今天或更早的日期"), field="assessed_on")
    if elder.died_on is not None and on > elder.died_on:
        raise AssessmentRefused(_("评估日期晚于老人去世的日期，请核对"), field="assessed_on")
