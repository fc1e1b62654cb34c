"""How far an order has come, as the steps of a page; and what waits, in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.i18n import _
from app.placements.rules.kinds import LIVE, OrderState

__all__ = ["LATE_AFTER", "OrderLine", "Step", "say_waiting", "steps_of"]

LATE_AFTER = 5
"""Days after which an order that nobody has moved is shown as late (来源待核: the county's own rule)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, by whom and when, once it is taken."""

    label: str
    done: bool
    on: date | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order in a list."""

    id: int
    institution_id: int
    home: str
    elder_id: int
    name: str
    number: str
    state: OrderState
    township: str
    applied_on: date
    since: date
    bed: str
    today: date

    @property
    def waits(self) -> int:
        """Days since the last step was taken."""
        return max((self.today - self.since).days, 0)

    @property
    def is_late(self) -> bool:
        """Whether nobody has moved it for long."""
        return self.state in LIVE and self.waits > LATE_AFTER


def steps_of(order: Any) -> list[Step]:
    """The steps of an order in the order they are taken; `order` is the row."""
    agreed = order.agreement_on is not None
    received = order.received_at.date() if order.received_at else None
    return [
        Step(_("乡镇受理申请"), done=True, on=order.applied_on),
        Step(_("乡镇审核"), order.township_signed_on is not None, order.township_signed_on, order.township_signed_by),
        Step(_("县级决定"), order.decided_on is not None, order.decided_on, order.decided_name, order.decision_no),
        Step(_("机构接收"), order.received_at is not None, received, order.received_name),
        Step(_("三方协议"), agreed, order.agreement_on, order.agreement_by.label if agreed else ""),
        Step(_("办理入住"), order.state is OrderState.ADMITTED),
    ]


def say_waiting(lines: Sequence[OrderLine], unplaced: int) -> str:
    """Say in one sentence how many orders wait for whom, and how many 特困 people stand nowhere."""
    counts = {state: sum(line.state is state for line in lines) for state in LIVE}
    said = [f"{state.label} {count} {_('份')}" for state, count in counts.items() if count]
    first = _("，").join(said) + _("。") if said else _("没有在办的安置通知。")
    late = sum(line.is_late for line in lines)
    if late:
        first += _("{count} 份超过 {days} 天没有进展。").format(count=late, days=LATE_AFTER)
    if unplaced:
        first += _("另有 {count} 位特困人员既没有在住，也没有登记分散供养。").format(count=unplaced)
    return first
