"""The people to reach about an elder 联系人: who they are, what they answer for, and in which order they are called."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.crypto import Sealer
from app.core.db import refusing
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.models import Contact
from app.residents.queries.around import contacts_of, get_row
from app.residents.queries.file import open_contact
from app.residents.rules.around import ContactDraft
from app.residents.service.editing import file_to_edit, refuse_changed

__all__ = ["add_contact", "change_contact", "place_contact", "void_contact"]

SEALED = ("name", "phone", "address", "notes")


async def add_contact(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, draft: ContactDraft, *, upload: Upload | None = None
) -> Contact:
    """Add somebody to reach, behind those who are there; `upload` is the paper of a guardian."""
    elder = await file_to_edit(session, actor, home, elder_id)
    keys, others = await sealer(session, home.county), await contacts_of(session, home.scope, elder.id)
    last = max((other.position for other in others), default=0)
    contact = Contact(
        county=home.county, elder_id=elder.id, seal=uuid7(), position=last + 1, recorded_by=actor.user_id
    )  # fmt: skip
    _write(contact, keys, draft)
    await _keep_evidence(session, actor, home, contact, upload)
    async with refusing(session):
        session.add(contact)
    audit.record(session, actor, "residents.contact_added", contact, institution_id=home.institution_id,
                 elder=elder.id, relation=draft.relation, guardian=contact.guardian)  # fmt: skip
    return contact


async def change_contact(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    elder_id: int,
    draft: ContactDraft,
    *,
    contact_id: int,
    version: int | None = None,
    upload: Upload | None = None,
) -> Contact:
    """Change what is known of somebody to reach."""
    await file_to_edit(session, actor, home, elder_id)
    contact = await get_row(session, home.scope, Contact, elder_id, contact_id, lock=True)
    keys = await sealer(session, home.county)
    standing, asked = _standing(keys, contact), _asked(draft)
    refuse_changed(contact, version, standing, asked)
    changed = sorted(field for field, value in asked.items() if standing[field] != value)
    async with refusing(session):
        _write(contact, keys, draft)
        await _keep_evidence(session, actor, home, contact, upload)
    audit.record(session, actor, "residents.contact_changed", contact, institution_id=home.institution_id,
                 elder=elder_id, fields=changed)  # fmt: skip
    return contact


async def void_contact(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, contact_id: int, *, reason: str
) -> Contact:
    """Take a contact out of use; the row stays with the reason."""
    await file_to_edit(session, actor, home, elder_id)
    contact = await get_row(session, home.scope, Contact, elder_id, contact_id, lock=True)
    async with refusing(session):
        contact.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "residents.contact_voided", contact, institution_id=home.institution_id,
                 elder=elder_id, reason=reason)  # fmt: skip
    return contact


async def place_contact(session: AsyncSession, actor: Actor, home: Home, elder_id: int, contact_id: int) -> None:
    """Let this one be called one place earlier."""
    await file_to_edit(session, actor, home, elder_id)
    await get_row(session, home.scope, Contact, elder_id, contact_id)
    contacts = list(await contacts_of(session, home.scope, elder_id, lock=True))
    at = [contact.id for contact in contacts].index(contact_id)
    if at > 0:
        contacts[at - 1], contacts[at] = contacts[at], contacts[at - 1]
    async with refusing(session):
        for position, contact in enumerate(contacts, start=1):
            contact.position = position
    audit.record(session, actor, "residents.contacts_ordered", contacts[max(at - 1, 0)],
                 institution_id=home.institution_id, elder=elder_id)  # fmt: skip


def _asked(draft: ContactDraft) -> dict[str, Any]:
    return {field: getattr(draft, field) for field in draft.__dataclass_fields__}


def _standing(keys: Sealer, contact: Contact) -> dict[str, Any]:
    line = open_contact(keys, contact, whole=True)
    return {"name": line.name, "phone": line.phone, "address": line.address, "notes": line.notes} | {
        field: getattr(contact, field) for field in ("relation", "emergency", "pays", "guardian_basis")
    }


def _write(contact: Contact, keys: Sealer, draft: ContactDraft) -> None:
    for column in SEALED:
        value = getattr(draft, column)
        setattr(contact, column, keys.seal("contacts", column, contact.seal, value) if value else None)
    contact.relation, contact.emergency, contact.pays = draft.relation, draft.emergency, draft.pays
    contact.guardian_basis, contact.guardian = draft.guardian_basis, draft.guardian_basis is not None


async def _keep_evidence(
    session: AsyncSession, actor: Actor, home: Home, contact: Contact, upload: Upload | None
) -> None:
    if upload is not None:
        kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="contacts")
        contact.evidence_home_id, contact.evidence_id = home.institution_id, kept.id
