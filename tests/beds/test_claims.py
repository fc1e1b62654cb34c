"""One bed, one day, one claim: what the exclusions refuse, and what they cannot see."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service
from app.beds.errors import BedOutOfService, BedTaken, ElderHasBed, RoomOfOtherSex
from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex, SexRule
from app.core.db import refusing
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.stays import somebody

pytestmark = pytest.mark.usefixtures("nothing_broken")

D = date


async def stay(session: AsyncSession, house: HouseOfBeds, bed: str, elder: int, since: date, until: date, **who):
    claimant = await somebody(session, house.home, elder, **who)
    async with refusing(session, service.CLAIM_REFUSALS):
        return await service.claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=since, to_on=until, claimant=claimant
        )


async def test_a_bed_is_not_given_twice_on_one_day(session: AsyncSession) -> None:
    house = await a_house(session)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), D(2026, 2, 1))
    with pytest.raises(BedTaken):
        await stay(session, house, "301-1", 2, D(2026, 1, 31), date.max)
    await stay(session, house, "301-1", 2, D(2026, 2, 1), date.max)


async def test_nobody_lies_in_two_beds(session: AsyncSession) -> None:
    house = await a_house(session)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    with pytest.raises(ElderHasBed):
        await stay(session, house, "302-1", 1, D(2026, 5, 1), date.max)


async def test_a_room_with_a_rule_has_one_sex(session: AsyncSession) -> None:
    house = await a_house(session, sex_rule=SexRule.SAME)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    with pytest.raises(RoomOfOtherSex):
        await stay(session, house, "301-2", 2, D(2026, 5, 1), date.max, sex=Sex.MALE)
    await stay(session, house, "301-2", 2, D(2026, 5, 1), date.max, sex=Sex.MALE, shares_room=True)


async def test_a_room_for_women_takes_no_man_even_when_empty(session: AsyncSession) -> None:
    house = await a_house(session, sex_rule=SexRule.FEMALE)
    with pytest.raises(RoomOfOtherSex):
        await stay(session, house, "301-2", 2, D(2026, 5, 1), date.max, sex=Sex.MALE)


async def test_a_claim_lies_inside_its_beds_service(session: AsyncSession) -> None:
    house = await a_house(session, from_on=D(2026, 3, 1))
    with pytest.raises(BedOutOfService):
        await stay(session, house, "301-1", 1, D(2026, 2, 1), date.max)
    with pytest.raises(BedOutOfService):
        await stay(session, house, "301-1", 1, D(2026, 2, 1), D(2026, 2, 2))
    await stay(session, house, "301-1", 1, D(2026, 3, 1), date.max)


ZERO = D(2026, 5, 5)


async def test_a_day_of_zero_nights_is_refused_on_a_bed_somebody_has(session: AsyncSession) -> None:
    house = await a_house(session)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    with pytest.raises(BedTaken):
        await stay(session, house, "301-1", 2, ZERO, ZERO)


async def test_a_claim_around_a_day_of_zero_nights_is_refused(session: AsyncSession) -> None:
    house = await a_house(session)
    await stay(session, house, "301-1", 1, ZERO, ZERO)
    with pytest.raises(BedTaken):
        await stay(session, house, "301-1", 2, D(2026, 5, 1), D(2026, 6, 1))
    await stay(session, house, "301-1", 2, ZERO, D(2026, 6, 1))
    with pytest.raises(BedTaken):
        await stay(session, house, "301-1", 3, ZERO, ZERO)


async def test_a_day_of_zero_nights_is_refused_in_a_room_of_the_other_sex(session: AsyncSession) -> None:
    house = await a_house(session, sex_rule=SexRule.SAME)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    with pytest.raises(RoomOfOtherSex):
        await stay(session, house, "301-2", 2, ZERO, ZERO, sex=Sex.MALE)
    await stay(session, house, "301-2", 3, ZERO, ZERO)


async def test_a_day_of_zero_nights_is_refused_for_someone_in_residence(session: AsyncSession) -> None:
    house = await a_house(session)
    await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    with pytest.raises(ElderHasBed):
        await stay(session, house, "302-2", 1, ZERO, ZERO)


async def test_a_released_bed_is_free_from_that_day(session: AsyncSession) -> None:
    house = await a_house(session)
    [claim] = await stay(session, house, "301-1", 1, D(2026, 1, 1), date.max)
    async with refusing(session, service.CLAIM_REFUSALS):
        await service.release_bed(session, house.actor, house.home, stay_id=claim.stay_id, on=ZERO)
    await stay(session, house, "301-1", 2, ZERO, date.max)


async def test_a_closure_ends_with_the_beds_own_service(session: AsyncSession) -> None:
    house = await a_house(session)
    await service.retire_beds(session, house.actor, house.home, house.ids("301-1"), on=D(2026, 9, 1))
    [claim] = await service.close_beds(
        session, house.actor, house.home, house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=ZERO
    )
    assert claim.to_on == D(2026, 9, 1)
