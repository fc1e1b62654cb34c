"""Registered beds and prices, as of a day and as a whole."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.errors import PriceNotFound, RegisteredBedsNotFound
from app.institutions.models import PriceItem, RegisteredBeds

__all__ = [
    "document_before", "get_price", "get_registered", "live_on", "open_document", "prices_of", "prices_on", "registered_documents", "registered_on",
]  # fmt: skip


def live_on(model: Any, day: date) -> ColumnElement[bool]:
    """Say that a row is live and covers the day; on the dates, because row security keeps ranges off their index."""
    return and_(model.voided_at.is_(None), model.from_on <= day, model.to_on > day)


async def registered_on(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> RegisteredBeds | None:
    """Give the document whose figure holds on the day."""
    mine = _mine(RegisteredBeds, scope, institution_id).where(live_on(RegisteredBeds, day))
    found: RegisteredBeds | None = await session.scalar(mine)
    return found


async def registered_documents(session: AsyncSession, scope: Scope, institution_id: int) -> list[RegisteredBeds]:
    """List the live documents of a home, newest first."""
    mine = _mine(RegisteredBeds, scope, institution_id).where(RegisteredBeds.voided_at.is_(None))
    return list(await session.scalars(mine.order_by(RegisteredBeds.from_on.desc(), RegisteredBeds.id.desc())))


async def open_document(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> RegisteredBeds | None:
    """Give the document without an end that a new one from this day on takes the place of."""
    mine = _mine(RegisteredBeds, scope, institution_id).where(RegisteredBeds.voided_at.is_(None))
    found: RegisteredBeds | None = await session.scalar(
        mine.where(RegisteredBeds.from_on < day, RegisteredBeds.to_on == date.max)
    )
    return found


async def document_before(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> RegisteredBeds | None:
    """Give the document that gave way on this day."""
    mine = _mine(RegisteredBeds, scope, institution_id).where(RegisteredBeds.voided_at.is_(None))
    found: RegisteredBeds | None = await session.scalar(
        mine.where(RegisteredBeds.to_on == day, RegisteredBeds.from_on < day)
    )
    return found


async def get_registered(session: AsyncSession, scope: Scope, institution_id: int, row_id: int) -> RegisteredBeds:
    """Give one live document of the home."""
    mine = _mine(RegisteredBeds, scope, institution_id).where(RegisteredBeds.id == row_id)
    found: RegisteredBeds | None = await session.scalar(mine.where(RegisteredBeds.voided_at.is_(None)))
    if found is None:
        raise RegisteredBedsNotFound
    return found


async def prices_on(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> list[PriceItem]:
    """List what things cost on the day, and what has been published for later."""
    mine = _mine(PriceItem, scope, institution_id).where(PriceItem.voided_at.is_(None), PriceItem.to_on > day)
    return list(await session.scalars(mine.order_by(PriceItem.item, PriceItem.from_on, PriceItem.id)))


async def prices_of(session: AsyncSession, scope: Scope, institution_id: int, item: str) -> list[PriceItem]:
    """List the live prices an item has ever had, oldest first."""
    mine = _mine(PriceItem, scope, institution_id).where(PriceItem.voided_at.is_(None), PriceItem.item == item)
    return list(await session.scalars(mine.order_by(PriceItem.from_on, PriceItem.id)))


async def get_price(session: AsyncSession, scope: Scope, institution_id: int, row_id: int) -> PriceItem:
    """Give one live price of the home."""
    mine = _mine(PriceItem, scope, institution_id).where(PriceItem.id == row_id, PriceItem.voided_at.is_(None))
    found: PriceItem | None = await session.scalar(mine)
    if found is None:
        raise PriceNotFound
    return found


def _mine(model: Any, scope: Scope, institution_id: int) -> Select[Any]:
    return select(model).where(model.institution_id == institution_id, within(model, scope))
