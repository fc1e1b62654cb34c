"""Tables of placement orders and of those supported at home."""

from app.placements.models.orders import PlacementNumber, PlacementOrder
from app.placements.models.supports import DispersedSupport, SupportWish

__all__ = ["DispersedSupport", "PlacementNumber", "PlacementOrder", "SupportWish"]
