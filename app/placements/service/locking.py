"""The locks of an act on an order, in the order of the house: the home, then the person, then the order."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.placements.errors import OrderRefused
from app.placements.models import PlacementOrder
from app.placements.queries.orders import get_order
from app.placements.rules.kinds import OrderState
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.stays.service.besides import beside

__all__ = ["REFUSALS", "county_of", "lock_order", "refuse_unless"]

REFUSALS = {
    name: beside(name, field)
    for name, field in (
        ("ck_placement_orders_days", "township_signed_on"),
        ("ck_placement_orders_decided", "township_signed_on"),
        ("ck_placement_orders_township", "township"),
        ("ck_placement_orders_guardian", "guardian"),
        ("uq_placement_orders_live", "elder_id"),
    )
}
"""Constraints whose sentence stands beside a field of the form."""


def county_of(home: Home) -> Scope:
    """The whole county of a home: row security says how much of it the caller sees."""
    return Scope(regions=frozenset({home.county}))


async def lock_order(session: AsyncSession, home: Home, order_id: int) -> tuple[PlacementOrder, Elder]:
    """Take the home's lock, the person's and the order's, and give both as they stand under them."""
    await lock_home(session, home.scope, home.institution_id)
    order = await get_order(session, home.scope, order_id, institution_id=home.institution_id)
    elder = (await lock_elders(session, county_of(home), home.county, [order.elder_id]))[order.elder_id]
    return await get_order(session, home.scope, order_id, institution_id=home.institution_id, lock=True), elder


def refuse_unless(order: PlacementOrder, states: tuple[OrderState, ...], sentence: str) -> None:
    """Refuse an act that does not fit how far the order has come."""
    if order.state not in states:
        raise OrderRefused(sentence)
