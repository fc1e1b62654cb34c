"""Two people who change beds with each other 对调, in one act."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.moves import ExchangeForm
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import beds_of_day, residents_of
from app.stays.routes.asking import Asked, first_time, status_of, the_home
from app.stays.routes.bed_answering import OtherId, answer_bed, beside, late_reasons
from app.stays.routes.undoing import late_correction, undo_asked
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/exchanges")
MAY = "stays.move"


@router.get("/new", name="stays.exchanges.new", access=MAY)
async def new_exchange(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor, other: str = ""
) -> Response:
    """With whom; a drop on somebody's bed brings the other one along."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None, raw={"other_stay_id": other} if other.isdecimal() else {}))


@router.post("", name="stays.exchanges.create", access=MAY)
async def create_exchange(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let both change beds, or neither."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bound = bind(ExchangeForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    other = form.other_stay_id
    try:
        if await first_time(asked, "stays.beds_exchanged", form, stay=stay_id):
            await service.exchange_beds(
                session, actor, asked.home, stay_id, other, on=form.on, late_reason=form.late_reason
            )
        return await _exchanged(asked, stay_id, form)
    except DomainError as refusal:
        said = beside(bound, refusal, bed_id="other_stay_id", elder_id="other_stay_id")
        return await _form(asked, stay_id, said, refusal)


async def _exchanged(asked: Asked, stay_id: int, form: ExchangeForm) -> Response:
    """Say who lies where now, with the way back."""
    scope, home = asked.home.scope, asked.home.institution_id
    one = await person_of_stay(asked.session, scope, home, stay_id)
    other = await person_of_stay(asked.session, scope, home, form.other_stay_id)
    beds = await beds_of_day(asked.session, scope, home, form.on)
    undo = asked.path("stays.exchange_undoings.create", stay_id=stay_id)
    undo += f"?other={other.stay_id}&at={beds[stay_id]}&there={beds[other.stay_id]}&on={form.on}"
    words = {"one": one.name, "other": other.name, "bed": one.bed, "there": other.bed}
    message = _("已对调：{one}住 {bed} 床，{other}住 {there} 床").format(**words)
    return await answer_bed(asked, one.bed_id or 0, message, undo=undo)


@router.post("/undoing", name="stays.exchange_undoings.create", access=MAY)
async def create_exchange_undoing(
    request: Request,
    institution_id: RowId,
    stay_id: RowId,
    session: Session,
    actor: CurrentActor,
    other: OtherId,
    at: OtherId,
    there: OtherId,
    on: date,
) -> Response:
    """Change them back on the day of the exchange, from the beds it led to."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    stale = _("没有撤销，两位老人还在对调后的床：这条提示放得太久了。请打开床位图，再对调一次")
    form = await undo_asked(request, stale)
    if await first_time(asked, "stays.beds_exchanged", form, stay=stay_id, other=other):
        late, beds, args = await late_correction(session, on), (at, there), (session, actor, asked.home)
        await service.exchange_beds(*args, stay_id, other, on=on, late_reason=late, still_in=beds)
    person = await person_of_stay(session, asked.home.scope, institution_id, stay_id)
    return await answer_bed(asked, person.bed_id or 0, _("已撤销对调，各回原来的床"))


async def _form(asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    person = await person_of_stay(asked.session, scope, home, stay_id)
    people = await residents_of(asked.session, scope, home, await business_date(asked.session))
    template = "stays/exchanges/_panel.html" if is_partial(asked.request) else "stays/exchanges/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=person,
        people=[
            (one.stay.id, f"{one.bed}　{one.elder.name}（{one.elder.sex.label}）")
            for one in sorted(people, key=lambda one: one.bed)
            if one.stay.id != stay_id and one.bed
        ],
        late_reasons=late_reasons(),
        errors=bound.errors,
        raw=bound.raw,
    )
