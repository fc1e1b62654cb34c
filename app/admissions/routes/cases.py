"""入院办理: who is on the way in, who could be, and the task list of one."""

from typing import Any

from fastapi import Request, Response

from app.admissions.queries import admission_lines, case_file, waiting_offers, waiting_orders
from app.admissions.routes.asking import PREFIX, SEE, Asked, facts, look, may, names_whole, the_home
from app.admissions.rules.tasks import missing, say_progress
from app.beds.queries import names_on
from app.core.clock import business_date, now
from app.residents.rules.birthdays import say_age
from app.stays.routes.bed_answering import late_reasons
from app.stays.rules.hours import hour_of
from app.stays.rules.kinds import Payer, StayKind
from app.waitlist.queries import is_switched_on
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound
from app.web.routing import Router
from app.web.templates import render

__all__ = ["draw_case", "router"]

router = Router(prefix=PREFIX)


@router.get("", name="admissions.cases.index", access=SEE)
async def list_cases(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, show: str = ""
) -> Response:
    """Who is on the way in; first those whose offer was accepted or whose order was received and nobody has begun."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    scope, today = asked.home.scope, await business_date(session)
    over = show == "over"
    lines = await admission_lines(session, scope, institution_id, open_ones=not over)
    offers = [] if over else await waiting_offers(session, scope, institution_id)
    orders = [] if over else await waiting_orders(session, scope, institution_id)
    ids = [row.bed_id for row in (*offers, *orders) if row.bed_id]
    return await render(
        request, "admissions/cases/index.html", institution=asked.institution, lines=lines, offers=offers,
        orders=orders, beds=await names_on(session, scope, ids, today) if ids else {}, show=show,
        switched=await is_switched_on(session, asked.home.county, institution_id, today),
        late=sum(line.is_late for line in lines), whole=names_whole(asked), may_run=may(asked, "admissions.run"),
        may_admit=may(asked, "stays.admit"), may_see_orders=may(asked, "placements.see"),
    )  # fmt: skip


@router.get("/{admission_id}", name="admissions.cases.show", access=SEE)
async def show_case(
    request: Request, institution_id: RowId, admission_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The task list of one admission."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    return await draw_case(asked, admission_id, Bound(None))


async def draw_case(
    asked: Asked, admission_id: int, bound: Bound[Any], *, status: int = 200, act: str = "", row: str = ""
) -> Response:
    """The page of one admission; `act` and `row` name the form whose refusal is shown."""
    file = await case_file(asked.session, asked.home, admission_id)
    await look(asked, file, "tasks")
    elder = file.elder
    return await render(
        asked.request, "admissions/cases/show.html", status=status, **facts(asked, file),
        age=say_age(elder.born_on, elder.birth_precision, file.today, elder.died_on), left=missing(file.lines),
        said=say_progress(file.lines), act=act, row=row, errors=bound.errors, raw=bound.raw,
        late_reasons=late_reasons(), now_said=hour_of(await now(asked.session)),
        kinds=[(one.value, one.label) for one in StayKind], payers=[(one.value, one.label) for one in Payer],
    )  # fmt: skip
