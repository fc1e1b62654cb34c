"""What may be done with an offer as it stands, and when it has run out."""

from datetime import date, datetime
from typing import Protocol

from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.rules.kinds import OfferState

__all__ = ["Standing", "days_said", "is_overdue", "may_lapse", "need_state", "refuse_early"]


class Standing(Protocol):
    """An offer as far as its clock goes."""

    @property
    def state(self) -> OfferState:
        """How far it has come."""

    @property
    def due_at(self) -> datetime:
        """When its last day is over."""

    @property
    def attempts_needed(self) -> int:
        """How many attempts its policy asks for."""


def is_overdue(offer: Standing, at: datetime) -> bool:
    """Tell whether it waits for an answer beyond its last day."""
    return offer.state is OfferState.OPEN and at >= offer.due_at


def may_lapse(offer: Standing, at: datetime, attempts: int) -> bool:
    """Tell whether it has run out: past its day, and its family really looked for."""
    return is_overdue(offer, at) and attempts >= offer.attempts_needed


def refuse_early(offer: Standing, at: datetime, attempts: int) -> None:
    """Say what is missing before an offer may lapse."""
    need_state(offer, OfferState.OPEN)
    if at < offer.due_at:
        raise OfferRefused(_("答复期限还没到，不能作废。请等到期限过后再办"))
    if attempts < offer.attempts_needed:
        raise OfferRefused(
            _("只有 {n} 次联系能算数，要在不同的日子、用不同的方式联系满 {needed} 次才能作废。请继续联系并登记").format(
                n=attempts, needed=offer.attempts_needed
            )
        )


def need_state(offer: Standing, *states: OfferState) -> None:
    """Refuse an act that does not fit how far the offer has come."""
    if offer.state not in states:
        raise OfferRefused(_("这份通知现在是「{state}」，不能这样办。请看最新情况").format(state=offer.state.label))


def days_said(today: date, due_on: date) -> str:
    """Say how long there is to answer, as briefly as a tile needs it."""
    left = (due_on - today).days
    if left < 0:
        return _("▲ 逾期 {n} 天").format(n=-left)
    return _("今天到期") if left == 0 else _("余 {n} 天").format(n=left)
