"""Every look at placements; the scope is the first argument after the session."""

from app.placements.models import DispersedSupport, PlacementOrder, SupportWish
from app.placements.queries.orders import (
    get_order,
    live_order_of,
    next_number,
    order_lines,
    orders_of_home,
)
from app.placements.queries.supports import (
    SupportLine,
    WishLine,
    get_support,
    get_wish,
    support_lines,
    unplaced,
    wishes_of,
)
from app.stays.queries.merging import moves_with_file

__all__ = [
    "SupportLine", "WishLine", "get_order", "get_support", "get_wish", "live_order_of", "next_number", "order_lines",
    "orders_of_home", "support_lines", "unplaced", "wishes_of",
]  # fmt: skip

moves_with_file(PlacementOrder, DispersedSupport, SupportWish)
