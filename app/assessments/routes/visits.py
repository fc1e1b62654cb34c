"""A person's assessments: all of them with how they compare, beginning one, and one with its ladder."""

from datetime import date
from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.forms.visits import StartForm
from app.assessments.queries import (
    comparison,
    history_of,
    open_triggers,
    risks_of,
    selfcare_of,
    signatures_of,
)
from app.assessments.routes.visiting import (
    ASSESSMENTS,
    DECIDE,
    MAKE,
    SEE,
    Act,
    MakingFile,
    OfVisit,
    SeeingFile,
    SeeingVisit,
    carry_out,
    say_why,
)
from app.assessments.rules.answers import Contradiction
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.kinds import Decider, ScaleKind
from app.assessments.rules.risks import read_grades
from app.assessments.rules.states import NEEDED, Reason, State
from app.assessments.rules.validity import MONTHS, is_valid
from app.assessments.scales import SCALES
from app.core.clock import business_date
from app.core.i18n import _
from app.residents.routes.file import tell_file
from app.residents.routes.filing import OfFile, record_look
from app.web.forms import Bound, status_of
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=ASSESSMENTS)
tell_file("assessments", "assessments.visits.index")


@router.get("", name="assessments.visits.index", access=SEE)
async def list_visits(file: SeeingFile) -> Response:
    """Everything assessed about one person; inside the file it is a tab, alone a page."""
    await say_why(file)
    await record_look(file, "assessments")
    part = is_partial(file.request)
    template = "assessments/visits/_all.html" if part else "assessments/visits/index.html"
    return await render(file.request, template, **await _all(file), **file.facts)


@router.get("/new", name="assessments.visits.new", access=MAKE)
async def new_visit(file: MakingFile) -> Response:
    """The form that begins a visit."""
    await say_why(file)
    return await _new_page(file, Bound(None))


@router.post("", name="assessments.visits.create", access=MAKE)
async def create_visit(file: MakingFile) -> Response:
    """Begin it and go on to the questions."""

    async def begin(form: StartForm) -> int:
        draft = form.draft(file.elder_id, file.home.institution_id)
        return (await service.start(file.session, file.actor, draft)).id

    async def again(bound: Bound[Any]) -> Response:
        return await _new_page(file, bound)

    def on(made: int | None) -> str:
        if made is None:
            return file.path("assessments.visits.index")
        return file.path("assessments.answers.edit", assessment_id=made)

    return await carry_out(file, Act(StartForm, "assessments.start", begin, again, "", on))


@router.get("/{assessment_id}", name="assessments.visits.show", access=SEE)
async def show_visit(visit: SeeingVisit) -> Response:
    """One assessment: where it stands, and how its level was reached."""
    await record_look(visit.file, "assessment")
    return await render(
        visit.file.request, "assessments/visits/show.html", **await _one(visit), **visit.file.facts
    )  # fmt: skip


async def _all(file: OfFile) -> dict[str, Any]:
    session, scope, today = file.session, file.home.scope, await business_date(file.session)
    rows = await history_of(session, scope, file.elder_id)
    signed = [row for row in rows if row.kind is ScaleKind.ABILITY and row.is_signed]
    risks = await risks_of(session, scope, file.elder_id)
    return {
        "today_on": today,
        "rows": rows,
        "names": {row.id: _level_of(row) for row in rows},
        "scales": SCALES,
        "newest": signed[0] if signed else None,
        "holds": bool(signed) and is_valid(signed[0].valid_from, signed[0].valid_to, today),
        "comparisons": [one for one in await comparison(session, scope, file.elder_id) if len(one.levels) > 1],
        "triggers": (await open_triggers(session, scope, [file.elder_id])).get(file.elder_id, ()),
        "selfcare": await selfcare_of(session, scope, file.elder_id, today),
        "risks": [(row, read_grades(row.grades)) for row in risks],
        "may_make": file.may(MAKE),
        "may_decide": file.may(DECIDE),
    }


def _level_of(row: Any) -> str:
    return read_rungs(row.ladder).final_label if row.ladder else ""


async def _one(visit: OfVisit) -> dict[str, Any]:
    file, row = visit.file, visit.row
    signatures = await signatures_of(file.session, row)
    signed = {line.role for line in signatures}
    mine = any(line.signer_id == file.actor.user_id for line in signatures)
    today = await business_date(file.session)
    by_county = visit.scale.decided_by is Decider.COUNTY
    return {
        "assessment": row,
        "scale": visit.scale,
        "rungs": read_rungs(row.ladder) if row.ladder else None,
        "contradictions": [Contradiction(one) for one in row.contradictions],
        "signatures": signatures,
        "missing": [] if by_county else [role for role in sorted(NEEDED) if role not in signed],
        "mine": mine,
        "by_county": by_county,
        "holds": row.is_signed and is_valid(row.valid_from, row.valid_to, today),
        "may": _may(visit),
    }


def _may(visit: OfVisit) -> dict[str, bool]:
    """What the caller may do next with it."""
    row, live = visit.row, visit.row.voided_at is None
    make, decide = visit.file.may(MAKE), visit.file.may(DECIDE)
    by_county = visit.scale.decided_by is Decider.COUNTY
    return {
        "answer": live and make and row.state is State.DRAFT,
        "score": live and make and row.state is State.DRAFT and not by_county,
        "reopen": live and make and row.state is State.SCORED,
        "sign": live and make and row.state is State.SCORED and not by_county,
        "decide": live and decide and row.state is State.DRAFT and by_county,
        "dispute": live and decide and row.state is State.SIGNED and row.disputed_at is None and not by_county,
        "void": live and make,
    }


async def _new_page(file: OfFile, bound: Bound[Any]) -> Response:
    today = await business_date(file.session)
    rows = await history_of(file.session, file.home.scope, file.elder_id, kind=ScaleKind.ABILITY)
    asked = file.request.query_params.get("kind", "")
    given = bound.raw or {"assessed_on": today, "reason": _likely(file, any(row.is_signed for row in rows))}
    offered = _offered(today)
    wanted = next((code for code, _words in offered if SCALES[code].kind == asked), offered[0][0] if offered else "")
    return await render(
        file.request, "assessments/visits/new.html", status=status_of(bound), errors=bound.errors,
        raw={"scale": wanted} | given, scales=offered, reasons=[(each.value, each.label) for each in Reason],
        months=[(str(each), _("{n} 个月").format(n=each)) for each in MONTHS],
        drafts=[row for row in rows if row.state is not State.SIGNED],
        triggers=(await open_triggers(file.session, file.home.scope, [file.elder_id])).get(file.elder_id, ()), **file.facts,
    )  # fmt: skip


def _likely(file: OfFile, assessed: bool) -> str:
    """The reason that the form proposes: the one in the address, else the first time or again."""
    asked = file.request.query_params.get("reason", "")
    return asked if asked in set(Reason) else (Reason.ROUTINE if assessed else Reason.FIRST).value


def _offered(today: date) -> list[tuple[str, str]]:
    """The scales in force, those of ability first and of these the newest."""
    standing = [scale for scale in SCALES.values() if scale.is_on and scale.is_in_force(today)]
    standing.sort(key=lambda scale: (scale.kind is not ScaleKind.ABILITY, -scale.valid_from.toordinal()))
    return [(scale.code, f"{scale.standard}　{scale.label}") for scale in standing]
