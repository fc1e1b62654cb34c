"""Dated facts: recorded with their paper, ended, voided with a reason."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing, touched
from app.institutions import queries
from app.institutions.errors import NoSuchRegion, beside
from app.institutions.models import Institution, InstitutionFact
from app.institutions.rules.drafts import FactDraft
from app.institutions.rules.kinds import FactKind
from app.regions.queries import find_region

__all__ = ["end_fact", "record_fact", "void_fact"]

REFUSALS = beside("institution_facts")
COUNTED = frozenset({FactKind.SUSPENSION, FactKind.AFFILIATION})
"""Kinds that change what a day of the home is counted as."""


async def record_fact(
    session: AsyncSession, actor: Actor, institution_id: int, draft: FactDraft, *, upload: Upload | None = None
) -> InstitutionFact:
    """Record what is so from a day on; an open answer to the same question ends on that day."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    scope = actor.scope("institutions.edit")
    if draft.region_code is not None and await find_region(session, draft.region_code) is None:
        raise NoSuchRegion(field="region_code")
    before = await queries.open_answer(session, scope, home.id, draft.kind, slot=draft.slot, day=draft.from_on)
    values = draft.columns
    if upload is not None:
        where = {"county": home.county, "institution_id": home.id}
        kept = await keep_upload(session, actor, **where, upload=upload, purpose="institution_facts")
        values["attachment_id"] = kept.id
    fact = InstitutionFact(county=home.county, institution_id=home.id, recorded_by=actor.user_id, **values)
    async with refusing(session, REFUSALS):
        if before is not None:
            before.to_on = draft.from_on
            await session.flush()
        session.add(fact)
    if before is not None:
        audit.record(session, actor, "institutions.fact_ended", before, to_on=draft.from_on, instead=fact.id)
    audit.record(session, actor, "institutions.fact_recorded", fact, **_said(fact))
    _count(session, home, fact, fact.from_on)
    return fact


async def end_fact(
    session: AsyncSession, actor: Actor, institution_id: int, fact_id: int, *, to_on: date | None
) -> InstitutionFact:
    """Say from which day on it is no longer so; None takes an end back."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    fact = await queries.get_fact(session, actor.scope("institutions.edit"), home.id, fact_id)
    before = fact.to_on
    async with refusing(session, REFUSALS):
        fact.to_on = to_on or date.max
    audit.record(session, actor, "institutions.fact_ended", fact, before=before, to_on=fact.to_on)
    _count(session, home, fact, min(before, fact.to_on))
    return fact


async def void_fact(
    session: AsyncSession, actor: Actor, institution_id: int, fact_id: int, *, reason: str
) -> InstitutionFact:
    """Void a fact that was never so, with the reason; the row stays."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    fact = await queries.get_fact(session, actor.scope("institutions.edit"), home.id, fact_id)
    async with refusing(session, REFUSALS):
        fact.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "institutions.fact_voided", fact, reason=fact.void_reason, **_said(fact))
    _count(session, home, fact, fact.from_on)
    return fact


def _said(fact: InstitutionFact) -> dict[str, Any]:
    """What the trail keeps of a fact."""
    return {
        "fact": fact.kind,
        "slot": fact.slot,
        "value": fact.value,
        "from_on": fact.from_on,
        "to_on": fact.to_on,
        "document_no": fact.document_no,
        "late_reason": fact.late_reason,
    }


def _count(session: AsyncSession, home: Institution, fact: InstitutionFact, since: date) -> None:
    if fact.kind in COUNTED:
        touched(session, home.county, home.id, since)
