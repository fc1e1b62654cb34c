"""What a desk does in one go: an application with its papers, a circumstance with its scan, the homes to wish for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.scope import Scope
from app.institutions.queries import HomeLine, homes_in
from app.residents.rules.around import CategoryDraft
from app.residents.service.categories import add_category
from app.waitlist.models import WaitlistCircumstance
from app.waitlist.queries.entries import entry_of
from app.waitlist.rules.drafts import CircumstanceDraft, EntryDraft
from app.waitlist.service.evidence import add_circumstance
from app.waitlist.service.registering import Registered, register
from app.waitlist.service.saying import may_on
from app.waitlist.service.seeing import seeing_county

__all__ = ["DeskDraft", "add_with_scan", "homes_to_wish_for", "register_at_desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDraft:
    """An application as a desk takes it: with a category that is new to the file, and the scans behind both."""

    entry: EntryDraft
    category: CategoryDraft | None = None
    category_scan: Upload | None = None
    circumstance_scan: Upload | None = None


async def register_at_desk(session: AsyncSession, actor: Actor, home: Home, draft: DeskDraft) -> Registered:
    """Take an application at the desk of a home: what is new to the file first, so that the application begins with it."""
    authorize(actor, "waitlist.apply", home)
    if draft.category is not None:
        await add_category(session, actor, home, draft.entry.elder_id, draft.category, upload=draft.category_scan)
    entry = draft.entry
    if draft.circumstance_scan is not None and entry.circumstances:
        kept = await keep_upload(
            session, actor, **home.keys, upload=draft.circumstance_scan, purpose="waitlist_circumstances"
        )
        evidence: dict[str, Any] = {"evidence_home_id": home.institution_id, "evidence_id": kept.id}
        entry = replace(entry, circumstances=tuple(replace(one, **evidence) for one in entry.circumstances))
    return await register(session, actor, entry)


async def add_with_scan(
    session: AsyncSession, actor: Actor, entry_id: int, draft: CircumstanceDraft, *, upload: Upload | None = None
) -> WaitlistCircumstance:
    """Record a circumstance that is claimed, with the scan of its paper."""
    if upload is not None:
        home = may_on(actor, "waitlist.apply", await entry_of(session, actor.scope("waitlist.apply"), entry_id))
        kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="waitlist_circumstances")
        draft = replace(draft, evidence_home_id=home.institution_id, evidence_id=kept.id)
    return await add_circumstance(session, actor, entry_id, draft)


async def homes_to_wish_for(session: AsyncSession, actor: Actor, county: int) -> Sequence[HomeLine]:
    """List the open homes of the county: a desk of one home may write down a wish for another, and sees no more of it."""
    async with seeing_county(session, actor, county):
        homes = await homes_in(session, Scope(regions=frozenset({county})))
    return [home for home in homes if home.closed_on is None]
