"""32 people at one home's beds at once: nothing claimed twice, no deadlock; with the rule dropped, the harness sees it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import URL

from app.core.db import Database, use_database
from app.core.postgres.urls import Urls
from tests.prove.races import drop_constraint, race
from tests.support.building import build_database

SEED = 20261122


@pytest.fixture
async def ring(server: URL, pools: Database, worker_id: str) -> AsyncIterator[Urls]:
    """A database of its own: races commit for good."""
    yield await build_database(server, f"yiyang_race_{worker_id}", f"race_{worker_id}_")
    use_database(pools)


@pytest.mark.timeout(300)
async def test_no_bed_is_claimed_twice_and_the_harness_would_see_it(ring: Urls) -> None:
    fair = await race(ring, seconds=60, seed=SEED, most=120)
    assert fair.breaches == {}
    assert fair.deadlocks == 0
    assert fair.answers.keys() <= {"303", "404", "409", "422"}
    assert fair.acts["closures"] > 3
    await drop_constraint(ring)
    broken = await race(ring, seconds=60, seed=SEED, most=120)
    assert broken.breaches["one claim per bed"] > 0
