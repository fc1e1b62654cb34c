"""What of a file goes with a person into another county, and what that county knows of them already."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.residents.models import Elder, ElderHome, ElderPaper
from app.residents.rules.kinds import PaperKind

__all__ = ["file_of", "known_by_paper", "of_file", "papers_to_hand", "sees"]

Row = TypeVar("Row")


async def papers_to_hand(session: AsyncSession, elder: Elder) -> Sequence[ElderPaper]:
    """The live papers of a file, the identity card first."""
    rows = select(ElderPaper).where(ElderPaper.county == elder.county, ElderPaper.elder_id == elder.id)
    rows = rows.where(ElderPaper.voided_at.is_(None)).order_by(ElderPaper.kind != PaperKind.ID_CARD, ElderPaper.id)
    return (await session.scalars(rows)).all()


async def of_file(session: AsyncSession, table: type[Row], elder: Elder) -> Sequence[Row]:
    """The live rows of one kind that hang on a file."""
    model: Any = table
    rows = select(model).where(model.county == elder.county, model.elder_id == elder.id, model.voided_at.is_(None))
    return (await session.scalars(rows.order_by(model.id))).all()


async def known_by_paper(session: AsyncSession, county: int, kind: PaperKind, blind: bytes) -> int | None:
    """The county's file of a paper, by its blind index, wherever in the county it is kept."""
    window = func.known_person(county, kind.value, blind).table_valued("elder_id", "elsewhere")
    return (await session.execute(select(window.c.elder_id))).scalar()


async def file_of(session: AsyncSession, county: int, elder_id: int) -> Elder:
    """A file that has just been shared with a home at hand."""
    wanted = select(Elder).where(Elder.county == county, Elder.id == elder_id)
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one()


async def sees(session: AsyncSession, home: Home, elder_id: int) -> bool:
    """Whether the home already sees the file."""
    row = select(ElderHome.elder_id).where(ElderHome.county == home.county, ElderHome.elder_id == elder_id)
    return await session.scalar(row.where(ElderHome.institution_id == home.institution_id)) is not None
