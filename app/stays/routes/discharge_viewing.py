"""What the pages of discharges show, gathered once for the page and for a form that is drawn again."""

from datetime import timedelta
from typing import Any

from fastapi import Response

from app.core.clock import now
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays.queries import discharges as queries
from app.stays.queries.persons import PersonOfStay, person_of_stay
from app.stays.queries.stays import discharge_of, leaves_of
from app.stays.routes.asking import Asked, status_of
from app.stays.routes.leave_viewing import may_act, names_whole
from app.stays.rules.discharges import REASONS, DischargeDraft, say_consequences, say_discharges
from app.stays.rules.hours import hour_of
from app.stays.rules.kinds import EndReason, LateReason, TaskKind
from app.web.forms import Bound
from app.web.templates import render

__all__ = ["consequences_of", "draw_discharge", "form_facts", "list_facts"]


async def list_facts(asked: Asked) -> dict[str, Any]:
    """What is not finished, in the three groups that are three kinds of work."""
    lines = await queries.open_discharges(asked.session, asked.actor.scope("stays.see"), asked.home.institution_id)
    return {
        "institution": asked.institution,
        "said": say_discharges(lines),
        "groups": [
            (_("床位在等"), [line for line in lines if line.beds]),
            (_("事项没办完"), [line for line in lines if not line.beds and not line.is_planned]),
            (_("准备退住"), [line for line in lines if line.is_planned]),
        ],
        "may": may_act(asked, "stays.discharge"),
        "whole": names_whole(asked),
    }


async def form_facts(asked: Asked, stay_id: int, bound: Bound[Any], typed: dict[str, Any]) -> dict[str, Any]:
    """What the form of a discharge draws."""
    person = await person_of_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)
    opened = await discharge_of(asked.session, asked.home.scope, stay_id)
    return {
        "institution": asked.institution,
        "person": person,
        "opened": opened,
        "reasons": [(reason.value, reason.label) for reason in REASONS],
        "late_reasons": [(one.value, one.label) for one in LateReason if one is not LateReason.CORRECTION],
        "errors": bound.errors,
        "raw": bound.raw or typed,
        "now_said": hour_of(await now(asked.session)),
    }


async def consequences_of(asked: Asked, person: PersonOfStay, draft: DischargeDraft) -> list[str]:
    """Say in words and counts what the act will do."""
    beds = await queries.beds_of_stay(asked.session, asked.home.scope, person.stay_id, draft.on)
    leaves = await leaves_of(asked.session, asked.home.scope, person.stay_id)
    away = [leave.kind for leave in leaves if leave.to_on > draft.on]
    return say_consequences(person.name, draft, person.today, list(beds.values()), away[0] if away else None)


async def draw_discharge(
    asked: Asked,
    discharge_id: int,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    asks: TaskKind | None = None,
) -> Response:
    """One discharge with its tasks; a refused task keeps what was typed beside it."""
    scope = asked.actor.scope("stays.see")
    file = await queries.discharge_file(asked.session, scope, asked.home.institution_id, discharge_id)
    ended = file.discharge.ended_at is not None
    return await render(
        asked.request,
        "stays/discharges/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        file=file,
        ended=ended,
        died=file.discharge.reason is EndReason.DEATH,
        late=ended and file.stay.to_on + timedelta(days=1) <= file.today,
        may=may_act(asked, "stays.discharge"),
        whole=names_whole(asked),
        asks=asks,
        errors=bound.errors,
        raw=bound.raw,
    )
