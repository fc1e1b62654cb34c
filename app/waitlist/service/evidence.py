"""Circumstances an application rests on: claimed by the family, verified by the bureau; only then they count."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.waitlist.models import WaitlistCircumstance, WaitlistEntry
from app.waitlist.queries.evidence import circumstances_of, get_circumstance
from app.waitlist.rules.drafts import CircumstanceDraft
from app.waitlist.rules.facts import Held
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.saying import entry_to_change, may_on, say
from app.waitlist.service.telling import noting_drops

__all__ = ["add_circumstance", "add_claimed", "verify_circumstance", "void_circumstance"]


async def add_circumstance(
    session: AsyncSession, actor: Actor, entry_id: int, draft: CircumstanceDraft
) -> WaitlistCircumstance:
    """Record a circumstance that is claimed; it does not count before somebody verifies it."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    async with refusing(session):
        (row,) = await add_claimed(session, actor, entry, [draft])
    return row


async def add_claimed(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, drafts: Sequence[CircumstanceDraft]
) -> list[WaitlistCircumstance]:
    """Write claimed circumstances and take them into the facts: low-level, within an act on the entry."""
    rows = [
        WaitlistCircumstance(
            county=entry.county, entry_id=entry.id, kind=draft.kind, from_on=draft.from_on, to_on=draft.to_on,
            document_no=draft.document_no.strip(), evidence_home_id=draft.evidence_home_id,
            evidence_id=draft.evidence_id, recorded_by=actor.user_id,
        )
        for draft in drafts
    ]  # fmt: skip
    if rows:
        session.add_all(rows)
        await session.flush()
        for row in rows:
            _record(session, actor, "added", entry, row)
        await _take_on(session, actor, entry, _("登记了情况"))
    return rows


async def verify_circumstance(
    session: AsyncSession, actor: Actor, entry_id: int, circumstance_id: int
) -> WaitlistCircumstance:
    """Say that the paper has been seen: from now on the circumstance counts on its days."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    if actor.user_id is None:
        raise DomainError(_("核实要由经办人员办理，请登录后再办"))
    row = await get_circumstance(session, entry.county, entry.id, circumstance_id)
    if row.verified_at is not None:
        raise DomainError(_("这项情况已经核实过了，请刷新后再看"))
    async with noting_drops(session, actor, entry.county, cause="verified", number=entry.number):
        async with refusing(session):
            row.verified_at, row.verified_by = await now(session), actor.user_id
        _record(session, actor, "verified", entry, row)
        await _take_on(session, actor, entry, _("核实了「{kind}」").format(kind=row.kind.label))
    return row


async def void_circumstance(
    session: AsyncSession, actor: Actor, entry_id: int, circumstance_id: int, *, reason: str
) -> WaitlistCircumstance:
    """Take back a circumstance that was never right; the row stays with the reason."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    row = await get_circumstance(session, entry.county, entry.id, circumstance_id)
    async with noting_drops(session, actor, entry.county, cause="voided", number=entry.number):
        async with refusing(session):
            row.void(actor.user_id, await now(session), reason.strip())
        _record(session, actor, "voided", entry, row)
        await _take_on(
            session, actor, entry, _("作废了「{kind}」：{reason}").format(kind=row.kind.label, reason=reason)
        )
    return row


def _record(session: AsyncSession, actor: Actor, what: str, entry: WaitlistEntry, row: WaitlistCircumstance) -> None:
    home = may_on(actor, "waitlist.apply" if what == "added" else "waitlist.review", entry)
    where: dict[str, Any] = {"county": entry.county, "institution_id": home.institution_id}
    said: dict[str, Any] = {
        "number": entry.number,
        "circumstance": row.kind,
        "from_on": row.from_on,
        "to_on": row.to_on,
    }
    if what == "added":
        audit.record(session, actor, "waitlist.circumstance_added", row.id, **where, kind=row.__tablename__, **said)
    elif what == "verified":
        audit.record(session, actor, "waitlist.circumstance_verified", row.id, **where, kind=row.__tablename__, **said)
    else:
        audit.record(session, actor, "waitlist.circumstance_voided", row.id, **where, kind=row.__tablename__,
                     reason=row.void_reason, **said)  # fmt: skip


async def _take_on(session: AsyncSession, actor: Actor, entry: WaitlistEntry, reason: str) -> None:
    rows = await circumstances_of(session, entry.county, entry.id)
    held = tuple(Held(str(row.kind), row.from_on, row.to_on, row.verified_at is not None) for row in rows)
    await say(session, actor, entry, EventKind.FACTS_CHANGED, reason, circumstances=held)
