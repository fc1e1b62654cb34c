"""What mergers of files did to applications, read from the log: who came from which file, who went into whom."""

from collections.abc import Collection

from sqlalchemy import BigInteger, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.waitlist.models import WaitlistEntry, WaitlistEvent
from app.waitlist.rules.steps import EntryState, EventKind

__all__ = ["merged_by_files", "moved_from"]


async def moved_from(session: AsyncSession, county: int, entry_ids: Collection[int]) -> dict[int, int]:
    """Give the entries that went with a file into another, by id, with the file each came from last."""
    moved, before = aliased(WaitlistEvent), aliased(WaitlistEvent)
    came_from = before.after["elder_id"].astext.cast(BigInteger)
    went_to = moved.after["elder_id"].astext.cast(BigInteger)
    rows = (
        select(moved.entry_id, came_from, went_to)
        .ext(distinct_on(moved.entry_id))
        .join(
            before,
            (before.county == moved.county) & (before.entry_id == moved.entry_id) & (before.seq == moved.seq - 1),
        )
        .where(
            moved.county == county, moved.entry_id.in_(sorted(set(entry_ids))),
            moved.kind == EventKind.FACTS_CHANGED, moved.change.has_key("elder_id"),
        )
        .order_by(moved.entry_id, moved.seq.desc())
    )  # fmt: skip
    return {entry_id: old for entry_id, old, new in await session.execute(rows) if old != new}


async def merged_by_files(session: AsyncSession, county: int, elder_ids: Collection[int]) -> dict[int, EntryState]:
    """Give the entries of these people that went into another person's, with the state each had before.

    Only where nobody but a merger of files has said so: what the bureau merged stays merged.
    """
    one, other = WaitlistEntry, aliased(WaitlistEntry)
    merged, before = aliased(WaitlistEvent), aliased(WaitlistEvent)
    rows = (
        select(one.id, before.after["state"].astext)
        .join(other, (other.county == one.county) & (other.id == one.merged_into_id) & (other.elder_id != one.elder_id))
        .join(merged, (merged.county == one.county) & (merged.id == one.last_event_id) & merged.by.is_(None))
        .join(before, (before.county == one.county) & (before.entry_id == one.id) & (before.seq == one.last_seq - 1))
        .where(one.county == county, one.elder_id.in_(sorted(set(elder_ids))), one.state == EntryState.MERGED)
    )
    return {entry_id: EntryState(state) for entry_id, state in await session.execute(rows)}
