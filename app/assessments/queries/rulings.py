"""What a county has ruled on the scales, and the scale of a day under it."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.assessments.errors import NoScaleInForce, RulingNotFound
from app.assessments.models import ScaleRuling
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.scale import Scale, SettingValue
from app.assessments.scales import scale_for, scale_named
from app.core.scope import Scope, within

__all__ = [
    "RulingLine", "find_any_ruling", "find_ruling", "following", "get_ruling", "preceding", "rulings_of", "rulings_on",
    "scale_under",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A live ruling as the page shows it, with who entered it."""

    id: int
    scale: str
    code: str
    value: SettingValue
    basis: str
    unverified: bool
    from_on: date
    to_on: date
    recorded_at: datetime
    recorded_by: str


async def rulings_on(session: AsyncSession, county: int, on: date) -> dict[str, dict[str, SettingValue]]:
    """Give what is ruled for a day: scale → setting → value; without a ruling the scale's own default holds."""
    rows = select(ScaleRuling.scale, ScaleRuling.code, ScaleRuling.value).where(
        ScaleRuling.county == county, ScaleRuling.voided_at.is_(None), ScaleRuling.from_on <= on, ScaleRuling.to_on > on
    )
    found: dict[str, dict[str, SettingValue]] = defaultdict(dict)
    for scale, code, value in await session.execute(rows):
        found[scale][code] = json.loads(value)
    return dict(found)


async def scale_under(session: AsyncSession, county: int, kind: ScaleKind, on: date, *, code: str = "") -> Scale:
    """Give the scale for an assessment of that day under the county's rulings of that day.

    `code` names an older scale that is still in force; otherwise the newest is taken.
    """
    scale = scale_for(kind, on) if not code else scale_named(code)
    if scale.kind is not kind or not scale.is_on or not scale.is_in_force(on):
        raise NoScaleInForce(field="assessed_on")
    return scale.under((await rulings_on(session, county, on)).get(scale.code, {}))


async def rulings_of(session: AsyncSession, county: int) -> list[RulingLine]:
    """List the live rulings of a county, newest first."""
    row = ScaleRuling
    named = select(
        row.id, row.scale, row.code, row.value, row.basis, row.unverified, row.from_on, row.to_on, row.recorded_at,
        User.name,
    ).outerjoin(User, User.id == row.recorded_by)  # fmt: skip
    mine = named.where(row.county == county, row.voided_at.is_(None))
    rows = await session.execute(mine.order_by(row.from_on.desc(), row.id.desc()))
    return [_line(*each) for each in rows]


def _line(*row: Any) -> RulingLine:
    said = list(row)
    said[3], said[9] = json.loads(said[3]), said[9] or ""
    return RulingLine(*said)


async def get_ruling(session: AsyncSession, scope: Scope, ruling_id: int) -> ScaleRuling:
    """Give one live ruling of a county the caller rules over."""
    found = await find_any_ruling(session, scope, ruling_id)
    if found.voided_at is not None:
        raise RulingNotFound
    return found


async def find_any_ruling(session: AsyncSession, scope: Scope, ruling_id: int) -> ScaleRuling:
    """Give one ruling, voided or not: whoever taps twice must not be told that what they voided is gone."""
    mine = select(ScaleRuling).where(within(ScaleRuling, scope), ScaleRuling.id == ruling_id)
    found: ScaleRuling | None = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise RulingNotFound
    return found


async def find_ruling(session: AsyncSession, county: int, scale: str, code: str, day: date) -> ScaleRuling | None:
    """Give the live ruling that answers a setting on a day."""
    mine = _of(county, scale, code).where(ScaleRuling.from_on <= day, ScaleRuling.to_on > day)
    found: ScaleRuling | None = await session.scalar(mine)
    return found


async def following(session: AsyncSession, county: int, scale: str, code: str, day: date) -> ScaleRuling | None:
    """Give the first live ruling of the setting that begins after a day."""
    mine = _of(county, scale, code).where(ScaleRuling.from_on > day)
    found: ScaleRuling | None = await session.scalar(mine.order_by(ScaleRuling.from_on, ScaleRuling.id).limit(1))
    return found


async def preceding(session: AsyncSession, row: ScaleRuling) -> ScaleRuling | None:
    """Give the live ruling that gave way to this one."""
    mine = _of(row.county, row.scale, row.code).where(
        ScaleRuling.to_on == row.from_on, ScaleRuling.from_on < row.from_on
    )
    found: ScaleRuling | None = await session.scalar(mine)
    return found


def _of(county: int, scale: str, code: str) -> Select[ScaleRuling]:
    mine = select(ScaleRuling).where(
        ScaleRuling.county == county, ScaleRuling.scale == scale, ScaleRuling.code == code,
        ScaleRuling.voided_at.is_(None),
    )  # fmt: skip
    return mine.execution_options(populate_existing=True)
