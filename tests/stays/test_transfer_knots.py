"""What the races of transfers have found: an act of two homes is neither half undone nor half corrected, nor waits in a ring."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.institutions.queries import lock_home
from app.stays import service
from app.stays.errors import DischargeRefused, StayRefused
from app.stays.models import Stay, Transfer
from app.stays.queries import transfers as queries
from app.stays.queries.stays import discharge_of
from app.stays.rules.kinds import ConsentBy, TransferReason
from app.stays.rules.transfers import TransferDraft, TransferState, state_of
from tests.factories.beds import a_house
from tests.stays.pair import TODAY, Pair, a_pair
from tests.support.clock import Clock
from tests.support.tenants import COUNTIES, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing


async def moved(pair: Pair) -> tuple[Stay, Stay]:
    """Somebody who has been transferred: the old stay and the new one."""
    transfer = await pair.ask(await pair.resident("301-1"))
    await pair.carry_out(await pair.approve(await pair.accept(transfer, "302-2")))
    [old], [new] = await pair.stays_of(pair.giving), await pair.stays_of(pair.receiving)
    return old, new


@pytest.mark.parametrize("county", COUNTIES)
async def test_the_giving_half_is_not_undone_alone(session: AsyncSession, clock: Clock, county: int) -> None:
    pair = await a_pair(session, clock, county=county)
    old, _new = await moved(pair)
    home, actor = pair.giving.home, pair.giving.actor
    gone = await discharge_of(session, home.scope, old.id)
    assert gone is not None
    with pytest.raises(DischargeRefused, match="调院的一半"):
        await service.undo_discharge(session, actor, home, gone.id, reason="家属又送回来了")


async def test_the_receiving_half_keeps_its_first_day(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock, county=OTHER_COUNTY)
    old, new = await moved(pair)
    args = (session, pair.receiving.actor, pair.receiving.home, new.id)
    with pytest.raises(StayRefused, match="调院来的"):
        await service.correct_stay(*args, from_on=TODAY - timedelta(days=3), reason="日期登错了")
    await service.correct_stay(*args, from_on=TODAY, reason="日期没有错")
    args = (session, pair.giving.actor, pair.giving.home, old.id)
    await service.correct_stay(*args, from_on=date(2026, 3, 2), reason="日期登错了")


async def asked_today(session: AsyncSession, pair: Pair) -> Transfer:
    """A transfer of today, asked and accepted."""
    stay, today, to = await pair.resident("301-1"), await business_date(session), pair.receiving.home
    ids, reasons = (stay.id,), (TransferReason.CARE, ConsentBy.GUARDIAN)
    draft = TransferDraft(to.county, to.institution_id, ids, today, *reasons, today)
    return await pair.accept(await service.ask_transfer(session, pair.asker, pair.giving.home, draft), "302-2")


async def test_approval_on_the_night_takes_the_homes_before_the_transfer(pools: Database, urls: Urls) -> None:
    async with committing(urls), acting_everywhere():
        async with transaction() as session:
            pair = Pair(session, await a_house(session), await a_house(session))
            transfer = await asked_today(session, pair)
        at_work = asyncio.Event()

        async def answers() -> None:
            """The receiving home has its lock and then wants the transfer, as every answer of a director does."""
            async with transaction() as answering:
                await lock_home(answering, pair.receiving.home.scope, pair.receiving.home.institution_id)
                at_work.set()
                await asyncio.sleep(0.3)
                await queries.get_transfer(answering, pair.receiving.home.scope, transfer.id, lock=True)

        async def approves() -> TransferState:
            await at_work.wait()
            async with transaction() as approving:
                found = await queries.get_transfer(approving, pair.giving.home.scope, transfer.id)
                done = await service.approve_and_complete(
                    approving, pair.officer, found, version=found.version, medicine_handed=True
                )
                return state_of(done)

        _answered, state = await asyncio.gather(answers(), approves())
        assert state is TransferState.DONE
