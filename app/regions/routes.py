"""Pages of the regions: the tree, one region with its figures, and the fields other forms choose a region with."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from app.audit import service as audit
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.regions import queries, service
from app.regions.forms import FigureForm, FigureVoidForm, RegionForm
from app.regions.models import Region, RegionFigure
from app.regions.rules import FigureKind, Level, RegionChoice
from app.web.access import PUBLIC
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/regions")

Code = Annotated[int, Path(ge=110000, le=999999999)]
MaybeCode = Annotated[int | None, Query(ge=110000, le=999999999)]
Field = Annotated[str, Query(pattern="^[a-z][a-z_]{0,39}$")]
Words = Annotated[str, Query(max_length=60)]


@router.get("", name="regions.index", access="regions.see")
async def list_regions(request: Request, session: Session, q: Words = "") -> Response:
    """The tree, and what a search found."""
    today = await business_date(session)
    return await render(
        request,
        "regions/index.html",
        q=q,
        found=await queries.search_regions(session, q),
        rows=await queries.children_of(session, None, on=today),
        counts=await queries.count_regions(session, today),
        level=Level,
    )


# The names below come before /{code}, which would take them for a code.
@router.get("/options", name="regions.options", access=PUBLIC)
async def list_region_options(
    request: Request, session: Session, field: Field, level: RegionChoice = RegionChoice.COUNTY, q: Words = "",
    under: MaybeCode = None,
) -> Response:  # fmt: skip
    """The list under a field; public like the codes themselves, because the first-run page needs it unsigned.

    What is ticked at the moment comes along under the field's own name and stays on top.
    """
    chosen = await queries.find_option(session, _number(request.query_params.get(field)), level)
    found = await queries.search_regions(session, q, choice=level, under=under)
    return await render(request, "regions/_options.html", field=field, q=q, options=found, chosen=chosen)


@router.get("/picker", name="regions.picker", access=PUBLIC)
async def show_region_picker(
    request: Request, session: Session, field: Field, level: RegionChoice = RegionChoice.COUNTY,
    under: MaybeCode = None, value: MaybeCode = None,
) -> Response:  # fmt: skip
    """A whole field with its search, for a page that asks for it by hx-get."""
    chosen = await queries.find_option(session, value or 0, level)
    found = await queries.search_regions(session, "", choice=level, under=under)
    facts: dict[str, Any] = {"field": field, "choice": level, "under": under, "chosen": chosen}
    return await render(request, "regions/_picker.html", q="", options=found, **facts)


@router.get("/new", name="regions.new", access="regions.manage")
async def new_region(
    request: Request, session: Session, parent: Annotated[int, Query(ge=110000, le=999999)]
) -> Response:
    """The form that adds a region under another."""
    return await _region_form(request, await queries.get_region(session, parent), Bound(None))


@router.post("", name="regions.create", access="regions.manage")
async def create_region(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Add a region and show it."""
    bound = bind(RegionForm, await request.form())
    parent = await queries.get_region(session, _number(bound.raw.get("parent")))
    form = bound.values
    if form is None:
        return await _region_form(request, parent, bound)
    try:
        if not await _first_time(session, actor, "regions.added", form):
            return see_other(request, _path(request, parent.code))
        added = await service.add_region(session, actor, parent, name=form.name, code=form.code, note=form.note)
    except DomainError as refusal:
        return await _region_form(request, parent, refused(bound, refusal))
    return see_other(request, _path(request, added.code), message=_("已添加{name}").format(name=added.name))


@router.get("/{code}", name="regions.show", access="regions.see")
async def show_region(request: Request, session: Session, code: Code) -> Response:
    """One region: what it lies in, what lies in it, its outside figures."""
    region = await queries.get_region(session, code)
    return await render(
        request,
        "regions/show.html",
        region=region,
        path=await queries.path_of(session, code),
        rows=await queries.children_of(session, code),
        figures=await queries.figures_of(session, code),
    )


