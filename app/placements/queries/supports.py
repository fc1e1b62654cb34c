"""The register of those supported at home, the wishes, and the 特困 people who stand nowhere yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.core.clock import business_date
from app.core.keys import sealer
from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.placements.errors import SupportNotFound, WishNotFound
from app.placements.models import DispersedSupport, PlacementOrder, SupportWish
from app.placements.rules.kinds import LIVE, SupportLevel, Wish, WishBy
from app.regions.queries import names_of
from app.residents.models import Elder, ElderCategory
from app.residents.rules.kinds import Category
from app.stays.models import Stay

__all__ = [
    "SupportLine", "SupportView", "WishLine", "get_support", "get_wish", "support_lines", "supports_of", "unplaced",
    "wishes_of",
]  # fmt: skip

FRESH = {"populate_existing": True}
MOST = 200


@dataclass(frozen=True, slots=True)
class SupportLine:
    """One line of the register."""

    id: int
    institution_id: int
    elder_id: int
    name: str
    township: str
    level: SupportLevel | None
    document_no: str
    from_on: date
    to_on: date
    wish: Wish | None
    asked_on: date | None


@dataclass(frozen=True, slots=True)
class WishLine:
    """One wish of a person."""

    id: int
    wish: Wish
    said_by: WishBy
    asked_on: date
    asked_by: str
    evidence_id: int | None


async def get_support(session: AsyncSession, scope: Scope, support_id: int, *, lock: bool = False) -> DispersedSupport:
    """One live line of the register inside the scope."""
    one = DispersedSupport
    wanted = select(one).where(within(one, scope), one.id == support_id, one.voided_at.is_(None))
    wanted = wanted.execution_options(**FRESH)
    found = await session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise SupportNotFound
    return found


async def get_wish(session: AsyncSession, scope: Scope, wish_id: int) -> SupportWish:
    """One live wish inside the scope."""
    one = SupportWish
    found = await session.scalar(select(one).where(within(one, scope), one.id == wish_id, one.voided_at.is_(None)))
    if found is None:
        raise WishNotFound
    return found


async def support_lines(session: AsyncSession, scope: Scope, *, on: date | None = None) -> list[SupportLine]:
    """Everybody supported at home on a day, by township and name, with the newest wish of each."""
    one, day = DispersedSupport, on or await business_date(session)
    newest = (
        select(SupportWish)
        .where(SupportWish.county == one.county, SupportWish.elder_id == one.elder_id, SupportWish.voided_at.is_(None))
        .where(SupportWish.asked_on <= day)
        .order_by(SupportWish.asked_on.desc())
        .limit(1)
        .lateral()
    )
    wish = aliased(SupportWish, newest)
    rows = (
        select(one.id, one.institution_id, one.elder_id, Elder.name, one.township, one.level, one.document_no,
               one.from_on, one.to_on, wish.wish, wish.asked_on)
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .outerjoin(wish, one.county.is_not(None))
        .where(within(one, scope), one.voided_at.is_(None), one.from_on <= day, one.to_on > day)
        .order_by(one.township, Elder.name_sort, one.id)
        .limit(MOST)
    )  # fmt: skip
    found = (await session.execute(rows)).all()
    towns = await names_of(session, sorted({row.township for row in found})) if found else {}
    return [_line(row, towns) for row in found]


def _line(row: Any, towns: dict[int, str]) -> SupportLine:
    return SupportLine(
        id=row.id, institution_id=row.institution_id, elder_id=row.elder_id, name=row.name,
        township=towns.get(row.township, str(row.township)), level=row.level, document_no=row.document_no,
        from_on=row.from_on, to_on=row.to_on, wish=row.wish, asked_on=row.asked_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SupportView:
    """One line of the register with the carer read."""

    row: DispersedSupport
    township: str
    carer: str
    carer_phone: str


async def supports_of(session: AsyncSession, scope: Scope, elder_id: int) -> list[SupportView]:
    """Support at home of one person over the years, the newest first."""
    one = DispersedSupport
    mine = select(one).where(within(one, scope), one.elder_id == elder_id, one.voided_at.is_(None))
    rows = list(await session.scalars(mine.order_by(one.from_on.desc()).execution_options(**FRESH)))
    if not rows:
        return []
    keys = await sealer(session, rows[0].county)
    towns = await names_of(session, sorted({row.township for row in rows}))

    def opened(row: DispersedSupport, column: str) -> str:
        sealed = getattr(row, column)
        return keys.open("dispersed_supports", column, row.seal, sealed) if sealed else ""

    return [
        SupportView(row, towns.get(row.township, ""), opened(row, "carer"), opened(row, "carer_phone")) for row in rows
    ]


async def wishes_of(session: AsyncSession, scope: Scope, county: int, elder_id: int) -> list[WishLine]:
    """What a person wanted over the years, the newest first."""
    one = SupportWish
    rows = select(one.id, one.wish, one.said_by, one.asked_on, one.asked_by, one.evidence_id).where(
        within(one, scope), one.county == county, one.elder_id == elder_id, one.voided_at.is_(None)
    )
    return [WishLine(*row) for row in await session.execute(rows.order_by(one.asked_on.desc()))]


async def unplaced(session: AsyncSession, scope: Scope, day: date) -> list[Any]:
    """特困 people of the day who are neither in residence, nor supported at home, nor under an order: (id, home, name)."""
    kind, stay, support, order = ElderCategory, Stay, DispersedSupport, PlacementOrder
    category = select(kind.id).where(
        kind.county == Elder.county, kind.elder_id == Elder.id, kind.kind == Category.EXTREME_POVERTY,
        kind.voided_at.is_(None), kind.from_on <= day, kind.to_on > day,
    )  # fmt: skip
    here = select(stay.id).where(
        stay.county == Elder.county, stay.elder_id == Elder.id, stay.voided_at.is_(None), stay.to_on > day
    )
    at_home = select(support.id).where(
        support.county == Elder.county, support.elder_id == Elder.id, support.voided_at.is_(None),
        support.from_on <= day, support.to_on > day,
    )  # fmt: skip
    ordered = select(order.id).where(
        order.county == Elder.county, order.elder_id == Elder.id, order.state.in_(LIVE)
    )  # fmt: skip
    rows = (
        select(Elder.id, Elder.institution_id, Elder.name, Institution.name.label("home"))
        .join(Institution, and_(Institution.county == Elder.county, Institution.id == Elder.institution_id))
        .where(within(Elder, scope), Elder.merged_into_id.is_(None), Elder.died_on.is_(None))
        .where(category.exists(), ~here.exists(), ~at_home.exists(), ~ordered.exists())
        .order_by(Elder.name_sort, Elder.id)
        .limit(MOST)
    )
    return list(await session.execute(rows))
