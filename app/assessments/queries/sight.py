"""Whose assessments a scope may see, asked once for many people and not once for each row.

A join of two tables that the server takes for empty, as it does right after an import, goes through one for each row of
the other; an array and a list of its own do not.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.residents.models import Elder, ElderHome

__all__ = ["among", "ids_seen"]


def among(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of many ids."""
    return column == any_(bindparam(None, sorted(ids), ARRAY(BigInteger), unique=True))  # type: ignore[no-any-return]


async def ids_seen(session: AsyncSession, scope: Scope, ids: Collection[int], *, county: int | None = None) -> set[int]:
    """Give those of these people whose files are kept by, or shared with, a home inside the scope."""
    wanted = set(ids)
    if not wanted or (county is not None and scope.covers_region(county)):
        return wanted
    shared = select(ElderHome.elder_id).where(within(ElderHome, scope))
    rows = select(Elder.id).where(among(Elder.id, wanted), or_(within(Elder, scope), Elder.id.in_(shared)))
    if county is not None:
        rows = rows.where(Elder.county == county)
    return set(await session.scalars(rows))
