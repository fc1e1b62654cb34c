"""Files that became one by mistake are parted again: each person has their own application back, in its own place."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.core.i18n import _
from app.waitlist.errors import EntryRefused
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import facts_of, lock_entries
from app.waitlist.queries.parted import merged_by_files, moved_from
from app.waitlist.queries.people import Person, people_of
from app.waitlist.rules.steps import LISTED, EntryState, EventKind
from app.waitlist.service.saying import say
from app.waitlist.service.telling import noting_drops

__all__ = ["back_into_the_list", "part_again"]


async def part_again(session: AsyncSession, actor: Actor, county: int, elder_ids: list[int], ids: list[int]) -> bool:
    """Undo for these people what a merger of files did to applications, once the files stand apart: low-level.

    `ids` are their live entries. Stands under the county's eyes, before the files are read anew; says whether it did
    anything.
    """
    moved = await moved_from(session, county, ids) if ids else {}
    if not moved and not await merged_by_files(session, county, elder_ids):
        return False
    people = await people_of(session, county, elder_ids, await business_date(session))
    alone = {elder_id: person for elder_id, person in people.items() if person.merged_into_id is None}
    await _give_back(session, actor, county, {entry: alone[owner] for entry, owner in moved.items() if owner in alone})
    await _restore(session, actor, county, sorted(alone))
    return True


async def _give_back(session: AsyncSession, actor: Actor, county: int, strayed: dict[int, Person]) -> None:
    if not strayed:
        return
    locked = await lock_entries(session, county, strayed)
    if EntryState.OFFERED in {entry.state for entry in locked.values()}:
        raise EntryRefused(_("这位老人有一份床位通知没有了结。请先办完或收回通知，再拆开档案"))
    first = min(entry.number for entry in locked.values())
    async with noting_drops(session, actor, county, cause="reinstated", number=first):
        for entry in locked.values():
            owner = strayed[entry.id]
            told = {"elder_id": owner.elder_id, **owner.told(facts_of(entry).categories_checked_at)}
            await say(session, actor, entry, EventKind.FACTS_CHANGED, _("两份档案拆开"), **told)


async def _restore(session: AsyncSession, actor: Actor, county: int, elder_ids: list[int]) -> None:
    states = await merged_by_files(session, county, elder_ids)
    if not states:
        return
    locked = await lock_entries(session, county, states)
    async with noting_drops(
        session, actor, county, cause="reinstated", number=min(one.number for one in locked.values())
    ):
        for entry in locked.values():
            await back_into_the_list(session, actor, entry, _("两份档案拆开"), listed=states[entry.id] in LISTED)


async def back_into_the_list(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, reason: str, *, listed: bool
) -> None:
    """Put an ended entry back: low-level; one that went into another is its own again."""
    await say(
        session, actor, entry, EventKind.REINSTATED, reason, beside={"merged_into_id": None}, merged_into=None,
        state=EntryState.WAITING if listed else EntryState.CHECKING, banned_until=None,
    )  # fmt: skip
