"""Policy categories 人员类别: dated, on a document, a scan, or marked 待核. Who is in none is a social resident."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.models import ElderCategory
from app.residents.queries.around import get_row
from app.residents.rules.around import CategoryDraft
from app.residents.rules.kinds import Category
from app.residents.service.editing import counted_file, refuse_changed

__all__ = ["add_category", "change_category", "end_category", "void_category"]


async def add_category(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    draft: CategoryDraft,
    *,
    upload: Upload | None = None,
) -> ElderCategory:
    """Put somebody into a category from its day on; `upload` is the scan it rests on."""
    async with counted_file(session, actor, home, elder_id) as everywhere:
        if draft.kind is Category.SOCIAL:
            raise DomainError(_("没有政策类别的就是社会老人，不用登记；请选其他类别"), field="kind")
        row = ElderCategory(county=home.county, elder_id=elder_id, kind=draft.kind, recorded_by=actor.user_id)
        async with refusing(session):
            await _write(session, actor, home, row, draft, upload=upload)
            session.add(row)
        audit.record(session, actor, "residents.category_added", row, institution_id=home.institution_id,
                     elder=elder_id, kind=draft.kind, from_on=draft.from_on, unverified=draft.unverified)  # fmt: skip
        everywhere.changed(draft.from_on)
        return row


async def change_category(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    draft: CategoryDraft,
    *,
    category_id: int,
    version: int | None = None,
    upload: Upload | None = None,
) -> ElderCategory:
    """Put its first day or its paper right, or say that the paper has now been seen."""
    async with counted_file(session, actor, home, elder_id) as everywhere:
        row = await get_row(session, home.scope, ElderCategory, elder_id, category_id, lock=True)
        before, after = _plain(row), _plain(draft)
        refuse_changed(row, version, before, after)
        async with refusing(session):
            await _write(session, actor, home, row, draft, upload=upload)
            await _say_anew(session, actor, row)
        audit.record(session, actor, "residents.category_changed", row, institution_id=home.institution_id,
                     elder=elder_id, kind=row.kind, before=before, after=after)  # fmt: skip
        everywhere.changed(min(before["from_on"], draft.from_on))
        return row


async def end_category(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    category_id: int,
    *,
    on: date,
    version: int | None = None,
) -> ElderCategory:
    """Say from which day on the person is no longer in it; a day to come is a decision already made."""
    async with counted_file(session, actor, home, elder_id) as everywhere:
        row = await get_row(session, home.scope, ElderCategory, elder_id, category_id, lock=True)
        refuse_changed(row, version, {}, {})
        before = row.to_on
        async with refusing(session):
            row.to_on = on
            if on > before:
                await _say_anew(session, actor, row)
        audit.record(session, actor, "residents.category_ended", row, institution_id=home.institution_id,
                     elder=elder_id, kind=row.kind, before=before, after=on)  # fmt: skip
        everywhere.changed(min(before, on))
        return row


async def void_category(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, category_id: int, *, reason: str
) -> ElderCategory:
    """Take back a category that was never right; the row stays with the reason."""
    async with counted_file(session, actor, home, elder_id) as everywhere:
        row = await get_row(session, home.scope, ElderCategory, elder_id, category_id, lock=True)
        async with refusing(session):
            row.void(actor.user_id, await now(session), reason)
        audit.record(session, actor, "residents.category_voided", row, institution_id=home.institution_id,
                     elder=elder_id, kind=row.kind, reason=reason)  # fmt: skip
        everywhere.changed(row.from_on)
        return row


async def _say_anew(session: AsyncSession, actor: Actor, row: ElderCategory) -> None:
    """A paper or a day that changes is said now: what somebody checked before was another one."""
    row.recorded_at, row.recorded_by = await now(session), actor.user_id


def _plain(row: Any) -> dict[str, Any]:
    return {field: getattr(row, field) for field in ("from_on", "document_no", "unverified")}


async def _write(
    session: AsyncSession, actor: Actor, home: Home, row: ElderCategory, draft: CategoryDraft, *, upload: Upload | None
) -> None:
    row.from_on, row.document_no, row.unverified = draft.from_on, draft.document_no, draft.unverified
    if upload is not None:
        kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="elder_categories")
        row.evidence_home_id, row.evidence_id = home.institution_id, kept.id
