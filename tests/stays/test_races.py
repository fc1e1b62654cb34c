"""32 people in two homes at once: nobody in two beds, nobody in two homes, no ring of waiting; and the harness sees."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import URL

from app.core.db import Database, use_database
from app.core.postgres.urls import Urls
from tests.prove.stays.faults import FAULTS, PAIRS, dropped, two_writers
from tests.prove.stays.race import race_in_town
from tests.support.building import build_database
from tests.support.tenants import COUNTY, OTHER_COUNTY

SEED = 20261122


@pytest.fixture
async def ring(server: URL, pools: Database, worker_id: str) -> AsyncIterator[Urls]:
    """A database of its own: races commit for good."""
    yield await build_database(server, f"yiyang_stay_race_{worker_id}", f"stay_race_{worker_id}_")
    use_database(pools)


@pytest.mark.timeout(300)
async def test_nobody_lies_in_two_beds_and_the_harness_would_see_it(ring: Urls) -> None:
    fair = await race_in_town(ring, seed=SEED, most=100, counties=(COUNTY, OTHER_COUNTY))
    assert fair.breaches == {}
    assert fair.deadlocks == 0
    assert fair.faults == {}
    assert fair.answers.keys() <= {"303", "404", "409", "422", "503"}
    assert len(fair.acts) > 10
    fault = FAULTS[0]
    async with dropped(ring, *fault.drops):
        broken = await race_in_town(ring, seed=SEED, most=36, size=fault.size, acts=fault.acts)
    assert fault.rule is not None
    assert broken.breaches[fault.rule] > 0


@pytest.mark.timeout(120)
async def test_two_writers_without_a_lock_meet_the_exclusion(ring: Urls) -> None:
    for name in PAIRS:
        became, _breaches = await two_writers(ring, name)
        assert became == sorted(("committed", name))
        async with dropped(ring, name):
            became, breaches = await two_writers(ring, name)
        assert became == ["committed", "committed"]
        assert breaches > 0
