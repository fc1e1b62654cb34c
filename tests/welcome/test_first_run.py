"""From an empty system to its first home, over HTTP."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import RoleGrant, User
from app.accounts.service import issue_first_run_link
from app.accounts.system import acting_as_system
from app.audit.models import AuditEntry
from app.core.db import transaction
from app.institutions.models import Institution
from tests.factories.accounts import an_account
from tests.support.clock import Clock
from tests.support.people import Client, a_first_run_link
from tests.support.tenants import COUNTY

PASSWORD = "Zhao-Hua22"


def filled(token: str, **changed: str) -> dict[str, str]:
    return {
        "token": token, "name": "王建国", "username": "FS0001", "password": PASSWORD, "password_again": PASSWORD,
        "county": str(COUNTY), "home_name": "赵化区域性养老服务中心", "home_code": "ZHZX", **changed,
    }  # fmt: skip


async def count(table: Any) -> int:
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        return int((await session.execute(select(func.count()).select_from(table))).scalar_one())


async def test_the_link_makes_the_administrator_and_the_home_and_lets_in(client: Client) -> None:
    token = await a_first_run_link()
    page = await client.get(f"/first-run/{token}")
    assert page.status_code == 200
    assert "30 分钟内有效" in page.text
    answer = await client.post("/first-run", data=filled(token))
    assert answer.status_code == 303
    assert "imports" in answer.headers["Location"]
    assert (await client.get("/users")).status_code == 200
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        (user,) = await session.scalars(select(User))
        (grant,) = await session.scalars(select(RoleGrant))
        (home,) = await session.scalars(select(Institution))
        actions = set(await session.scalars(select(AuditEntry.action)))
    assert (user.username, grant.role, grant.region) == ("fs0001", "administrator", 0)
    assert (home.county, home.code) == (COUNTY, "ZHZX")
    assert {"accounts.first_administrator_created", "accounts.user_created", "institutions.added"} <= actions


async def test_the_link_is_good_once(client: Client) -> None:
    token = await a_first_run_link()
    assert (await client.post("/first-run", data=filled(token))).status_code == 303
    assert (await client.get(f"/first-run/{token}")).status_code == 404
    again = await client.post("/first-run", data=filled(token, username="FS0002", home_code="B"))
    assert again.status_code == 404
    assert "这个链接不能用了" in again.text
    assert (await count(User), await count(Institution)) == (1, 1)


async def test_of_two_links_the_second_finds_somebody_in_charge(client: Client) -> None:
    first, second = await a_first_run_link(), await a_first_run_link()
    assert (await client.post("/first-run", data=filled(first))).status_code == 303
    assert (await client.post("/first-run", data=filled(second, username="FS0002"))).status_code == 404
    assert await count(User) == 1


async def test_the_link_runs_out_after_half_an_hour(client: Client, clock: Clock) -> None:
    await clock.at("2026-11-23 08:00+08")
    token = await a_first_run_link()
    await clock.at("2026-11-23 08:29+08")
    assert (await client.get(f"/first-run/{token}")).status_code == 200
    await clock.at("2026-11-23 08:30+08")
    assert (await client.get(f"/first-run/{token}")).status_code == 404
    assert (await client.post("/first-run", data=filled(token))).status_code == 404


async def test_a_guessed_link_opens_nothing(client: Client) -> None:
    await a_first_run_link()
    assert (await client.get("/first-run/guessed")).status_code == 404
    assert (await client.post("/first-run", data=filled("guessed"))).status_code == 404
    assert await count(User) == 0


async def test_once_anybody_has_an_account_no_link_is_drawn(connection: Any) -> None:
    await an_account()
    async with transaction() as session:
        assert await issue_first_run_link(session) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password_again": "Zhao-Hua23"}, "两遍密码不一样，请重新输入"),
        ({"password": "zhaohua", "password_again": "zhaohua"}, "密码至少要 8 位"),
        ({"password": "王建国Ab123", "password_again": "王建国Ab123"}, "密码里不能主要是姓名、工号"),
        ({"username": "王"}, "工号用 2 到 32 位字母或数字"),
        ({"county": ""}, "请填写县区"),
        ({"county": "510000"}, 'id="county-picker"'),
        ({"home_code": "马 ?"}, "机构代码只能用大写字母"),
        ({"home_name": ""}, "请填写首家机构名称"),
        ({"uscc": "12510322MB1K20376C"}, "统一社会信用代码"),
    ],
)
async def test_a_fault_comes_back_with_its_sentence_and_leaves_nothing(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    token = await a_first_run_link()
    page = await client.post("/first-run", data=filled(token, **wrong))
    assert page.status_code == 422
    assert sentence in page.text
    assert PASSWORD not in page.text
    assert (await count(User), await count(Institution)) == (0, 0)
    assert (await client.post("/first-run", data=filled(token))).status_code == 303
