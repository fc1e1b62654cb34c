"""Whole ledgers of residents taken in between the random acts, each into a home of its own."""

from datetime import timedelta

from app.core.db import transaction
from tests.factories.beds import a_house
from tests.imports.residents import people, person
from tests.imports.settling import applied
from tests.prove.keeping.town import DAYS_BACK, Town
from tests.support.tenants import COUNTIES

__all__ = ["take_ledger"]


async def take_ledger(town: Town, number: int) -> int:
    """Build a home, take a full ledger in, and let the random acts go on there too; give its rows."""
    async with transaction() as session:
        house = await a_house(session, rooms="101–120", beds="2", county=COUNTIES[number % 2])
        table = people([])
        for place, bed in enumerate(sorted(house.beds)):
            came = town.today - timedelta(days=town.chance.randint(0, DAYS_BACK))
            table.rows.append(person(number * 2 + place, bed, from_on=came.isoformat()))
        run = await applied(session, house, table)
    return int(run.counts["new"])
