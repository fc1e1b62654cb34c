"""Registering: receipts without a gap, the PIN, one live entry for each person, the bureau's checks, the instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor, Grant
from app.core.db import refusing
from app.core.errors import DomainError, NotAllowed, Refused
from app.residents.models import ElderHome
from app.residents.rules.kinds import BirthPrecision, Category
from app.waitlist import queries, service
from app.waitlist.errors import Banned, EntryRefused, PlacementInstead
from app.waitlist.models import WaitlistEntry, WaitlistReceipt
from app.waitlist.rules.drafts import BackDate, CheckDraft, CircumstanceDraft, EntryDraft
from app.waitlist.rules.kinds import CheckKind, CheckResult, CircumstanceKind, LinkKind
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.registering import keep_pin
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, an_entry
from tests.support.clock import Clock
from tests.support.tenants import COUNTY
from tests.waitlist.conftest import WHOLE, Order
from tests.waitlist.papers import a_category, related

NURSE_MAY = frozenset({"waitlist.see", "waitlist.apply", "residents.edit"})


def a_nurse(home: Home) -> Actor:
    """Somebody of one home who takes applications and decides nothing."""
    return Actor(
        user_id=77, sign_in_id=1, name="护士", grants=(Grant("nurse", NURSE_MAY, home.county, home.institution_id),)
    )


async def test_an_application_gets_a_number_a_pin_once_and_the_homes_see_the_file(
    session: AsyncSession, home: Home, clock: Clock
) -> None:
    await clock.at("2026-03-02 09:14")
    other = await an_institution(session)
    elder = await an_elder(session, home)
    draft = EntryDraft(
        county=COUNTY, elder_id=elder.id, wishes=(home.institution_id, other.id), contact_name="王小明",
        contact_phone="13800000000", relation="儿子",
        circumstances=(CircumstanceDraft(kind=CircumstanceKind.LIVES_ALONE, from_on=date(2020, 1, 1)),),
    )  # fmt: skip
    done = await service.register(session, a_nurse(home), draft)
    entry = done.entry
    assert entry.number == f"510302-2026-{entry.receipt_no:06d}"
    assert entry.received_at == entry.accepted_at == datetime(2026, 3, 2, 1, 14, tzinfo=UTC)
    assert len(done.pin) == 6
    wrong = f"{(int(done.pin) + 1) % 10**6:06d}"
    assert [keep_pin(pin, salt=entry.pin_salt).hashed == entry.pin_hash for pin in (done.pin, wrong)] == [True, False]
    assert done.pin.encode() not in entry.pin_hash + entry.pin_salt
    seen = await session.scalars(select(ElderHome.institution_id).where(ElderHome.elder_id == elder.id))
    assert set(seen) == {home.institution_id, other.id}
    contact = await queries.contact_of(session, entry)
    assert (contact.name, contact.phone, contact.relation) == ("王小明", "13800000000", "儿子")
    facts = queries.facts_of(entry)
    assert (facts.born_on, facts.wishes) == (elder.born_on, (home.institution_id, other.id))
    # Claimed, and not yet verified: it does not count.
    assert facts.lives("lives_alone", date(2026, 3, 2), unverified=True)
    assert not facts.lives("lives_alone", date(2026, 3, 2))
    assert [line.kind for line in await queries.events_of(session, WHOLE, entry.id)] == [
        EventKind.REGISTERED, EventKind.FACTS_CHANGED,
    ]  # fmt: skip
    assert await queries.verify_entries(session) == []


async def test_receipts_have_no_gap_and_an_undone_one_gives_its_number_back(session: AsyncSession, home: Home) -> None:
    numbers = []
    for _ in range(3):
        elder = await an_elder(session, home)
        draft = EntryDraft(county=COUNTY, elder_id=elder.id, wishes=(home.institution_id,))
        numbers.append((await service.register(session, CASE_OFFICER, draft)).entry.receipt_no)
        # The same person again: refused, and the number it had drawn is drawn by the next.
        with pytest.raises(Refused) as refused:
            await service.register(session, CASE_OFFICER, draft)
        assert refused.value.constraint == "uq_waitlist_entries_live"
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert await queries.wrong_receipts(session) == []
    await session.execute(update(WaitlistReceipt).values(last_no=WaitlistReceipt.last_no + 1))
    assert [(wrong.last_no, wrong.entries) for wrong in await queries.wrong_receipts(session)] == [
        (numbers[-1] + 1, numbers[-1])
    ]


async def test_somebody_who_has_ended_may_register_again_unless_kept_out(session: AsyncSession, home: Home) -> None:
    elder = await an_elder(session, home)
    entry = await an_entry(session, home, elder=elder)
    await service.withdraw(session, CASE_OFFICER, entry.id, reason="女儿接回家")
    draft = EntryDraft(county=COUNTY, elder_id=elder.id, wishes=(home.institution_id,))
    again = (await service.register(session, CASE_OFFICER, draft)).entry
    await service.say(session, CASE_OFFICER, again, EventKind.REMOVED, "第三次", banned_until=date(2999, 1, 1))
    # Also a home that cannot see the other application hears of it.
    with pytest.raises(Banned, match="2999-01-01"):
        await service.register(session, a_nurse(home), draft)
    await service.lift_ban(session, CASE_OFFICER, again.id, reason="住院误报")
    assert (await service.register(session, a_nurse(home), draft)).entry.state is EntryState.SUBMITTED


async def test_who_does_not_queue_or_is_no_more_is_refused(session: AsyncSession, home: Home) -> None:
    poor = await an_elder(session, home)
    await a_category(session, poor, Category.EXTREME_POVERTY)
    dead = await an_elder(session, home, died_on=date(2026, 1, 1))
    for elder, refusal in ((poor, PlacementInstead), (dead, EntryRefused)):
        with pytest.raises(refusal):
            await service.register(
                session, CASE_OFFICER, EntryDraft(county=COUNTY, elder_id=elder.id, wishes=(home.institution_id,))
            )
    assert await session.scalar(select(WaitlistEntry.id).where(WaitlistEntry.elder_id.in_([poor.id, dead.id]))) is None


async def test_wishes_are_homes_of_the_county_each_once_and_as_many_as_the_rules_say(
    session: AsyncSession, home: Home
) -> None:
    elder = await an_elder(session, home)
    others = [(await an_institution(session)).id for _ in range(2)]
    far = await an_institution(session, county=510304)
    mine = home.institution_id
    for wishes in ((), (mine, mine), (mine, *others), (mine, far.id)):
        with pytest.raises(EntryRefused) as refused:
            await service.register(session, CASE_OFFICER, EntryDraft(county=COUNTY, elder_id=elder.id, wishes=wishes))
        assert refused.value.field == "wishes"


async def test_the_bureau_checks_before_the_list_takes_anybody(session: AsyncSession, home: Home, order: Order) -> None:
    young = await an_elder(session, home, born_on=date(1966, 1, 1), birth_precision=BirthPrecision.YEAR)
    entry = await an_entry(session, home, elder=young, state=EntryState.SUBMITTED)
    with pytest.raises(NotAllowed):
        await service.accept_into_list(session, a_nurse(home), entry.id)
    await service.take_up(session, CASE_OFFICER, entry.id)
    with pytest.raises(EntryRefused, match="身份"):
        await service.accept_into_list(session, CASE_OFFICER, entry.id)
    passed = CheckDraft(kind=CheckKind.IDENTITY, result=CheckResult.PASSED)
    await service.verify_check(session, CASE_OFFICER, entry.id, passed)
    clinic = CheckDraft(kind=CheckKind.INFECTIOUS, result=CheckResult.WAITING, note="胸片未出")
    await service.verify_check(session, CASE_OFFICER, entry.id, clinic)
    with pytest.raises(EntryRefused, match="传染病"):
        await service.accept_into_list(session, CASE_OFFICER, entry.id)
    await service.verify_check(
        session, CASE_OFFICER, entry.id, CheckDraft(kind=CheckKind.INFECTIOUS, result=CheckResult.PASSED)
    )
    if entry.received_at.date() < date(2026, 12, 31):
        # Born some time in 1966: sixty for certain only at the year's end, unless a person has looked into it.
        with pytest.raises(EntryRefused, match="60"):
            await service.accept_into_list(session, CASE_OFFICER, entry.id)
    age = CheckDraft(kind=CheckKind.AGE, result=CheckResult.PASSED, note="户口簿 1966 年 3 月")
    await service.verify_check(session, CASE_OFFICER, entry.id, age)
    await service.accept_into_list(session, CASE_OFFICER, entry.id)
    assert await order() == [entry.number]


async def test_the_instant_cannot_be_moved_without_the_bureau(session: AsyncSession, home: Home, order: Order) -> None:
    first, second = await an_entry(session, home), await an_entry(session, home)
    earlier = BackDate(accepted_at=first.received_at - timedelta(days=30), reason="2024 年纸质名单第 12 号")
    with pytest.raises(NotAllowed):
        await service.backdate(session, a_nurse(home), second.id, earlier)
    await service.backdate(session, CASE_OFFICER, second.id, earlier)
    assert await order() == [second.number, first.number]
    assert second.accepted_at == earlier.accepted_at
    told = await queries.notices_of(session, COUNTY, first.id)
    assert [(one.kind, one.data["from"], one.data["to"], one.data["cause"]) for one in told] == [
        ("dropped", 1, 2, "backdated")
    ]
    # Past the service the database refuses: without who and why, to a later instant, and the receipt's own instant.
    for values in ({"backdated_to": first.received_at - timedelta(days=1)}, {
        "backdated_to": first.received_at + timedelta(days=1), "backdated_by": 1, "backdate_reason": "早到",
    }):  # fmt: skip
        with pytest.raises(Refused) as refused:
            async with refusing(session):
                await session.execute(update(WaitlistEntry).where(WaitlistEntry.id == first.id).values(**values))
        assert refused.value.constraint == "ck_waitlist_entries_backdated"
    for column in ("received_at", "accepted_at", "number", "receipt_no"):
        with pytest.raises(Exception, match=r"permission denied|can only be updated to DEFAULT"):
            async with session.begin_nested():
                await session.execute(text(f"UPDATE waitlist_entries SET {column} = {column}"))


async def test_a_registration_may_be_granted_an_earlier_instant_by_the_bureau_alone(
    session: AsyncSession, home: Home
) -> None:
    elder = await an_elder(session, home)
    earlier = BackDate(accepted_at=datetime(2024, 5, 1, tzinfo=UTC), reason="纸质名单")
    draft = EntryDraft(county=COUNTY, elder_id=elder.id, wishes=(home.institution_id,), backdate=earlier)
    with pytest.raises(NotAllowed):
        await service.register(session, a_nurse(home), draft)
    entry = (await service.register(session, CASE_OFFICER, draft)).entry
    assert (entry.accepted_at, entry.backdated_by) == (earlier.accepted_at, CASE_OFFICER.user_id)


async def test_applications_are_linked_and_parted(session: AsyncSession, home: Home) -> None:
    wife, husband, child = [await an_entry(session, home) for _ in range(3)]
    with pytest.raises(EntryRefused, match="没有登记两人是夫妻"):
        await service.link_entries(session, CASE_OFFICER, husband.id, wife.id, kind=LinkKind.COUPLE)
    await related(session, wife, husband)
    with pytest.raises(EntryRefused, match="由县级经办核对后关联"):
        await service.link_entries(session, a_nurse(home), husband.id, wife.id, kind=LinkKind.COUPLE)
    await service.link_entries(session, CASE_OFFICER, husband.id, wife.id, kind=LinkKind.COUPLE)
    assert {wife.link_no, husband.link_no} == {wife.number}
    with pytest.raises(DomainError):
        await service.link_entries(session, CASE_OFFICER, child.id, wife.id, kind=LinkKind.DEPENDENT)
    await service.unlink_entry(session, CASE_OFFICER, husband.id, reason="分开申请")
    assert (wife.link_no, husband.link_no, husband.link_kind) == (None, None, None)


async def test_two_applications_of_one_person_become_the_earlier_one(
    session: AsyncSession, home: Home, order: Order
) -> None:
    late, early = await an_entry(session, home), await an_entry(session, home, minutes_ago=60)
    kept = await service.merge_entries(session, CASE_OFFICER, late.id, early.id, reason="同一身份证")
    assert (kept.id, late.state, late.merged_into_id) == (early.id, EntryState.MERGED, early.id)
    assert await order() == [early.number]
    assert await queries.verify_entries(session) == []


async def test_rules_of_the_row_refuse_by_name(session: AsyncSession, home: Home) -> None:
    entry = await an_entry(session, home)
    planted: dict[str, dict[str, Any]] = {
        "ck_waitlist_entries_two_people": {"override_tier": 2, "override_reason": "x", "override_asked_by": 1,
                                           "override_approved_by": 1},
        "ck_waitlist_entries_override": {"override_tier": 2, "override_approved_by": 2},
        "ck_waitlist_entries_until": {"state_until": date(2027, 1, 1)},
        "ck_waitlist_entries_wishes": {"wish_2": home.institution_id},
        "ck_waitlist_entries_link": {"link_no": "510302-2026-000001"},
        "ck_waitlist_entries_merged": {"merged_into_id": entry.id},
    }  # fmt: skip
    for name, values in planted.items():
        with pytest.raises(Refused) as refused:
            async with refusing(session):
                await session.execute(update(WaitlistEntry).where(WaitlistEntry.id == entry.id).values(**values))
        assert refused.value.constraint == name


async def test_the_log_cannot_be_changed(session: AsyncSession, home: Home) -> None:
    await an_entry(session, home)
    for statement in ("UPDATE waitlist_events SET reason = 'x'", "DELETE FROM waitlist_events",
                      "DELETE FROM waitlist_entries", "UPDATE waitlist_policies SET rules = '{}'"):  # fmt: skip
        with pytest.raises(Exception, match="permission denied"):
            async with session.begin_nested():
                await session.execute(text(statement))
    with pytest.raises(Exception, match="permission denied"):
        async with session.begin_nested():
            await session.execute(text("INSERT INTO waitlist_events (county, entry_id, at) VALUES (510302, 1, now())"))
