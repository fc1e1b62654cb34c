"""Giving up beds, rooms, floors and buildings from a day on; whoever still has a bed refuses by its name."""

from collections.abc import Sequence
from functools import partial

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.forms.structure import RetireForm
from app.beds.routes.asking import Asked, ids_of, picked, the_home
from app.beds.routes.carrying import FormPage, carry_out
from app.beds.rules.labels import say_labels
from app.beds.rules.tree import Tree
from app.core.clock import business_date
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")
MAY = "beds.structure"


@router.get("/bed-retirements/new", name="beds.bed_retirements.new", access=MAY)
async def new_bed_retirement(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The page that asks before beds go out of service for good."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _beds_page(asked, picked(request))).draw(Bound(None))


@router.post("/bed-retirements", name="beds.bed_retirements.create", access=MAY)
async def create_bed_retirement(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, beds: str = ""
) -> Response:
    """Take them out of service."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bed_ids = ids_of(beds)

    async def do(form: RetireForm) -> None:
        said = {"on": form.on, "end_closures": form.end_closures}
        await service.retire_beds(session, actor, asked.home, bed_ids, **said)  # type: ignore[arg-type]

    page, bound = partial(_beds_page, asked, bed_ids), bind(RetireForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已停止使用 {n} 张床").format(n=len(bed_ids))}
    return await carry_out(asked, page, bound, "beds.bed_retired", do, **done, beds=beds)


async def _beds_page(asked: Asked, bed_ids: Sequence[int]) -> FormPage:
    today = await business_date(asked.session)
    names = await queries.names_on(asked.session, asked.home.scope, bed_ids, today)
    action = asked.path("beds.bed_retirements.create") + "?beds=" + ",".join(str(bed_id) for bed_id in names)
    return _page(asked, say_labels(names.values()), len(names), action, asked.path("beds.list.index"))


@router.get("/rooms/{room_id}/retirement", name="beds.room_retirements.new", access=MAY)
async def new_room_retirement(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The page that asks before a room is given up."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _room_page(asked, room_id)).draw(Bound(None))


@router.post("/rooms/{room_id}/retirement", name="beds.room_retirements.create", access=MAY)
async def create_room_retirement(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Give it up."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: RetireForm) -> None:
        await service.retire_rooms(session, actor, asked.home, [room_id], on=form.on, end_closures=form.end_closures)

    page, bound = partial(_room_page, asked, room_id), bind(RetireForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已停用房间")}
    return await carry_out(asked, page, bound, "beds.room_retired", do, **done, room=room_id)


async def _room_page(asked: Asked, room_id: int) -> FormPage:
    await queries.get_room(asked.session, asked.home.scope, asked.home.institution_id, room_id)
    found = (await _tree(asked)).find_room(room_id)
    said = _("{room} 室").format(room=found[2].label) if found else _("这间房")
    action = asked.path("beds.room_retirements.create", room_id=room_id)
    back = asked.path("beds.structure.show") + f"?room_id={room_id}"
    return _page(asked, said, len(found[2].places) if found else 0, action, back)


@router.get("/floors/{floor_id}/retirement", name="beds.floor_retirements.new", access=MAY)
async def new_floor_retirement(
    request: Request, institution_id: RowId, floor_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The page that asks before a floor is given up."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _floor_page(asked, floor_id)).draw(Bound(None))


@router.post("/floors/{floor_id}/retirement", name="beds.floor_retirements.create", access=MAY)
async def create_floor_retirement(
    request: Request, institution_id: RowId, floor_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Give it up."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: RetireForm) -> None:
        await service.retire_floor(session, actor, asked.home, floor_id, on=form.on, end_closures=form.end_closures)

    page, bound = partial(_floor_page, asked, floor_id), bind(RetireForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已停用楼层")}
    return await carry_out(asked, page, bound, "beds.floor_retired", do, **done, floor=floor_id)


async def _floor_page(asked: Asked, floor_id: int) -> FormPage:
    floor = await queries.get_floor(asked.session, asked.home.scope, asked.home.institution_id, floor_id)
    found = (await _tree(asked)).find_floor(floor_id)
    said = f"{found[0].label}{floor.label}" if found else floor.label
    action = asked.path("beds.floor_retirements.create", floor_id=floor_id)
    back = asked.path("beds.structure.show") + f"?floor_id={floor_id}"
    return _page(asked, said, found[1].beds if found else 0, action, back)


@router.get("/buildings/{building_id}/retirement", name="beds.building_retirements.new", access=MAY)
async def new_building_retirement(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The page that asks before a building is given up."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _building_page(asked, building_id)).draw(Bound(None))


@router.post("/buildings/{building_id}/retirement", name="beds.building_retirements.create", access=MAY)
async def create_building_retirement(
    request: Request, institution_id: RowId, building_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Give it up."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: RetireForm) -> None:
        await service.retire_building(
            session, actor, asked.home, building_id, on=form.on, end_closures=form.end_closures
        )

    page, bound = partial(_building_page, asked, building_id), bind(RetireForm, await request.form())
    done = {"then": asked.path("beds.structure.show"), "message": _("已停用楼栋")}
    return await carry_out(asked, page, bound, "beds.building_retired", do, **done, building=building_id)


async def _building_page(asked: Asked, building_id: int) -> FormPage:
    building = await queries.get_building(asked.session, asked.home.scope, asked.home.institution_id, building_id)
    tree = await _tree(asked)
    beds = sum(each.beds for each in tree.buildings if each.id == building_id)
    action = asked.path("beds.building_retirements.create", building_id=building_id)
    return _page(asked, building.label, beds, action, asked.path("beds.structure.show"))


async def _tree(asked: Asked) -> Tree:
    today = await business_date(asked.session)
    return await queries.structure(asked.session, asked.home.scope, asked.home.institution_id, today)


def _page(asked: Asked, said: str, beds: int, action: str, back: str) -> FormPage:
    return FormPage(
        asked, "beds/bed_retirements/new.html", said=said, beds=beds, action=action, back=back, version=None
    )
