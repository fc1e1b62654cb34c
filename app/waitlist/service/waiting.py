"""What a family may say while they wait: later, again, no longer, still, and which homes."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import homes_in
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.service import share_file
from app.waitlist.errors import EntryRefused
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import entry_of
from app.waitlist.queries.history import deferrals_of, was_listed
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.deferrals import deferred_since
from app.waitlist.rules.drafts import NeedsDraft
from app.waitlist.rules.kinds import NoticeKind
from app.waitlist.rules.refusals import months_after
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.contacts import seal_contact
from app.waitlist.service.keeping import file_differs
from app.waitlist.service.parting import back_into_the_list
from app.waitlist.service.registering import refuse_person
from app.waitlist.service.saying import entry_to_change, may_on, say
from app.waitlist.service.seeing import seeing_county
from app.waitlist.service.telling import note, note_act_of_home, noting_drops

__all__ = [
    "change_consent", "change_contact", "change_wishes", "confirm_intention", "defer", "lift_ban", "reinstate",
    "remove", "resume", "withdraw",
]  # fmt: skip


async def defer(session: AsyncSession, actor: Actor, entry_id: int, *, until: date, reason: str) -> WaitlistEntry:
    """Let an entry wait without being called until a day; it keeps its place meanwhile."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    today = await business_date(session)
    policy = await policy_on(session, entry.county, today)
    begun = deferred_since(await deferrals_of(session, entry.county, entry.id), today)
    if not today < until <= months_after(begun, policy.defer_max_months):
        raise EntryRefused(
            _("暂缓要写到今天以后的一天，连续暂缓最长 {months} 个月，请核对日期").format(
                months=policy.defer_max_months
            ),
            field="until",
        )
    async with refusing(session):
        await say(session, actor, entry, EventKind.DEFERRED, reason.strip(), state_until=until)
        home = may_on(actor, "waitlist.apply", entry)
        await note_act_of_home(session, actor, entry, home, EventKind.DEFERRED, until=str(until))
    return entry


async def resume(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str = "") -> WaitlistEntry:
    """End a deferral before its day."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.RESUMED, reason.strip())
    return entry


async def withdraw(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Take an application back because the family no longer wants it."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.WITHDRAWN, reason.strip())
        home = may_on(actor, "waitlist.apply", entry)
        await note_act_of_home(session, actor, entry, home, EventKind.WITHDRAWN)
    return entry


async def remove(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Take somebody out of the list for a reason, such as an intention that was never confirmed; the family is told."""
    if not reason.strip():
        raise DomainError(_("请写明移出的原因"), field="reason")
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.REMOVED, reason.strip())
        await note(session, entry, NoticeKind.REMOVED, reason=reason.strip())
    return entry


async def reinstate(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Put an entry that was ended wrongly back to its old place; everybody it passes is told.

    One that had not been listed is checked first, and what changed in the file meanwhile counts.
    """
    if not reason.strip():
        raise DomainError(_("请写明为什么恢复"), field="reason")
    elder = await _locked_file(session, actor, entry_id)
    entry = await entry_to_change(session, actor, "waitlist.review", entry_id)
    refuse_person(elder)
    listed = entry.state is not EntryState.INELIGIBLE and await was_listed(session, entry.county, entry.id)
    async with (
        noting_drops(session, actor, entry.county, cause="reinstated", number=entry.number),
        refusing(session),
    ):
        await back_into_the_list(session, actor, entry, reason.strip(), listed=listed)
        if told := await file_differs(session, entry):
            await say(session, actor, entry, EventKind.FACTS_CHANGED, _("档案有变化"), **told)
    return entry


async def lift_ban(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Let somebody register again before the months are over, for a reason."""
    if not reason.strip():
        raise DomainError(_("请写明为什么解除限制"), field="reason")
    entry = await entry_to_change(session, actor, "waitlist.override", entry_id)
    if entry.banned_until is None:
        raise EntryRefused(_("这位老人没有被限制登记，请刷新后再看"))
    async with refusing(session):
        await say(session, actor, entry, EventKind.BAN_LIFTED, reason.strip(), banned_until=None)
    return entry


async def confirm_intention(session: AsyncSession, actor: Actor, entry_id: int, *, note: str = "") -> WaitlistEntry:
    """Record that the family still wants a bed; asked again after the months the rules say."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    today = await business_date(session)
    policy = await policy_on(session, entry.county, today)
    due = months_after(today, policy.confirm_months)
    async with refusing(session):
        await say(session, actor, entry, EventKind.CONFIRMED, note.strip(), confirm_due_on=due)
    return entry


async def change_wishes(
    session: AsyncSession,
    actor: Actor,
    entry_id: int,
    *,
    wishes: tuple[int, ...],
    any_home: bool = False,
    needs: NeedsDraft | None = None,
    reason: str = "",
) -> WaitlistEntry:
    """Wish for other homes, or another kind of bed; the place in the county's order stays."""
    elder = await _locked_file(session, actor, entry_id)
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    county = Scope(regions=frozenset({entry.county}))
    policy = await policy_on(session, entry.county, await business_date(session))
    if not wishes or len(set(wishes)) < len(wishes) or len(wishes) > policy.max_wishes:
        raise EntryRefused(
            _("志愿至少 1 家、最多 {most} 家，不能重复，请重新选择").format(most=policy.max_wishes), field="wishes"
        )
    changed: dict[str, Any] = {"wishes": wishes, "any_home": any_home}
    if needs is not None:
        changed |= {"needs_nursing": needs.nursing, "needs_dementia": needs.dementia, "needs_single": needs.single}
    home = may_on(actor, "waitlist.apply", entry)
    async with seeing_county(session, actor, entry.county):
        known = {one.id for one in await homes_in(session, county)}
        if not set(wishes) <= known:
            raise EntryRefused(_("没有找到志愿里的机构，请重新选择"), field="wishes")
        for wish in wishes:
            await share_file(session, elder, Home(entry.county, wish))
        async with refusing(session):
            await say(
                session, actor, entry, EventKind.WISHES_CHANGED, reason.strip(), home_id=home.institution_id, **changed
            )
            await note_act_of_home(session, actor, entry, home, EventKind.WISHES_CHANGED)
    return entry


async def _locked_file(session: AsyncSession, actor: Actor, entry_id: int) -> Elder:
    """Lock the person's file: its lock comes before the entry's, as in every act that takes both."""
    seen = await entry_of(session, actor.scope("waitlist.see"), entry_id)
    county = Scope(regions=frozenset({seen.county}))
    return (await lock_elders(session, county, seen.county, [seen.elder_id]))[seen.elder_id]


async def change_consent(session: AsyncSession, actor: Actor, entry_id: int, *, public: bool) -> WaitlistEntry:
    """Record whether the family agrees that the masked name stands on the published list."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    async with refusing(session):
        await say(session, actor, entry, EventKind.CONSENTED, consent_public=public)
    return entry


async def change_contact(
    session: AsyncSession, actor: Actor, entry_id: int, *, name: str, phone: str, relation: str
) -> WaitlistEntry:
    """Change whom to reach about an application; it counts for nothing, so it is no event."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    home = may_on(actor, "waitlist.apply", entry)
    async with refusing(session):
        entry.relation = relation.strip()
        await seal_contact(session, entry, name, phone)
    audit.record(
        session, actor, "waitlist.contact_changed", entry.id, county=entry.county,
        institution_id=home.institution_id, kind="waitlist_entries", number=entry.number,
    )  # fmt: skip
    return entry
