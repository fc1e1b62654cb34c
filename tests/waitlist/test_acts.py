"""What may be done with an entry, whose place it changes, and that every family that falls back is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.audit.models import AuditEntry
from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.db import close_work, transaction
from app.core.errors import DomainError
from app.residents.models import ElderHome
from app.residents.rules.around import CategoryDraft
from app.residents.rules.kinds import Category
from app.residents.service import add_category, record_death
from app.waitlist import queries, service
from app.waitlist.errors import EntryRefused, NotByThisStep, SamePerson
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.drafts import CircumstanceDraft
from app.waitlist.rules.facts import Held
from app.waitlist.rules.kinds import Channel, CircumstanceKind, NoticeKind, RefusalReason
from app.waitlist.rules.refusals import Outcome
from app.waitlist.rules.steps import EntryState, EventKind
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, SECOND_OFFICER, an_entry
from tests.support.clock import Clock
from tests.support.tenants import COUNTY, acting_everywhere
from tests.waitlist.conftest import WHOLE, Order

YOUNG: dict[str, Any] = {"born_on": date(1960, 1, 1)}


async def causes(session: AsyncSession, entry_id: int) -> list[tuple[str, int, int]]:
    """What a family is told of drops, the oldest first."""
    told = [one for one in await queries.notices_of(session, COUNTY, entry_id) if one.kind is NoticeKind.DROPPED]
    return [(one.data["cause"], one.data["from"], one.data["to"]) for one in reversed(told)]


async def test_a_deferral_keeps_the_place_and_is_over_on_its_day(
    session: AsyncSession, home: Home, order: Order
) -> None:
    entry, other = await an_entry(session, home), await an_entry(session, home)
    today = await business_date(session)
    with pytest.raises(EntryRefused):
        await service.defer(session, CASE_OFFICER, entry.id, until=today, reason="住院")
    with pytest.raises(EntryRefused):
        await service.defer(session, CASE_OFFICER, entry.id, until=today + timedelta(days=400), reason="住院")
    until = today + timedelta(days=30)
    await service.defer(session, CASE_OFFICER, entry.id, until=until, reason="住院")
    facts = queries.facts_of(entry)
    assert [facts.state_on(day) for day in (until - timedelta(days=1), until)] == [
        EntryState.DEFERRED,
        EntryState.WAITING,
    ]
    assert await order() == [entry.number, other.number]
    await service.resume(session, CASE_OFFICER, entry.id)
    assert (entry.state, entry.state_until) == (EntryState.WAITING, None)
    with pytest.raises(NotByThisStep):
        await service.resume(session, CASE_OFFICER, entry.id)


async def test_an_override_needs_two_people_and_is_told_to_whom_it_passes(
    session: AsyncSession, home: Home, order: Order
) -> None:
    first, second = await an_entry(session, home), await an_entry(session, home)
    with pytest.raises(EntryRefused):
        await service.ask_override(session, CASE_OFFICER, second.id, tier=1, reason="危房")
    await service.ask_override(session, CASE_OFFICER, second.id, tier=2, reason="危房")
    assert await order() == [first.number, second.number]
    with pytest.raises(SamePerson):
        await service.approve_override(session, CASE_OFFICER, second.id)
    await service.approve_override(session, SECOND_OFFICER, second.id)
    assert await order() == [second.number, first.number]
    assert await causes(session, first.id) == [("override", 1, 2)]
    line = (await queries.ranked(session, WHOLE, COUNTY)).line_of(second.id)
    assert line is not None
    assert (line.overridden, line.tier.number, line.by_rule.number) == (True, 2, 6)
    assert queries.facts_of(second).override_reason == "危房"
    async with acting_everywhere() as system:
        with pytest.raises(DomainError):
            await service.ask_override(session, system, first.id, tier=2, reason="系统不能")
    await service.end_override(session, SECOND_OFFICER, second.id, reason="房已修好")
    assert await order() == [first.number, second.number]


async def test_a_circumstance_counts_once_it_is_verified(session: AsyncSession, home: Home, order: Order) -> None:
    poor = (Held("minimum_living", date(2020, 1, 1)),)
    first, second = await an_entry(session, home), await an_entry(session, home, categories=poor, **YOUNG)
    draft = CircumstanceDraft(kind=CircumstanceKind.LIVES_ALONE, from_on=date(2020, 1, 1))
    row = await service.add_circumstance(session, CASE_OFFICER, second.id, draft)
    assert await order() == [first.number, second.number]
    await service.verify_circumstance(session, CASE_OFFICER, second.id, row.id)
    assert await order() == [second.number, first.number]
    assert await causes(session, first.id) == [("verified", 1, 2)]
    await service.void_circumstance(session, CASE_OFFICER, second.id, row.id, reason="与子女同住")
    assert await order() == [first.number, second.number]
    assert await queries.verify_entries(session) == []


async def test_a_change_of_the_file_is_an_event_and_passes_nobody_silently(
    session: AsyncSession, home: Home, order: Order
) -> None:
    first = await an_entry(session, home)
    elder = await an_elder(session, home)
    second = await an_entry(session, home, elder=elder)
    async with acting_everywhere() as system:
        draft = CategoryDraft(kind=Category.MINIMUM_LIVING, from_on=date(2026, 1, 1), document_no="富民发 1 号")
        await add_category(session, system, home, elder.id, draft)
    await close_work(session)
    await session.refresh(second)
    assert await order() == [second.number, first.number]
    last = (await queries.events_of(session, WHOLE, second.id))[-1]
    assert (last.kind, last.change) == (
        EventKind.FACTS_CHANGED,
        {"categories": [["minimum_living", "2026-01-01", "9999-12-31", True]]},
    )
    assert await causes(session, first.id) == [("facts", 1, 2)]
    # Nothing changed: nothing is said.
    async with acting_everywhere() as system:
        assert await service.reread_entries(session, system, COUNTY, [second.id]) == []
    assert await queries.verify_entries(session) == []


async def test_a_home_that_sees_the_file_and_not_the_application_changes_it_all_the_same(
    session: AsyncSession, home: Home
) -> None:
    elder = await an_elder(session, home)
    other = await an_institution(session)
    elsewhere = Home(COUNTY, other.id)
    session.add(ElderHome(**elsewhere.keys, elder_id=elder.id))
    entry = await an_entry(session, elsewhere, elder=elder)
    await session.flush()
    async with acting_as_system("院长", homes=[(COUNTY, home.institution_id)]) as director, transaction() as own:
        assert list(await own.scalars(select(WaitlistEntry.id))) == []
        draft = CategoryDraft(kind=Category.MINIMUM_LIVING, from_on=date(2026, 1, 1), document_no="富民发 1 号")
        await add_category(own, director, home, elder.id, draft)
    await session.refresh(entry)
    assert queries.facts_of(entry).holds("minimum_living", date(2026, 1, 1))
    lines = await session.execute(
        select(AuditEntry.institution_id, AuditEntry.actor).where(AuditEntry.details["event"].astext == "facts_changed")
    )
    # The line stands in the county's own chain: the home's is out of the director's reach.
    assert [(at, who.partition("：")[0]) for at, who in lines] == [(0, "系统")]


async def test_who_died_leaves_the_list(session: AsyncSession, home: Home, order: Order) -> None:
    elder = await an_elder(session, home)
    entry = await an_entry(session, home, elder=elder)
    async with acting_everywhere() as system:
        await record_death(session, system, elder, await business_date(session))
    await close_work(session)
    await session.refresh(entry)
    assert (entry.state, entry.state_reason) == (EntryState.REMOVED, "老人去世")
    assert await order() == []


async def test_an_application_follows_a_file_into_the_one_it_was_merged_into(
    session: AsyncSession, home: Home, order: Order
) -> None:
    kept, gone = await an_elder(session, home), await an_elder(session, home)
    late = await an_entry(session, home, elder=kept)
    early = await an_entry(session, home, elder=gone, minutes_ago=60)
    gone.merged_into_id = kept.id
    await session.flush()
    async with acting_everywhere() as system:
        await service.reread_entries(session, system, COUNTY, [early.id])
    assert (early.elder_id, early.state, late.state) == (kept.id, EntryState.WAITING, EntryState.MERGED)
    assert await order() == [early.number]
    assert await queries.verify_entries(session) == []


async def test_refusals_have_the_consequences_of_the_rules(session: AsyncSession, home: Home, clock: Clock) -> None:
    elder = await an_elder(session, home)
    entry = await an_entry(session, home, elder=elder)

    async def offered_and(reason: RefusalReason, *, lapsed: bool = False) -> tuple[str, str]:
        await service.note_offer(session, CASE_OFFICER, entry)
        follows = await service.answer_no(session, CASE_OFFICER, entry, reason, lapsed=lapsed)
        return follows.outcome.value, entry.state.value

    keeps, leaves = Outcome.KEEPS_PLACE.value, Outcome.EXIT.value
    assert await offered_and(RefusalReason.HOSPITAL) == (keeps, "waiting")
    assert await offered_and(RefusalReason.HOSPITAL) == (leaves, "removed")
    entry = await an_entry(session, home, elder=elder)
    assert await offered_and(RefusalReason.OTHER, lapsed=True) == (leaves, "removed")
    entry = await an_entry(session, home, elder=elder)
    assert await offered_and(RefusalReason.PRICE) == (Outcome.EXIT_AND_BAN.value, "removed")
    today = await business_date(session)
    assert entry.banned_until == today.replace(year=today.year + 1)
    assert [(one.reason, one.left) for one in await queries.refusals_of(session, COUNTY, elder.id)] == [
        (RefusalReason.HOSPITAL, False), (RefusalReason.HOSPITAL, True), (RefusalReason.NOT_REACHED, True),
        (RefusalReason.PRICE, True),
    ]  # fmt: skip
    assert await queries.verify_entries(session) == []


async def test_families_are_told_and_it_is_recorded_how(session: AsyncSession, home: Home) -> None:
    first, second = await an_entry(session, home), await an_entry(session, home)
    await service.ask_override(session, CASE_OFFICER, second.id, tier=2, reason="危房")
    await service.approve_override(session, SECOND_OFFICER, second.id)
    assert [one.told_at for one in await queries.notices_of(session, COUNTY, first.id)] == [None]
    assert await service.tell_family(session, CASE_OFFICER, first.id, channel=Channel.PHONE, note="儿子已知") == 1
    (told,) = await queries.notices_of(session, COUNTY, first.id)
    assert (told.channel, told.told_by, told.note) == (Channel.PHONE, CASE_OFFICER.user_id, "儿子已知")
    with pytest.raises(DomainError):
        await service.tell_family(session, CASE_OFFICER, first.id, channel=Channel.PHONE)


async def test_every_act_leaves_a_line_without_a_name(session: AsyncSession, home: Home) -> None:
    elder = await an_elder(session, home, name="单永福")
    entry = await an_entry(session, home, elder=elder)
    await service.confirm_intention(session, CASE_OFFICER, entry.id)
    await service.change_consent(session, CASE_OFFICER, entry.id, public=True)
    await service.change_contact(session, CASE_OFFICER, entry.id, name="单小福", phone="13900000000", relation="儿子")
    await service.renew_pin(session, CASE_OFFICER, entry.id)
    await service.change_wishes(session, CASE_OFFICER, entry.id, wishes=(home.institution_id,), any_home=True)
    await service.withdraw(session, CASE_OFFICER, entry.id, reason="接回家")
    await close_work(session)
    lines = list(
        await session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("waitlist.")).order_by(AuditEntry.seq)
        )
    )
    assert [line.details.get("event", line.action) for line in lines] == [
        "registered", "listed", "confirmed", "consented", "waitlist.contact_changed", "waitlist.pin_renewed",
        "wishes_changed", "withdrawn",
    ]  # fmt: skip
    assert {line.subject_kind for line in lines} == {"waitlist_entries"}
    assert not any("福" in str(line.details) for line in lines)
