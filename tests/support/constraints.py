"""What tests of constraints share: the rules that have a name, that all begin with the county, and rows written one by one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import refusing

__all__ = ["county_comes_first", "named", "write"]

NAMED = (PrimaryKeyConstraint, UniqueConstraint, ForeignKeyConstraint, CheckConstraint, ExcludeConstraint)


def named(tables: Iterable[Any]) -> set[str]:
    """The names of all constraints and unique indexes of these tables."""
    every = list(tables)
    found = {str(rule.name) for table in every for rule in table.constraints if isinstance(rule, NAMED)}
    return found | {
        str(index.name) for table in every for index in table.indexes if isinstance(index, Index) and index.unique
    }


def county_comes_first(tables: Iterable[Any]) -> None:
    """Assert that every key and every exclusion of these tables begins with the county."""
    for table in tables:
        for rule in table.constraints:
            if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint):
                assert next(iter(rule.columns)).name == "county", rule.name
            if isinstance(rule, ExcludeConstraint):
                assert next(iter(rule._render_exprs))[0].name == "county", rule.name


async def write(session: AsyncSession, rows: Iterable[Any]) -> None:
    """Write the rows one by one and let the database refuse by name."""
    async with refusing(session):
        for row in rows:
            session.add(row)
            await session.flush()
