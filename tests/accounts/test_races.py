"""What must hold when several ask at the same moment: real connections, real commits, swept away afterwards."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts import service
from app.accounts.system import acting_as_system
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.core.uuid7 import uuid7
from tests.factories.accounts import PASSWORD, an_account
from tests.support.people import client_for
from tests.support.tenants import COUNTY


@pytest.fixture
async def town(urls: Urls, pools: Database, app: Any) -> AsyncIterator[Any]:
    """Give the application on a database that keeps what is committed until the test is over."""
    yield app
    sweep = "TRUNCATE users, attempts, first_run_links, audit_entries, audit_heads, acts, institutions CASCADE"
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.begin() as owner:
        await owner.execute(text(sweep))
    await engine.dispose()


async def statuses(*answers: Any) -> Counter[int]:
    return Counter(answer.status_code for answer in await asyncio.gather(*answers))


async def test_a_code_used_by_eight_at_once_lets_one_in(town: Any) -> None:
    user = await an_account("network_manager", password=None)
    async with acting_as_system("测试", regions=[0]) as actor, transaction() as session:
        _user, code = await service.reset_with_code(session, actor, user.id)

    async def try_it() -> Any:
        async with client_for(town) as browser:
            return await browser.post("/sign-in", data={"username": user.username, "password": code.text})

    assert await statuses(*(try_it() for _ in range(8))) == {303: 1, 422: 7}


async def test_a_burst_of_guesses_is_counted_while_it_lasts(town: Any) -> None:
    user = await an_account("network_manager")

    async def guess() -> Any:
        async with client_for(town) as browser:
            return await browser.post("/sign-in", data={"username": user.username, "password": "guess-again"})

    assert await statuses(*(guess() for _ in range(30))) == {422: 10, 429: 20}


async def test_two_administrators_who_disable_each_other_leave_one(town: Any) -> None:
    first, second = await an_account("administrator"), await an_account("administrator")
    async with client_for(town) as one, client_for(town) as other:
        await one.post("/sign-in", data={"username": first.username, "password": PASSWORD})
        await other.post("/sign-in", data={"username": second.username, "password": PASSWORD})
        found = await statuses(
            one.post(f"/users/{second.id}/disable", data={"tap_id": str(uuid7())}),
            other.post(f"/users/{first.id}/disable", data={"tap_id": str(uuid7())}),
        )
    assert found[303] == 1, found
    assert sum(found.values()) - found[303] == 1
    assert not found[500], found


async def test_of_two_first_runs_at_once_one_wins(town: Any) -> None:
    links = []
    for _ in range(2):
        async with transaction() as session:
            links.append(await service.issue_first_run_link(session))

    async def begin(number: int) -> Any:
        form = {
            "token": links[number], "name": "王建国", "username": f"FS000{number}", "password": PASSWORD,
            "password_again": PASSWORD, "county": str(COUNTY), "home_name": "赵化敬老院", "home_code": f"ZH{number}",
        }  # fmt: skip
        async with client_for(town) as browser:
            return await browser.post("/first-run", data=form)

    assert await statuses(begin(0), begin(1)) == {303: 1, 404: 1}
