"""A director at the desk of a home whose people are still to come."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from tests.beds.desk import Desk
from tests.factories.residents import an_elder
from tests.support.tenants import acting_everywhere


async def people(session: AsyncSession, desk: Desk, *names: str) -> list[int]:
    async with acting_everywhere():
        return [
            (await an_elder(session, desk.house.home, name=name, readings="x", name_sort=name)).id for name in names
        ]


def said(page: Any) -> str:
    return " ".join(page.text.split())
