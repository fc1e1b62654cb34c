"""One room: its number and its rule, and the walls that come and go."""

from datetime import date
from functools import partial

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.errors import PlaceNotFound
from app.beds.forms.structure import MergeForm, NumberForm, RuleForm, SplitForm
from app.beds.routes.asking import Asked, the_home
from app.beds.routes.building import unit_choices
from app.beds.routes.carrying import FormPage, carry_out
from app.beds.rules.kinds import Facing, RoomKind, SexRule
from app.beds.service import RoomRule
from app.core.clock import business_date
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/rooms/{room_id}")
MAY = "beds.structure"


@router.get("/edit", name="beds.rooms.edit", access=MAY)
async def edit_room(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The two forms of a room: another number, another rule."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _room_page(asked, room_id, "beds/rooms/edit.html")).draw(Bound(None))


@router.post("/number", name="beds.room_numbers.update", access=MAY)
async def update_room_number(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Give it another number."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: NumberForm) -> None:
        said = {"label": form.label, "on": form.on, "corrects": form.corrects, "version": form.version}
        await service.renumber_room(session, actor, asked.home, room_id, **said)  # type: ignore[arg-type]

    page = partial(_room_page, asked, room_id, "beds/rooms/edit.html", asks="number")
    bound, done = bind(NumberForm, await request.form()), _done(asked, room_id, _("已改房号"))
    return await carry_out(asked, page, bound, "beds.room_renumbered", do, **done, room=room_id)


@router.post("/rule", name="beds.room_rules.update", access=MAY)
async def update_room_rule(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Change what the room is from a day on."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: RuleForm) -> None:
        rule = RoomRule(form.kind, form.sex_rule, form.isolation, form.unit_id)
        said = {"on": form.on, "facing": form.facing, "note": form.note, "version": form.version}
        await service.change_room(session, actor, asked.home, room_id, rule=rule, **said)  # type: ignore[arg-type]

    page = partial(_room_page, asked, room_id, "beds/rooms/edit.html", asks="rule")
    bound, done = bind(RuleForm, await request.form()), _done(asked, room_id, _("已改房间规定"))
    return await carry_out(asked, page, bound, "beds.room_changed", do, **done, room=room_id)


@router.get("/split", name="beds.room_splits.new", access=MAY)
async def new_room_split(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that builds a wall."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _room_page(asked, room_id, "beds/room_splits/new.html")).draw(Bound(None))


@router.post("/split", name="beds.room_splits.create", access=MAY)
async def create_room_split(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Build it: the chosen beds stand in a new room from the day on."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: SplitForm) -> None:
        await service.split_room(
            session, actor, asked.home, room_id,
            bed_ids=form.bed_ids, label=form.label, on=form.on, renumber=form.renumber,
        )  # fmt: skip

    page = partial(_room_page, asked, room_id, "beds/room_splits/new.html")
    bound, done = bind(SplitForm, await request.form()), _done(asked, room_id, _("已拆成两间"))
    return await carry_out(asked, page, bound, "beds.room_split", do, **done, room=room_id)


@router.get("/merger", name="beds.room_mergers.new", access=MAY)
async def new_room_merger(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that takes walls down."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _room_page(asked, room_id, "beds/room_mergers/new.html")).draw(Bound(None))


@router.post("/merger", name="beds.room_mergers.create", access=MAY)
async def create_room_merger(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take them down: the other rooms become part of this one."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: MergeForm) -> None:
        await service.merge_rooms(session, actor, asked.home, [room_id, *form.room_ids], on=form.on)

    page = partial(_room_page, asked, room_id, "beds/room_mergers/new.html")
    bound, done = bind(MergeForm, await request.form()), _done(asked, room_id, _("已合并房间"))
    return await carry_out(asked, page, bound, "beds.rooms_merged", do, **done, room=room_id)


def _done(asked: Asked, room_id: int, message: str) -> dict[str, str]:
    return {"then": asked.path("beds.structure.show") + f"?room_id={room_id}#rooms", "message": message}


async def _room_page(asked: Asked, room_id: int, template: str, *, asks: str = "") -> FormPage:
    today: date = await business_date(asked.session)
    tree = await queries.structure(asked.session, asked.home.scope, asked.home.institution_id, today)
    found = tree.find_room(room_id)
    if found is None:
        raise PlaceNotFound
    building, floor, room = found
    return FormPage(
        asked,
        template,
        asks=asks,
        building=building,
        floor=floor,
        room=room,
        version=room.version,
        kinds=[(kind.value, kind.label) for kind in RoomKind],
        sex_rules=[(rule.value, rule.label) for rule in SexRule],
        facings=[(facing.value, facing.label) for facing in Facing],
        units=unit_choices(tree),
        others=[(each.id, f"{each.label}，{each.said}") for each in floor.rooms if each.id != room.id],
        back=asked.path("beds.structure.show") + f"?room_id={room_id}#rooms",
    )
