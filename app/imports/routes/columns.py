"""对列: which sheet, which header, which column is which; then the ledger is checked."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.imports import service
from app.imports.forms import ColumnsForm, apart
from app.imports.mapping.columns import ColumnMap, Match
from app.imports.mapping.files import SKIP
from app.imports.routes.asking import AskedRun, a_run, steps_of, unchanged_since
from app.imports.routes.picturing import columns_of, lines_of, needs_a_look, veiled
from app.imports.rules.kinds import Kind
from app.imports.rules.ledger import Ledger
from app.imports.rules.registry import KINDS
from app.imports.service import map_columns, open_ledger
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/imports/{run_id}")


@router.get("/columns", name="imports.columns.show", access="imports.run")
async def show(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The reader's table with what each column was taken for."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    if not asked.run.state.is_open:
        return see_other(request, asked.at("imports.show"))
    try:
        return await _columns(asked, Bound(None), header=_header_asked(request))
    except DomainError as refusal:
        return await _columns(asked, refused(Bound(None), refusal), refusal)


@router.post("/columns", name="imports.columns.update", access="imports.run")
async def update(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Keep what was decided and check the ledger: at once when it is short, else by the worker."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    chosen, posted = apart(await request.form(), r"column-(\d{1,3})")
    bound = bind(ColumnsForm, posted)
    form = bound.values
    if form is None:
        return await _columns(asked, bound, chosen=chosen)
    header = {"sheet": form.sheet, "first_row": form.first_row, "last_row": form.last_row}
    try:
        if await asked.first_time("imports.columns_chosen", form, run=run_id, columns=chosen):
            unchanged_since(asked.run, form.version)
            await _decide(asked, form, header, chosen)
    except DomainError as refusal:
        return await _columns(asked, refused(bound, refusal), refusal, chosen=chosen)
    return see_other(request, asked.at("imports.check.show"))


async def _decide(asked: AskedRun, form: ColumnsForm, header: dict[str, int], chosen: dict[str, str]) -> None:
    titles = await _titles(asked, header, chosen)
    choices = {"header": header, "columns": chosen, "columns_by_title": titles, "constants": form.constants}
    await service.change_choices(asked.session, asked.actor, asked.run, choices, effective_on=form.effective_on)
    await service.check_or_queue(asked.session, asked.actor, asked.run)


def _header_asked(request: Request) -> dict[str, int] | None:
    """The sheet and header rows that a link or the small form asks to see."""
    query = request.query_params
    asked = {name: query.get(name, "") for name in ("sheet", "first_row", "last_row")}
    if not all(text.isascii() and text.isdigit() and len(text) < 7 for text in asked.values()):
        return None
    return {name: int(text) for name, text in asked.items()}


async def _titles(asked: AskedRun, header: dict[str, int], chosen: dict[str, str]) -> dict[str, str]:
    """The choices by header, for a corrected file whose columns stand elsewhere; refuses a field chosen twice."""
    ledger = await open_ledger(asked.opened, header=header)
    columns = await map_columns(asked.session, asked.run, ledger)
    kind = KINDS[asked.run.kind]
    columns = columns.chosen({int(number): name for number, name in chosen.items()}, kind)
    return columns.template


async def _columns(
    asked: AskedRun,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    header: dict[str, int] | None = None,
    chosen: dict[str, str] | None = None,
) -> Response:
    kind = KINDS[asked.run.kind]
    ledger = await open_ledger(asked.opened, header=header)
    columns = await map_columns(asked.session, asked.run, ledger)
    return await render(
        asked.request,
        "imports/columns/show.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=kind,
        filename=asked.opened.filename,
        hrefs=steps_of(asked),
        sheets=_sheets(asked, ledger),
        place=_place(ledger),
        joined=_joined(ledger),
        rows=sum(1 for _row in ledger.sheet.body),
        picture=(columns_of(columns, kind), lines_of(ledger, columns, kind)),
        groups=_groups(columns, chosen or {}, kind),
        choices=_choices(kind),
        constants=_constants(asked, columns, bound, kind),
        told=asked.opened.told,
        errors=bound.errors,
        raw=bound.raw,
    )


def _sheets(asked: AskedRun, ledger: Ledger) -> list[tuple[str, str, bool]]:
    """Every sheet as a link that shows it instead."""
    chips = []
    for index, sheet in enumerate(ledger.sheets):
        rows = sum(1 for _row in sheet.body)
        said = (
            _("{name}　{n} 行").format(name=sheet.name, n=rows) if rows else _("{name}，空表").format(name=sheet.name)
        )
        first, last = (sheet.header.first_row, sheet.header.last_row) if sheet.header else (1, 1)
        query = f"?sheet={index}&first_row={first}&last_row={last}"
        chips.append((said, asked.at("imports.columns.show") + query, index == ledger.chosen))
    return chips


def _place(ledger: Ledger) -> dict[str, int]:
    header = ledger.sheet.header
    first, last = (header.first_row, header.last_row) if header else (1, 1)
    return {"sheet": ledger.chosen, "first_row": first, "last_row": last}


def _joined(ledger: Ledger) -> str:
    """One column's joined name, where the header has several rows."""
    header = ledger.sheet.header
    return next((column.title for column in header.columns if len(column.parts) > 1), "") if header else ""


def _groups(
    columns: ColumnMap, chosen: dict[str, str], kind: Kind[Any, Any, Any]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Columns to decide first, known ones behind them; what was chosen on the page a moment ago stays chosen."""
    lines = [
        {
            "match": match,
            "value": chosen.get(str(match.column.number), match.field or SKIP),
            "samples": _samples(match, kind),
        }
        for match in columns.matches
    ]
    ask = [line for line in lines if needs_a_look(line["match"])]
    known = [line for line in lines if not needs_a_look(line["match"])]
    return [(name, group) for name, group in (("ask", ask), ("known", known)) if group]


def _samples(match: Match, kind: Kind[Any, Any, Any]) -> str:
    """The first values under a column; what is private is shown in part only."""
    private = match.field is not None and kind.by_name[match.field].private
    return _("、").join(veiled(text) if private else text for text, _n in match.samples)


def _choices(kind: Kind[Any, Any, Any]) -> list[tuple[str, str]]:
    return [*((field.name, field.label) for field in kind.fields), (SKIP, _("不导入这一列"))]


def _constants(
    asked: AskedRun, columns: ColumnMap, bound: Bound[Any], kind: Kind[Any, Any, Any]
) -> list[tuple[str, str, str]]:
    """Fields that no column carries and that may be said once for the whole table: name, label, value."""
    carried = {match.field for match in columns.matches}
    kept = asked.run.choices.get("constants", {})
    return [
        (name, kind.by_name[name].label, str(bound.raw.get(name, kept.get(name, ""))))
        for name in kind.constants
        if name not in carried
    ]
