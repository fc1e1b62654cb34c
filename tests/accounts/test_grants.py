"""Giving and ending roles, over HTTP."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import RoleGrant
from app.accounts.queries import homeless_grants
from app.accounts.system import acting_as_system
from app.core.db import transaction
from app.core.uuid7 import uuid7
from tests.factories.accounts import PASSWORD, a_grant, an_account
from tests.support.clock import Clock
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY

CITY, PROVINCE, EVERYWHERE = 510300, 510000, 0


def grant_form(**changed: Any) -> dict[str, str]:
    filled = {"role": "network_manager", "region": COUNTY, "tap_id": uuid7(), **changed}
    return {name: str(value) for name, value in filled.items()}


async def grants_of(user_id: int) -> list[RoleGrant]:
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        return list(await session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id).order_by(RoleGrant.id)))


@pytest.mark.parametrize(
    ("own", "region", "may"),
    [
        (COUNTY, COUNTY, True), (COUNTY, OTHER_COUNTY, False), (COUNTY, CITY, False), (COUNTY, EVERYWHERE, False),
        (CITY, COUNTY, True), (CITY, CITY, True), (CITY, PROVINCE, False), (CITY, 500101, False), (CITY, EVERYWHERE, False),
        (PROVINCE, CITY, True), (PROVINCE, PROVINCE, True), (PROVINCE, EVERYWHERE, False), (PROVINCE, 500101, False),
        (EVERYWHERE, COUNTY, True), (EVERYWHERE, PROVINCE, True), (EVERYWHERE, EVERYWHERE, True),
    ],
)  # fmt: skip
async def test_nobody_grants_beyond_the_own_region(client_as: ClientAs, own: int, region: int, may: bool) -> None:
    administrator = await client_as("administrator", region=own)
    user = await an_account("network_manager", region=COUNTY)
    answer = await administrator.post(f"/users/{user.id}/grants", data=grant_form(role="administrator", region=region))
    assert answer.status_code == (303 if may else 403)
    assert len(await grants_of(user.id)) == (2 if may else 1)


async def test_a_new_role_holds_at_once_and_asks_to_sign_in_again(client_as: ClientAs, client: Client) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert (await client.get("/users")).status_code == 403
    await administrator.post(f"/users/{user.id}/grants", data=grant_form(role="administrator"))
    assert (await client.get("/users")).status_code == 303
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert (await client.get("/users")).status_code == 200


async def test_an_ended_role_is_gone_at_once_everywhere(client_as: ClientAs, client: Client) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    grant = await a_grant(user, "administrator")
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert (await client.get("/users")).status_code == 200
    ended = await administrator.post(f"/users/{user.id}/grants/{grant.id}/end", data={"tap_id": str(uuid7())})
    assert ended.status_code == 303
    assert (await client.get("/users")).status_code == 303
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert (await client.get("/users")).status_code == 403


async def test_a_later_end_lets_the_role_hold_until_then(client_as: ClientAs, clock: Clock) -> None:
    await clock.at("2026-11-23 08:00+08")
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    (grant,) = await grants_of(user.id)
    form = {"tap_id": str(uuid7()), "to_on": "2026-12-01"}
    assert (await administrator.post(f"/users/{user.id}/grants/{grant.id}/end", data=form)).status_code == 303
    (grant,) = await grants_of(user.id)
    assert grant.to_on == date(2026, 12, 1)


async def test_a_role_does_not_end_before_it_began(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager", from_on=date(2026, 1, 1))
    (grant,) = await grants_of(user.id)
    form = {"tap_id": str(uuid7()), "to_on": "2025-12-31"}
    answer = await administrator.post(f"/users/{user.id}/grants/{grant.id}/end", data=form)
    assert answer.status_code == 422
    assert "止日不能早于起日 2026-01-01" in answer.text


async def test_the_same_role_is_not_given_twice_for_the_same_days(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager", from_on=date(2026, 1, 1), to_on=date(2099, 1, 1))
    again = await administrator.post(f"/users/{user.id}/grants", data=grant_form(from_on="2098-12-31"))
    assert again.status_code == 422
    assert "在这些天已有同样的授权" in again.text
    after = await administrator.post(f"/users/{user.id}/grants", data=grant_form(from_on="2099-01-01"))
    assert after.status_code == 303


async def test_the_same_tap_grants_once(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    form = grant_form(role="case_officer")
    for _ in range(3):
        assert (await administrator.post(f"/users/{user.id}/grants", data=form)).status_code == 303
    assert len(await grants_of(user.id)) == 2


async def test_nobody_ends_the_own_administration(client: Client) -> None:
    await an_account("administrator")
    myself = await an_account("administrator")
    (grant,) = await grants_of(myself.id)
    await client.post("/sign-in", data={"username": myself.username, "password": PASSWORD})
    answer = await client.post(f"/users/{myself.id}/grants/{grant.id}/end", data={"tap_id": str(uuid7())})
    assert answer.status_code == 422
    assert "这件事不能给自己办" in answer.text


async def test_a_grant_of_another_user_is_not_found_under_this_one(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user, other = await an_account("network_manager"), await an_account("network_manager")
    (grant,) = await grants_of(other.id)
    answer = await administrator.post(f"/users/{user.id}/grants/{grant.id}/end", data={"tap_id": str(uuid7())})
    assert answer.status_code == 404


async def test_a_county_administrator_sees_only_the_grants_inside_the_county(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await a_grant(user, "case_officer", region=OTHER_COUNTY)
    page = (await administrator.get(f"/users/{user.id}")).text
    assert "<b>县级直管</b>" in page
    assert "<b>县级经办</b>" not in page


async def test_the_database_itself_refuses_a_grant_beyond_the_region(client_as: ClientAs) -> None:
    """The second wall: with the check in the service gone, row security still says no."""
    async with acting_as_system("测试", regions=[COUNTY]), transaction() as session:
        user = await an_account(None)
        session.add(RoleGrant(user_id=user.id, role="network_manager", region=OTHER_COUNTY, from_on=date(2026, 1, 1)))
        with pytest.raises(Exception, match="row-level security"):
            async with session.begin_nested():
                await session.flush()
        session.expunge_all()


async def test_verify_finds_a_grant_of_a_home_that_is_not_there(connection: Any) -> None:
    grant = await a_grant(await an_account(None), "director", home_id=987654321)
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        found = await homeless_grants(session)
    assert grant.id in {row.id for row in found}
