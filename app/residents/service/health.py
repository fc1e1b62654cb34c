"""What is known of somebody's health, as dated notes: said, corrected, ended, voided."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.crypto import Sealer
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.models import HealthNote
from app.residents.queries.around import get_row
from app.residents.queries.file import open_health
from app.residents.rules.around import HealthDraft
from app.residents.rules.health_codes import CODES
from app.residents.service.editing import file_to_edit, refuse_changed

__all__ = ["change_health", "end_health", "note_health", "void_health"]


async def note_health(session: AsyncSession, actor: Actor, home: Home, elder_id: int, draft: HealthDraft) -> HealthNote:
    """Keep one note from its day on."""
    elder = await file_to_edit(session, actor, home, elder_id)
    _refuse_unclear(draft, await business_date(session))
    note = HealthNote(
        county=home.county, elder_id=elder.id, seal=uuid7(), kind=draft.kind, recorded_by=actor.user_id
    )  # fmt: skip
    _write(note, await sealer(session, home.county), draft)
    async with refusing(session):
        session.add(note)
    audit.record(session, actor, "residents.health_noted", note, institution_id=home.institution_id,
                 elder=elder.id, kind=draft.kind, code=draft.code, from_on=draft.from_on)  # fmt: skip
    return note


async def change_health(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    draft: HealthDraft,
    *,
    note_id: int,
    version: int | None = None,
) -> HealthNote:
    """Put a note right; its kind stays, another kind is another note."""
    await file_to_edit(session, actor, home, elder_id)
    note = await get_row(session, home.scope, HealthNote, elder_id, note_id, lock=True)
    _refuse_unclear(draft, await business_date(session))
    keys = await sealer(session, home.county)
    standing = {"words": open_health(keys, note).words} | _plain(note)
    asked = {"words": draft.words} | _plain(draft)
    refuse_changed(note, version, standing, asked)
    before, after = _plain(note), _plain(draft)
    async with refusing(session):
        _write(note, keys, draft)
    audit.record(session, actor, "residents.health_changed", note, institution_id=home.institution_id,
                 elder=elder_id, kind=note.kind, before=before, after=after)  # fmt: skip
    return note


async def end_health(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    note_id: int,
    *,
    on: date,
    version: int | None = None,
) -> HealthNote:
    """Say that it no longer holds from this day on."""
    await file_to_edit(session, actor, home, elder_id)
    note = await get_row(session, home.scope, HealthNote, elder_id, note_id, lock=True)
    if on > await business_date(session):
        raise DomainError(_("停止日期还没到，请等到那天再登记"), field="on")
    refuse_changed(note, version, {}, {})
    before = note.to_on
    async with refusing(session):
        note.to_on = on
    audit.record(session, actor, "residents.health_ended", note, institution_id=home.institution_id,
                 elder=elder_id, kind=note.kind, before=before, after=on)  # fmt: skip
    return note


async def void_health(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, note_id: int, *, reason: str
) -> HealthNote:
    """Take back a note that was never right; the row stays with the reason."""
    await file_to_edit(session, actor, home, elder_id)
    note = await get_row(session, home.scope, HealthNote, elder_id, note_id, lock=True)
    async with refusing(session):
        note.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "residents.health_voided", note, institution_id=home.institution_id,
                 elder=elder_id, kind=note.kind, reason=reason)  # fmt: skip
    return note


def _refuse_unclear(draft: HealthDraft, today: date) -> None:
    if draft.from_on > today:
        raise DomainError(_("日期还没到，请填今天或更早的日期"), field="from_on")
    if draft.code and draft.code not in CODES.get(draft.kind, {}):
        raise DomainError(_("请从列表中选一项，没有的请写在说明里"), field="code")


def _plain(row: Any) -> dict[str, Any]:
    return {field: getattr(row, field) for field in ("code", "severity", "from_on")}


def _write(note: HealthNote, keys: Sealer, draft: HealthDraft) -> None:
    note.code, note.severity, note.from_on = draft.code, draft.severity, draft.from_on
    note.words = keys.seal("health_notes", "words", note.seal, draft.words) if draft.words else None
