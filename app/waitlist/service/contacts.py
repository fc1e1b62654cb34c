"""Whom to reach about an application: names and numbers of third persons are sealed."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.keys import sealer
from app.waitlist.models import WaitlistEntry

__all__ = ["seal_contact"]


async def seal_contact(session: AsyncSession, entry: WaitlistEntry, name: str, phone: str) -> None:
    """Seal whom to reach into the entry: low-level; what is empty is taken out."""
    told = {"contact_name": name.strip(), "contact_phone": phone.strip()}
    keys = await sealer(session, entry.county) if any(told.values()) else None
    for column, text in told.items():
        setattr(entry, column, keys.seal("waitlist_entries", column, entry.seal, text) if keys and text else None)
