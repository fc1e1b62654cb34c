"""Closing beds and opening them again: late, planned, corrected, and by two people at once."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.errors import AlreadyOpen, BedNotFound, BedTaken, ChangedMeanwhile, StructureRefused
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClosureReason
from app.beds.rules.states import BedState
from app.core.actor import Actor
from app.core.errors import NotAllowed
from tests.factories.beds import HouseOfBeds, a_house, wake

pytestmark = pytest.mark.usefixtures("nothing_broken")

D = date
START = D(2026, 3, 1)


async def closed(session: AsyncSession, house: HouseOfBeds, *beds: str, on: date = START) -> list[BedClaim]:
    return await service.close_beds(
        session, house.actor, house.home, house.ids(*beds), reason=ClosureReason.REPAIR, from_on=on
    )


async def state(session: AsyncSession, house: HouseOfBeds, bed: str, day: date) -> BedState:
    found = (await queries.board(session, house.home.scope, house.home.institution_id, day)).find(house.beds[bed])
    assert found is not None
    return found[3].state


async def test_a_closed_bed_cannot_be_closed_again_and_the_refusal_says_since_when(session: AsyncSession) -> None:
    house = await a_house(session)
    await closed(session, house, "301-1")
    with pytest.raises(BedTaken) as refusal:
        await closed(session, house, "301-1", "302-1", on=D(2026, 4, 1))
    assert "301-1 床 3 月 1 日已停用（维修）" in refusal.value.message
    assert await state(session, house, "302-1", D(2026, 4, 1)) is BedState.FREE


async def test_an_opened_bed_is_free_from_that_day_and_was_closed_before(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    assert await state(session, house, "301-1", D(2026, 3, 8)) is BedState.CLOSED
    assert await state(session, house, "301-1", D(2026, 3, 9)) is BedState.FREE
    await closed(session, house, "301-1", on=D(2026, 3, 9))


async def test_a_bed_is_not_opened_twice_nor_before_it_was_closed_nor_ahead_of_time(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    with pytest.raises(StructureRefused, match="不能早于"):
        await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 2, 1))
    with pytest.raises(StructureRefused, match="不能晚于今天"):
        await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2199, 1, 1))
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    with pytest.raises(AlreadyOpen, match="2026-03-09"):
        await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 10))


async def test_an_opening_can_be_taken_back_unless_the_bed_was_given_away(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    await service.resume_closure(session, house.actor, house.home, claim.id)
    assert await state(session, house, "301-1", D(2026, 6, 1)) is BedState.CLOSED
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    await closed(session, house, "301-1", on=D(2026, 5, 1))
    with pytest.raises(BedTaken):
        await service.resume_closure(session, house.actor, house.home, claim.id)
    await wake(session)


async def test_a_voided_closure_has_never_been_and_stays_readable(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.void_closure(session, house.actor, house.home, claim.id, reason="登错了床号")
    assert await state(session, house, "301-1", START) is BedState.FREE
    panel = await queries.bed_panel(session, house.home.scope, house.home.institution_id, house.beds["301-1"], START)
    assert [(line.voided, line.kind.value) for line in panel.claims] == [(True, "closure")]


async def test_two_people_who_change_the_plan_see_both_days(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    seen = claim.version
    await service.change_planned_end(
        session, house.actor, house.home, claim.id, planned_end_on=D(2026, 4, 1), version=seen
    )
    with pytest.raises(ChangedMeanwhile) as conflict:
        await service.change_planned_end(
            session, house.actor, house.home, claim.id, planned_end_on=D(2026, 4, 8), version=seen
        )
    [change] = conflict.value.changes
    assert (change.theirs, change.mine) == ("2026-04-01", "2026-04-08")
    await service.change_planned_end(
        session, house.actor, house.home, claim.id, planned_end_on=D(2026, 4, 8), version=conflict.value.version
    )


async def test_a_closure_follows_its_bed_into_another_room_and_is_opened_whole(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.move_bed(
        session, house.actor, house.home, house.beds["301-1"], room_id=house.rooms["302"], label="3", on=D(2026, 4, 1)
    )
    assert await state(session, house, "301-1", D(2026, 4, 2)) is BedState.CLOSED
    panel = await queries.bed_panel(
        session, house.home.scope, house.home.institution_id, house.beds["301-1"], D(2026, 4, 2)
    )
    [line] = panel.claims
    assert (line.from_on, line.to_on) == (START, date.max)
    await service.reopen_bed(session, house.actor, house.home, line.id, on=D(2026, 4, 5))
    assert await state(session, house, "301-1", D(2026, 4, 6)) is BedState.FREE
    assert await state(session, house, "301-1", D(2026, 3, 31)) is BedState.CLOSED
    with pytest.raises(AlreadyOpen):
        await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 4, 5))


async def test_nobody_closes_a_bed_of_another_home(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    with pytest.raises(NotAllowed):
        await service.close_beds(
            session, Actor(1, 1, "某人"), house.home, house.ids("301-1"), reason=ClosureReason.OTHER, from_on=START
        )
    with pytest.raises(BedNotFound):
        await service.close_beds(
            session, house.actor, house.home, other.ids("301-1"), reason=ClosureReason.OTHER, from_on=START
        )


async def test_a_closure_that_begins_later_follows_its_bed_as_well(session: AsyncSession) -> None:
    house = await a_house(session)
    await closed(session, house, "301-1", on=D(2026, 6, 1))
    await service.move_bed(
        session, house.actor, house.home, house.beds["301-1"], room_id=house.rooms["302"], label="3", on=D(2026, 4, 1)
    )
    assert await state(session, house, "301-1", D(2026, 5, 31)) is BedState.FREE
    assert await state(session, house, "301-1", D(2026, 6, 1)) is BedState.CLOSED


async def test_a_bed_opened_before_its_planned_move_is_free_after_it_too(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.move_bed(
        session, house.actor, house.home, house.beds["301-1"], room_id=house.rooms["302"], label="3", on=D(2027, 4, 1)
    )
    first = await queries.get_claim(session, house.home.scope, house.home.institution_id, claim.id)
    assert first.to_on == D(2027, 4, 1)
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    assert await state(session, house, "301-1", D(2027, 5, 1)) is BedState.FREE


async def test_an_opening_taken_back_closes_the_bed_in_its_next_room_too(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await closed(session, house, "301-1")
    await service.move_bed(
        session, house.actor, house.home, house.beds["301-1"], room_id=house.rooms["302"], label="3", on=D(2027, 4, 1)
    )
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    await service.resume_closure(session, house.actor, house.home, claim.id)
    assert await state(session, house, "301-1", D(2026, 3, 9)) is BedState.CLOSED
    assert await state(session, house, "301-1", D(2027, 5, 1)) is BedState.CLOSED


async def test_a_closed_bed_that_goes_some_day_can_still_be_opened(session: AsyncSession) -> None:
    house = await a_house(session)
    await service.retire_beds(session, house.actor, house.home, house.ids("301-1"), on=D(2027, 9, 1))
    [claim] = await closed(session, house, "301-1")
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
    assert await state(session, house, "301-1", D(2026, 3, 9)) is BedState.FREE
    with pytest.raises(AlreadyOpen):
        await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 3, 9))
