"""轮候 is switched on by a dated decision, for a home or a whole county; before it a home admits directly."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import get_institution
from app.waitlist.models import WaitlistSwitch
from app.waitlist.queries.policies import get_switch
from app.waitlist.rules.drafts import SwitchDraft
from app.waitlist.service.policies import County
from app.waitlist.service.publishing import enqueue_publishing

__all__ = ["switch_off", "switch_on", "void_switch"]


async def switch_on(session: AsyncSession, actor: Actor, county: int, draft: SwitchDraft) -> WaitlistSwitch:
    """Record that a home, or every home of the county, gives its beds out by the list from a day on."""
    authorize(actor, "waitlist.rule", County(county))
    if draft.institution_id is not None:
        await get_institution(session, Scope(regions=frozenset({county})), draft.institution_id)
    row = WaitlistSwitch(
        county=county, institution_id=draft.institution_id, document_no=draft.document_no.strip(),
        note=draft.note.strip(), from_on=draft.from_on, to_on=draft.to_on, evidence_home_id=draft.evidence_home_id,
        evidence_id=draft.evidence_id, recorded_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        session.add(row)
    enqueue_publishing(session, county)
    audit.record(
        session, actor, "waitlist.switched_on", row, from_on=row.from_on, document=row.document_no,
        home=row.institution_id,
    )  # fmt: skip
    return row


async def switch_off(session: AsyncSession, actor: Actor, switch_id: int, *, on: date, reason: str) -> WaitlistSwitch:
    """Say from which day on the decision no longer holds."""
    row = await get_switch(session, actor.scope("waitlist.rule"), switch_id)
    authorize(actor, "waitlist.rule", County(row.county))
    _refuse(row, reason)
    before = row.to_on
    async with refusing(session):
        row.to_on = on
    enqueue_publishing(session, row.county)
    audit.record(
        session, actor, "waitlist.switched_off", row, before=before, after=on, reason=reason.strip(),
        home=row.institution_id,
    )  # fmt: skip
    return row


async def void_switch(session: AsyncSession, actor: Actor, switch_id: int, *, reason: str) -> WaitlistSwitch:
    """Take back a decision that was entered wrongly."""
    row = await get_switch(session, actor.scope("waitlist.rule"), switch_id)
    authorize(actor, "waitlist.rule", County(row.county))
    _refuse(row, reason)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "waitlist.switch_voided", row, reason=reason.strip(), home=row.institution_id)
    return row


def _refuse(row: WaitlistSwitch, reason: str) -> None:
    if not reason.strip():
        raise DomainError(_("请写明原因"), field="reason")
    if row.voided_at is not None:
        raise DomainError(_("这条决定已经作废，请刷新后再看"))
