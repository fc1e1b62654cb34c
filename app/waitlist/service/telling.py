"""Families are told: every drop of a place leaves a notice, and it is recorded who told them how."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.notices import keep_notices, mark_told
from app.waitlist.queries.ranking import ranked
from app.waitlist.rules.drops import drops
from app.waitlist.rules.kinds import Channel, NoticeKind
from app.waitlist.rules.ranking import Ranking
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.saying import entry_to_change, may_on
from app.waitlist.service.seeing import seeing_county

__all__ = ["note", "note_act_of_home", "note_policy", "noting_drops", "tell_family"]


@asynccontextmanager
async def noting_drops(
    session: AsyncSession, actor: Actor, county: int, *, cause: str, number: str = ""
) -> AsyncIterator[None]:
    """Compare the county's order before and after the block, and keep a notice for everybody who stands further back."""
    async with seeing_county(session, actor, county):
        before = await _order(session, county)
    yield
    await session.flush()
    async with seeing_county(session, actor, county):
        after = await _order(session, county)
        await keep_notices(session, county, NoticeKind.DROPPED, drops(before, after, cause=cause, number=number))


async def _order(session: AsyncSession, county: int) -> Ranking:
    return await ranked(session, Scope(regions=frozenset({county})), county)


async def note(session: AsyncSession, entry: WaitlistEntry, kind: NoticeKind, **data: Any) -> None:
    """Keep something to tell one family."""
    await keep_notices(session, entry.county, kind, {entry.id: data})


async def note_act_of_home(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, home: Home, act: EventKind, **data: Any
) -> None:
    """Keep for the family what a home did to their application in their name; what the county does it says itself."""
    if not actor.scope("waitlist.review").covers(home.county, home.institution_id):
        await note(session, entry, NoticeKind.BY_HOME, home=home.institution_id, act=str(act), **data)


async def note_policy(session: AsyncSession, county: int, before: Ranking, after: Ranking, no: int) -> int:
    """Keep for every family whose place other rules change that it will, and how; give how many those are."""
    was = {line.facts.entry_id: line.position for line in before}
    told = {
        line.facts.entry_id: {"from": was.get(line.facts.entry_id), "to": line.position, "of": len(after), "policy": no,
                              "on": str(after.day)}
        for line in after
        if was.get(line.facts.entry_id) != line.position
    }  # fmt: skip
    await keep_notices(session, county, NoticeKind.POLICY, told)
    return len(told)


async def tell_family(session: AsyncSession, actor: Actor, entry_id: int, *, channel: Channel, note: str = "") -> int:
    """Record that a family has been told everything there was to tell; give how many notices that were."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    home = may_on(actor, "waitlist.apply", entry)
    told = await mark_told(
        session, entry.county, entry.id, by=actor.user_id, by_name=actor.name[:80], channel=channel, note=note.strip()
    )
    if not told:
        raise DomainError(_("没有还没告知的事项，请刷新后再看"))
    audit.record(
        session, actor, "waitlist.family_told", entry.id, county=entry.county, institution_id=home.institution_id,
        kind="waitlist_entries", number=entry.number, told=told, channel=channel,
    )  # fmt: skip
    return told
