"""Keeping and opening files; whoever owns the thing a file belongs to has already let the actor act on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments import queries
from app.attachments.errors import AttachmentNotFound
from app.attachments.models import Attachment
from app.attachments.rules import MAX_BYTES, checked_type, permission_to_open
from app.audit import service as audit
from app.audit.rules import add_action_words
from app.core.actor import Actor
from app.core.db import refusing
from app.core.i18n import N_
from app.core.keys import sealer

__all__ = ["OpenedFile", "ask_before_opening", "keep_file", "keep_upload", "open_file"]

BeforeOpening: TypeAlias = Callable[[AsyncSession, Actor, Attachment], Awaitable[None]]

_before_opening: list[BeforeOpening] = []


def ask_before_opening(ask: BeforeOpening) -> None:
    """Let the storey that knows whose file it is refuse that it is opened; it hangs itself in."""
    _before_opening[:] = [ask]


add_action_words({"attachments.kept": N_("保存附件")})


class Upload(Protocol):
    """A file as a form hands it over."""

    filename: str | None

    async def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was handed in."""

    county: int
    institution_id: int
    filename: str
    media_type: str
    content: bytes


async def keep_upload(
    session: AsyncSession, actor: Actor, *, county: int, institution_id: int, upload: Upload, purpose: str
) -> Attachment:
    """Keep an uploaded file; raises EmptyAttachment, AttachmentTooLarge or UnknownAttachmentType."""
    content = await upload.read(MAX_BYTES + 1)
    where = {"county": county, "institution_id": institution_id}
    return await keep_file(session, actor, **where, filename=upload.filename or "", content=content, purpose=purpose)


async def keep_file(
    session: AsyncSession,
    actor: Actor,
    *,
    county: int,
    institution_id: int,
    filename: str,
    content: bytes,
    purpose: str,
) -> Attachment:
    """Seal and keep a file's bytes for one home."""
    media_type = checked_type(content)
    keys, seal = await sealer(session, county), uuid4()
    kept = Attachment(
        county=county,
        institution_id=institution_id,
        purpose=purpose,
        media_type=media_type,
        size=len(content),
        seal=seal,
        filename=keys.seal("attachments", "filename", seal, filename[-120:]),
        content=keys.seal("attachments", "content", seal, content),
        content_bi=keys.blind("attachments.content", content.hex()),
        kept_by=actor.user_id,
    )
    async with refusing(session):
        session.add(kept)
    audit.record(session, actor, "attachments.kept", kept, purpose=purpose, size=len(content), type=media_type)
    return kept


async def open_file(session: AsyncSession, actor: Actor, attachment_id: int) -> OpenedFile:
    """Open a file the caller may see; raises NotFound otherwise, and so does a person's file in a home whose people
    the caller may not see.
    """
    kept = await queries.get_attachment(session, actor.scope("institutions.see"), attachment_id)
    if not actor.scope(permission_to_open(kept.purpose)).covers(kept.county, kept.institution_id):
        raise AttachmentNotFound
    for ask in _before_opening:
        await ask(session, actor, kept)
    keys = await sealer(session, kept.county)
    return OpenedFile(
        county=kept.county,
        institution_id=kept.institution_id,
        filename=keys.open("attachments", "filename", kept.seal, kept.filename),
        media_type=kept.media_type,
        content=keys.open_bytes("attachments", "content", kept.seal, kept.content),
    )
