"""A tier set by hand: asked for with a reason, approved by somebody else, and shown to everybody."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.waitlist.errors import AskedTwice, EntryRefused, SamePerson
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.saying import entry_to_change, say
from app.waitlist.service.telling import noting_drops

__all__ = ["approve_override", "ask_override", "end_override"]


async def ask_override(session: AsyncSession, actor: Actor, entry_id: int, *, tier: int, reason: str) -> WaitlistEntry:
    """Ask that an entry counts in another tier; nothing changes before somebody else approves."""
    _refuse_nobody(actor)
    if not reason.strip():
        raise DomainError(_("请写明为什么要人工调整"), field="reason")
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    if entry.override_tier is not None:
        raise AskedTwice
    policy = await policy_on(session, entry.county, await business_date(session))
    if policy.tier_named(tier) is None:
        raise EntryRefused(_("现行规则没有这个类别，请从列表里选"), field="tier")
    async with refusing(session):
        await say(
            session, actor, entry, EventKind.OVERRIDE_ASKED, reason.strip(), override_tier=tier,
            override_reason=reason.strip()[:200], override_asked_by=actor.user_id,
        )  # fmt: skip
    return entry


async def approve_override(session: AsyncSession, actor: Actor, entry_id: int, *, note: str = "") -> WaitlistEntry:
    """Approve a tier set by hand, by somebody other than who asked; everybody it passes is told."""
    _refuse_nobody(actor)
    entry = await entry_to_change(session, actor, "waitlist.override", entry_id)
    if entry.override_tier is None or entry.override_approved_by is not None:
        raise EntryRefused(_("没有待批准的人工调整，请刷新后再看"))
    if entry.override_asked_by == actor.user_id:
        raise SamePerson
    async with noting_drops(session, actor, entry.county, cause="override", number=entry.number), refusing(session):
        await say(session, actor, entry, EventKind.OVERRIDE_APPROVED, note.strip(), override_approved_by=actor.user_id)
    return entry


async def end_override(session: AsyncSession, actor: Actor, entry_id: int, *, reason: str) -> WaitlistEntry:
    """Let the rules alone speak again: an override is refused, or is over."""
    if not reason.strip():
        raise DomainError(_("请写明为什么取消"), field="reason")
    entry = await entry_to_change(session, actor, "waitlist.override", entry_id)
    if entry.override_tier is None:
        raise EntryRefused(_("这份登记没有人工调整，请刷新后再看"))
    async with (
        noting_drops(session, actor, entry.county, cause="override_ended", number=entry.number),
        refusing(session),
    ):
        await say(
            session, actor, entry, EventKind.OVERRIDE_ENDED, reason.strip(), override_tier=None,
            override_reason=None, override_asked_by=None, override_approved_by=None,
        )  # fmt: skip
    return entry


def _refuse_nobody(actor: Actor) -> None:
    if actor.user_id is None:
        raise DomainError(_("人工调整要由两位经办人员办理，请登录后再办"))
