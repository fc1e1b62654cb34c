"""Answering: the page that works without a line, and its form where no script runs."""

from datetime import UTC, datetime
from typing import Any

from fastapi import Response
from pydantic import ValidationError

from app.assessments import service
from app.assessments.forms.answering import SaveBody, read_posted
from app.assessments.queries import newest_signed, particulars_of
from app.assessments.queries.assessments import kept_answers
from app.assessments.routes.visiting import MAKE, VISIT, MakingVisit, OfVisit
from app.assessments.rules.facts import RiskEvent
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.guides import guide_of
from app.assessments.rules.kinds import Decider, ScaleKind
from app.assessments.rules.particulars import FIELDS, PARTS, Field
from app.assessments.rules.states import State
from app.core.clock import now
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.routes.filing import record_look
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render
from app.web.worker import keep_offline

__all__ = ["parts_of_form", "router"]

router = Router(prefix=f"{VISIT}/answers")


@router.get("", name="assessments.answers.edit", access=MAKE)
async def edit_answers(visit: MakingVisit) -> Response:
    """The page on which the assessment is answered; the device keeps it for the hours without a line."""
    if visit.row.state is not State.DRAFT or visit.row.voided_at is not None:
        return see_other(visit.file.request, visit.path("assessments.visits.show"))
    await record_look(visit.file, "assessment")
    return keep_offline(await _page(visit, {}))


@router.post("", name="assessments.answers.update", access=MAKE)
async def update_answers(visit: MakingVisit) -> Response:
    """Keep the whole page at once, where no script sends each answer."""
    file, codes = visit.file, [item.code for item in visit.scale.items]
    posted = read_posted(await file.request.form(), codes)
    where = {"home": file.home.institution_id, "elder": file.elder_id, "assessment": visit.id}
    try:
        body = SaveBody.model_validate(where | posted)
        await service.save_answers(
            file.session, file.actor, visit.id, body.answers, facts=body.known(), particulars=body.particulars
        )  # fmt: skip
    except ValidationError:
        return await _page(await visit.again(), {"": _("有的答案读不懂，请核对后再保存")}, status=422, raw=posted)
    except DomainError as refusal:
        return await _page(await visit.again(), {"": refusal.message}, status=refusal.status, raw=posted)
    return see_other(file.request, visit.path("assessments.visits.show"), message=_("答案已保存"))


async def _page(
    visit: OfVisit, errors: dict[str, str], *, status: int = 200, raw: dict[str, Any] | None = None
) -> Response:
    file, scale = visit.file, visit.scale
    rows = await kept_answers(file.session, visit.row)
    facts = await _facts(visit)
    facts["answers"] = {
        row.item: {"choice": row.choice, "at": _iso(row.answered_at) if row.answered_at else ""} for row in rows
    }
    if raw:
        facts |= {"facts": raw["facts"], "particulars": raw["particulars"]}
    return await render(
        file.request, "assessments/answers/edit.html", status=status, errors=errors, facts=facts, scale=scale, raw={},
        assessment=visit.row, title=facts["title"], result=facts["result"], event_kinds=_event_kinds(),
        action=visit.path("assessments.answers.update"), parts=parts_of_form() if scale.kind is ScaleKind.ABILITY else [],
        by_county=scale.decided_by is Decider.COUNTY, known=facts["facts"], fields=facts["particulars"],
        answers=raw["answers"] if raw else {row.item: row.choice for row in rows},
        guides={item.code: guide_of(scale.code, item.code) for item in scale.items}, **file.facts,
    )  # fmt: skip


async def _facts(visit: OfVisit) -> dict[str, Any]:
    """What the page holds for its script: what was answered here, and what was answered the time before."""
    file, row = visit.file, visit.row
    before = await newest_signed(file.session, row.county, row.elder_id, row.kind, before=row)
    same = before is not None and before.scale_code == row.scale_code and before.ladder is not None
    return {
        "home": file.home.institution_id,
        "elder": file.elder_id,
        "assessment": visit.id,
        "title": _("{name}的{scale}").format(name=file.name, scale=visit.scale.kind.label),
        "result": visit.path("assessments.visits.show"),
        "asked": _iso(await now(file.session)),
        "before": dict(read_rungs(before.ladder).answers) if same and before and before.ladder else {},
        "facts": {
            "coma": row.coma, "dementia": row.dementia, "psychiatric": row.psychiatric, "risk_events": row.risk_events,
        },
        "particulars": dict(await particulars_of(file.session, row)),
    }  # fmt: skip


def parts_of_form() -> list[tuple[str, str, list[Field]]]:
    """The tables A.2 to A.5 with their fields."""
    return [(code, _(words), [field for field in FIELDS if field.part == code]) for code, words in PARTS.items()]


def _event_kinds() -> list[RiskEvent]:
    """The kinds that the form counts one by one."""
    return [kind for kind in RiskEvent if kind is not RiskEvent.UNSORTED]


def _iso(at: datetime) -> str:
    """An instant as a device writes it, so that the two compare as text."""
    utc = at.astimezone(UTC)
    return f"{utc.strftime('%Y-%m-%dT%H:%M:%S')}.{utc.microsecond // 1000:03d}Z"
