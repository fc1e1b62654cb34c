"""Ways past others that a home had by itself, and has no longer."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.db import close_work
from app.offers.queries.audit import acts_of_homes
from app.public.rules.place_words import notice_words
from app.residents.rules.around import CategoryDraft
from app.residents.rules.kinds import Category
from app.residents.service import add_category
from app.residents.service.categories import change_category
from app.stays.rules.kinds import Ground, StayKind
from app.waitlist import queries, service
from app.waitlist.errors import EntryRefused
from app.waitlist.rules.drafts import CheckDraft, NeedsDraft
from app.waitlist.rules.kinds import CheckKind, CheckResult, NoticeKind
from app.waitlist.rules.steps import EntryState
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, an_entry
from tests.stays.ward import a_ward, may
from tests.support.clock import Clock
from tests.support.tenants import acting_everywhere
from tests.waitlist.conftest import WHOLE, Order
from tests.waitlist.test_registering import a_nurse

PAPER = CategoryDraft(kind=Category.MINIMUM_LIVING, from_on=date(2026, 1, 1), document_no="富民发 1 号")
PASSED = CheckDraft(kind=CheckKind.CATEGORY, result=CheckResult.PASSED)


async def test_a_category_moves_nobody_before_the_county_has_checked_its_paper(
    session: AsyncSession, home: Home, order: Order, clock: Clock
) -> None:
    await clock.at("2026-03-02 09:00")
    first, elder = await an_entry(session, home), await an_elder(session, home)
    second = await an_entry(session, home, elder=elder, categories_checked_at=None)
    await service.verify_check(session, CASE_OFFICER, second.id, PASSED)
    await clock.at("2026-03-02 09:05")
    async with acting_everywhere() as system:
        row = await add_category(session, system, home, elder.id, PAPER)
        await close_work(session)
    await session.refresh(second)
    assert [one.verified for one in queries.facts_of(second).categories] == [False]
    assert await order() == [first.number, second.number]
    await clock.at("2026-03-02 09:10")
    await service.verify_check(session, CASE_OFFICER, second.id, PASSED)
    assert await order() == [second.number, first.number]
    assert [one.data["cause"] for one in await queries.notices_of(session, home.county, first.id)] == ["verified"]
    # What the home says of the paper after the check is another paper.
    await clock.at("2026-03-02 09:15")
    longer = CategoryDraft(kind=PAPER.kind, from_on=date(2020, 1, 1), document_no="富民发 2 号")
    async with acting_everywhere() as system:
        await change_category(session, system, home, elder.id, longer, category_id=row.id)
        await close_work(session)
    await session.refresh(second)
    assert await order() == [first.number, second.number]
    assert await queries.verify_entries(session) == []


async def test_a_check_that_failed_takes_the_category_out_again(
    session: AsyncSession, home: Home, order: Order
) -> None:
    first, elder = await an_entry(session, home), await an_elder(session, home)
    async with acting_everywhere() as system:
        await add_category(session, system, home, elder.id, PAPER)
        await close_work(session)
    second = await an_entry(session, home, elder=elder)
    assert await order() == [second.number, first.number]
    failed = CheckDraft(kind=CheckKind.CATEGORY, result=CheckResult.FAILED, note="文号查无此件")
    await service.verify_check(session, CASE_OFFICER, second.id, failed)
    assert await order() == [first.number, second.number]
    assert await queries.verify_entries(session) == []


async def test_whoever_is_admitted_in_an_emergency_waits_for_no_second_bed(session: AsyncSession, clock: Clock) -> None:
    ward = await a_ward(session, clock)
    elder = ward.people["王秀英"] = await an_elder(session, ward.house.home)
    short = ward.people["李桂芳"] = await an_elder(session, ward.house.home)
    elsewhere = await an_institution(session)
    entry = await an_entry(session, ward.house.home, elder=elder, wishes=(elsewhere.id,))
    weeks = await an_entry(session, ward.house.home, elder=short)
    await ward.admit("王秀英", "301-1", may(2), ground=Ground.EMERGENCY, ground_note="派出所送来")
    await ward.admit("李桂芳", "302-1", may(2), kind=StayKind.RESPITE)
    for one in (entry, weeks):
        await session.refresh(one)
    assert (entry.state, entry.state_reason) == (EntryState.ADMITTED, "紧急安置")
    assert weeks.state is EntryState.WAITING
    assert await queries.verify_entries(session) == []


async def test_whoever_has_an_offer_settles_it_before_another_bed(session: AsyncSession, clock: Clock) -> None:
    ward = await a_ward(session, clock)
    elder = ward.people["王秀英"] = await an_elder(session, ward.house.home)
    await an_entry(session, ward.house.home, elder=elder, state=EntryState.OFFERED)
    with pytest.raises(EntryRefused, match="收回那份通知"):
        await ward.admit("王秀英", "301-1", may(2), ground=Ground.EMERGENCY, ground_note="派出所送来")


async def test_the_family_hears_of_what_a_home_did_in_its_name(session: AsyncSession, home: Home) -> None:
    first, second = await an_entry(session, home), await an_entry(session, home)
    until, wishes = await business_date(session) + timedelta(days=20), (home.institution_id,)
    for actor, entry in ((a_nurse(home), first), (CASE_OFFICER, second)):
        await service.defer(session, actor, entry.id, until=until, reason="要求先等等")
        needs = NeedsDraft(nursing=False, dementia=False, single=True)
        await service.change_wishes(session, actor, entry.id, wishes=wishes, needs=needs)
        await service.withdraw(session, actor, entry.id, reason="不要了")
    told = await queries.notices_of(session, home.county, first.id)
    assert {one.kind for one in told} == {NoticeKind.BY_HOME}
    assert [one.data["act"] for one in told] == ["withdrawn", "wishes_changed", "deferred"]
    assert next(notice_words(one.kind, one.data) for one in told).startswith("登记由机构代办改动（撤回申请")
    assert await queries.notices_of(session, home.county, second.id) == []
    seen = await acts_of_homes(session, WHOLE, await business_date(session))
    assert [(one.number, one.institution_id, one.is_told) for one in seen] == [
        (first.number, home.institution_id, False)
    ] * 3
