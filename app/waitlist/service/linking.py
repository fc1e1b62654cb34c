"""Applications that belong together are linked and offered together; two of one person become one."""

from itertools import chain, count

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.db import refusing
from app.core.errors import DomainError, NotAllowed
from app.core.i18n import _
from app.residents.rules.kinds import RelationKind
from app.waitlist.errors import AlreadyLinked, EntryRefused
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import entries_linked, entry_by_number, entry_of, lock_entries
from app.waitlist.queries.relations import are_related
from app.waitlist.rules.drafts import EntryDraft
from app.waitlist.rules.kinds import LinkKind
from app.waitlist.rules.steps import LISTED, LIVE, EntryState, EventKind
from app.waitlist.service.saying import may_on, say
from app.waitlist.service.seeing import seeing_county
from app.waitlist.service.telling import noting_drops

__all__ = ["link_entries", "link_new", "merge_entries", "merge_into", "unlink_entry"]


async def link_entries(
    session: AsyncSession, actor: Actor, entry_id: int, other_id: int, *, kind: LinkKind
) -> tuple[WaitlistEntry, WaitlistEntry]:
    """Link two applications, such as a couple's; each keeps its own place, and they are offered together."""
    first, other = await _both(session, actor, "waitlist.apply", entry_id, other_id)
    async with refusing(session):
        await _link(session, actor, first, other, kind)
    return first, other


async def link_new(session: AsyncSession, actor: Actor, entry: WaitlistEntry, draft: EntryDraft) -> None:
    """Link an application that is just being registered with one that is there: low-level."""
    if draft.link_kind is None or not draft.link_with:
        raise EntryRefused(_("请选择两份申请为什么要关联"), field="link_kind")
    seen = await entry_by_number(session, actor.scope("waitlist.see"), draft.county, draft.link_with)
    other = (await lock_entries(session, seen.county, [seen.id]))[seen.id]
    may_on(actor, "waitlist.apply", other)
    await _link(session, actor, entry, other, draft.link_kind)


async def _link(
    session: AsyncSession, actor: Actor, first: WaitlistEntry, other: WaitlistEntry, kind: LinkKind
) -> None:
    if first.elder_id == other.elder_id:
        raise EntryRefused(_("这是同一位老人的登记，不用关联"))
    if not {first.state, other.state} <= LIVE:
        raise EntryRefused(_("其中一份申请已经结束，不能关联"))
    if first.link_no is not None:
        raise AlreadyLinked
    if other.link_no is not None and (kind is LinkKind.COUPLE or other.link_kind is LinkKind.COUPLE):
        raise AlreadyLinked
    if {first.state, other.state} & LISTED:
        _refuse_without_review(actor, first, other)
    await _refuse_unrelated(session, actor, first, other, kind)
    number = other.link_no or await _free_number(session, actor, first, other)
    for entry in sorted((first, other), key=lambda one: one.id):
        if entry.link_no is None:
            await say(session, actor, entry, EventKind.LINKED, link_no=number, link_kind=kind)


def _refuse_without_review(actor: Actor, *pair: WaitlistEntry) -> None:
    """Whoever is linked is passed over until two beds are free: once somebody is listed, a home does not bring that about."""
    try:
        for entry in pair:
            may_on(actor, "waitlist.review", entry)
    except NotAllowed:
        raise EntryRefused(
            _("其中一份已列入轮候，要由县级经办核对后关联。请两份分别登记好，再告诉县级经办"), field="link_kind"
        ) from None


_ON_FILE = {
    LinkKind.COUPLE: RelationKind.SPOUSE,
    LinkKind.DEPENDENT: RelationKind.PARENT_CHILD,
    LinkKind.SIBLINGS: RelationKind.SIBLING,
}


async def _refuse_unrelated(
    session: AsyncSession, actor: Actor, first: WaitlistEntry, other: WaitlistEntry, kind: LinkKind
) -> None:
    relation = _ON_FILE[kind]
    async with seeing_county(session, actor, first.county):
        if not await are_related(session, first.county, first.elder_id, other.elder_id, relation):
            raise EntryRefused(
                _("档案里没有登记两人是{relation}，不能这样关联。请先在老人档案里登记两人的关系，再来关联").format(
                    relation=relation.label
                ),
                field="link_kind",
            )


async def _free_number(session: AsyncSession, actor: Actor, first: WaitlistEntry, other: WaitlistEntry) -> str:
    """The number of one of the two; one that stayed with a group its entry has left is another group's by now."""
    numbers = sorted((first.number, other.number))
    async with seeing_county(session, actor, first.county):
        for number in chain(numbers, (f"{numbers[0]}-{times}" for times in count(2))):
            if not await entries_linked(session, first.county, number):
                break
    return number


async def unlink_entry(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Part an application from the ones it is linked to; one that is left alone is no longer linked either."""
    seen = await entry_of(session, actor.scope("waitlist.see"), entry_id)
    if seen.link_no is None:
        raise EntryRefused(_("这份登记没有关联别的申请，请刷新后再看"))
    group = await entries_linked(session, seen.county, seen.link_no)
    locked = await lock_entries(session, seen.county, {*group, entry_id})
    may_on(actor, "waitlist.apply", locked[entry_id])
    left = [entry for entry in locked.values() if entry.id != entry_id and entry.state in LIVE]
    async with refusing(session):
        for entry in [locked[entry_id], *(left if len(left) == 1 else [])]:
            await say(session, actor, entry, EventKind.UNLINKED, reason.strip(), link_no=None, link_kind=None)
    return locked[entry_id]


async def merge_entries(
    session: AsyncSession, actor: Actor, entry_id: int, other_id: int, *, reason: str
) -> WaitlistEntry:
    """Let two applications that are one person's become one: the one accepted first stays, on the file that is kept."""
    if not reason.strip():
        raise DomainError(_("请写明为什么认定是同一人"), field="reason")
    pair = await _both(session, actor, "waitlist.review", entry_id, other_id)
    if EntryState.OFFERED in {one.state for one in pair}:
        raise EntryRefused(_("其中一份已发床位通知，请先办完或收回通知，再合并"))
    kept, gone = sorted(pair, key=lambda one: (one.accepted_at, one.receipt_year, one.receipt_no))
    async with noting_drops(session, actor, kept.county, cause="merged", number=kept.number), refusing(session):
        await merge_into(session, actor, kept, gone, reason.strip())
    return kept


async def merge_into(
    session: AsyncSession, actor: Actor, kept: WaitlistEntry, gone: WaitlistEntry, reason: str
) -> None:
    """Let an application go into another: low-level; both are locked. The wishes and needs of the kept one stay."""
    await say(
        session, actor, gone, EventKind.MERGED, reason, beside={"merged_into_id": kept.id}, merged_into=kept.number,
        link_no=None, link_kind=None,
    )  # fmt: skip


async def _both(
    session: AsyncSession, actor: Actor, permission: str, entry_id: int, other_id: int
) -> tuple[WaitlistEntry, WaitlistEntry]:
    if entry_id == other_id:
        raise EntryRefused(_("请另选一份登记"))
    found = [await entry_of(session, actor.scope("waitlist.see"), one) for one in (entry_id, other_id)]
    if found[0].county != found[1].county:
        raise EntryRefused(_("两份登记不在同一个区县，请另选一份"))
    locked = await lock_entries(session, found[0].county, [entry_id, other_id])
    for entry in locked.values():
        may_on(actor, permission, entry)
    return locked[entry_id], locked[other_id]
