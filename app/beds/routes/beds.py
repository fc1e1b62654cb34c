"""One bed: added to a room, called otherwise, moved to another room, in service for other days."""

from datetime import date, timedelta
from functools import partial

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.errors import PlaceNotFound
from app.beds.forms.structure import AddBedsForm, BedForm, MoveForm, SpanForm
from app.beds.routes.asking import Asked, the_home
from app.beds.routes.building import room_choices
from app.beds.routes.carrying import FormPage, carry_out
from app.beds.rules.labels import next_labels
from app.beds.rules.patterns import parse_beds
from app.beds.rules.spans import FOREVER, lasting
from app.core.clock import business_date
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")
MAY = "beds.structure"


@router.get("/rooms/{room_id}/beds/new", name="beds.beds.new", access=MAY)
async def new_bed(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that puts more beds into a room."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _new_bed_page(asked, room_id)).draw(Bound(None))


@router.post("/rooms/{room_id}/beds", name="beds.beds.create", access=MAY)
async def create_bed(
    request: Request, institution_id: RowId, room_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Put them there: so many, or by their labels."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: AddBedsForm) -> None:
        labels = parse_beds(form.beds)
        many = form.beds.strip("张床个 ").isdecimal()
        await service.add_beds(
            session, actor, asked.home, room_id, from_on=form.from_on, extra=form.extra,
            count=len(labels), labels=() if many else labels,
        )  # fmt: skip

    page, bound = partial(_new_bed_page, asked, room_id), bind(AddBedsForm, await request.form())
    done = {"then": asked.path("beds.structure.show") + f"?room_id={room_id}#rooms", "message": _("已加床")}
    return await carry_out(asked, page, bound, "beds.beds_added", do, **done, room=room_id)


async def _new_bed_page(asked: Asked, room_id: int) -> FormPage:
    today = await business_date(asked.session)
    found = (await queries.structure(asked.session, asked.home.scope, asked.home.institution_id, today)).find_room(
        room_id
    )
    if found is None:
        raise PlaceNotFound
    building, floor, room = found
    return FormPage(
        asked, "beds/beds/new.html", building=building, floor=floor, room=room, version=None,
        next_label=next_labels((place.label for place in room.places), 1)[0],
        action=asked.path("beds.beds.create", room_id=room_id),
        back=asked.path("beds.structure.show") + f"?room_id={room_id}#rooms",
    )  # fmt: skip


@router.get("/beds/{bed_id}/edit", name="beds.beds.edit", access=MAY)
async def edit_bed(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The three forms of a bed: its label and facts, another room, other days."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await (await _bed_page(asked, bed_id, "")).draw(Bound(None))


@router.post("/beds/{bed_id}", name="beds.beds.update", access=MAY)
async def update_bed(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Call it otherwise, and say whether it is 加床."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: BedForm) -> None:
        await _revise(asked, bed_id, form)

    page, bound = partial(_bed_page, asked, bed_id, "bed"), bind(BedForm, await request.form())
    done = {"then": asked.path("beds.beds.edit", bed_id=bed_id), "message": _("已改床位")}
    return await carry_out(asked, page, bound, "beds.bed_changed", do, **done, bed=bed_id)


async def _revise(asked: Asked, bed_id: int, form: BedForm) -> None:
    """Write down only what the form says otherwise; a changed label is a dated change, the rest is not."""
    session, actor, home = asked.session, asked.actor, asked.home
    bed = await queries.get_bed(session, home.scope, home.institution_id, bed_id)
    version = form.version
    if (form.extra, form.note) != (bed.extra, bed.note):
        changed = await service.change_bed(
            session, actor, home, bed_id, extra=form.extra, note=form.note, version=version
        )
        version = changed.version
    if form.label != await _label_of(asked, bed_id):
        said = {"on": form.on, "corrects": form.corrects, "version": version}
        await service.relabel_bed(session, actor, home, bed_id, label=form.label, **said)  # type: ignore[arg-type]


@router.post("/beds/{bed_id}/room", name="beds.bed_moves.create", access=MAY)
async def create_bed_move(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let it stand in another room from a day on, with whoever has it."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: MoveForm) -> None:
        await service.move_bed(
            session, actor, asked.home, bed_id,
            room_id=form.room_id, label=form.label or await _free_label(asked, bed_id, form.room_id, form.on), on=form.on,
        )  # fmt: skip

    page, bound = partial(_bed_page, asked, bed_id, "move"), bind(MoveForm, await request.form())
    done = {"then": asked.path("beds.beds.edit", bed_id=bed_id), "message": _("已移到别的房间")}
    return await carry_out(asked, page, bound, "beds.bed_moved", do, **done, bed=bed_id)


@router.post("/beds/{bed_id}/span", name="beds.bed_spans.update", access=MAY)
async def update_bed_span(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Narrow or extend the days it is in service."""
    asked = await the_home(request, session, actor, institution_id, MAY)

    async def do(form: SpanForm) -> None:
        to_on = form.last_on + timedelta(days=1) if form.last_on else FOREVER
        await service.change_span(
            session, actor, asked.home, bed_id, from_on=form.from_on, to_on=to_on, version=form.version
        )

    page, bound = partial(_bed_page, asked, bed_id, "span"), bind(SpanForm, await request.form())
    done = {"then": asked.path("beds.beds.edit", bed_id=bed_id), "message": _("已改启用和停用日期")}
    return await carry_out(asked, page, bound, "beds.span_changed", do, **done, bed=bed_id)


async def _label_of(asked: Asked, bed_id: int) -> str:
    today = await business_date(asked.session)
    spans = await queries.services_from(asked.session, asked.home.scope, asked.home.institution_id, [bed_id], today)
    return spans[0].label if spans else ""


async def _free_label(asked: Asked, bed_id: int, room_id: int, on: date) -> str:
    """Its own label where that is free in the room it comes to, else the next free one."""
    own = await _label_of(asked, bed_id)
    here = await queries.services_of_rooms(asked.session, asked.home.scope, asked.home.institution_id, [room_id], on)
    taken = {place.label for place in here}
    return own if own and own not in taken else next_labels(taken, 1)[0]


async def _bed_page(asked: Asked, bed_id: int, asks: str) -> FormPage:
    today = await business_date(asked.session)
    home = asked.home
    panel = await queries.bed_panel(asked.session, home.scope, home.institution_id, bed_id, today)
    spans = await queries.services_from(asked.session, home.scope, home.institution_id, [bed_id])
    tree = await queries.structure(asked.session, home.scope, home.institution_id, today)
    last = (lasting(spans) or spans)[-1] if spans else None
    return FormPage(
        asked,
        "beds/beds/edit.html",
        asks=asks,
        panel=panel,
        span=last,
        last_day=last.to_on - timedelta(days=1) if last and last.to_on != FOREVER else None,
        rooms=room_choices(tree, but=last.room_id if last else None),
        version=panel.bed.version,
        back=asked.path("beds.board.show") + f"?bed={bed_id}",
    )
