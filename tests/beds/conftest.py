"""What every test of beds may lean on."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries


@pytest.fixture
async def nothing_broken(session: AsyncSession) -> AsyncIterator[None]:
    """Recount all rows after the test: whatever it did, no rule may be broken by what it left."""
    yield
    assert await queries.double_claims(session) == []
