"""One town for all tests of a file: what they ask changes nothing in it."""

from collections.abc import AsyncIterator

import pytest

from app.core.db import Database
from app.core.postgres.urls import Urls
from tests.bureau.townsfolk import Town, a_town


@pytest.fixture(scope="module")
async def town(urls: Urls, pools: Database) -> AsyncIterator[Town]:
    async with a_town(urls) as built:
        yield built