@router.get("/{code}/children", name="regions.children", access="regions.see")
async def list_children(request: Request, session: Session, code: Code) -> Response:
    """One branch of the tree, fetched when it is opened."""
    rows = await queries.children_of(session, code, on=await business_date(session))
    return await render(request, "regions/_branch.html", rows=rows)


@router.get("/{code}/figures/new", name="regions.figures.new", access="regions.manage")
async def new_figure(request: Request, session: Session, code: Code) -> Response:
    """The form that records an outside figure."""
    return await _figure_form(request, await queries.get_region(session, code), Bound(None))


@router.post("/{code}/figures", name="regions.figures.create", access="regions.manage")
async def create_figure(request: Request, session: Session, actor: CurrentActor, code: Code) -> Response:
    """Record an outside figure and show it among the others."""
    region = await queries.get_region(session, code)
    bound = bind(FigureForm, await request.form())
    if bound.values is None:
        return await _figure_form(request, region, bound)
    try:
        if await _first_time(session, actor, "regions.figure_recorded", bound.values, region=code):
            said = bound.values.model_dump(exclude={"tap_id"})
            await service.record_region_figure(session, actor, region, **said)
    except DomainError as refusal:
        return await _figure_form(request, region, refused(bound, refusal))
    return see_other(request, _path(request, code), message=_("已登记外部数据"))


@router.get("/{code}/figures/{figure_id}/void", name="regions.figure_voids.new", access="regions.manage")
async def new_figure_void(request: Request, session: Session, code: Code, figure_id: RowId) -> Response:
    """The page that asks why a figure no longer counts."""
    region = await queries.get_region(session, code)
    return await _void_form(request, region, await queries.get_figure(session, code, figure_id), Bound(None))


@router.post("/{code}/figures/{figure_id}/void", name="regions.figure_voids.create", access="regions.manage")
async def create_figure_void(
    request: Request, session: Session, actor: CurrentActor, code: Code, figure_id: RowId
) -> Response:
    """Void a figure with its reason."""
    region = await queries.get_region(session, code)
    figure = await queries.get_figure(session, code, figure_id)
    bound = bind(FigureVoidForm, await request.form())
    if bound.values is None:
        return await _void_form(request, region, figure, bound)
    try:
        if await _first_time(session, actor, "regions.figure_voided", bound.values, figure=figure_id):
            await service.void_region_figure(session, actor, region, figure, reason=bound.values.reason)
    except DomainError as refusal:
        return await _void_form(request, region, figure, refused(bound, refusal))
    return see_other(request, _path(request, code), message=_("已作废这条外部数据"))


async def _first_time(session: Session, actor: CurrentActor, action: str, form: Any, **where: int) -> bool:
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body)


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) <= 9 else 0


def _path(request: Request, code: int) -> str:
    return str(request.app.url_path_for("regions.show", code=code))


async def _region_form(request: Request, parent: Region, bound: Bound[RegionForm]) -> Response:
    facts: dict[str, Any] = {"parent": parent, "errors": bound.errors, "raw": bound.raw}
    return await render(request, "regions/new.html", status=status_of(bound), **facts)


async def _figure_form(request: Request, region: Region, bound: Bound[FigureForm]) -> Response:
    kinds = [(kind.value, kind.label) for kind in FigureKind]
    facts: dict[str, Any] = {"region": region, "kinds": kinds, "errors": bound.errors, "raw": bound.raw}
    return await render(request, "regions/figures/new.html", status=status_of(bound), **facts)


async def _void_form(request: Request, region: Region, figure: RegionFigure, bound: Bound[FigureVoidForm]) -> Response:
    facts: dict[str, Any] = {"region": region, "figure": figure, "errors": bound.errors, "raw": bound.raw}
    return await render(request, "regions/figure_voids/new.html", status=status_of(bound), **facts)
