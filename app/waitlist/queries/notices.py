"""What families are still to be told, and what they were told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.waitlist.models import WaitlistNotice
from app.waitlist.rules.kinds import Channel, NoticeKind

__all__ = ["keep_notices", "mark_told", "notices_of"]


async def notices_of(session: AsyncSession, county: int, entry_id: int) -> list[WaitlistNotice]:
    """List what there was to tell about an entry, newest first."""
    one = WaitlistNotice
    rows = select(one).where(one.county == county, one.entry_id == entry_id).order_by(one.id.desc())
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def keep_notices(
    session: AsyncSession, county: int, kind: NoticeKind, data: Mapping[int, dict[str, Any]]
) -> None:
    """Keep one notice for each entry, in one statement."""
    if data:
        rows = [
            {"county": county, "entry_id": entry_id, "kind": kind, "data": told}
            for entry_id, told in sorted(data.items())
        ]
        await session.execute(insert(WaitlistNotice), rows)


async def mark_told(
    session: AsyncSession, county: int, entry_id: int, *, by: int | None, by_name: str, channel: Channel, note: str
) -> int:
    """Say that a family has been told everything there was to tell; give how many notices that were."""
    one = WaitlistNotice
    told = (
        update(one)
        .where(one.county == county, one.entry_id == entry_id, one.told_at.is_(None))
        .values(told_at=func.app_now(), told_by=by, told_by_name=by_name, channel=channel, note=note)
        .returning(one.id)
    )
    return len((await session.scalars(told)).all())
