"""Registered beds 核定: only ever a document's figure, replaced by another document."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing, touched
from app.institutions import queries
from app.institutions.errors import beside
from app.institutions.models import RegisteredBeds
from app.institutions.rules.drafts import RegisteredDraft, plain

__all__ = ["record_registered_beds", "void_registered_beds"]

REFUSALS = beside("registered_beds")


async def record_registered_beds(
    session: AsyncSession, actor: Actor, institution_id: int, draft: RegisteredDraft, *, upload: Upload | None = None
) -> RegisteredBeds:
    """Record a document's figure from a day on; the document before it holds until that day."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    before = await queries.open_document(session, actor.scope("institutions.edit"), home.id, draft.from_on)
    values = plain(draft)
    where = {"county": home.county, "institution_id": home.id}
    if upload is not None:
        kept = await keep_upload(session, actor, **where, upload=upload, purpose="registered_beds")
        values["attachment_id"] = kept.id
    row = RegisteredBeds(**where, recorded_by=actor.user_id, **values)
    async with refusing(session, REFUSALS):
        if before is not None:
            before.to_on = draft.from_on
            await session.flush()
        session.add(row)
    if before is not None:
        audit.record(session, actor, "institutions.registered_ended", before, to_on=draft.from_on, instead=row.id)
    audit.record(
        session, actor, "institutions.registered_recorded", row, value=row.value,
        before=before.value if before else None, from_on=row.from_on, document=row.document_no, late=row.late_reason,
    )  # fmt: skip
    touched(session, home.county, home.id, row.from_on)
    return row


async def void_registered_beds(
    session: AsyncSession, actor: Actor, institution_id: int, row_id: int, *, reason: str
) -> RegisteredBeds:
    """Void a document that was entered wrongly; the one it took the place of holds again."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    scope = actor.scope("institutions.edit")
    row = await queries.get_registered(session, scope, home.id, row_id)
    before = await queries.document_before(session, scope, home.id, row.from_on)
    async with refusing(session, REFUSALS):
        row.void(actor.user_id, await now(session), reason.strip())
        if before is not None:
            await session.flush()
            before.to_on = row.to_on
    audit.record(
        session, actor, "institutions.registered_voided", row, value=row.value, reason=row.void_reason,
        again=before.id if before else None,
    )  # fmt: skip
    touched(session, home.county, home.id, row.from_on)
    return row
