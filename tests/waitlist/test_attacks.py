"""What somebody might try to gain a place, or to keep one they should have lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.clock import business_date, now
from app.core.db import close_work
from app.residents.rules.kinds import RelationKind
from app.stays.service.merging import merge_elders, unmerge_elders
from app.waitlist import queries, service
from app.waitlist.errors import Banned, EntryRefused
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.drafts import EntryDraft
from app.waitlist.rules.facts import Held
from app.waitlist.rules.kinds import LinkKind, RefusalReason
from app.waitlist.rules.steps import EntryState
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, an_entry
from tests.support.clock import Clock
from tests.support.tenants import COUNTY, acting_everywhere
from tests.waitlist.conftest import Order
from tests.waitlist.papers import related


async def test_who_left_a_group_is_not_linked_with_it_again_by_its_number(session: AsyncSession, home: Home) -> None:
    first, second, third, other = [await an_entry(session, home) for _each in range(4)]
    await related(session, first, second, RelationKind.SIBLING)
    await related(session, third, second, RelationKind.SIBLING)
    await related(session, first, other)
    await service.link_entries(session, CASE_OFFICER, first.id, second.id, kind=LinkKind.SIBLINGS)
    await service.link_entries(session, CASE_OFFICER, third.id, second.id, kind=LinkKind.SIBLINGS)
    await service.unlink_entry(session, CASE_OFFICER, first.id, reason="分开申请")
    await service.link_entries(session, CASE_OFFICER, first.id, other.id, kind=LinkKind.COUPLE)
    assert second.link_no == third.link_no
    assert first.link_no == other.link_no
    assert first.link_no != second.link_no


async def test_a_ban_and_earlier_refusals_go_with_a_file_into_another(session: AsyncSession, home: Home) -> None:
    gone, kept = await an_elder(session, home), await an_elder(session, home)
    for _time in range(3):
        entry = await an_entry(session, home, elder=gone)
        await service.note_offer(session, CASE_OFFICER, entry)
        await service.answer_no(session, CASE_OFFICER, entry, RefusalReason.PRICE)
    gone.merged_into_id = kept.id
    await session.flush()
    assert len(await queries.refusals_of(session, COUNTY, kept.id)) == 3
    with pytest.raises(Banned):
        await service.register(
            session, CASE_OFFICER, EntryDraft(county=COUNTY, elder_id=kept.id, wishes=(home.institution_id,))
        )


async def test_what_changed_while_an_entry_was_ended_counts_when_it_is_reinstated(
    session: AsyncSession, home: Home, order: Order
) -> None:
    poor = (Held("minimum_living", date(2020, 1, 1)),)
    first, ended = (
        await an_entry(session, home),
        await an_entry(session, home, state=EntryState.REMOVED, categories=poor),
    )
    await service.reinstate(session, CASE_OFFICER, ended.id, reason="登记错人")
    assert queries.facts_of(ended).categories == ()
    unread = await an_entry(session, home, state=EntryState.WITHDRAWN, minutes_ago=90)
    await service.reinstate(session, CASE_OFFICER, unread.id, reason="家属反悔")
    assert unread.state is EntryState.CHECKING
    assert await order() == [first.number, ended.number]
    assert await queries.verify_entries(session) == []


async def test_nobody_is_reinstated_who_died_or_whose_file_went_into_another(session: AsyncSession, home: Home) -> None:
    dead, gone, kept = [await an_elder(session, home) for _each in range(3)]
    ended = [await an_entry(session, home, elder=one, state=EntryState.WITHDRAWN) for one in (dead, gone)]
    dead.died_on = await business_date(session)
    gone.merged_into_id = kept.id
    await session.flush()
    for entry in ended:
        with pytest.raises(EntryRefused):
            await service.reinstate(session, CASE_OFFICER, entry.id, reason="当日更正")


async def test_a_deferral_is_not_made_longer_for_ever(session: AsyncSession, home: Home, clock: Clock) -> None:
    today, at = await business_date(session), await now(session)
    # The sign-in stands now: no hour of the day will do for everybody who runs this.
    await clock.at((at - timedelta(days=140)).isoformat())
    entry = await an_entry(session, home)
    await service.defer(session, CASE_OFFICER, entry.id, until=today + timedelta(days=10), reason="住院")
    await clock.at(at.isoformat())
    await service.confirm_intention(session, CASE_OFFICER, entry.id)
    await service.resume(session, CASE_OFFICER, entry.id)
    with pytest.raises(EntryRefused):
        await service.defer(session, CASE_OFFICER, entry.id, until=today + timedelta(days=150), reason="住院")
    await service.defer(session, CASE_OFFICER, entry.id, until=today + timedelta(days=30), reason="住院")


@pytest.mark.parametrize("offered", ["kept", "gone"])
async def test_files_do_not_become_one_while_one_of_them_has_an_offer(
    session: AsyncSession, home: Home, offered: str
) -> None:
    kept, gone = await an_elder(session, home), await an_elder(session, home)
    states = {each: EntryState.OFFERED if each == offered else EntryState.WAITING for each in ("kept", "gone")}
    early = await an_entry(session, home, elder=gone, minutes_ago=60, state=states["gone"])
    await an_entry(session, home, elder=kept, state=states["kept"])
    gone.merged_into_id = kept.id
    await session.flush()
    async with acting_everywhere() as system:
        with pytest.raises(EntryRefused, match="床位通知"):
            await service.reread_entries(session, system, COUNTY, [early.id])


def _said(entry: WaitlistEntry) -> dict[str, Any]:
    return {name: value for name, value in queries.facts_of(entry).to_json().items() if name != "state_reason"}


@pytest.mark.parametrize("minutes", [60, 0])
async def test_files_that_are_parted_again_have_their_own_applications(
    session: AsyncSession, home: Home, order: Order, minutes: int
) -> None:
    friend, stranger, third = [await an_elder(session, home) for _each in range(3)]
    theirs = await an_entry(session, home, elder=stranger, minutes_ago=minutes)
    between = await an_entry(session, home, elder=third, minutes_ago=30)
    own = await an_entry(session, home, elder=friend, minutes_ago=20)
    numbers = await order()
    before = [_said(one) for one in (theirs, between, own)]
    async with acting_everywhere() as system:
        said = {"kept_id": friend.id, "gone_id": stranger.id, "reason": "同一人"}
        merge = await merge_elders(session, system, home, **said)
        await close_work(session)
        assert len(await order()) == 2
        await unmerge_elders(session, system, home, merge.id, reason="认错了人")
        await close_work(session)
    for one in (theirs, between, own):
        await session.refresh(one)
    assert await order() == numbers
    assert [_said(one) for one in (theirs, between, own)] == before
    assert {(one.merged_into_id, one.state) for one in (theirs, own)} == {(None, EntryState.WAITING)}
    assert await queries.verify_entries(session) == []


async def test_files_are_not_parted_while_a_bed_is_offered_to_the_one(session: AsyncSession, home: Home) -> None:
    friend, stranger = await an_elder(session, home), await an_elder(session, home)
    entry = await an_entry(session, home, elder=stranger)
    async with acting_everywhere() as system:
        merge = await merge_elders(session, system, home, kept_id=friend.id, gone_id=stranger.id, reason="同一人")
        await close_work(session)
        await session.refresh(entry)
        await service.note_offer(session, CASE_OFFICER, entry)
        await unmerge_elders(session, system, home, merge.id, reason="认错了人")
        with pytest.raises(EntryRefused, match="再拆开档案"):
            await close_work(session)
