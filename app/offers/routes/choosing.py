"""From a free bed to an offer: who is next, why the others are not, and what must be settled first."""

from typing import Any

from fastapi import Request, Response

from app.beds.routes.asking import Asked, first_time, refused, status_of, the_home
from app.core.errors import DomainError
from app.core.i18n import _
from app.offers.forms.offers import ExplainForm, OfferForm, SkipForm
from app.offers.routes.viewing import choosing_facts
from app.offers.rules.drafts import OfferDraft
from app.offers.service.explaining import explain_bed
from app.offers.service.offering import make_offer
from app.offers.service.skipping import SkipDraft, ask_skip
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/beds/{bed_id}")


@router.get("/candidates", name="offers.candidates.index", access="offers.see")
async def list_candidates(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Who may be offered the bed, in the order of the list; the first of them is chosen."""
    asked = await the_home(request, session, actor, institution_id, "offers.see")
    return await _choose(asked, bed_id, Bound(None), id_in(request.query_params.get("entry")))


@router.post("/offers", name="offers.offers.create", access="offers.make")
async def create_offer(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Send the offer: the bed is held from now on."""
    asked = await the_home(request, session, actor, institution_id, "offers.make")
    bound = bind(OfferForm, await request.form())
    form = bound.values
    if form is None:
        return await _choose(asked, bed_id, bound, id_in(bound.raw.get("entry_id")))
    try:
        if not await first_time(asked, "offers.made", form, bed=bed_id):
            return see_other(request, asked.path("offers.offers.index"))
        made = await make_offer(session, actor, asked.home, _draft(bed_id, form))
    except DomainError as refusal:
        return await _choose(asked, bed_id, refused(bound, refusal), form.entry_id, refusal)
    path = asked.path("offers.offers.show", offer_id=made.id)
    return see_other(request, path, message=_("通知已发出，床位已预留"))


def _draft(bed_id: int, form: OfferForm) -> OfferDraft:
    return OfferDraft(
        bed_id=bed_id, entry_id=form.entry_id, pair_bed_id=form.pair_bed_id, reverified=form.reverified,
        internal_reason=form.internal_reason,
    )  # fmt: skip


@router.post("/skips", name="offers.skips.create", access="offers.make")
async def create_skip(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Ask that somebody ahead may be passed over."""
    asked = await the_home(request, session, actor, institution_id, "offers.make")
    bound = bind(SkipForm, await request.form())
    form = bound.values
    if form is None:
        return await _choose(asked, bed_id, bound, None)
    try:
        if await first_time(asked, "offers.skip_asked", form, bed=bed_id):
            draft = SkipDraft(bed_id=bed_id, entry_id=form.entry_id, reason=form.reason, note=form.note)
            await ask_skip(session, actor, asked.home, draft)
    except DomainError as refusal:
        return await _choose(asked, bed_id, refused(bound, refusal), None, refusal)
    return _back(asked, bed_id, _("已提请院外核对，同意后可以发给下一位"))


@router.post("/explanations", name="offers.explanations.create", access="offers.make")
async def create_explanation(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Say why the bed is not offered."""
    asked = await the_home(request, session, actor, institution_id, "offers.make")
    bound = bind(ExplainForm, await request.form())
    form = bound.values
    if form is None:
        return await _choose(asked, bed_id, bound, None)
    try:
        if await first_time(asked, "offers.bed_explained", form, bed=bed_id):
            await explain_bed(session, actor, asked.home, bed_id, reason=form.reason, note=form.note)
    except DomainError as refusal:
        return await _choose(asked, bed_id, refused(bound, refusal), None, refusal)
    return _back(asked, bed_id, _("已说明，县局能看到"))


def _back(asked: Asked, bed_id: int, message: str) -> Response:
    return see_other(asked.request, asked.path("offers.candidates.index", bed_id=bed_id), message=message)


async def _choose(
    asked: Asked, bed_id: int, bound: Bound[Any], entry_id: int | None, refusal: DomainError | None = None
) -> Response:
    facts = await choosing_facts(asked, bed_id, entry_id)
    return await render(
        asked.request, "offers/candidates/index.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, **facts,
    )  # fmt: skip
