"""Beds that move, are called otherwise, go out of service or stay in it longer."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BedsStillClaimed, ChangedMeanwhile, StructureRefused
from app.beds.models import Bed, BedService
from app.beds.queries import claims, copies
from app.beds.queries import places as queries
from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import FOREVER, lasting
from app.beds.service.consent import agree_with_opening, agree_with_rooms
from app.beds.service.retiring import STILL
from app.beds.service.rooms import SEX_REFUSALS, check_unit
from app.beds.service.walls import move_place, refuse_beyond
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["change_bed", "change_span", "move_bed", "relabel_bed"]


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
        both = changed(place, {"label": label}, {"label": _("床号")})
        raise ChangedMeanwhile(both, version=bed.version, subject=("beds", bed.id))
    before = place.label
    async with refusing(session):
        bed.version += 1
        if corrects:
            place.label = label
        else:
            term = await queries.get_term(session, home.scope, home.institution_id, place.room_id, on)
            place = await move_place(session, home, place, to=term, label=label, on=on)
    audit.record(session, actor, "beds.bed_relabelled", bed, before=before, after=label)
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
            raise ChangedMeanwhile(changes, version=bed.version, subject=("beds", bed.id))
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
    rooms = {place.room_id, room_id}
    async with refusing(session, SEX_REFUSALS):
        bed.version += 1
        place = await move_place(session, home, place, to=term, label=label, on=on)
        await agree_with_rooms(session, actor, home, room_ids=rooms, bed_ids=[bed_id], on=on)
        if term.nursing_unit_id is not None:
            await check_unit(session, home, term.nursing_unit_id, on)
    audit.record(session, actor, "beds.bed_moved", bed, room_id=room_id, label=label, on=on)
    touched(session, home.county, home.institution_id, on)
    return place


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
    span = (lasting(spans) or spans)[-1]
    if version is not None and version != bed.version:
        labels = {"from_on": _("启用日期"), "to_on": _("停用日期")}
        if changes := changed(span, {"from_on": from_on, "to_on": to_on}, labels):
            raise ChangedMeanwhile(changes, version=bed.version, subject=("beds", bed.id))
    before = (span.from_on, span.to_on)
    try:
        async with refusing(session, STILL):
            bed.version += 1
            await _stretch_room(session, home, span.room_id, from_on, to_on)
            if to_on > before[1]:
                # A closure that ended with the bed does not come back with it: this opens it.
                ended = await claims.closures_until(session, home.scope, bed_id, before[1])
                await agree_with_opening(session, home, ended)
            span.from_on, span.to_on = from_on, to_on
            await session.flush()
            await copies.copy_spans(session, home.scope, [span.id])
    except BedsStillClaimed:
        raise await _outside(session, home, bed_id, from_on, to_on) from None
    audit.record(session, actor, "beds.span_changed", bed, before=list(before), after=[from_on, to_on])
    touched(session, home.county, home.institution_id, min(before[0], from_on))
    return span


async def _stretch_room(session: AsyncSession, home: Home, room_id: int, from_on: date, to_on: date) -> None:
    """A bed that served earlier than its room is known of means that the room stood then; it cannot outlast it."""
    terms = lasting(await queries.terms_from(session, home.scope, home.institution_id, [room_id]))
    if from_on < terms[0].from_on:
        terms[0].from_on = from_on
        await session.flush()
    await refuse_beyond(session, home, terms[-1], to_on)


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
