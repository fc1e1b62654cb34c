"""The services walk with the model, act by act; the long walk is `python -m tests.prove.walk`."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.core.db import Database, use_database
from app.core.postgres.urls import Urls
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
