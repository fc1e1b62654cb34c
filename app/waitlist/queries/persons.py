"""Names beside what people did: of those who work with the list, and of the homes that are wished for."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.scope import Scope
from app.institutions.models import Institution
from app.residents.models import Elder
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import seen_by
from app.waitlist.rules.steps import LISTED, EntryState

__all__ = ["Counts", "counts_of", "homes_named", "linked_with", "names_on_files", "users_named"]


async def users_named(session: AsyncSession, ids: Collection[int | None]) -> dict[int, str]:
    """Give the names of users by id."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    return {row.id: row.name for row in await session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}


async def homes_named(session: AsyncSession, county: int) -> dict[int, str]:
    """Give the short names of the county's homes, as far as the caller may see them."""
    one = Institution
    rows = select(one.id, func.coalesce(func.nullif(one.short_name, ""), one.name)).where(one.county == county)
    return {row[0]: row[1] for row in await session.execute(rows)}


async def names_on_files(session: AsyncSession, county: int, elder_ids: Collection[int]) -> dict[int, str]:
    """Give the names on files by person; a file the caller may not see has none. Whoever draws them masks them."""
    rows = select(Elder.id, Elder.name).where(Elder.county == county, Elder.id.in_(sorted(set(elder_ids))))
    return {row[0]: row[1] for row in await session.execute(rows)}


class Counts(dict[EntryState, int]):
    """How many entries stand in each state, and how many are asked to confirm."""

    confirm: int = 0

    @property
    def unready(self) -> int:
        """Those whose papers are not through yet."""
        return self.get(EntryState.SUBMITTED, 0) + self.get(EntryState.CHECKING, 0)


async def counts_of(
    session: AsyncSession, scope: Scope, county: int, *, home: int | None = None, confirm_by: date
) -> Counts:
    """Count the entries that the scope sees by state, and those whose yearly confirmation is due by a day."""
    one = WaitlistEntry
    due = func.count().filter(one.confirm_due_on <= confirm_by, one.state.in_(sorted(LISTED)))
    rows = select(one.state, func.count(), due).where(one.county == county, seen_by(scope)).group_by(one.state)
    if home is not None:
        rows = rows.where((one.institution_id == home) | (one.wish_2 == home) | (one.wish_3 == home) | one.any_home)
    found = Counts()
    for state, count, late in await session.execute(rows):
        found[state] = count
        found.confirm += late
    return found


async def linked_with(session: AsyncSession, scope: Scope, entry: WaitlistEntry) -> list[WaitlistEntry]:
    """List the other applications of a link that the caller may see."""
    if entry.link_no is None:
        return []
    one = WaitlistEntry
    rows = select(one).where(
        one.county == entry.county, one.link_no == entry.link_no, one.id != entry.id, seen_by(scope)
    )
    return list(await session.scalars(rows.order_by(one.id)))
