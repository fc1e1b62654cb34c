"""Placement orders as rows for the acts and as lines for the lists."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import names_on
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.placements.errors import OrderNotFound
from app.placements.models import PlacementNumber, PlacementOrder
from app.placements.rules.kinds import LIVE, OrderState
from app.placements.rules.steps import OrderLine
from app.regions.queries import names_of
from app.residents.models import Elder

__all__ = ["get_order", "live_order_of", "next_number", "order_lines", "orders_of_home"]

FRESH = {"populate_existing": True}


async def get_order(
    session: AsyncSession, scope: Scope, order_id: int, *, institution_id: int | None = None, lock: bool = False
) -> PlacementOrder:
    """One order inside the scope, of one home where it is asked for."""
    wanted = select(PlacementOrder).where(within(PlacementOrder, scope), PlacementOrder.id == order_id)
    if institution_id is not None:
        wanted = wanted.where(PlacementOrder.institution_id == institution_id)
    wanted = wanted.execution_options(**FRESH)
    found = await session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if found is None:
        raise OrderNotFound
    return found


async def live_order_of(session: AsyncSession, scope: Scope, county: int, elder_id: int) -> PlacementOrder | None:
    """The order of a person that still goes on, if there is one."""
    mine = select(PlacementOrder).where(within(PlacementOrder, scope), PlacementOrder.county == county)
    return await session.scalar(mine.where(PlacementOrder.elder_id == elder_id, PlacementOrder.state.in_(LIVE)))


async def next_number(session: AsyncSession, county: int, year: int) -> int:
    """Draw the county's next number of the year; the row stays locked until the order is kept or given up."""
    new = insert(PlacementNumber).values(county=county, year=year, last_no=1)
    drawn = new.on_conflict_do_update(
        index_elements=["county", "year"], set_={"last_no": PlacementNumber.last_no + 1}
    ).returning(PlacementNumber.last_no)
    return int((await session.execute(drawn)).scalar_one())


async def order_lines(
    session: AsyncSession, scope: Scope, *, states: Collection[OrderState] = LIVE, limit: int = 200
) -> list[OrderLine]:
    """Orders inside the scope in these states, those that wait longest first."""
    wanted = _lines(scope).where(PlacementOrder.state.in_(states))
    return await _read(session, scope, wanted.order_by(PlacementOrder.applied_on, PlacementOrder.id).limit(limit))


async def orders_of_home(
    session: AsyncSession, scope: Scope, institution_id: int, *, states: Collection[OrderState], limit: int = 100
) -> list[OrderLine]:
    """Orders of one home in these states, the newest decision first."""
    wanted = _lines(scope).where(PlacementOrder.institution_id == institution_id, PlacementOrder.state.in_(states))
    newest = PlacementOrder.decided_on.desc().nulls_last()
    return await _read(session, scope, wanted.order_by(newest, PlacementOrder.id.desc()).limit(limit))


def _lines(scope: Scope) -> Select[Any]:
    order = PlacementOrder
    received = func.date(func.timezone("Asia/Shanghai", order.received_at))
    since = func.greatest(
        order.applied_on, order.township_signed_on, order.decided_on, received, order.agreement_on
    ).label("since")
    return (
        select(
            order.id, order.institution_id, Institution.name.label("home"), order.elder_id, Elder.name, order.number,
            order.state, order.township, order.applied_on, since, order.bed_id,
        )
        .join(Institution, and_(Institution.county == order.county, Institution.id == order.institution_id))
        .join(Elder, and_(Elder.county == order.county, Elder.id == order.elder_id))
        .where(within(order, scope))
    )  # fmt: skip


async def _read(session: AsyncSession, scope: Scope, wanted: Select[Any]) -> list[OrderLine]:
    today = await business_date(session)
    rows = (await session.execute(wanted)).all()
    towns = await names_of(session, sorted({row.township for row in rows})) if rows else {}
    beds = await _beds(session, scope, [row.bed_id for row in rows if row.bed_id], today)
    return [_line(row, towns, beds, today) for row in rows]


def _line(row: Any, towns: dict[int, str], beds: dict[int, str], today: date) -> OrderLine:
    return OrderLine(
        id=row.id, institution_id=row.institution_id, home=row.home, elder_id=row.elder_id, name=row.name,
        number=row.number, state=row.state, township=towns.get(row.township, str(row.township)),
        applied_on=row.applied_on, since=row.since, bed=beds.get(row.bed_id, ""), today=today,
    )  # fmt: skip


async def _beds(session: AsyncSession, scope: Scope, ids: list[int], day: date) -> dict[int, str]:
    return await names_on(session, scope, ids, day) if ids else {}
