"""改: cells retyped one by one, alike ones together, a grid with the rows in question; rows left out and put back."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import Conflict, DomainError
from app.core.i18n import _
from app.imports import service
from app.imports.forms import EditForm, apart
from app.imports.routes.asking import AskedRun, a_run, leave_a_look, steps_of, unchanged_since
from app.imports.routes.checking import check_page, report_of
from app.imports.rules.edits import ids_of
from app.imports.rules.kinds import Kind
from app.imports.rules.ledger import Ledger, Row, address
from app.imports.rules.problems import Problem, Severity, grouped
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.imports.rules.words import tidy
from app.imports.service import map_columns, open_ledger
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/imports/{run_id}")

ROWS = 25
MOST_FIELDS = 2_000


@router.get("/edits", name="imports.edits.show", access="imports.run")
async def show(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The rows in question as a grid to type in."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    if asked.run.state is not RunState.CHECKED:
        return see_other(request, asked.at("imports.check.show"))
    await leave_a_look(asked)
    return await _grid(asked, Bound(None), {})


@router.post("/edits", name="imports.edits.create", access="imports.run")
async def create(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Keep what was changed and check the ledger again, so that what is left to do is true."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    typed, posted = apart(await request.form(max_fields=MOST_FIELDS), r"cell-([A-Z]{1,3}[1-9]\d{0,5})")
    bound = bind(EditForm, posted)
    form = bound.values
    if form is None:
        return await _again(asked, bound, typed)
    try:
        if await asked.first_time("imports.edited", form, run=run_id, cells=typed):
            unchanged_since(asked.run, form.version)
            await _change(asked, form, typed)
    except DomainError as refusal:
        return await _again(asked, refused(bound, refusal), typed, refusal)
    page = "imports.edits.show" if form.rows else "imports.check.show"
    after = form.after if form.after.startswith("?") else ""
    return see_other(request, asked.at(page) + after, message=_("已改好，又校验了一遍"))


async def _change(asked: AskedRun, form: EditForm, typed: dict[str, str]) -> None:
    ledger = await open_ledger(asked.opened)
    await service.change_edits(asked.session, asked.actor, asked.run, ledger, **_wanted(asked, form, ledger, typed))
    await service.check_or_queue(asked.session, asked.actor, asked.run)


async def _again(
    asked: AskedRun, bound: Bound[Any], typed: dict[str, str], refusal: DomainError | None = None
) -> Response:
    if bound.raw.get("rows"):
        return await _grid(asked, bound, typed, refusal)
    return await check_page(asked, bound, refusal)


def _wanted(asked: AskedRun, form: EditForm, ledger: Ledger, typed: dict[str, str]) -> dict[str, Any]:
    """The cells to retype, the rows to leave out, the rows to put back."""
    if form.rows:
        shown = set(form.rows)
        out = shown & set(form.left_out)
        return {"cells": _retyped(ledger, typed), "left_out": out, "put_back": shown - out}
    problems = _meant(asked, form)
    if form.skip:
        rows = {problem.row for problem in problems if problem.row}
        return {"cells": {}, "left_out": ids_of(ledger, rows)}
    return {"cells": {problem.cell: form.value for problem in problems if problem.cell}, "left_out": ()}


def _meant(asked: AskedRun, form: EditForm) -> list[Problem]:
    """The problems that a button stands for: one at a cell, or a batch that one proposal would fix."""
    problems = report_of(asked)
    if form.group is None:
        meant = [problem for problem in problems if problem.cell == form.cell][:1]
    else:
        groups = grouped(problems)
        batches = groups[form.group].batches if 0 <= form.group < len(groups) else []
        batch = form.batch or 0
        meant = list(batches[batch][1]) if 0 <= batch < len(batches) else []
    if not meant:
        raise Conflict
    return meant


def _retyped(ledger: Ledger, typed: dict[str, str]) -> dict[str, str]:
    """Only what was really changed; the form sends every cell it shows."""
    now = {
        address(number, row.number): tidy(text) for row in ledger.sheet.body for number, text in enumerate(row.texts, 1)
    }
    return {cell: tidy(text) for cell, text in typed.items() if tidy(text) != now.get(cell, "")}


async def _grid(
    asked: AskedRun, bound: Bound[Any], typed: dict[str, str], refusal: DomainError | None = None
) -> Response:
    ledger = await open_ledger(asked.opened)
    columns = await map_columns(asked.session, asked.run, ledger)
    kind = KINDS[asked.run.kind]
    shown = [match for match in columns.matches if match.field]
    places = _places(asked)
    rows = [row for row in ledger.sheet.body if row.number in places or row.id in ledger.left_out]
    page = _page(asked.request, len(rows))
    part = rows[(page - 1) * ROWS : page * ROWS]
    left_out = set(bound.raw.get("left_out", [])) if bound.raw.get("rows") else ledger.left_out
    return await render(
        asked.request,
        "imports/edits/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=kind,
        hrefs=steps_of(asked),
        heads=[(match.column.letter, _label(kind, match.field)) for match in shown],
        lines=[_grid_line(row, [match.column.number for match in shown], places, typed, left_out) for row in part],
        total=len(rows),
        page=page,
        pages=max(-(-len(rows) // ROWS), 1),
        counts=asked.run.counts,
        errors=bound.errors,
        raw=bound.raw,
    )


def _label(kind: Kind[Any, Any, Any], field: str | None) -> str:
    return kind.by_name[field].label if field else ""


def _places(asked: AskedRun) -> dict[int, dict[str, Problem]]:
    """Errors and warnings by row and cell, the heaviest of each cell."""
    places: dict[int, dict[str, Problem]] = {}
    for problem in report_of(asked):
        if problem.row and problem.severity is not Severity.NOTICE:
            places.setdefault(problem.row, {}).setdefault(problem.cell or "", problem)
    return places


def _page(request: Request, rows: int) -> int:
    asked = request.query_params.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), max(-(-rows // ROWS), 1))


def _grid_line(
    row: Row,
    numbers: list[int],
    places: dict[int, dict[str, Problem]],
    typed: dict[str, str],
    left_out: Any,
) -> dict[str, Any]:
    found = places.get(row.number, {})
    cells = []
    for number in numbers:
        cell = address(number, row.number)
        problem = found.get(cell)
        cells.append(
            {
                "cell": cell,
                "text": typed.get(cell, tidy(row.text(number))),
                "kind": problem.severity.value if problem else "",
                "said": problem.message if problem else "",
            }
        )
    said = _("；").join(dict.fromkeys(problem.message for problem in found.values()))
    return {"id": row.id, "number": row.number, "cells": cells, "said": said, "left_out": row.id in left_out}
