"""The homes of a county that have to do with some people, also those beyond the caller's reach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["HomeOfPeople", "homes_of_people"]


@dataclass(frozen=True, slots=True)
class HomeOfPeople:
    """A home that keeps, has, had or awaits somebody, whether it is the caller's, and since when anybody stayed there."""

    institution_id: int
    mine: bool
    first_on: date | None


async def homes_of_people(session: AsyncSession, county: int, elder_ids: Collection[int]) -> dict[int, HomeOfPeople]:
    """Give every home of the county that has to do with these people, whose files the caller sees, by its id."""
    if not elder_ids:
        return {}
    people = bindparam("people", sorted(elder_ids), ARRAY(BigInteger))
    found = func.homes_of_people(county, people).table_valued(
        column("institution_id", BigInteger), column("mine", Boolean), column("first_on", Date)
    )
    rows = await session.execute(select(found.c.institution_id, found.c.mine, found.c.first_on))
    return {row.institution_id: HomeOfPeople(*row) for row in rows}
