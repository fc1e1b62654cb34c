"""Publishing the rules of a county: checked, dated ahead, and every family whose place they change is told."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.scope import Scope
from app.waitlist.errors import FaultyPolicy
from app.waitlist.models import WaitlistPolicy
from app.waitlist.presets.reading import read_policy
from app.waitlist.queries.policies import get_policy, last_policy_no, live_policies, lock_rules
from app.waitlist.queries.ranking import ranked
from app.waitlist.rules.drafts import PolicyDraft
from app.waitlist.rules.policy import Policy, policy_to_json
from app.waitlist.rules.ranking import Ranking
from app.waitlist.service.publishing import enqueue_publishing
from app.waitlist.service.telling import note_policy

__all__ = ["County", "publish_policy", "sound_policy", "void_policy"]


@dataclass(frozen=True, slots=True)
class County:
    """A county as a whole, for permissions."""

    county: int
    institution_id: int | None = None


async def publish_policy(session: AsyncSession, actor: Actor, county: int, draft: PolicyDraft) -> WaitlistPolicy:
    """Let other rules hold from a day on, today or later; what was published for later stays."""
    authorize(actor, "waitlist.rule", County(county))
    policy = sound_policy(draft.rules)
    today = await business_date(session)
    if draft.from_on < today:
        raise DomainError(_("规则不能从过去的日子起用，请选今天或以后"), field="from_on")
    await lock_rules(session, county)
    standing = await live_policies(session, county)
    if any(row.from_on == draft.from_on for row in standing):
        raise DomainError(_("这一天已有一份规则起用。请先作废那一份，或换一个起用日期"), field="from_on")
    before = next((row for row in reversed(standing) if row.from_on < draft.from_on), None)
    after = next((row for row in standing if row.from_on > draft.from_on), None)
    was = await _order(session, county, draft.from_on)
    row = WaitlistPolicy(
        county=county, no=await last_policy_no(session, county) + 1, title=draft.title.strip(),
        rules=policy_to_json(policy), preset=draft.preset, source=draft.source.strip(),
        document_no=draft.document_no.strip(), unverified=draft.unverified, published_by=actor.user_id,
        from_on=draft.from_on, to_on=after.from_on if after else date.max,
    )  # fmt: skip
    async with refusing(session):
        if before is not None:
            before.to_on = draft.from_on
            await session.flush()
        session.add(row)
    told = await note_policy(session, county, was, await _order(session, county, draft.from_on), row.no)
    enqueue_publishing(session, county)
    audit.record(
        session, actor, "waitlist.policy_published", row, no=row.no, title=row.title, from_on=row.from_on,
        preset=row.preset, unverified=row.unverified, before=before.no if before else None, told=told,
    )  # fmt: skip
    return row


async def void_policy(session: AsyncSession, actor: Actor, policy_id: int, *, reason: str) -> WaitlistPolicy:
    """Take back rules that were published wrongly and under which no day is over; those before them hold on."""
    row = await get_policy(session, actor.scope("waitlist.rule"), policy_id)
    authorize(actor, "waitlist.rule", County(row.county))
    if not reason.strip():
        raise DomainError(_("请填写作废原因"), field="reason")
    await lock_rules(session, row.county)
    standing = await live_policies(session, row.county)
    if row.voided_at is not None or row.from_on < await business_date(session):
        raise DomainError(_("这份规则已经作废，或已经按它排过名次，不能作废。请另公布一份接替它"))
    before = next((one for one in reversed(standing) if one.from_on < row.from_on), None)
    was = await _order(session, row.county, row.from_on)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason.strip())
        await session.flush()
        if before is not None:
            before.to_on = row.to_on
    told = await note_policy(session, row.county, was, await _order(session, row.county, row.from_on), row.no)
    enqueue_publishing(session, row.county)
    audit.record(
        session, actor, "waitlist.policy_voided", row, no=row.no, reason=row.void_reason,
        again=before.no if before else None, told=told,
    )  # fmt: skip
    return row


def sound_policy(rules: dict[str, Any]) -> Policy:
    """Read rules from a form or a preset; faults are listed by key."""
    policy, faults = read_policy(rules)
    if policy is None or faults:
        raise FaultyPolicy(faults)
    return policy


async def _order(session: AsyncSession, county: int, day: date) -> Ranking:
    return await ranked(session, Scope(regions=frozenset({county})), county, day=day)
