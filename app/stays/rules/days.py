"""Days of stays: what is still to come cannot be recorded, and what is recorded late says why."""

from datetime import date

from app.beds.rules.spans import FOREVER, say_day, say_span
from app.core.i18n import _
from app.stays.errors import StayRefused
from app.stays.rules.kinds import LateReason

__all__ = ["FOREVER", "need_reason", "reason_if_late", "refuse_future", "refuse_outside", "say_day", "say_span"]


def refuse_future(on: date, today: date, *, field: str = "on") -> None:
    """Refuse a day that has not come: what is recorded is what happened."""
    if on > today:
        raise StayRefused(
            _("{day}还没到，不能先办。请在当天办理，或把日期改为今天").format(day=say_day(on)), field=field
        )


def reason_if_late(on: date, today: date, reason: LateReason | None) -> LateReason | None:
    """Keep the reason only where the day lies before today; without one the database refuses a late entry."""
    return reason if on < today else None


def need_reason(on: date, today: date, reason: LateReason | None) -> LateReason | None:
    """Demand the reason of a late entry where no column of the row itself demands it."""
    if on < today and reason is None:
        raise StayRefused(_("日期早于今天的是补录，请选补录原因"), field="late_reason")
    return reason_if_late(on, today, reason)


def refuse_outside(on: date, from_on: date, to_on: date, *, field: str = "on") -> None:
    """Refuse a day that does not lie in the stay."""
    if on < from_on:
        raise StayRefused(
            _("{day}还没有入住（{first}入住），请核对日期").format(day=say_day(on), first=say_day(from_on)), field=field
        )
    if on >= to_on:
        raise StayRefused(
            _("{last}已退住，{day}不在入住期间，请核对日期").format(day=say_day(on), last=say_day(to_on)), field=field
        )
