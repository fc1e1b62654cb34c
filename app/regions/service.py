"""Changing regions: filling them from the file, adding what is missing, recording outside figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.rules import add_action_words
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import N_
from app.regions import queries
from app.regions.data import SEED_COLUMNS, SeedRow, rows_for_seed
from app.regions.errors import CodeElsewhere, CodeNeeded, FigureAhead, FigureVoided, NoCodeFree
from app.regions.models import Region, RegionFigure
from app.regions.readings import initials, name_sort
from app.regions.rules import FigureKind, Level, is_test, level_of, may_stand_under, place_of, room_for_children

__all__ = ["Seeded", "add_region", "record_region_figure", "seed_regions", "void_region_figure"]


add_action_words(
    {
        "regions.added": N_("添加行政区"),
        "regions.figure_recorded": N_("登记地区外部数据"),
        "regions.figure_voided": N_("作废地区外部数据"),
    }
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding changed."""

    added: int
    changed: int


async def seed_regions(session: AsyncSession, rows: Sequence[SeedRow] | None = None) -> Seeded:
    """Bring the table to what the file says; regions added by hand stay, a second run changes nothing."""
    wanted = rows if rows is not None else rows_for_seed()
    known = await queries.seeded_rows(session)
    fresh = [row for row in wanted if row[0] not in known]
    changed = [row for row in wanted if row[0] in known and known[row[0]] != row]
    async with refusing(session):
        session.add_all(Region(**_values(row)) for row in fresh)
        for row in changed:
            region = await queries.get_region(session, row[0])
            for name, value in _values(row).items():
                setattr(region, name, value)
    return Seeded(len(fresh), len(changed))


async def add_region(
    session: AsyncSession, actor: Actor, parent: Region, *, name: str, code: int | None = None, note: str = ""
) -> Region:
    """Add a region under another; test regions are numbered here, real ones bring their published code."""
    code = code or await _free_code(session, parent.code)
    authorize(actor, "regions.manage", place_of(code, parent.code))
    if not may_stand_under(code, parent.code):
        raise CodeElsewhere(field="code")
    name = name.strip()
    region = Region(
        code=code,
        parent_code=parent.code,
        level=level_of(code),
        name=name,
        name_sort=name_sort(name),
        initials=initials(name),
        test=is_test(code),
        note=note.strip(),
    )
    async with refusing(session):
        session.add(region)
    audit.record(session, actor, "regions.added", region.code, kind="regions", name=name, parent=parent.code)
    return region


async def record_region_figure(
    session: AsyncSession,
    actor: Actor,
    region: Region,
    *,
    kind: FigureKind,
    value: Decimal,
    as_of: date,
    source: str,
    unverified: bool = False,
) -> RegionFigure:
    """Keep an outside number about a region with the paper it was read from."""
    authorize(actor, "regions.manage", place_of(region.code, region.parent_code))
    if as_of > await business_date(session):
        raise FigureAhead(field="as_of")
    figure = RegionFigure(
        region_code=region.code,
        kind=kind,
        value=value,
        as_of=as_of,
        source=source.strip(),
        unverified=unverified,
        recorded_by=actor.user_id,
    )
    async with refusing(session):
        session.add(figure)
    audit.record(
        session, actor, "regions.figure_recorded", figure, region=region.code, figure=kind, value=value, as_of=as_of
    )
    return figure


async def void_region_figure(
    session: AsyncSession, actor: Actor, region: Region, figure: RegionFigure, *, reason: str
) -> None:
    """Void a figure with a reason; the row stays and no longer counts."""
    authorize(actor, "regions.manage", place_of(region.code, region.parent_code))
    if figure.voided_at is not None:
        raise FigureVoided
    async with refusing(session):
        figure.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "regions.figure_voided", figure, region=region.code, reason=figure.void_reason)


async def _free_code(session: AsyncSession, parent: int) -> int:
    if not is_test(parent):
        raise CodeNeeded(field="code")
    room = room_for_children(parent)
    taken = await queries.codes_in(session, room)
    code = next((code for code in room if code not in taken), None)
    if code is None:
        raise NoCodeFree
    return code


def _values(row: SeedRow) -> dict[str, Any]:
    return dict(zip(SEED_COLUMNS, row, strict=True)) | {"level": Level(row[2])}
