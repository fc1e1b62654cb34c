"""Passing somebody over: the home asks with a reason, somebody outside the home agrees or not."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.institutions.queries import lock_home
from app.offers.errors import OfferRefused
from app.offers.models import OfferSkip
from app.offers.queries.calendar import working_calendar
from app.offers.queries.choosing import look_around
from app.offers.queries.offers import get_skip
from app.offers.rules.calendar import due_after
from app.offers.rules.kinds import SkipReason, SkipVerdict

__all__ = ["SKIP_HOLDS", "SkipDraft", "ask_skip", "check_skip"]

SKIP_HOLDS = 5
"""So many working days an agreed skip may be used; afterwards the reason is looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipDraft:
    """Whom to pass over for which bed, and why."""

    bed_id: int
    entry_id: int
    reason: SkipReason
    note: str


async def ask_skip(session: AsyncSession, actor: Actor, home: Home, draft: SkipDraft) -> OfferSkip:
    """Ask that somebody whom the bed fits may be passed over."""
    authorize(actor, "offers.make", home)
    await lock_home(session, home.scope, home.institution_id)
    around = await look_around(session, home, draft.bed_id, await business_date(session))
    candidate = around.candidate(draft.entry_id)
    if not candidate.offerable:
        raise OfferRefused(_("这张床本来就不发给这一位（{why}），不用提请跳过").format(why=candidate.why_not))
    skip = OfferSkip(
        **home.keys, bed_id=draft.bed_id, entry_id=draft.entry_id, position=candidate.position, reason=draft.reason,
        note=draft.note.strip(), offered_by=actor.user_id, offered_name=actor.name[:60],
    )  # fmt: skip
    async with refusing(session):
        session.add(skip)
        await session.flush()
    audit.record(session, actor, "offers.skip_asked", skip, bed_id=draft.bed_id, entry_id=draft.entry_id)
    return skip


async def check_skip(
    session: AsyncSession, actor: Actor, skip_id: int, *, verdict: SkipVerdict, note: str = ""
) -> OfferSkip:
    """Agree to a skip or not: somebody outside the home, who did not ask for it."""
    skip = await get_skip(session, actor.scope("offers.check"), skip_id, lock=True)
    authorize(actor, "offers.check", skip)
    if skip.checked_at is not None:
        raise OfferRefused(_("这件跳过已经核对过了，请看核对意见"))
    if actor.scope("offers.make").covers(skip.county, skip.institution_id):
        raise OfferRefused(_("跳过要由院外的人核对，您在这家机构发床位通知。请交另一位县级经办办理"))
    today = await business_date(session)
    async with refusing(session):
        skip.verdict, skip.check_note = verdict, note.strip()
        skip.checked_at, skip.checked_by, skip.checked_name = await now(session), actor.user_id, actor.name[:60]
        skip.valid_until = due_after(today, SKIP_HOLDS, await working_calendar(session))
    audit.record(session, actor, "offers.skip_checked", skip, verdict=verdict)
    return skip
