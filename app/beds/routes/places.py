"""Buildings, floors and nursing units: put up, called otherwise, given up."""

from functools import partial

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.forms.structure import PlaceForm
from app.beds.routes.asking import Asked, the_home
from app.beds.routes.carrying import FormPage, carry_out
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")
MAY = "beds.structure"


@router.get("/buildings/new", name="beds.buildings.new", access=MAY)
async def new_building(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that puts up a building."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _new_building(asked)).draw(Bound(None))


@router.post("/buildings", name="beds.buildings.create", access=MAY)
async def create_building(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Put it up, with its floors where they are named too."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: PlaceForm) -> None:
        await service.add_building(session, actor, asked.home, label=form.label, title=form.title)

    bound = bind(PlaceForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已加楼栋，请再加楼层")}
    return await carry_out(asked, partial(_new_building, asked), bound, "beds.building_added", do, **done)


async def _new_building(asked: Asked) -> FormPage:
    return FormPage(
        asked, "beds/buildings/new.html", action=asked.path("beds.buildings.create"), version=None, place=None,
        back=asked.path("beds.structure.show"),
    )  # fmt: skip


@router.get("/buildings/{building_id}/edit", name="beds.buildings.edit", access=MAY)
async def edit_building(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that calls a building otherwise."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _building_page(asked, building_id)).draw(Bound(None))


@router.post("/buildings/{building_id}", name="beds.buildings.update", access=MAY)
async def update_building(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Call it so."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: PlaceForm) -> None:
        said = {"label": form.label, "title": form.title}
        await service.rename_building(session, actor, asked.home, building_id, **said, version=form.version)

    page, bound = partial(_building_page, asked, building_id), bind(PlaceForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已改楼栋名称")}
    return await carry_out(asked, page, bound, "beds.place_renamed", do, **done, building=building_id)


async def _building_page(asked: Asked, building_id: int) -> FormPage:
    building = await queries.get_building(asked.session, asked.home.scope, asked.home.institution_id, building_id)
    return FormPage(
        asked, "beds/buildings/edit.html", action=asked.path("beds.buildings.update", building_id=building_id),
        place=building, version=building.version, back=asked.path("beds.structure.show"),
    )  # fmt: skip


@router.get("/buildings/{building_id}/floors/new", name="beds.floors.new", access=MAY)
async def new_floor(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that adds a floor."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _new_floor(asked, building_id)).draw(Bound(None))


@router.post("/buildings/{building_id}/floors", name="beds.floors.create", access=MAY)
async def create_floor(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Add it."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: PlaceForm) -> None:
        await service.add_floor(session, actor, asked.home, building_id, label=form.label, title=form.title)

    page, bound = partial(_new_floor, asked, building_id), bind(PlaceForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已加楼层，请按规律建房间和床位")}
    return await carry_out(asked, page, bound, "beds.floor_added", do, **done, building=building_id)


async def _new_floor(asked: Asked, building_id: int) -> FormPage:
    building = await queries.get_building(asked.session, asked.home.scope, asked.home.institution_id, building_id)
    return FormPage(
        asked, "beds/floors/new.html", action=asked.path("beds.floors.create", building_id=building_id),
        building=building, version=None, place=None, back=asked.path("beds.structure.show"),
    )  # fmt: skip


@router.get("/floors/{floor_id}/edit", name="beds.floors.edit", access=MAY)
async def edit_floor(
    request: Request, institution_id: RowId, floor_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that calls a floor otherwise."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _floor_page(asked, floor_id)).draw(Bound(None))


@router.post("/floors/{floor_id}", name="beds.floors.update", access=MAY)
async def update_floor(
    request: Request, institution_id: RowId, floor_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Call it so."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: PlaceForm) -> None:
        said = {"label": form.label, "title": form.title}
        await service.rename_floor(session, actor, asked.home, floor_id, **said, version=form.version)

    page, bound = partial(_floor_page, asked, floor_id), bind(PlaceForm, await request.form())
    done = {"then": asked.path("beds.structure.show") + f"?floor_id={floor_id}", "message": _("已改楼层名称")}
    return await carry_out(asked, page, bound, "beds.place_renamed", do, **done, floor=floor_id)


async def _floor_page(asked: Asked, floor_id: int) -> FormPage:
    floor = await queries.get_floor(asked.session, asked.home.scope, asked.home.institution_id, floor_id)
    return FormPage(
        asked, "beds/floors/edit.html", action=asked.path("beds.floors.update", floor_id=floor_id),
        place=floor, version=floor.version, back=asked.path("beds.structure.show") + f"?floor_id={floor_id}",
    )  # fmt: skip
