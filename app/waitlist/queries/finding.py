"""Finding applications by what somebody types: a piece of the number, or the name of whoever waits."""

import re
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.residents.models import Elder
from app.residents.queries import search_elders
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import seen_by
from app.waitlist.rules.steps import LIVE, EntryState

__all__ = ["FoundEntry", "search_entries"]

NUMBER = re.compile(r"[\d-]{4,24}")


class FoundEntry(NamedTuple):
    """One application as the search shows it."""

    id: int
    number: str
    state: EntryState
    name: str


async def search_entries(session: AsyncSession, scope: Scope, text: str, *, limit: int = 8) -> list[FoundEntry]:
    """Find applications the caller may see: those under way first, then the newest."""
    one, asked = WaitlistEntry, text.strip()
    rows = select(one.id, one.number, one.state, Elder.name).join(
        Elder, (Elder.county == one.county) & (Elder.id == one.elder_id)
    )
    if NUMBER.fullmatch(asked):
        mine = one.number.contains(asked, autoescape=True)
    else:
        people = [found.id for found in await search_elders(session, scope, asked, limit=limit)]
        if not people:
            return []
        mine = one.elder_id.in_(people)
    order = (one.state.in_(sorted(LIVE)).desc(), one.id.desc())
    found = await session.execute(rows.where(mine, seen_by(scope)).order_by(*order).limit(limit))
    return [FoundEntry(*row) for row in found]
