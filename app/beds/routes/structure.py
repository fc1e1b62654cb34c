"""The structure editor: the tree, rooms by pattern with their plan, the rooms that stand, and marks by paper."""

from typing import Any

from fastapi import Request, Response
from starlette.datastructures import FormData

from app.beds import queries, service
from app.beds.forms.structure import PatternForm, UndoRoomsForm
from app.beds.routes.asking import Asked, first_time, ids_of, picked, refused, status_of, the_home
from app.beds.routes.building import floor_facts, pattern_facts, tree_nodes
from app.beds.rules.labels import say_labels
from app.beds.rules.making import Made, RoomManner
from app.beds.rules.patterns import expand
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions.queries import registered_on
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial, see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")
ASKED = ("floor_id", "rooms", "beds", "skip", "from_on", "unit_id", "sex_rule", "facing")


@router.get("/structure", name="beds.structure.show", access="beds.structure")
async def show_structure(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Everything that stands, and the plan of what is being thought of: the plan is in the address."""
    asked = await the_home(request, session, actor, institution_id, "beds.structure")
    given: list[tuple[str, Any]] = [(key, value) for key, value in request.query_params.multi_items() if key in ASKED]
    if not request.query_params.get("rooms"):
        return await _structure(asked, Bound(None, raw=dict(given)))
    if not request.query_params.get("from_on"):
        given = [pair for pair in given if pair[0] != "from_on"]
        given.append(("from_on", (await business_date(session)).isoformat()))
    return await _structure(asked, bind(PatternForm, FormData(given)))


@router.get("/structure/sheet", name="beds.structure_sheet.show", access="beds.structure")
async def show_structure_sheet(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """All rooms as a list on paper."""
    asked = await the_home(request, session, actor, institution_id, "beds.structure")
    today = await business_date(session)
    tree = await queries.structure(session, actor.scope("beds.structure"), institution_id, today)
    return await render(request, "beds/structure_sheet/show.html", institution=asked.institution, tree=tree)


@router.post("/rooms", name="beds.rooms.create", access="beds.structure")
async def create_rooms(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Build the rooms of a pattern with their beds, all or none."""
    asked = await the_home(request, session, actor, institution_id, "beds.structure")
    bound = bind(PatternForm, await request.form())
    form = bound.values
    if form is None or form.tap_id is None:
        return await _structure(asked, bound)
    back = asked.path("beds.structure.show") + f"?floor_id={form.floor_id}"
    try:
        made = await _make(asked, form)
    except DomainError as refusal:
        return await _structure(asked, refused(bound, refusal), refusal)
    if made is None:
        return see_other(request, back)
    message = _("已建 {rooms} 间房、{beds} 张床；建错了可以整批撤销，直到有人用过").format(
        rooms=len(made.room_ids), beds=len(made.bed_ids)
    )
    return see_other(request, f"{back}&made={made.room_ids[0]}-{made.room_ids[-1]}", message=message)


async def _make(asked: Asked, form: PatternForm) -> Made | None:
    """Build what the pattern says; None when the same tap has already built it."""
    rooms = expand(form.rooms, beds=form.beds, skip=form.skip)
    manner = RoomManner(form.unit_id, form.sex_rule, facing=form.facing)
    if not await first_time(asked, "beds.rooms_made", form):
        return None
    return await service.make_rooms(
        asked.session, asked.actor, asked.home, form.floor_id, rooms, from_on=form.from_on, manner=manner
    )


@router.get("/rooms/undoing", name="beds.room_undoings.new", access="beds.structure")
async def new_room_undoing(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The page that asks before rooms built by mistake are taken back, and says what goes with them."""
    asked = await the_home(request, session, actor, institution_id, "beds.structure")
    return await _undo_form(asked, picked(request, "rooms"), Bound(None))


@router.post("/rooms/undoing", name="beds.room_undoings.create", access="beds.structure")
async def create_room_undoing(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take them back, as if they had never stood."""
    asked = await the_home(request, session, actor, institution_id, "beds.structure")
    bound = bind(UndoRoomsForm, await request.form())
    form = bound.values
    if form is None:
        return await _undo_form(asked, ids_of(",".join(bound.raw.get("room_ids", []))), bound)
    try:
        if await first_time(asked, "beds.made_undone", form):
            made = await service.made_of_rooms(session, asked.home, form.room_ids)
            await service.undo_made(session, actor, asked.home, made, reason=form.reason)
    except DomainError as refusal:
        return await _undo_form(asked, form.room_ids, refused(bound, refusal), refusal)
    message = _("已撤销 {count} 间房").format(count=len(form.room_ids))
    return see_other(request, asked.path("beds.structure.show"), message=message)


async def _structure(asked: Asked, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    today = await business_date(asked.session)
    scope = asked.actor.scope("beds.structure")
    tree = await queries.structure(asked.session, scope, asked.home.institution_id, today)
    asks = asked.request.query_params
    chosen = floor_facts(tree, bound.raw.get("floor_id") or asks.get("floor_id"), asks.get("room_id"))
    facts: dict[str, Any] = {
        "institution": asked.institution,
        "tree": tree,
        "path": asked.path("beds.structure.show"),
        "nodes": tree_nodes(tree, asked.path("beds.structure.show"), chosen),
        "registered": await registered_on(asked.session, scope, asked.home.institution_id, today),
        **chosen,
        **pattern_facts(bound, tree, today),
        "made": ids_of(asks.get("made", "")),
    }
    # A plan that cannot be read yet is no refusal of anything: somebody is still typing.
    status = 200 if asked.request.method == "GET" else status_of(bound, refusal)
    if is_partial(asked.request):
        return await render(asked.request, "beds/structure/_pattern.html", **facts)
    in_service = [place.id for place in tree.places if place.from_on <= today < place.to_on]
    lines = await queries.mark_lines(asked.session, scope, asked.home.institution_id, today, in_service)
    facts["lines"] = [(line, tree.say_beds(line.bed_ids)) for line in lines]
    return await render(asked.request, "beds/structure/show.html", status=status, **facts)


async def _undo_form(
    asked: Asked, room_ids: list[int], bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    today = await business_date(asked.session)
    tree = await queries.structure(asked.session, asked.home.scope, asked.home.institution_id, today)
    rooms = [room for _building, _floor, room in tree.rooms if room.id in set(room_ids)]
    return await render(
        asked.request,
        "beds/room_undoings/new.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        rooms=rooms,
        said=say_labels(room.label for room in rooms),
        beds=sum(len(room.places) for room in rooms),
        errors=bound.errors,
        raw=bound.raw,
    )
