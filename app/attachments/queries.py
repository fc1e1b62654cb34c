"""Finding a file the caller may see."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from app.attachments.errors import AttachmentNotFound
from app.attachments.models import Attachment
from app.core.scope import Scope, within

__all__ = ["get_attachment"]


async def get_attachment(session: AsyncSession, scope: Scope, attachment_id: int) -> Attachment:
    """Give the file with its sealed bytes, if it is the caller's to see."""
    wanted = select(Attachment).where(
        Attachment.id == attachment_id, within(Attachment, scope), Attachment.voided_at.is_(None)
    )
    found = await session.scalar(wanted.options(undefer(Attachment.content)))
    if found is None:
        raise AttachmentNotFound
    return found
