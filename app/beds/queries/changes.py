"""Two people on one record: both values, with who was first and how long ago."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.queries import trail
from app.beds.errors import Changed, ChangedMeanwhile
from app.core.clock import now
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope

__all__ = ["changes_said"]

HOUR = 60


async def changes_said(session: AsyncSession, scope: Scope, refusal: DomainError | None) -> tuple[Changed, ...]:
    """Both values of every field two people changed; the trail tells who was first, where the scope reaches it."""
    if not isinstance(refusal, ChangedMeanwhile) or refusal.subject is None:
        return ()
    found = await trail(session, scope, subject=refusal.subject, limit=1)
    if not found:
        return refusal.changes
    minutes = int((await now(session) - found[0].at).total_seconds() // 60)
    since = _("{count} 分钟前").format(count=minutes) if minutes < HOUR else found[0].at.strftime("%Y-%m-%d")
    by = f"{found[0].actor} {_('刚才') if minutes < 1 else since}"
    return tuple(replace(change, by=by) for change in refusal.changes)
