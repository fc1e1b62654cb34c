"""Every change of placement orders and of the register of those supported at home."""

from app.placements.rules.actions import ACTIONS as ACTIONS
from app.placements.service.holding import end_hold, hold_bed
from app.placements.service.orders import cancel_order, change_order, decide_order, draft_order
from app.placements.service.receiving import (
    decline_order,
    hold_for_order,
    order_admitted,
    receive_order,
    release_order_bed,
    sign_agreement,
)
from app.placements.service.supports import end_support, record_wish, support_at_home, void_support, void_wish

__all__ = [
    "cancel_order",
    "change_order",
    "decide_order",
    "decline_order",
    "draft_order",
    "end_hold",
    "end_support",
    "hold_bed",
    "hold_for_order",
    "order_admitted",
    "receive_order",
    "record_wish",
    "release_order_bed",
    "sign_agreement",
    "support_at_home",
    "void_support",
    "void_wish",
]
