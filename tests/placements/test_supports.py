"""The register of those supported at home: dated, once at a time, not beside a stay; wishes follow each other."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Refused
from app.placements import service
from app.placements.errors import SupportRefused
from app.placements.queries import support_lines, unplaced, wishes_of
from app.placements.rules.drafts import SupportDraft, WishDraft
from app.placements.rules.kinds import SupportLevel, Wish, WishBy
from tests.placements.house import DAY, TODAY, TOWN, County
from tests.stays.residence import housed


def a_draft(county: County, **changes: object) -> SupportDraft:
    said = {"elder_id": county.elder.id, "township": TOWN, "from_on": DAY, "carer": "王建国", "carer_phone": "13900000000",
            "level": SupportLevel.FULL}  # fmt: skip
    return SupportDraft(**(said | changes))  # type: ignore[arg-type]


def a_wish(county: County, wish: Wish, day: date) -> WishDraft:
    return WishDraft(elder_id=county.elder.id, wish=wish, said_by=WishBy.SELF, asked_on=day, asked_by="李主任")


async def test_the_register_with_the_newest_wish(session: AsyncSession, county: County) -> None:
    one = await service.support_at_home(*county.args, a_draft(county))
    assert one.carer is not None
    assert "王建国".encode() not in one.carer
    await service.record_wish(*county.args, a_wish(county, Wish.DISPERSED, DAY))
    await service.record_wish(*county.args, a_wish(county, Wish.HOME, TODAY))
    scope = county.house.home.scope
    [line] = await support_lines(session, scope)
    assert (line.wish, line.asked_on) == (Wish.HOME, TODAY)
    [earlier] = await support_lines(session, scope, on=DAY)
    assert earlier.wish is Wish.DISPERSED
    assert await unplaced(session, scope, TODAY) == []
    assert len(await wishes_of(session, scope, county.keys["county"], county.elder.id)) == 2


async def test_once_at_a_time(session: AsyncSession, county: County) -> None:
    one = await service.support_at_home(*county.args, a_draft(county))
    with pytest.raises(Refused) as refusal:
        await service.support_at_home(*county.args, a_draft(county, from_on=TODAY))
    assert refusal.value.constraint == "ex_dispersed_supports_once"
    await service.end_support(*county.args, one.id, on=TODAY, reason="进机构")
    assert await support_lines(session, county.house.home.scope) == []
    await service.support_at_home(*county.args, a_draft(county, from_on=TODAY))


async def test_not_beside_a_stay(session: AsyncSession, county: County) -> None:
    stay = await housed(session, county.house, "302-1")
    with pytest.raises(SupportRefused, match="在机构入住"):
        await service.support_at_home(*county.args, a_draft(county, elder_id=stay.elder_id))


async def test_what_was_wrong_is_voided_with_its_reason(session: AsyncSession, county: County) -> None:
    one = await service.support_at_home(*county.args, a_draft(county))
    await service.void_support(*county.args, one.id, reason="登错人")
    wish = await service.record_wish(*county.args, a_wish(county, Wish.HOME, DAY))
    await service.void_wish(*county.args, wish.id, reason="记错")
    assert await support_lines(session, county.house.home.scope) == []
    assert await wishes_of(session, county.house.home.scope, county.keys["county"], county.elder.id) == []
