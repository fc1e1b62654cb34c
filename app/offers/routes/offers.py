"""One offer from its sending to its end: reaching the family, the answer, more time, taking it back, running out."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response

from app.beds.routes.asking import Asked, first_time, refused, status_of, the_home
from app.core.errors import DomainError
from app.core.i18n import _
from app.offers.forms.desk import TapForm
from app.offers.forms.offers import AnswerForm, AttemptForm, ExtendForm, WithdrawForm
from app.offers.routes.showing import show_facts
from app.offers.routes.viewing import index_facts
from app.offers.service.answering import AnswerDraft, answer, withdraw_offer
from app.offers.service.attempting import AttemptDraft, extend_offer, record_attempt
from app.offers.service.lapsing import lapse
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, Form, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/offers")
MAKE = "offers.make"


@router.get("", name="offers.offers.index", access="offers.see")
async def list_offers(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Offers that wait for an answer, beds that wait for an offer, and what is over."""
    asked = await the_home(request, session, actor, institution_id, "offers.see")
    return await render(request, "offers/offers/index.html", **await index_facts(asked))


@router.get("/{offer_id}", name="offers.offers.show", access="offers.see")
async def show_offer(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """One offer: the clock, the attempts, what may be done, and what made it right."""
    asked = await the_home(request, session, actor, institution_id, "offers.see")
    return await _show(asked, offer_id, Bound(None))


@router.post("/{offer_id}/attempts", name="offers.attempts.create", access=MAKE)
async def create_attempt(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Keep one attempt to reach the family."""
    asked = await the_home(request, session, actor, institution_id, MAKE)

    async def act(form: AttemptForm) -> str:
        draft = AttemptDraft(channel=form.channel, result=form.result, whom=form.whom, note=form.note)
        await record_attempt(session, actor, asked.home, offer_id, draft)
        return _("已登记这次联系")

    return await _do(asked, offer_id, AttemptForm, "offers.tried", act)


@router.post("/{offer_id}/answer", name="offers.answers.create", access=MAKE)
async def create_answer(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Write the family's answer down."""
    asked = await the_home(request, session, actor, institution_id, MAKE)

    async def act(form: AnswerForm) -> str:
        draft = AnswerDraft(accept=form.accept, reason=form.reason, note=form.note)
        await answer(session, actor, asked.home, offer_id, draft, version=form.version)
        return _("已登记接受，可以办入住了") if form.accept else _("已登记不接受，床位可以发给下一位")

    return await _do(asked, offer_id, AnswerForm, "offers.answered", act)


@router.post("/{offer_id}/extension", name="offers.extensions.create", access=MAKE)
async def create_extension(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Wait longer for the answer, once."""
    asked = await the_home(request, session, actor, institution_id, MAKE)

    async def act(form: ExtendForm) -> str:
        await extend_offer(
            session, actor, asked.home, offer_id, days=form.days, reason=form.reason, version=form.version
        )  # fmt: skip
        return _("答复期限已延长")

    return await _do(asked, offer_id, ExtendForm, "offers.extended", act)


@router.post("/{offer_id}/withdrawal", name="offers.withdrawals.create", access=MAKE)
async def create_withdrawal(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take the offer back."""
    asked = await the_home(request, session, actor, institution_id, MAKE)

    async def act(form: WithdrawForm) -> str:
        await withdraw_offer(session, actor, asked.home, offer_id, reason=form.reason, version=form.version)
        return _("通知已收回，申请人回到原来的位次")

    return await _do(asked, offer_id, WithdrawForm, "offers.withdrawn", act)


@router.post("/{offer_id}/lapse", name="offers.lapses.create", access=MAKE)
async def create_lapse(
    request: Request, institution_id: RowId, offer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let the offer run out."""
    asked = await the_home(request, session, actor, institution_id, MAKE)

    async def act(form: TapForm) -> str:
        await lapse(session, actor, asked.home, offer_id)
        return _("通知已作废，床位可以发给下一位")

    return await _do(asked, offer_id, TapForm, "offers.lapsed", act)


async def _do(
    asked: Asked, offer_id: int, kind: type[Form], action: str, act: Callable[[Any], Awaitable[str]]
) -> Response:
    """Read the form, claim its tap, do the act, and go back to the offer; a refusal is drawn beside the form."""
    bound = bind(kind, await asked.request.form())
    form = bound.values
    if form is None:
        return await _show(asked, offer_id, bound)
    message = ""
    try:
        if await first_time(asked, action, form, offer=offer_id):
            message = await act(form)
    except DomainError as refusal:
        return await _show(asked, offer_id, refused(bound, refusal), refusal)
    return see_other(asked.request, asked.path("offers.offers.show", offer_id=offer_id), message=message)


async def _show(asked: Asked, offer_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    facts = await show_facts(asked, offer_id)
    return await render(
        asked.request, "offers/offers/show.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, **facts,
    )  # fmt: skip
