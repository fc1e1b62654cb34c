"""An order from the township to the home: each step in its turn, the bed held for it, and who may take which step."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules import Role
from app.accounts.rules.roles import permissions_of
from app.beds.errors import BedTaken
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.actor import Actor, Grant
from app.core.errors import NotAllowed, Refused
from app.placements import service
from app.placements.errors import OrderRefused
from app.placements.models import PlacementOrder
from app.placements.queries import order_lines, unplaced
from app.placements.rules.drafts import AgreementDraft
from app.placements.rules.kinds import OrderState, Signer
from app.residents.models import ElderCategory, ElderHome
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.placements.house import DAY, TODAY, TOWN, County
from tests.stays.residence import housed


async def holds(session: AsyncSession) -> list[tuple[int, date]]:
    """The held beds that have not been let go: bed and end."""
    claim = BedClaim
    rows = select(claim.bed_id, claim.to_on).where(
        claim.kind == ClaimKind.HOLD, claim.voided_at.is_(None), claim.to_on == date.max
    )
    return [tuple(row) for row in await session.execute(rows)]


async def test_the_whole_path_to_the_home(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    assert order.number == "510302-2026-T0001"
    assert order.state is OrderState.DRAFTED
    await county.decide(order.id)
    assert (order.state, order.decided_name) == (OrderState.DECIDED, county.house.actor.name)
    await service.receive_order(*county.args, order.id, bed_id=county.house.beds["301-1"])
    assert order.state is OrderState.RECEIVED
    assert await holds(session) == [(county.house.beds["301-1"], date.max)]
    agreed = AgreementDraft(agreement_on=TODAY, agreement_by=Signer.SELF, signer="王秀英", home_signer="王院长")
    await service.sign_agreement(*county.args, order.id, agreed)
    assert b"\xe7\x8e\x8b" not in (order.agreement_signer or b"")
    assert order.agreement_on == TODAY


async def test_a_decision_opens_the_file_to_the_home(session: AsyncSession, county: County) -> None:
    other = await a_house(session, rooms="201", beds="1")
    mine = select(ElderHome.institution_id).where(ElderHome.elder_id == county.elder.id)
    order = await service.draft_order(session, county.house.actor, other.home, _draft(county))
    assert set(await session.scalars(mine)) == {county.house.home.institution_id}
    await service.decide_order(session, county.house.actor, other.home, order.id, _decision())
    assert set(await session.scalars(mine)) == {county.house.home.institution_id, other.home.institution_id}


def _draft(county: County) -> Any:
    from app.placements.rules.drafts import OrderDraft

    return OrderDraft(elder_id=county.elder.id, township=TOWN, applied_on=DAY, township_signed_on=DAY,
                      township_signed_by="李主任")  # fmt: skip


def _decision() -> Any:
    from app.placements.rules.drafts import DecisionDraft

    return DecisionDraft(decided_on=TODAY, decision_no="8号")


async def test_only_who_is_in_the_category_is_placed(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    category = (await session.scalars(select(ElderCategory).where(ElderCategory.elder_id == county.elder.id))).one()
    category.to_on = date(2026, 3, 1)
    await session.flush()
    with pytest.raises(OrderRefused, match="没有「特困」类别"):
        await county.decide(order.id)


async def test_nobody_is_decided_without_the_township(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    with pytest.raises(Refused) as refusal:
        await county.decide(order.id, township_signed_on=None, township_signed_by="")
    assert refusal.value.constraint == "ck_placement_orders_decided"


async def test_a_resident_needs_no_placement(session: AsyncSession, county: County) -> None:
    stay = await housed(session, county.house, "302-1")
    with pytest.raises(OrderRefused, match="已在机构入住"):
        await county.drafted(elder_id=stay.elder_id)


async def test_steps_are_taken_in_their_turn(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    with pytest.raises(OrderRefused):
        await service.receive_order(*county.args, order.id)
    await county.decide(order.id)
    for act in (lambda: county.decide(order.id), lambda: service.sign_agreement(*county.args, order.id, AgreementDraft(
        agreement_on=TODAY, agreement_by=Signer.SELF, signer="王秀英", home_signer="王院长"
    ))):  # fmt: skip
        with pytest.raises(OrderRefused):
            await act()


async def test_the_held_bed_is_nobody_elses_and_goes_free_with_the_order(session: AsyncSession, county: County) -> None:
    order = await county.received("301-1")
    with pytest.raises(BedTaken):
        await housed(session, county.house, "301-1", from_on=TODAY)
    await service.hold_for_order(*county.args, order.id, bed_id=county.house.beds["302-1"])
    assert await holds(session) == [(county.house.beds["302-1"], date.max)]
    await service.cancel_order(*county.args, order.id, reason="家属接回")
    assert await holds(session) == []
    assert order.state is OrderState.CANCELLED
    await housed(session, county.house, "302-1", from_on=TODAY)


async def test_a_home_may_say_no(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    await county.decide(order.id)
    await service.decline_order(*county.args, order.id, reason="护理床已满")
    assert order.cancel_reason == "机构答复不能接收：护理床已满"
    assert (await county.drafted()).state is OrderState.DRAFTED


async def test_a_guardian_signs_on_a_paper(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    await county.decide(order.id)
    await service.receive_order(*county.args, order.id)
    draft = AgreementDraft(agreement_on=TODAY, agreement_by=Signer.GUARDIAN, signer="王建国", home_signer="王院长")
    order_id = order.id
    with pytest.raises(Refused) as refusal:
        await service.sign_agreement(*county.args, order_id, draft)
    assert refusal.value.constraint == "ck_placement_orders_guardian"
    signed = await service.sign_agreement(*county.args, order_id, draft, guardian=_paper())
    assert signed.guardian_id is not None


class _Scan(BytesIO):
    filename = "证明.pdf"

    async def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        return super().read(size)


def _paper() -> Any:
    return _Scan(b"%PDF-1.4 paper")


def as_role(role: Role, house: Any) -> Actor:
    """Somebody of a role in the county or in the home."""
    where = None if role is Role.CASE_OFFICER else house.home.institution_id
    grant = Grant(role.value, permissions_of(role), house.home.county, where)
    return Actor(user_id=None, sign_in_id=0, name="某人", grants=(grant,))


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.NURSE, Role.CAREGIVER])
async def test_the_county_decides_and_nobody_else(session: AsyncSession, county: County, role: Role) -> None:
    order = await county.drafted()
    with pytest.raises(NotAllowed):
        await service.decide_order(session, as_role(role, county.house), county.house.home, order.id, _decision())


async def test_the_home_receives_and_not_the_county(session: AsyncSession, county: County) -> None:
    order = await county.drafted()
    await county.decide(order.id)
    with pytest.raises(NotAllowed):
        await service.receive_order(session, as_role(Role.CASE_OFFICER, county.house), county.house.home, order.id)
    with pytest.raises(NotAllowed):
        await service.receive_order(session, as_role(Role.NURSE, county.house), county.house.home, order.id)


async def test_who_stands_nowhere_is_found(session: AsyncSession, county: County) -> None:
    scope = county.house.home.scope
    assert [row.id for row in await unplaced(session, scope, TODAY)] == [county.elder.id]
    order = await county.drafted()
    assert await unplaced(session, scope, TODAY) == []
    [line] = await order_lines(session, scope)
    assert (line.id, line.name, line.waits) == (order.id, "王秀英", 10)
    assert line.is_late


async def test_numbers_of_a_year_follow_each_other(session: AsyncSession, county: County) -> None:
    from tests.placements.house import poor

    elder = await an_elder(session, county.house.home, name="刘德明", sex=Sex.MALE)
    await poor(session, elder)
    first, second = await county.drafted(), await county.drafted(elder_id=elder.id)
    assert [first.number[-4:], second.number[-4:]] == ["0001", "0002"]
    assert await session.scalar(select(PlacementOrder.id).where(PlacementOrder.number == second.number)) == second.id
