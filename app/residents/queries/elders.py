"""One person's file where the caller may see it, and what it is known by."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.keys import sealer
from app.core.scope import Scope, within
from app.residents.errors import ElderNotFound, IdCardRefused, NameNotFound, PaperNotFound
from app.residents.models import Elder, ElderHome, ElderName, ElderPaper
from app.residents.rules.id_card import IdCard, parse_id
from app.residents.rules.papers import CARDS

__all__ = [
    "card_of",
    "elders_of",
    "get_elder",
    "get_name",
    "get_paper",
    "is_shared",
    "names_said",
    "of_home",
    "papers_of",
    "seen_in",
]


def of_home(home: Home) -> ColumnElement[bool]:
    """Say that a file is the home's: it keeps it, or has, had or awaits the person."""
    shared = select(ElderHome.elder_id).where(
        ElderHome.county == home.county, ElderHome.institution_id == home.institution_id
    )
    mine = or_(Elder.institution_id == home.institution_id, Elder.id.in_(shared))
    return and_(Elder.county == home.county, mine)


def seen_in(scope: Scope) -> ColumnElement[bool]:
    """Say that a file is kept by, or shared with, a home inside the scope."""
    shared = select(ElderHome.elder_id).where(within(ElderHome, scope), ElderHome.county == Elder.county)
    return or_(within(Elder, scope), Elder.id.in_(shared))


async def get_elder(session: AsyncSession, scope: Scope, home: Home, elder_id: int, *, lock: bool = False) -> Elder:
    """Give a file of the home, locked where it is about to change; one the caller may not see is not there."""
    if not scope.covers(home.county, home.institution_id):
        raise ElderNotFound
    wanted = select(Elder).where(Elder.id == elder_id, of_home(home))
    if lock:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    elder = await session.scalar(wanted)
    if elder is None:
        raise ElderNotFound
    return elder


async def elders_of(session: AsyncSession, scope: Scope, ids: Collection[int]) -> dict[int, Elder]:
    """Give the files of these people by id, as far as the caller may see them."""
    if not ids:
        return {}
    rows = await session.scalars(select(Elder).where(Elder.id.in_(set(ids)), seen_in(scope)))
    return {elder.id: elder for elder in rows}


async def is_shared(session: AsyncSession, home: Home, elder_id: int) -> bool:
    """Whether the home is on the list of those that may see the file."""
    row = select(ElderHome.elder_id).where(
        ElderHome.county == home.county,
        ElderHome.institution_id == home.institution_id,
        ElderHome.elder_id == elder_id,
    )
    return await session.scalar(row) is not None


async def papers_of(session: AsyncSession, elder: Elder) -> Sequence[ElderPaper]:
    """The live papers of a file in the order of their recording."""
    rows = select(ElderPaper).where(
        ElderPaper.county == elder.county, ElderPaper.elder_id == elder.id, ElderPaper.voided_at.is_(None)
    )
    return (await session.scalars(rows.order_by(ElderPaper.id))).all()


async def get_paper(session: AsyncSession, elder: Elder, paper_id: int) -> ElderPaper:
    """Give one live paper of a file."""
    found = next((paper for paper in await papers_of(session, elder) if paper.id == paper_id), None)
    if found is None:
        raise PaperNotFound
    return found


async def card_of(session: AsyncSession, elder: Elder, today: date) -> IdCard | None:
    """What the card on file says about its bearer."""
    for paper in await papers_of(session, elder):
        if paper.kind in CARDS:
            keys = await sealer(session, elder.county)
            return _read_card(keys.open("elder_papers", "number", paper.seal, paper.number), today)
    return None


def _read_card(number: str, today: date) -> IdCard | None:
    """A number kept in another time, or by an older rule, says nothing rather than stopping an act."""
    try:
        return parse_id(number, today)
    except IdCardRefused:
        return None


async def get_name(session: AsyncSession, elder: Elder, name_id: int) -> ElderName:
    """Give one live other name of a file."""
    row = select(ElderName).where(
        ElderName.county == elder.county, ElderName.elder_id == elder.id, ElderName.id == name_id,
        ElderName.voided_at.is_(None),
    )  # fmt: skip
    found = await session.scalar(row)
    if found is None:
        raise NameNotFound
    return found


async def names_said(session: AsyncSession, elder: Elder) -> set[str]:
    """Every name the person goes by: the file's own, and the live other ones."""
    rows = select(ElderName.name).where(
        ElderName.county == elder.county, ElderName.elder_id == elder.id, ElderName.voided_at.is_(None)
    )
    return {elder.name, *await session.scalars(rows)}
