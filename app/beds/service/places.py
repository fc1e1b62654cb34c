"""Adding, renaming and retiring buildings, floors and nursing units."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import ChangedMeanwhile, StructureRefused
from app.beds.models import Building, Floor, NursingUnit
from app.beds.queries import places as queries
from app.beds.rules.changes import changed
from app.beds.rules.checks import check_cap
from app.beds.rules.home import Home
from app.beds.rules.kinds import CAPS, UnitKind
from app.beds.service.rooms import move_out_of_unit
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = [
    "add_building",
    "add_floor",
    "add_unit",
    "cap_of",
    "change_unit",
    "rename_building",
    "rename_floor",
    "retire_unit",
]


async def add_building(
    session: AsyncSession, actor: Actor, home: Home, *, label: str, title: str = "", position: int | None = None
) -> Building:
    """Put up a building, behind the others unless its place is given."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    if position is None:
        position = await queries.last_position(session, home.scope, Building, home.institution_id) + 1
    building = Building(**home.keys, label=label, title=title, position=position)
    async with refusing(session):
        session.add(building)
    audit.record(session, actor, "beds.building_added", building, label=label)
    return building


async def add_floor(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    building_id: int,
    *,
    label: str,
    title: str = "",
    position: int | None = None,
) -> Floor:
    """Add a floor to a building, above the others unless its place is given."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    building = await queries.get_building(session, home.scope, home.institution_id, building_id)
    if position is None:
        position = await queries.last_position(session, home.scope, Floor, home.institution_id) + 1
    floor = Floor(**home.keys, building_id=building.id, label=label, title=title, position=position)
    async with refusing(session):
        session.add(floor)
    audit.record(session, actor, "beds.floor_added", floor, building_id=building.id, label=label)
    return floor


async def add_unit(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    *,
    label: str,
    title: str = "",
    kind: UnitKind = UnitKind.GENERAL,
    cap: int | None = None,
) -> NursingUnit:
    """Set up a nursing unit; a dementia unit without a cap of its own gets the standard's."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    position = await queries.last_position(session, home.scope, NursingUnit, home.institution_id) + 1
    unit = NursingUnit(**home.keys, label=label, title=title, kind=kind, cap=cap_of(kind, cap), position=position)
    async with refusing(session):
        session.add(unit)
    audit.record(session, actor, "beds.unit_added", unit, label=label, kind=kind, cap=unit.cap)
    return unit


def cap_of(kind: UnitKind, cap: int | None) -> int | None:
    """Give a unit's cap: its own, else for a dementia unit the standard's; a general unit may have none."""
    return CAPS[kind] if cap is None and kind is UnitKind.DEMENTIA else cap


async def rename_building(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    building_id: int,
    *,
    label: str,
    title: str = "",
    version: int | None = None,
) -> Building:
    """Call a building by another name; it has always been this building, so the past reads the new name too."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    building = await queries.get_building(session, home.scope, home.institution_id, building_id)
    await _rename(session, actor, building, label=label, title=title, version=version)
    return building


async def rename_floor(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    floor_id: int,
    *,
    label: str,
    title: str = "",
    version: int | None = None,
) -> Floor:
    """Call a floor by another name."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    floor = await queries.get_floor(session, home.scope, home.institution_id, floor_id)
    await _rename(session, actor, floor, label=label, title=title, version=version)
    return floor


async def _rename(
    session: AsyncSession, actor: Actor, place: Building | Floor, *, label: str, title: str, version: int | None
) -> None:
    _refuse_changed(place, version, label=label, title=title)
    before = place.label
    async with refusing(session):
        place.label, place.title = label, title
    audit.record(session, actor, "beds.place_renamed", place, before=before, after=label)
    touched(session, place.county, place.institution_id, await business_date(session))


async def change_unit(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    unit_id: int,
    *,
    label: str,
    title: str = "",
    kind: UnitKind,
    cap: int | None = None,
    position: int | None = None,
    version: int | None = None,
) -> NursingUnit:
    """Change a nursing unit's name, kind, cap or place in the order; the cap may not fall below the beds it has."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    unit = await queries.get_unit(session, home.scope, home.institution_id, unit_id)
    cap = cap_of(kind, cap)
    _refuse_changed(unit, version, label=label, title=title, kind=kind, cap=cap)
    today = await business_date(session)
    check_cap(label, cap, await queries.count_in_unit(session, home.scope, home.institution_id, unit.id, today))
    before = {"label": unit.label, "kind": unit.kind, "cap": unit.cap}
    async with refusing(session):
        unit.label, unit.title, unit.kind, unit.cap = label, title, kind, cap
        unit.position = unit.position if position is None else position
    after = {"label": label, "kind": kind, "cap": cap}
    audit.record(session, actor, "beds.unit_changed", unit, before=before, after=after)
    touched(session, home.county, home.institution_id, today)
    return unit


async def retire_unit(session: AsyncSession, actor: Actor, home: Home, unit_id: int, *, on: date) -> NursingUnit:
    """Dissolve a nursing unit from the day on; its rooms and beds stay, without a unit."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    unit = await queries.get_unit(session, home.scope, home.institution_id, unit_id)
    if unit.retired_on is not None:
        raise StructureRefused(_("这个护理单元已撤销，不用再办"))
    async with refusing(session):
        await move_out_of_unit(session, home, unit.id, on)
        unit.retired_on = on
    audit.record(session, actor, "beds.unit_retired", unit, on=on)
    touched(session, home.county, home.institution_id, on)
    return unit


def _refuse_changed(row: Building | Floor | NursingUnit, version: int | None, **asked: object) -> None:
    if version is not None and version != row.version:
        labels = {"label": _("名称"), "title": _("说明"), "kind": _("类别"), "cap": _("床位上限")}
        if changes := changed(row, asked, labels):
            raise ChangedMeanwhile(changes, version=row.version, subject=(row.__tablename__, row.id))
