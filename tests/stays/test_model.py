"""The services walk with the model, act by act; the long walk is `python -m tests.prove.walk`."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.core.db import Database, use_database
from app.core.postgres.urls import Urls
from app.stays.queries.footing import Footing, footing_with_clash
from app.stays.rules.lying import ended, moved
from tests.stays.machine import StaysMachine

SHORT = settings(
    max_examples=4, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
    database=None, print_blob=False,
)  # fmt: skip


@pytest.fixture
def walking(urls: Urls, pools: Database) -> Iterator[None]:
    """Give the machine pools and a loop of its own: hypothesis is not asynchronous."""
    with asyncio.Runner() as runner:
        own = Database(urls.app, urls.bureau)
        use_database(own)
        StaysMachine.runner = runner
        yield
        runner.run(own.dispose())
        use_database(pools)


@pytest.mark.usefixtures("walking")
def test_stays_come_to_what_the_model_says() -> None:
    run_state_machine_as_test(StaysMachine, settings=SHORT)


DAY = timedelta(days=1)
UNSHRUNK = settings(SHORT, phases=[Phase.generate], max_examples=300)


def a_day_late(lyings: Any, bed_id: int, on: Any, **how: Any) -> Any:
    """Move somebody, but a day later than was asked."""
    return moved(lyings, bed_id, on + DAY, **how)


def a_day_longer(lyings: Any, on: Any, **how: Any) -> Any:
    """End the nights in bed a day late: the day of discharge would be counted."""
    return ended(lyings, on + DAY, **how)


async def never(*_asked: Any, **_how: Any) -> None:
    """See no claim of zero days."""


async def no_clash(*asked: Any, **how: Any) -> Footing:
    """See no stay of zero days."""
    return replace(await footing_with_clash(*asked, **how), clash=False)


FAULTS = {
    "a move a day late": {"app.stays.service.moving.moved": a_day_late},
    "a discharge day counted": {"app.stays.service.ending.ended": a_day_longer},
    # Two looks stand in for each other: at the person's stays, and at the bed, the room and the person's claims.
    "zero days unseen": {
        "app.stays.service.admitting.footing_with_clash": no_clash,
        "app.beds.service.claims.refuse_hidden": never,
    },
}


@pytest.mark.usefixtures("walking")
@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_met_on_the_way(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, planted in FAULTS[fault].items():
        monkeypatch.setattr(place, planted)
    with pytest.raises(Exception):  # noqa: B017, PT011  (whichever act meets it first)
        run_state_machine_as_test(StaysMachine, settings=UNSHRUNK)
