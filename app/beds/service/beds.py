"""Beds that move, are called otherwise, go out of service or stay in it longer."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BedsStillClaimed, ChangedMeanwhile, StructureRefused
from app.beds.models import Bed, BedService, Building, Floor
from app.beds.queries import claims, copies
from app.beds.queries import places as queries
from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import say_labels
from app.beds.rules.sentences import say_still_claimed
from app.beds.rules.spans import FOREVER
from app.beds.service.claims import end_claim
from app.beds.service.rooms import SEX_REFUSALS, check_unit, end_terms, move_place
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = [
    "change_bed",
    "change_span",
    "move_bed",
    "relabel_bed",
    "retire_beds",
    "retire_building",
    "retire_floor",
    "retire_rooms",
]

STILL = {"ck_bed_claims_in_service": BedsStillClaimed, "fk_bed_claims_service": BedsStillClaimed}


async def relabel_bed(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_id: int,
    *,
    label: str,
    on: date,
    corrects: bool = False,
    version: int | None = None,
) -> BedService:
    """Call a bed otherwise from the day on; `corrects` says that the old label was never right."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    bed, place = await _bed_on(session, home, bed_id, on)
    if version is not None and version != bed.version and place.label != label:
        raise ChangedMeanwhile(changed(place, {"label": label}, {"label": _("床号")}), version=bed.version)
    before = place.label
    async with refusing(session):
        bed.version += 1
        if corrects:
            place.label = label
        else:
            term = await queries.get_term(session, home.scope, home.institution_id, place.room_id, on)
            place = await move_place(session, home, place, term, label, on)
    audit.record(session, actor, "beds.bed_relabelled", place, bed_id=bed_id, before=before, after=label)
    touched(session, home.county, home.institution_id, on)
    return place


async def change_bed(
    session: AsyncSession, actor: Actor, home: Home, bed_id: int, *, extra: bool, note: str, version: int | None = None
) -> Bed:
    """Say whether a bed is 加床, and what is to be known of it."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    bed = await queries.get_bed(session, home.scope, home.institution_id, bed_id)
    if version is not None and version != bed.version:
        labels = {"extra": _("加床"), "note": _("备注")}
        if changes := changed(bed, {"extra": extra, "note": note}, labels):
            raise ChangedMeanwhile(changes, version=bed.version)
    before = bed.extra
    async with refusing(session):
        bed.extra, bed.note, bed.version = extra, note, bed.version + 1
    audit.record(session, actor, "beds.bed_changed", bed, before=before, extra=extra)
    spans = await queries.services_from(session, home.scope, home.institution_id, [bed_id])
    # 加床 is not counted as registered on any day, so the bed's whole past is counted anew.
    touched(session, home.county, home.institution_id, spans[0].from_on if spans else date.max)
    return bed


async def move_bed(
    session: AsyncSession, actor: Actor, home: Home, bed_id: int, *, room_id: int, label: str, on: date
) -> BedService:
    """Let a bed stand in another room from the day on, whoever has it with it. The past stays where it was."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    bed, place = await _bed_on(session, home, bed_id, on)
    term = await queries.get_term(session, home.scope, home.institution_id, room_id, on)
    async with refusing(session, SEX_REFUSALS):
        bed.version += 1
        place = await move_place(session, home, place, term, label, on)
        if term.nursing_unit_id is not None:
            await check_unit(session, home, term.nursing_unit_id, on)
    audit.record(session, actor, "beds.bed_moved", place, bed_id=bed_id, room_id=room_id, label=label, on=on)
    touched(session, home.county, home.institution_id, on)
    return place


