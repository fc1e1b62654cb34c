"""上传: the list of a home's imports, a file handed in, a corrected one, the blank template, the marked copy."""

from pathlib import PurePath
from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.imports import queries, service
from app.imports.annotated import annotate
from app.imports.errors import LedgerRefused, UnknownKind
from app.imports.forms import ReplaceForm, UploadForm
from app.imports.routes.asking import Asked, a_run, download, leave_a_look, the_home, unchanged_since
from app.imports.rules.problems import Problem
from app.imports.rules.registry import HOME_KINDS, KINDS
from app.imports.service import open_ledger
from app.imports.sheets.limits import MAX_BYTES, MIB
from app.imports.template import template
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/imports")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("", name="imports.index", access="imports.run")
async def index(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The home's imports, newest first, and the field for the next file."""
    return await _index(await the_home(request, session, actor, institution_id), Bound(None))


@router.post("", name="imports.create", access="imports.run")
async def create(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Hand a file in; it is kept sealed, and nothing of it is written yet."""
    asked = await the_home(request, session, actor, institution_id)
    bound = bind(UploadForm, await request.form())
    form = bound.values
    if form is None:
        return await _index(asked, bound)
    try:
        filename, data = await _file(bound)
        if not await asked.first_time("imports.received", form, filename=filename):
            return see_other(request, asked.path("imports.index"))
        said: dict[str, Any] = {"kind": form.kind, "effective_on": form.effective_on}
        run = await service.receive(session, actor, asked.home, filename=filename, data=data, **said)
    except DomainError as refusal:
        return await _index(asked, refused(bound, refusal), refusal)
    return see_other(request, asked.path("imports.columns.show", run_id=run.id))


@router.get("/template", name="imports.template", access="imports.run")
async def blank(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The blank ledger of a kind, with drop-downs and an example row."""
    await the_home(request, session, actor, institution_id)
    kind = HOME_KINDS.get(request.query_params.get("kind", "beds"))
    if kind is None:
        raise UnknownKind
    return download(await template(kind), _("{kind}台账模板.xlsx").format(kind=kind.label), WORKBOOK)


@router.post("/{run_id}/file", name="imports.replace", access="imports.run")
async def replace(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take a corrected file; edits go along wherever a cell still says what it said."""
    asked = await a_run(request, session, actor, institution_id, run_id, lock=True)
    bound = bind(ReplaceForm, await request.form())
    form = bound.values
    if form is None:
        return await _replacing(asked, bound)
    try:
        filename, data = await _file(bound)
        if await asked.first_time("imports.replaced", form, run=run_id, filename=filename):
            unchanged_since(asked.run, form.version)
            await service.replace_file(session, actor, asked.run, filename=filename, data=data)
    except DomainError as refusal:
        return await _replacing(asked, refused(bound, refusal), refusal)
    return see_other(request, asked.at("imports.columns.show"), message=_("已换成新的文件，请再看一眼对列"))


@router.get("/{run_id}/file", name="imports.replace.new", access="imports.run")
async def new_file(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The field for a corrected file."""
    return await _replacing(await a_run(request, session, actor, institution_id, run_id), Bound(None))


@router.get("/{run_id}/annotated", name="imports.annotated", access="imports.run")
async def annotated(
    request: Request, institution_id: RowId, run_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The owner's own workbook back, with every problem at its cell."""
    asked = await a_run(request, session, actor, institution_id, run_id)
    await leave_a_look(asked)
    report = asked.opened.plain("report") or {"problems": []}
    problems = [Problem.from_plain(plain) for plain in report["problems"]]
    ledger = await open_ledger(asked.opened, edited=False)
    book = await annotate(asked.opened.data, ledger, problems)
    name = _("{name}（带错误说明）.xlsx").format(name=PurePath(asked.opened.filename).stem)
    return download(book, name, WORKBOOK)


async def _file(bound: Bound[Any]) -> tuple[str, bytes]:
    upload = bound.files.get("file")
    if upload is None:
        raise DomainError(_("请先选一个文件，再点「上传」"), field="file")
    if upload.size is not None and upload.size > MAX_BYTES:
        raise LedgerRefused("too_large", size=-(-upload.size // MIB), limit=MAX_BYTES // MIB)
    return PurePath(upload.filename or "").name or _("台账"), await upload.read()


def _open_to(asked: Asked, kind: str) -> bool:
    return service.may_take(asked.actor, asked.home, kind)


async def _index(asked: Asked, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    runs = await queries.runs_of(asked.session, asked.actor.scope("imports.run"), asked.home.institution_id)
    return await render(
        asked.request,
        "imports/home/index.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        runs=runs,
        kinds=[(kind.code, kind.label) for kind in HOME_KINDS.values() if _open_to(asked, kind.code)],
        others=[(kind.label, _(kind.held_by)) for kind in HOME_KINDS.values() if not _open_to(asked, kind.code)],
        labels={kind.code: kind.label for kind in HOME_KINDS.values()},
        day=await business_date(asked.session),
        most=MAX_BYTES,
        errors=bound.errors,
        raw=bound.raw,
    )


async def _replacing(asked: Any, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    return await render(
        asked.request,
        "imports/run/file.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        run=asked.run,
        kind=KINDS[asked.run.kind],
        filename=asked.opened.filename,
        most=MAX_BYTES,
        errors=bound.errors,
        raw=bound.raw,
    )
