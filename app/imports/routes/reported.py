"""A county's workbook of reported figures on one page: hand it in, see what was found, correct, apply, take back."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.imports import queries, service
from app.imports.annotated import annotate
from app.imports.errors import StillWrong
from app.imports.forms import ApplyForm, CountyColumnsForm, CountyUploadForm, EditForm, UndoForm, apart
from app.imports.mapping.files import SKIP
from app.imports.routes.asking import download, unchanged_since
from app.imports.routes.rehearsing import agreement
from app.imports.routes.reported_asking import (
    REPORT,
    CountyRun,
    a_county_run,
    columns_shown,
    first_time,
    found_groups,
    kept_problems,
    place_of,
    rehearsed,
    the_county,
    upload_of,
)
from app.imports.routes.reported_waiting import county_waits
from app.imports.rules.edits import ids_of
from app.imports.rules.places import CountyPlace
from app.imports.rules.reported.kind import REPORTED
from app.imports.rules.states import RunState
from app.imports.service import open_ledger
from app.imports.sheets.limits import MAX_BYTES
from app.imports.template import template
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, Form, bind, refused, status_of
from app.web.htmx import is_partial, see_other, toast
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/reported/imports")

F = TypeVar("F", bound=Form)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("", name="imports.reported.index", access=REPORT)
async def index(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """The county's workbooks, newest first, and the field for the next one."""
    return await _index(request, session, actor, county, Bound(None))