async def retire_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_ids: Sequence[int],
    *,
    on: date,
    end_closures: bool = False,
) -> list[int]:
    """Take beds out of service from the day on. Whoever still has one beyond it refuses, by the bed's name.

    `end_closures` ends on the same day the closures of these beds, which mean nothing without the bed.
    """
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    beds = await queries.beds_by_id(session, home.scope, home.institution_id, bed_ids)
    try:
        async with refusing(session, STILL):
            ended = await _end_services(session, actor, home, sorted(beds), on, end_closures=end_closures)
    except BedsStillClaimed:
        raise await _still_claimed(session, home, sorted(beds), on) from None
    for bed_id in ended:
        audit.record(session, actor, "beds.bed_retired", beds[bed_id], on=on)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_rooms(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_ids: Sequence[int],
    *,
    on: date,
    end_closures: bool = False,
) -> list[int]:
    """Give rooms up from the day on, with their beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    ended = await _retire_rooms(session, actor, home, room_ids, on, end_closures=end_closures)
    for room_id in sorted(set(room_ids)):
        room = await queries.get_room(session, home.scope, home.institution_id, room_id)
        audit.record(session, actor, "beds.room_retired", room, on=on)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_floor(
    session: AsyncSession, actor: Actor, home: Home, floor_id: int, *, on: date, end_closures: bool = False
) -> list[int]:
    """Give a floor up from the day on, with its rooms and beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    floor = await queries.get_floor(session, home.scope, home.institution_id, floor_id)
    ended = await _retire_floors(session, actor, home, [floor], on, end_closures=end_closures)
    audit.record(session, actor, "beds.floor_retired", floor, on=on, bed_ids=ended)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_building(
    session: AsyncSession, actor: Actor, home: Home, building_id: int, *, on: date, end_closures: bool = False
) -> list[int]:
    """Give a building up from the day on, with its floors, rooms and beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    building: Building = await queries.get_building(session, home.scope, home.institution_id, building_id)
    floors = await queries.floors_of(session, home.scope, home.institution_id, building.id)
    ended = await _retire_floors(session, actor, home, floors, on, end_closures=end_closures)
    async with refusing(session):
        building.retired_on = on
    audit.record(session, actor, "beds.building_retired", building, on=on, bed_ids=ended)
    touched(session, home.county, home.institution_id, on)
    return ended


async def _retire_floors(
    session: AsyncSession, actor: Actor, home: Home, floors: Sequence[Floor], on: date, *, end_closures: bool
) -> list[int]:
    rooms = await queries.rooms_of_floors(session, home.scope, home.institution_id, [floor.id for floor in floors], on)
    ended = await _retire_rooms(session, actor, home, rooms, on, end_closures=end_closures)
    async with refusing(session):
        for floor in floors:
            floor.retired_on = on
    return ended


async def _retire_rooms(
    session: AsyncSession, actor: Actor, home: Home, room_ids: Sequence[int], on: date, *, end_closures: bool
) -> list[int]:
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, room_ids, on)
    bed_ids = sorted({place.bed_id for place in here})
    try:
        async with refusing(session, STILL):
            ended = await _end_services(session, actor, home, bed_ids, on, end_closures=end_closures)
            await end_terms(session, home, room_ids, on)
    except BedsStillClaimed:
        raise await _still_claimed(session, home, bed_ids, on) from None
    return ended


async def _end_services(
    session: AsyncSession, actor: Actor, home: Home, bed_ids: Sequence[int], on: date, *, end_closures: bool
) -> list[int]:
    """End the in-service spans of these beds; what would only have begun later lasts zero days."""
    if end_closures:
        for claim in await claims.open_closures(session, home.scope, bed_ids, on):
            await end_claim(session, actor, claim, on)
        await session.flush()
    spans = await queries.services_from(session, home.scope, home.institution_id, bed_ids, on)
    for span in spans:
        span.to_on = max(span.from_on, on)
    for bed in (await queries.beds_by_id(session, home.scope, home.institution_id, bed_ids)).values():
        bed.version += 1
    await session.flush()
    await copies.copy_spans(session, home.scope, [span.id for span in spans])
    return sorted({span.bed_id for span in spans})


async def _still_claimed(session: AsyncSession, home: Home, bed_ids: Sequence[int], on: date) -> BedsStillClaimed:
    clashes = await claims.clashes(session, home.scope, bed_ids, on)
    people = [clash for clash in clashes if clash.kind is not ClaimKind.CLOSURE]
    in_the_way = people or clashes
    return BedsStillClaimed(say_still_claimed(in_the_way, on), [clash.bed for clash in in_the_way])


async def change_span(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_id: int,
    *,
    from_on: date,
    to_on: date = FOREVER,
    version: int | None = None,
) -> BedService:
    """Narrow or extend the days a bed is in service: its last span begins or ends on another day.

    Claims outside the new span refuse it by name; another room's span, or its label, does so too.
    """
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    bed = await queries.get_bed(session, home.scope, home.institution_id, bed_id)
    spans = await queries.services_from(session, home.scope, home.institution_id, [bed_id])
    if not spans:
        raise StructureRefused(_("这张床还没有启用过，请先在房间里加床"))
    span = spans[-1]
    if version is not None and version != bed.version:
        labels = {"from_on": _("启用日期"), "to_on": _("停用日期")}
        if changes := changed(span, {"from_on": from_on, "to_on": to_on}, labels):
            raise ChangedMeanwhile(changes, version=bed.version)
    before = (span.from_on, span.to_on)
    try:
        async with refusing(session, STILL):
            bed.version += 1
            span.from_on, span.to_on = from_on, to_on
            await session.flush()
            await copies.copy_spans(session, home.scope, [span.id])
    except BedsStillClaimed:
        raise await _outside(session, home, bed_id, from_on, to_on) from None
    audit.record(session, actor, "beds.span_changed", span, bed_id=bed_id, before=list(before), after=[from_on, to_on])
    touched(session, home.county, home.institution_id, min(before[0], from_on))
    return span


async def _outside(session: AsyncSession, home: Home, bed_id: int, from_on: date, to_on: date) -> BedsStillClaimed:
    clashes = await claims.clashes(session, home.scope, [bed_id], date.min, from_on)
    if to_on != FOREVER:
        clashes += await claims.clashes(session, home.scope, [bed_id], to_on)
    beds = say_labels(clash.bed for clash in clashes)
    return BedsStillClaimed(
        _("{beds}在改后的日子以外还有人住、预留或停用。请先改那一段，或换个日期").format(beds=beds),
        [clash.bed for clash in clashes],
    )


async def _bed_on(session: AsyncSession, home: Home, bed_id: int, on: date) -> tuple[Bed, BedService]:
    """The bed and the span that covers the day, or the next one to come."""
    bed = await queries.get_bed(session, home.scope, home.institution_id, bed_id)
    spans = await queries.services_from(session, home.scope, home.institution_id, [bed_id], on)
    if not spans:
        raise StructureRefused(_("这张床在这一天已停用，请核对日期"))
    return bed, spans[0]
