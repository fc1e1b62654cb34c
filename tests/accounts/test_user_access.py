"""Who may touch whose account: every route against every role and region, over HTTP."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from app.accounts.system import acting_as_system
from app.core.db import transaction
from tests.accounts.at_the_door import sign_in, tap
from tests.factories.accounts import PASSWORD, a_grant, an_account
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY

CITY = 510300
MISSING = 2**40
ROUTES = [
    ("GET", "/users/{id}"), ("GET", "/users/{id}/name"), ("POST", "/users/{id}/name"), ("POST", "/users/{id}/disable"),
    ("POST", "/users/{id}/enable"), ("POST", "/users/{id}/reset"), ("POST", "/users/{id}/grants"),
    ("POST", "/users/{id}/grants/{grant}/end"),
]  # fmt: skip
GRANTED = {"role": "case_officer", "region": str(OTHER_COUNTY)}
FILLED = {"name": "赵秀琼", **GRANTED}


async def ask(client: Client, method: str, path: str) -> Any:
    """Ask as the page would: with the fields of that form and a tap of its own."""
    last = path.rsplit("/", 1)[-1]
    wanted = {"users": FILLED | {"username": "fs0417"}, "name": {"name": "赵秀琼"}, "grants": GRANTED}.get(last, {})
    return await client.request(method, path, data={**wanted, **tap()} if method == "POST" else None)


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_another_countys_account_looks_like_none_at_all(client_as: ClientAs, method: str, path: str) -> None:
    administrator = await client_as("administrator", region=OTHER_COUNTY)
    user = await an_account(None)
    grant = await a_grant(user, "network_manager", region=COUNTY)
    foreign = await ask(administrator, method, path.format(id=user.id, grant=grant.id))
    missing = await ask(administrator, method, path.format(id=MISSING, grant=MISSING))
    assert foreign.status_code == missing.status_code
    assert foreign.status_code in {403, 404}
    hidden = re.compile(r"编号[^<]*|" + rf"\b(?:{MISSING}|{user.id}|{grant.id})\b")
    assert hidden.sub("", foreign.text) == hidden.sub("", missing.text)


@pytest.mark.parametrize("role", ["director", "nurse", "network_manager", "case_officer", "statistics_clerk"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/users"), ("GET", "/users/new"), ("POST", "/users"), *ROUTES])
async def test_nobody_but_an_administrator_manages_accounts(
    app: Any, client: Client, role: str, method: str, path: str
) -> None:
    user, myself = await an_account("network_manager"), await an_account(role)
    await sign_in(client, myself.username, PASSWORD)
    assert (await ask(client, method, path.format(id=user.id, grant=1))).status_code == 403


async def test_a_role_elsewhere_takes_an_account_out_of_a_countys_hands(client_as: ClientAs) -> None:
    """Resetting it would lend the administrator of one county the rights of the whole city."""
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await a_grant(user, "administrator", region=CITY)
    for act in ("disable", "enable", "reset"):
        answer = await administrator.post(f"/users/{user.id}/{act}", data=tap())
        assert answer.status_code == 403, act
    assert (await administrator.get(f"/users/{user.id}")).status_code == 200


async def test_two_administrators_cannot_remove_each_other(client_as: ClientAs, client: Client) -> None:
    first, second = await an_account("administrator"), await an_account("administrator")
    await sign_in(client, first.username, PASSWORD)
    assert (await client.post(f"/users/{second.id}/disable", data=tap())).status_code == 303
    assert (await sign_in(client, second.username, PASSWORD)).status_code == 422
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        left = await session.execute(text("SELECT count(*) FROM users WHERE disabled_at IS NULL"))
    assert left.scalar_one() >= 1