@router.post("", name="imports.reported.create", access=REPORT)
async def create(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Hand a workbook in: it is kept sealed and checked at once, and nothing of it is written yet."""
    bound = bind(CountyUploadForm, await request.form())
    form, asked = bound.values, str(bound.raw.get("county", ""))
    if form is None:
        return await _index(request, session, actor, asked, bound)
    here, _others = await the_county(session, actor, asked)
    back = str(request.app.url_path_for("imports.reported.index"))
    try:
        filename, data = await upload_of(bound)
        if not await first_time(session, actor, "imports.received", form, here[0], filename=filename):
            return see_other(request, back, county=str(here[0]))
        place = CountyPlace(here[0])
        run = await service.receive(session, actor, place, kind=REPORTED.code, filename=filename, data=data)
        await service.check_or_queue(session, actor, run)
    except DomainError as refusal:
        return await _index(request, session, actor, asked, refused(bound, refusal), refusal)
    return see_other(request, str(request.app.url_path_for("imports.reported.show", run_id=run.id)))


@router.get("/template", name="imports.reported.template", access=REPORT)
async def blank(request: Request, session: Session, actor: CurrentActor) -> Response:
    """The blank workbook, with drop-downs and an example row."""
    return download(await template(REPORTED), _("上报数模板.xlsx"), WORKBOOK)


@router.get("/{run_id}", name="imports.reported.show", access=REPORT)
async def show(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Everything about one workbook: what its columns are, what is wrong, what it would do; or what it did."""
    return await _page(await a_county_run(request, session, actor, run_id), Bound(None))


@router.post("/{run_id}/columns", name="imports.reported.columns", access=REPORT)
async def columns(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Say which sheet, which header, which column is which; then the workbook is checked again."""
    asked = await a_county_run(request, session, actor, run_id, lock=True)
    chosen, posted = apart(await request.form(), r"column-(\d{1,3})")

    async def choose(form: CountyColumnsForm) -> None:
        unchanged_since(asked.run, form.version)
        choices = await _choices(asked, form.header, chosen) | {"constants": form.constants}
        await service.change_choices(session, actor, asked.run, choices)
        await service.check_or_queue(session, actor, asked.run)

    bound = bind(CountyColumnsForm, posted)
    return await _act(asked, bound, "imports.columns_chosen", choose, _("已按这样重新校验"), columns=chosen)


@router.post("/{run_id}/edits", name="imports.reported.edits", access=REPORT)
async def edits(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Retype one cell, leave one row out or put it back; then the workbook is checked again."""
    asked = await a_county_run(request, session, actor, run_id, lock=True)

    async def edit(form: EditForm) -> None:
        unchanged_since(asked.run, form.version)
        await _edit(asked, form)
        await service.check_or_queue(session, actor, asked.run)

    bound = bind(EditForm, await request.form())
    return await _act(asked, bound, "imports.edited", edit, _("已改好，又校验了一遍"), stays=True)


@router.post("/{run_id}/apply", name="imports.reported.apply", access=REPORT)
async def apply(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Let it take effect, everything or nothing."""
    asked = await a_county_run(request, session, actor, run_id, lock=True)

    async def take(form: ApplyForm) -> None:
        await service.apply_or_queue(session, actor, asked.run, agreed=agreement(form.agreed))

    return await _act(asked, bind(ApplyForm, await request.form()), "imports.applied", take, _("导入已生效"))


@router.post("/{run_id}/undo", name="imports.reported.undo", access=REPORT)
async def undo(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Take it back while none of its figures was voided or replaced since; else the list of those that were."""
    asked = await a_county_run(request, session, actor, run_id, lock=True)

    async def take_back(form: UndoForm) -> None:
        await service.undo_or_queue(session, actor, asked.run, reason=form.reason)

    return await _act(asked, bind(UndoForm, await request.form()), "imports.undone", take_back, _("已撤销本次导入"))


@router.get("/{run_id}/annotated", name="imports.reported.annotated", access=REPORT)
async def annotated(request: Request, run_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The owner's own workbook back, with every problem at its cell."""
    asked = await a_county_run(request, session, actor, run_id)
    ledger = await open_ledger(asked.opened, edited=False)
    book = await annotate(asked.opened.data, ledger, kept_problems(asked))
    name = _("{name}（带错误说明）.xlsx").format(name=asked.opened.filename.rpartition(".")[0] or asked.opened.filename)
    return download(book, name, WORKBOOK)


async def _act(
    asked: CountyRun, bound: Bound[F], action: str, act: Callable[[F], Awaitable[None]], done: str,
    *, stays: bool = False, **where: Any,
) -> Response:  # fmt: skip
    """Do one act on the workbook once; then its page says so, or keeps what was typed and says why not.

    An act that `stays` is answered to htmx by the part of the page that it has changed.
    """
    form = bound.values
    if form is None:
        return await _page(asked, bound)
    try:
        if await first_time(asked.session, asked.actor, action, form, asked.run.county, run=asked.run.id, **where):
            await act(form)
    except StillWrong as refusal:
        return see_other(asked.request, asked.at("imports.reported.show"), message=refusal.message)
    except DomainError as refusal:
        return await _page(asked, refused(bound, refusal), refusal)
    if stays and is_partial(asked.request) and asked.run.state is RunState.CHECKED:
        drawn = await _page(asked, Bound(None))
        toast(drawn, done)
        return drawn
    return see_other(asked.request, asked.at("imports.reported.show"), message=_said(asked.run.state, done))


def _said(state: RunState, done: str) -> str:
    """What is said of the act on the next page: that it is done, or that the worker has it."""
    words = {RunState.CHECKING: _("已交给后台校验"), RunState.APPLYING: _("已交给后台写入")}
    return (words | {RunState.UNDOING: _("已交给后台撤销")}).get(state, done)


async def _choices(asked: CountyRun, header: dict[str, int], chosen: dict[str, str]) -> dict[str, Any]:
    """The choices as they are kept, by column and by header; a field chosen twice is refused."""
    ledger = await open_ledger(asked.opened, header=header)
    titles = (await service.map_columns(asked.session, asked.run, ledger)).chosen(
        {int(number): name for number, name in chosen.items()}, REPORTED
    )
    return {"header": header, "columns": chosen, "columns_by_title": titles.template}


async def _edit(asked: CountyRun, form: EditForm) -> None:
    ledger = await open_ledger(asked.opened)
    row = next((one.row for one in kept_problems(asked) if one.cell == form.cell and one.row), None)
    ids = ids_of(ledger, {row}) if row else frozenset()
    out, back = ids if form.skip else (), ids if form.back else ()
    cells = {} if form.skip or form.back else {form.cell: form.value}
    await service.change_edits(asked.session, asked.actor, asked.run, ledger, cells=cells, left_out=out, put_back=back)


async def _index(
    request: Request, session: AsyncSession, actor: Actor, asked: str, bound: Bound[Any],
    refusal: DomainError | None = None,
) -> Response:  # fmt: skip
    here, others = await the_county(session, actor, asked)
    return await render(
        request, "imports/reported/index.html", status=status_of(bound, refusal), county=here, others=others,
        runs=await queries.runs_of_county(session, actor.scope(REPORT), here[0], REPORTED.code), most=MAX_BYTES,
        errors=bound.errors, raw=bound.raw,
    )  # fmt: skip


async def _page(asked: CountyRun, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    if asked.run.state.is_under_way:
        return await county_waits(asked, status_of(bound, refusal))
    if asked.run.state.is_open:
        return await _open_page(asked, bound, refusal)
    built = asked.opened.plain("built") or {"made": {"made": []}, "changes": []}
    return await render(
        asked.request, "imports/reported/done.html", status=status_of(bound, refusal), county=asked.county,
        run=asked.run, filename=asked.opened.filename, groups=found_groups(kept_problems(asked)), counts=asked.run.counts,
        made=len(built["made"]["made"]), undone=asked.run.state is RunState.UNDONE,
        things=getattr(refusal, "things", ()), told=asked.opened.told, errors=bound.errors, raw=bound.raw,
    )  # fmt: skip


async def _open_page(asked: CountyRun, bound: Bound[Any], refusal: DomainError | None) -> Response:
    found = await service.examine(asked.session, asked.run)
    part = "imports/reported/edits.stream.html" if is_partial(asked.request) else "imports/reported/show.html"
    return await render(
        asked.request, part, status=status_of(bound, refusal), county=asked.county,
        run=asked.run, filename=asked.opened.filename, columns=columns_shown(found),
        fields=[*((each.name, each.label) for each in REPORTED.fields), (SKIP, _("不导入这一列"))],
        place=place_of(found), sheets=[(n, sheet.name) for n, sheet in enumerate(found.ledger.sheets)],
        dated=found.columns.layout.columns.get("as_of") is not None,
        as_of=asked.run.choices.get("constants", {}).get("as_of", ""),
        groups=found_groups(list(found.rehearsal.problems)), **rehearsed(found), told=asked.opened.told,
        unchecked=asked.run.state is RunState.UPLOADED, errors=bound.errors, raw=bound.raw,
    )  # fmt: skip
