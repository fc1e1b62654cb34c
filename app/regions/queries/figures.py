"""Reading outside figures about regions."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.regions.errors import FigureUnknown
from app.regions.models import RegionFigure
from app.regions.rules import FigureKind

__all__ = ["figures_of", "find_figure", "get_figure"]


async def figures_of(session: AsyncSession, region_code: int) -> list[RegionFigure]:
    """List the live outside figures of a region, each kind's newest first."""
    rule = (RegionFigure.region_code == region_code, RegionFigure.voided_at.is_(None))
    order = (RegionFigure.kind, RegionFigure.as_of.desc(), RegionFigure.id.desc())
    return list(await session.scalars(select(RegionFigure).where(*rule).order_by(*order)))


async def find_figure(session: AsyncSession, region_code: int, kind: FigureKind, on: date) -> RegionFigure | None:
    """Give the newest live figure of a kind on or before a day; on one day a verified one goes first."""
    rule = (
        RegionFigure.region_code == region_code,
        RegionFigure.kind == kind,
        RegionFigure.as_of <= on,
        RegionFigure.voided_at.is_(None),
    )
    order = (RegionFigure.as_of.desc(), RegionFigure.unverified, RegionFigure.id.desc())
    figure: RegionFigure | None = await session.scalar(select(RegionFigure).where(*rule).order_by(*order).limit(1))
    return figure


async def get_figure(session: AsyncSession, region_code: int, figure_id: int) -> RegionFigure:
    """Give one figure of a region, voided ones too."""
    rule = (RegionFigure.region_code == region_code, RegionFigure.id == figure_id)
    figure: RegionFigure | None = await session.scalar(select(RegionFigure).where(*rule))
    if figure is None:
        raise FigureUnknown
    return figure
