"""Writing orders for those the state supports, and the register of those supported at home."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.applying import at
from app.demo.rules.door import Door, OrderStory, SupportStory
from app.demo.rules.instants import entered_at
from app.demo.rules.names import person_name
from app.demo.rules.story import days
from app.demo.rules.town import Town
from app.demo.service.offers import hold
from app.placements.models import DispersedSupport, PlacementNumber, PlacementOrder, SupportWish
from app.placements.rules.kinds import OrderState, Signer, WishBy

__all__ = ["number_orders", "write_orders", "write_supports"]

Row = dict[str, Any]
_DECIDED = (OrderState.DECIDED, OrderState.RECEIVED, OrderState.ADMITTED)
_RECEIVED = (OrderState.RECEIVED, OrderState.ADMITTED)


def number_orders(town: Town, door: Door) -> list[Row]:
    """Number the orders of a county by the day they were applied for; the stays they led to name them."""
    last: dict[int, int] = {}
    for order in sorted(door.orders, key=lambda one: one.applied_on):
        year = order.applied_on.year
        last[year] = last.get(year, 0) + 1
        order.number = f"{town.county}-{year}-T{last[year]:04d}"
        if order.stay is not None:
            order.stay.ground_note = order.number
    return [{"county": town.county, "year": year, "last_no": number} for year, number in last.items()]


async def write_orders(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> None:
    """Write every order with the bed it waits for."""
    await queries.insert_rows(session, PlacementNumber, number_orders(town, door))
    waiting = [one for one in door.orders if one.bed is not None]
    holds = [hold(one.home, one.bed, one.person, town.today - days(2), one.bed.to_on) for one in waiting if one.bed]
    if holds:
        for one, new in zip(waiting, await queries.insert_with_ids(session, BedClaim, holds), strict=True):
            one.claim_id = new
    keys = await sealer(session, town.county)
    orders = sorted(door.orders, key=lambda one: one.number)
    rows = [_order(keys, town, one, officer) for one in orders]
    if rows:
        for one, new in zip(orders, await queries.insert_with_ids(session, PlacementOrder, rows), strict=True):
            one.id = new


def _order(keys: Any, town: Town, one: OrderStory, officer: tuple[int, str]) -> Row:
    seal, decided, received = uuid7(), one.state in _DECIDED, one.state in _RECEIVED
    signed, when = one.applied_on + days(2), one.applied_on + days(4)
    came = one.stay.from_on if one.stay else when
    township = one.person.hukou_region or one.home.plan.town
    return {
        "county": town.county, "institution_id": one.home.id, "elder_id": one.person.id, "seal": seal,
        "number": one.number, "state": one.state, "township": int(str(township)[:9]), "applied_on": one.applied_on,
        "township_signed_on": signed, "township_signed_by": f"{town.places.say(one.home.plan.town)[-4:]}民政办",
        "drafted_at": entered_at(signed), "drafted_by": officer[0], "decided_on": when if decided else None,
        "decided_at": entered_at(when) if decided else None, "decided_by": officer[0] if decided else None,
        "decided_name": officer[1] if decided else "",
        "decision_no": f"民供〔{when.year}〕{int(one.number[-4:])} 号" if decided else "",
        "agreement_on": came if one.state is OrderState.ADMITTED else None,
        "agreement_by": Signer.SELF if one.state is OrderState.ADMITTED else None,
        "agreement_signer": keys.seal("placement_orders", "agreement_signer", seal, one.person.name)
        if one.state is OrderState.ADMITTED else None,
        "agreement_home_signer": one.home.director if one.state is OrderState.ADMITTED else "",
        "received_at": entered_at(when + days(1)) if received else None,
        "received_by": one.home.director_id if received else None,
        "received_name": one.home.director if received else "",
        "bed_id": one.bed.id if one.claim_id and one.bed else None, "claim_id": one.claim_id,
        "stay_id": one.stay.id if one.stay else None,
        "cancelled_at": at(when, 16) if one.state is OrderState.CANCELLED else None,
        "cancelled_by": officer[0] if one.state is OrderState.CANCELLED else None,
        "cancel_reason": "本人改为在家分散供养" if one.state is OrderState.CANCELLED else "",
    }  # fmt: skip


async def write_supports(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> None:
    """Write who is supported at home, and what they wanted."""
    keys = await sealer(session, town.county)
    await queries.insert_rows(session, DispersedSupport, [_support(keys, town, one, officer) for one in door.supports])
    wishes = [
        {"county": town.county, "institution_id": one.home.id, "elder_id": one.person.id, "wish": wish,
         "said_by": WishBy.SELF, "asked_on": on, "asked_by": officer[1], "recorded_by": officer[0]}
        for one in door.supports for on, wish in one.wishes
    ]  # fmt: skip
    await queries.insert_rows(session, SupportWish, wishes)


def _support(keys: Any, town: Town, one: SupportStory, officer: tuple[int, str]) -> Row:
    seal, draw = uuid7(), town.chance.child("carer", one.person.name)
    carer = person_name(draw, one.person.sex, draw.between(1962, 1985))
    return {
        "county": town.county, "institution_id": one.home.id, "elder_id": one.person.id, "seal": seal,
        "township": int(str(one.person.hukou_region or one.home.plan.town)[:9]), "level": one.level,
        "document_no": f"民散〔{one.from_on.year}〕{draw.between(10, 300)} 号", "from_on": one.from_on,
        "carer": keys.seal("dispersed_supports", "carer", seal, carer),
        "carer_phone": keys.seal("dispersed_supports", "carer_phone", seal, "13900000000"), "recorded_by": officer[0],
    }  # fmt: skip
