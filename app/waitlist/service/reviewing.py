"""The bureau's part: checking papers, taking somebody into the list, and the instant that counts."""

from contextlib import nullcontext
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.waitlist.errors import EntryRefused, PlacementInstead
from app.waitlist.models import WaitlistCheck, WaitlistEntry
from app.waitlist.queries.entries import facts_of
from app.waitlist.queries.evidence import checks_of
from app.waitlist.queries.people import as_on_file, people_of
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.drafts import BackDate, CheckDraft
from app.waitlist.rules.eligibility import unmet
from app.waitlist.rules.kinds import CheckKind, CheckResult, NoticeKind
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.saying import entry_to_change, say
from app.waitlist.service.telling import note, noting_drops

__all__ = ["accept_into_list", "backdate", "date_back", "refuse_entry", "take_up", "verify_check"]


async def take_up(session: AsyncSession, actor: Actor, entry_id: int) -> WaitlistEntry:
    """Begin to check the papers of an application."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.REVIEWED)
    return entry


async def verify_check(session: AsyncSession, actor: Actor, entry_id: int, draft: CheckDraft) -> WaitlistCheck:
    """Record what one check found; the newest of a kind speaks."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    row = WaitlistCheck(
        county=entry.county, entry_id=entry.id, kind=draft.kind, result=draft.result, note=draft.note.strip(),
        by=actor.user_id, by_name=actor.name[:80],
    )  # fmt: skip
    said = _("{check}：{result}").format(check=draft.kind.label, result=draft.result.label)
    drops = noting_drops(session, actor, entry.county, cause="verified", number=entry.number)
    async with drops if draft.kind is CheckKind.CATEGORY else nullcontext(), refusing(session):
        session.add(row)
        await session.flush()
        await say(session, actor, entry, EventKind.CHECKED, said, **await _read_categories(session, entry, draft))
    return row


async def _read_categories(session: AsyncSession, entry: WaitlistEntry, draft: CheckDraft) -> dict[str, Any]:
    """Give what a check of the papers makes of the categories: those in the file by now count, or no longer do."""
    if draft.kind is not CheckKind.CATEGORY:
        return {}
    checked_at = await now(session) if draft.result is CheckResult.PASSED else None
    person = (await people_of(session, entry.county, [entry.elder_id], await business_date(session))).get(
        entry.elder_id
    )
    seen = {} if person is None else {"categories": person.told(checked_at)["categories"]}
    return {"categories_checked_at": checked_at, **seen}


async def accept_into_list(session: AsyncSession, actor: Actor, entry_id: int) -> WaitlistEntry:
    """Take an application into the list once nothing stands in the way; its place counts from its receipt."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    facts, day = facts_of(entry), await business_date(session)
    policy = await policy_on(session, entry.county, day)
    if policy.is_outside(await as_on_file(session, facts, day), day):
        raise PlacementInstead
    results = {kind: row.result for kind, row in (await checks_of(session, entry.county, entry.id)).items()}
    if missing := unmet(policy, facts, results, day):
        sentences = "；".join(each.sentence for each in missing)
        raise EntryRefused(_("还不能列入轮候：{why}。请先核验，或登记为不符合").format(why=sentences))
    async with noting_drops(session, actor, entry.county, cause="listed", number=entry.number), refusing(session):
        await say(session, actor, entry, EventKind.LISTED)
    return entry


async def refuse_entry(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Say that an application does not meet the rules; the family is told why."""
    if not reason.strip():
        raise DomainError(_("请写明为什么不符合"), field="reason")
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.INELIGIBLE, reason.strip())
        await note(session, entry, NoticeKind.REMOVED, reason=reason.strip())
    return entry


async def backdate(session: AsyncSession, actor: Actor, entry_id: int, draft: BackDate) -> WaitlistEntry:
    """Let an earlier instant count, such as that of a paper list; everybody it passes is told."""
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    async with (
        noting_drops(session, actor, entry.county, cause="backdated", number=entry.number),
        refusing(session),
    ):
        await date_back(session, actor, entry, draft)
    return entry


async def date_back(session: AsyncSession, actor: Actor, entry: WaitlistEntry, draft: BackDate) -> None:
    """Write the earlier instant: low-level; the database refuses one without who and why, or later than the receipt."""
    if actor.user_id is None:
        raise DomainError(_("更正受理时间要由经办人员办理，请登录后再办"))
    if not draft.reason.strip():
        raise DomainError(_("请写明为什么更正受理时间"), field="reason")
    await say(
        session, actor, entry, EventKind.BACKDATED, draft.reason.strip(), accepted_at=draft.accepted_at,
        backdated_by=actor.user_id, backdate_reason=draft.reason.strip(),
    )  # fmt: skip
