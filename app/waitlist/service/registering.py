"""Registering an application: a receipt without a gap, a PIN given once, the file shared with the homes wished for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import key_file
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from app.institutions.queries import homes_in
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.service import share_file
from app.waitlist.errors import Banned, EntryRefused, PlacementInstead
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import banned_until
from app.waitlist.queries.intakes import receive_intake
from app.waitlist.queries.people import as_on_file, people_of
from app.waitlist.queries.policies import policy_on
from app.waitlist.queries.receipts import draw_receipt
from app.waitlist.rules.drafts import EntryDraft
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.numbers import Pin, entry_number, hash_pin, new_pin
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.refusals import months_after
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.contacts import seal_contact
from app.waitlist.service.evidence import add_claimed
from app.waitlist.service.linking import link_new
from app.waitlist.service.reviewing import date_back
from app.waitlist.service.saying import entry_to_change, may_on, say
from app.waitlist.service.seeing import seeing_county

__all__ = ["Registered", "keep_pin", "refuse_person", "register", "renew_pin"]

PIN_PURPOSE = "waitlist-pin"
"""The purpose under which the key of the PINs is derived from the key file."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A new application and its PIN, which is told once and kept nowhere."""

    entry: WaitlistEntry
    pin: str


async def register(session: AsyncSession, actor: Actor, draft: EntryDraft) -> Registered:
    """Register an application for the person; the receipt's instant is the database's, and nobody can name another.

    Whoever has an application under way is refused by the database; who may not register yet, or does not queue at all,
    by the rules.
    """
    _refuse_wishes(draft)
    home = _home_at_hand(actor, draft)
    if draft.backdate is not None:
        authorize(actor, "waitlist.review", home)
    county = Scope(regions=frozenset({draft.county}))
    elder = (await lock_elders(session, county, draft.county, [draft.elder_id]))[draft.elder_id]
    refuse_person(elder)
    today = await business_date(session)
    policy = await policy_on(session, draft.county, today)
    _refuse_too_many(policy, draft)
    async with seeing_county(session, actor, draft.county):
        await _refuse_banned(session, elder)
        await _share(session, elder, draft)
    pin, kept = new_pin(key_file().secret(PIN_PURPOSE))
    async with refusing(session):
        entry = await _new_entry(session, actor, draft, policy, kept)
        if draft.intake_id is not None:
            await receive_intake(session, entry, draft.intake_id)
        facts = await _first_facts(session, entry, draft)
        if policy.is_outside(await as_on_file(session, facts, today), today):
            raise PlacementInstead
        await say(session, actor, entry, EventKind.REGISTERED, home_id=home.institution_id, **_all_of(facts))
        await add_claimed(session, actor, entry, draft.circumstances)
        if draft.backdate is not None:
            await date_back(session, actor, entry, draft.backdate)
        if draft.link_with:
            await link_new(session, actor, entry, draft)
    return Registered(entry, pin)


def _refuse_wishes(draft: EntryDraft) -> None:
    if not draft.wishes:
        raise EntryRefused(_("请至少选一家志愿机构"), field="wishes")
    if len(set(draft.wishes)) < len(draft.wishes):
        raise EntryRefused(_("志愿里有重复的机构，请重新选择"), field="wishes")


def _refuse_too_many(policy: Policy, draft: EntryDraft) -> None:
    if len(draft.wishes) > policy.max_wishes:
        raise EntryRefused(_("按本县的规则最多填 {most} 个志愿，请减少").format(most=policy.max_wishes), field="wishes")


def _home_at_hand(actor: Actor, draft: EntryDraft) -> Home:
    """The first wish in which the actor may register; asked of the first one it is refused as any act is."""
    may = actor.scope("waitlist.apply")
    wished = [Home(draft.county, wish) for wish in draft.wishes]
    home = next((one for one in wished if may.covers(one.county, one.institution_id)), wished[0])
    authorize(actor, "waitlist.apply", home)
    return home


