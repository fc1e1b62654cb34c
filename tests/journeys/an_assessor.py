"""Fill an empty system with one home, one person in it, a nurse who assesses and the director.

Run as a program of its own, beside the server that the journey then starts: `DATA_DIR=… python -m tests.journeys.an_assessor`.
"""

import asyncio

from app.accounts.system import acting_as_system
from app.cli.running import open_house
from app.core.db import transaction
from tests.factories.beds import a_house
from tests.journeys.two_homes import resident, somebody
from tests.support.tenants import COUNTY

__all__ = ["fill"]


async def fill() -> None:
    """Write it all in one transaction."""
    async with open_house(), acting_as_system("旅程", regions=[0]), transaction() as session:
        house = await a_house(session, rooms="301", county=COUNTY)
        await resident(session, house, "301-1", "王秀英")
        await somebody(session, "nurse", "nurse", house.institution)
        await somebody(session, "director", "director", house.institution)


if __name__ == "__main__":
    asyncio.run(fill())
