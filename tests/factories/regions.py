"""Regions and figures, valid by default."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor, Grant
from app.regions.models import Region, RegionFigure
from app.regions.queries import get_region
from app.regions.rules import FigureKind
from app.regions.service import record_region_figure

__all__ = ["a_figure", "a_manager"]


def a_manager(region: int = 0) -> Actor:
    """An administrator of a region; 0 is everywhere."""
    grant = Grant("administrator", frozenset({"regions.see", "regions.manage"}), region)
    return Actor(user_id=None, sign_in_id=1, name="测试管理员", grants=(grant,))


async def a_figure(session: AsyncSession, region: Region | None = None, **other: Any) -> RegionFigure:
    """The people over 60 of 富顺县 at the end of a year."""
    said: dict[str, Any] = {
        "kind": FigureKind.REGISTERED_60,
        "value": Decimal(240_000),
        "as_of": date(2025, 12, 31),
        "source": "测试统计公报 2025",
    }
    region = region or await get_region(session, 510322)
    return await record_region_figure(session, a_manager(), region, **(said | other))