def refuse_person(elder: Elder) -> None:
    """Refuse a file that is no longer anybody's own, and one of somebody who died."""
    if elder.merged_into_id is not None:
        raise EntryRefused(_("这份档案已并入另一份，请用保留的那一份登记"), field="elder_id")
    if elder.died_on is not None:
        raise EntryRefused(_("这位老人已登记去世，不能登记轮候。登记有误的，请先撤销"), field="elder_id")


async def _refuse_banned(session: AsyncSession, elder: Elder) -> None:
    until = await banned_until(session, elder.county, elder.id)
    if until is not None and until > await business_date(session):
        raise Banned(
            _("这位老人 {day} 以前不能重新登记。有特殊情况的，请县级经办解除限制").format(day=until.isoformat())
        )


async def _share(session: AsyncSession, elder: Elder, draft: EntryDraft) -> None:
    known = {home.id for home in await homes_in(session, Scope(regions=frozenset({draft.county})))}
    if not set(draft.wishes) <= known:
        raise EntryRefused(_("没有找到志愿里的机构，请重新选择"), field="wishes")
    for wish in draft.wishes:
        await share_file(session, elder, Home(draft.county, wish))


async def _new_entry(session: AsyncSession, actor: Actor, draft: EntryDraft, policy: Policy, pin: Pin) -> WaitlistEntry:
    today = await business_date(session)
    receipt_no = await draw_receipt(session, draft.county, today.year)
    first, second, third, *_more = (*draft.wishes, None, None)
    entry = WaitlistEntry(
        county=draft.county, institution_id=first, wish_2=second, wish_3=third, elder_id=draft.elder_id,
        number=entry_number(draft.county, today.year, receipt_no), receipt_year=today.year, receipt_no=receipt_no,
        source=draft.source, received_place=draft.received_place.strip(), state=EntryState.SUBMITTED,
        confirm_due_on=months_after(today, policy.confirm_months), relation=draft.relation.strip(), pin_hash=pin.hashed,
        pin_salt=pin.salt, seal=uuid7(), facts={}, recorded_by=actor.user_id,
    )  # fmt: skip
    await seal_contact(session, entry, draft.contact_name, draft.contact_phone)
    session.add(entry)
    await session.flush()
    return entry


async def _first_facts(session: AsyncSession, entry: WaitlistEntry, draft: EntryDraft) -> EntryFacts:
    person = (await people_of(session, entry.county, [entry.elder_id], await business_date(session)))[entry.elder_id]
    return EntryFacts(
        entry_id=entry.id, county=entry.county, elder_id=entry.elder_id, number=entry.number,
        receipt_year=entry.receipt_year, receipt_no=entry.receipt_no, received_at=entry.received_at,
        accepted_at=entry.accepted_at, state=EntryState.SUBMITTED, wishes=draft.wishes, any_home=draft.any_home,
        needs_nursing=draft.needs.nursing, needs_dementia=draft.needs.dementia, needs_single=draft.needs.single,
        consent_public=draft.consent_public, confirm_due_on=entry.confirm_due_on, **person.told(None),
    )  # fmt: skip


def _all_of(facts: EntryFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.to_json()}


async def renew_pin(session: AsyncSession, actor: Actor, entry_id: int) -> Registered:
    """Draw a new PIN for a family that has lost theirs; the old one no longer opens anything."""
    entry = await entry_to_change(session, actor, "waitlist.apply", entry_id)
    home = may_on(actor, "waitlist.apply", entry)
    pin, kept = new_pin(key_file().secret(PIN_PURPOSE))
    async with refusing(session):
        entry.pin_hash, entry.pin_salt = kept.hashed, kept.salt
    audit.record(
        session, actor, "waitlist.pin_renewed", entry.id, county=entry.county, institution_id=home.institution_id,
        kind="waitlist_entries", number=entry.number,
    )  # fmt: skip
    return Registered(entry, pin)


def keep_pin(pin: str, *, salt: bytes) -> Pin:
    """Give what is kept of a PIN: of one that a family was told online, or to be compared with what is kept."""
    return hash_pin(key_file().secret(PIN_PURPOSE), pin, salt)
