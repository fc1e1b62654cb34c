"""The trail's address may hold anything; what cannot be read begins at the newest line or leads nowhere."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.support.people import ClientAs


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("before=2026-01-01T00:00:00%2B00:00~7", 200),
        ("before=2026-01-01T00:00:00~7", 200),
        (f"before=2026-01-01T00:00:00%2B00:00~{'9' * 30}", 200),
        ("since=0001-01-01&until=9999-12-31", 200),
        (f"kind=beds&subject={'9' * 30}", 404),
        ("kind=%00&subject=1", 404),
    ],
)
async def test_no_address_breaks_the_trail(session: AsyncSession, client_as: ClientAs, query: str, status: int) -> None:
    administrator = await client_as("administrator")
    assert (await administrator.get(f"/audit?{query}")).status_code == status
