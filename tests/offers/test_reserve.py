"""The reserve of a home: last year's 特困 persons less those in residence now stay free, and everybody may recount it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import MarkKind
from app.offers.errors import OfferRefused
from app.offers.queries.choosing import look_around
from app.residents.models import ElderCategory
from app.residents.rules.kinds import Category
from app.stays.models import Stay
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from tests.factories.residents import an_elder
from tests.offers.door import MONDAY, Door, a_door
from tests.support.clock import Clock


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    return await a_door(session, clock)


async def destitute(door: Door, name: str, first: date, last: date = date.max) -> None:
    """A 特困 person who lived here from one day to another."""
    home = door.house.home
    elder = await an_elder(door.session, home, name=name)
    door.session.add(
        ElderCategory(
            county=home.county,
            elder_id=elder.id,
            kind=Category.EXTREME_POVERTY,
            document_no="特〔2020〕1",
            from_on=date(2020, 1, 1),
        )
    )
    ended: dict[str, Any] = {} if last == date.max else {
        "to_on": last, "end_reason": "home", "end_recorded_on": last,
    }  # fmt: skip
    door.session.add(
        Stay(
            **home.keys,
            elder_id=elder.id,
            kind=StayKind.LONG,
            ground=Ground.LEDGER,
            payer=Payer.GOVERNMENT,
            from_on=first,
            late_reason=LateReason.PAPER,
            **ended,
        )
    )
    await door.session.flush()


async def test_the_reserve_is_respected_and_says_its_arithmetic(door: Door) -> None:
    for number in range(4):
        await destitute(door, f"特困{number}", date(2025, 1, 1), date(2025, 6, 1))
    await door.waits("王秀英")
    around = await look_around(door.session, door.house.home, door.house.beds["301-1"], MONDAY)
    assert (around.reserve.kept, around.reserve.free, around.reserve.open_to_all) == (4, 4, 0)
    with pytest.raises(OfferRefused, match="空床 4 张，兜底预留 4 张（2025 年特困 4 人，现住 0 人）"):
        await door.offer("301-1", "王秀英")


async def test_beds_beyond_the_reserve_may_be_offered_and_no_more(door: Door) -> None:
    for number in range(3):
        await destitute(door, f"特困{number}", date(2025, 1, 1), date(2025, 6, 1))
    for name in ("王秀英", "陈桂芳"):
        await door.waits(name)
    await door.offer("301-1", "王秀英")
    with pytest.raises(OfferRefused, match="空床 3 张，兜底预留 3 张"):
        await door.offer("301-2", "陈桂芳")


async def test_the_reserve_is_kept_in_the_beds_marked_for_it_first(door: Door) -> None:
    await destitute(door, "特困甲", date(2025, 1, 1), date(2025, 6, 1))
    await door.waits("王秀英")
    await door.mark("301-1", MarkKind.RESERVE)
    with pytest.raises(OfferRefused, match="兜底保留床"):
        await door.offer("301-1", "王秀英")
    await door.mark("302-1", MarkKind.RESERVE)
    assert (await door.offer("301-1", "王秀英")).rank == 1, "two are marked, one is needed"
