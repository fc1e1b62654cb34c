"""Receipts drawn by many at once, half of them undone: no number twice and none left out."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.system import acting_as_system
from app.core.db import Database, transaction
from app.core.errors import DomainError
from app.core.postgres.urls import Urls
from app.waitlist.queries.receipts import draw_receipt

COUNTY, YEAR, CLERKS = 510399, 2026, 12
"""A county that no other test knows: these transactions are really committed."""


@pytest.fixture
async def emptied(urls: Urls, pools: Database) -> AsyncIterator[None]:
    """Take the committed numbers out again."""
    yield
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with AsyncSession(engine) as owner, owner.begin():
        await owner.execute(text("DELETE FROM waitlist_receipts WHERE county = :county"), {"county": COUNTY})
    await engine.dispose()


async def _draw(number: int) -> int | None:
    """Draw a number and hold it for a moment; every other clerk thinks better of it."""
    try:
        async with transaction() as session:
            drawn = await draw_receipt(session, COUNTY, YEAR)
            await asyncio.sleep(0.002)
            if number % 2:
                raise DomainError
            return drawn
    except DomainError:
        return None


async def test_no_number_is_drawn_twice_and_none_is_left_out(emptied: None) -> None:
    async with acting_as_system("受理", regions=[COUNTY]):
        drawn = await asyncio.gather(*(_draw(number) for number in range(CLERKS)))
    assert sorted(each for each in drawn if each is not None) == list(range(1, CLERKS // 2 + 1))
