"""The assessment on paper, in the order of the standard's form: A, B, C."""

from fastapi import Response

from app.assessments.queries import answers_of, particulars_of, signatures_of
from app.assessments.routes.answers import parts_of_form
from app.assessments.routes.visiting import SEE, VISIT, OfVisit, SeeingVisit
from app.assessments.rules.answers import chosen_of
from app.assessments.rules.facts import RiskEvent
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.particulars import Field
from app.assessments.rules.states import SignatureRole
from app.core.i18n import _
from app.core.identity import mask_phone
from app.residents.routes.filing import record_look
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{VISIT}/sheet")


@router.get("", name="assessments.sheet.show", access=SEE)
async def show_sheet(visit: SeeingVisit) -> Response:
    """Made for A4; a draft prints as far as it is filled in."""
    file, row, scale = visit.file, visit.row, visit.scale
    await record_look(file, "sheet")
    response = await render(
        file.request, "assessments/sheet/show.html", assessment=row, scale=scale, elder=file.elder,
        chosen=chosen_of(scale, await answers_of(file.session, row)), rungs=read_rungs(row.ladder) if row.ladder else None,
        parts=await _parts(visit) if scale.kind is ScaleKind.ABILITY else [],
        signatures={line.role: line for line in await signatures_of(file.session, row)}, roles=list(SignatureRole)[:3],
        back=visit.path("assessments.visits.show"), **file.facts,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


async def _parts(visit: OfVisit) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """The tables A.2 to A.5 as they were filled in, the facts that change a level at the places of their clauses."""
    row, kept = visit.row, await particulars_of(visit.file.session, visit.row)
    events = [_("{event} {n} 次").format(event=RiskEvent(kind).label, n=n) for kind, n in row.risk_events.items()]
    diagnoses = [_("痴呆（F00–F03）")] * row.dementia + [_("其他精神和行为障碍（F04–F99）")] * row.psychiatric
    facts = {
        "A.2": [("A.2.14", _("近 30 天照护风险事件"), _("，").join(events) or _("无"))],
        "A.4": [("A.4.1", _("会提高等级的诊断"), _("、").join(diagnoses) or _("无"))],
        "A.5": [("A.5.11", _("昏迷"), _("有") if row.coma else _("无"))],
    }
    return [
        (code, words, sorted(
            [(field.clause, field.label, _said(field, kept.get(field.code))) for field in fields] + facts.get(code, []),
            key=lambda line: [int(number) for number in line[0].split(".")[1:]],
        ))
        for code, words, fields in parts_of_form()
    ]  # fmt: skip


def _said(field: Field, value: object) -> str:
    """What was filled in, in words, a number of a person masked; nothing where nothing was."""
    if not value:
        return ""
    if isinstance(value, list):
        return _("、").join(field.choice_label(one) for one in value)
    if field.code.endswith("phone"):
        return mask_phone(str(value))
    return field.choice_label(str(value)) if field.choices else str(value)
