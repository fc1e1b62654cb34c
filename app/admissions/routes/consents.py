"""The ledger of one person's consents, for as long as the home keeps it: every answer, and taking one back."""

from typing import Any

from fastapi import Request, Response

from app.admissions import service
from app.admissions.errors import ConsentNotFound
from app.admissions.forms.cases import ReasonForm
from app.admissions.queries import consents_of, get_consent, open_admission_of
from app.admissions.routes.asking import RUN, SEE, Asked, first_time, may, refused, status_of, the_home
from app.audit import service as audit
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.queries import get_elder
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/elders/{elder_id}/consents")


@router.get("", name="admissions.consents.index", access=SEE)
async def list_consents(
    request: Request, institution_id: RowId, elder_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Every answer there ever was, those that stand first."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    return await _draw(asked, elder_id, Bound(None))


@router.post("/{consent_id}/withdrawal", name="admissions.withdrawals.create", access=RUN)
async def create_withdrawal(
    request: Request, institution_id: RowId, elder_id: RowId, consent_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take one answer back."""
    asked = await the_home(request, session, actor, institution_id, RUN)
    bound = bind(ReasonForm, await request.form())
    form = bound.values
    if form is None:
        return await _draw(asked, elder_id, bound, row=consent_id)
    try:
        if await first_time(asked, "admissions.consent_withdrawn", form, consent=consent_id):
            await _refuse_others(asked, elder_id, consent_id)
            await service.withdraw_consent(session, actor, asked.home, consent_id, reason=form.reason)
    except DomainError as refusal:
        return await _draw(asked, elder_id, refused(bound, refusal), refusal, row=consent_id)
    path = asked.path("admissions.consents.index", elder_id=elder_id)
    return see_other(request, path, message=_("已撤回，从现在起不再这样使用"))


async def _refuse_others(asked: Asked, elder_id: int, consent_id: int) -> None:
    """An answer of somebody else is not taken back through this person's ledger."""
    one = await get_consent(asked.session, asked.home.scope, asked.home.institution_id, consent_id)
    if one.elder_id != elder_id:
        raise ConsentNotFound


async def _draw(
    asked: Asked, elder_id: int, bound: Bound[Any], refusal: DomainError | None = None, *, row: int = 0
) -> Response:
    home, session = asked.home, asked.session
    elder = await get_elder(session, home.scope, home, elder_id)
    await audit.record_view(
        asked.actor, county=home.county, institution_id=home.institution_id, kind="elders", subjects=[elder_id],
        fields=["consents"], purpose=_("知情同意"),
    )  # fmt: skip
    admission = await open_admission_of(session, home.scope, home.institution_id, elder_id)
    ledger = await consents_of(session, home.scope, home.institution_id, elder_id)
    return await render(
        asked.request, "admissions/consents/index.html", status=status_of(bound, refusal),
        institution=asked.institution, elder=elder, admission=admission, row=row, errors=bound.errors, raw=bound.raw,
        ledger=sorted(ledger, key=lambda line: line.row.withdrawn_at is not None), may_run=may(asked, RUN),
    )  # fmt: skip
