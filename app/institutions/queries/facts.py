"""Dated facts of a home, as they stand and as they stood."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.errors import FactNotFound
from app.institutions.models import InstitutionFact
from app.institutions.queries.figures import live_on
from app.institutions.rules.kinds import FactKind

__all__ = ["facts_of", "facts_on", "get_fact", "open_answer"]


async def facts_of(session: AsyncSession, scope: Scope, institution_id: int) -> list[InstitutionFact]:
    """List every live fact of a home, past ones and planned ones too, in time order."""
    mine = _mine(scope, institution_id).where(InstitutionFact.voided_at.is_(None))
    return list(await session.scalars(mine.order_by(*_order())))


async def facts_on(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> list[InstitutionFact]:
    """List the facts that held on a day."""
    mine = _mine(scope, institution_id).where(live_on(InstitutionFact, day))
    return list(await session.scalars(mine.order_by(*_order())))


async def get_fact(session: AsyncSession, scope: Scope, institution_id: int, fact_id: int) -> InstitutionFact:
    """Give one live fact of the home."""
    mine = _mine(scope, institution_id).where(InstitutionFact.id == fact_id, InstitutionFact.voided_at.is_(None))
    found: InstitutionFact | None = await session.scalar(mine)
    if found is None:
        raise FactNotFound
    return found


async def open_answer(
    session: AsyncSession, scope: Scope, institution_id: int, kind: FactKind, *, slot: str, day: date
) -> InstitutionFact | None:
    """Give the open answer that a new one from this day on takes the place of: begun before, without an end."""
    mine = _mine(scope, institution_id).where(
        InstitutionFact.voided_at.is_(None),
        InstitutionFact.kind == kind,
        InstitutionFact.slot == slot,
        InstitutionFact.from_on < day,
        InstitutionFact.to_on == date.max,
    )
    found: InstitutionFact | None = await session.scalar(mine)
    return found


def _mine(scope: Scope, institution_id: int) -> Select[InstitutionFact]:
    return select(InstitutionFact).where(
        InstitutionFact.institution_id == institution_id, within(InstitutionFact, scope)
    )  # fmt: skip


def _order() -> tuple[Any, ...]:
    return (InstitutionFact.from_on, InstitutionFact.kind, InstitutionFact.slot, InstitutionFact.id)
