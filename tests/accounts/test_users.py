"""The accounts an administrator looks after, over HTTP."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.system import acting_as_system
from app.audit.models import AuditEntry
from app.core.db import transaction
from tests.accounts.at_the_door import first_of, sign_in, tap
from tests.factories.accounts import PASSWORD, an_account
from tests.support.clock import Clock
from tests.support.people import Client, ClientAs, client_for
from tests.support.tenants import COUNTY

CITY = 510300
MISSING = 2**40


def new_user(**changed: Any) -> dict[str, Any]:
    """Fill in the form for a network manager of the test's county."""
    filled = {"username": "FS0417", "name": "赵秀琼", "role": "network_manager", "region": str(COUNTY), **tap()}
    return {**filled, **{name: str(value) for name, value in changed.items()}}


def code_on(page: Any) -> str:
    found = re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", re.sub(r"编号[^<]*", "", page.text))
    assert found is not None, page.text
    return found[0]


async def test_a_new_person_signs_in_once_by_code_and_chooses_a_password(
    app: Any, client_as: ClientAs, client: Client
) -> None:
    administrator = await client_as("administrator")
    page = await administrator.post("/users", data=new_user(phone="13812345678"))
    assert page.status_code == 200, page.text
    assert "no-store" in page.headers["Cache-Control"]
    code = code_on(page)

    answer = await sign_in(client, "fs0417", code.lower().replace("-", " "))
    assert answer.status_code == 303
    # Nothing else is open before there is a password of one's own.
    assert (await client.get("/")).headers["Location"] == "/account/password"
    assert (await client.get("/users")).headers["Location"] == "/account/password"
    assert "现在的密码" not in (await client.get("/account/password")).text

    async with client_for(app) as second:
        assert (await sign_in(second, "fs0417", code)).status_code == 422

    changed = await client.post("/account/password", data={"new": "Liu-Shu9x", "again": "Liu-Shu9x"})
    assert changed.status_code == 303
    assert (await client.get("/account")).status_code == 200
    async with client_for(app) as third:
        assert (await sign_in(third, "fs0417", "Liu-Shu9x")).status_code == 303


async def test_the_code_runs_out_after_a_day(client_as: ClientAs, client: Client, clock: Clock) -> None:
    await clock.at("2026-11-23 08:00+08")
    administrator = await client_as("administrator")
    code = code_on(await administrator.post("/users", data=new_user()))
    await clock.at("2026-11-24 08:00:01+08")
    assert (await sign_in(client, "fs0417", code)).status_code == 422


async def test_neither_code_nor_phone_is_kept_in_the_clear(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    code = code_on(await administrator.post("/users", data=new_user(phone="13812345678")))
    user = await first_of(select(User).where(User.username == "fs0417"))
    assert user.phone is not None
    assert b"13812345678" not in user.phone
    shown = await administrator.get(f"/users/{user.id}")
    assert "138****5678" in shown.text
    assert "13812345678" not in shown.text
    assert code not in shown.text


async def test_the_same_tap_makes_one_account_and_shows_no_second_code(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    form = new_user()
    assert (await administrator.post("/users", data=form)).status_code == 200
    assert (await administrator.post("/users", data=form)).status_code == 303
    other = {**form, "name": "赵小琼"}
    assert (await administrator.post("/users", data=other)).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"username": "王"}, "工号用 2 到 32 位字母或数字"),
        ({"name": "\u200b"}, "请填写姓名"),
        ({"role": "emperor"}, "请从列表中选角色"),
        ({"region": ""}, "请选择机构；管整个地区的，请选择地区"),
        ({"region": "510399"}, "没有这个地区或机构"),
        ({"role": "director"}, "院长要授在一家机构"),
        ({"home": f"{COUNTY}/1"}, "县级直管要授在整个地区"),
        ({"role": "city_bureau"}, "市局要授在一个市或省"),
        ({"phone": "12345"}, "手机号"),
        ({"from_on": "2026-11-23", "to_on": "2026-11-22"}, "止日不能早于起日"),
    ],
)
async def test_a_form_with_a_fault_comes_back_with_its_sentence(
    client_as: ClientAs, wrong: dict[str, str], sentence: str
) -> None:
    administrator = await client_as("administrator", region=CITY)
    page = await administrator.post("/users", data=new_user(**wrong))
    assert page.status_code == 422
    assert sentence in page.text
    assert await first_of(select(User).where(User.username == "fs0417")) is None


async def test_a_number_is_given_once(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    await an_account(username="fs0417")
    page = await administrator.post("/users", data=new_user())
    assert page.status_code == 422
    assert "这个工号已经有人用了" in page.text


async def test_disabling_ends_every_sign_in_at_once_and_enabling_lets_in_again(
    client_as: ClientAs, client: Client
) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await sign_in(client, user.username, PASSWORD)
    assert (await client.get("/account")).status_code == 200
    assert (await administrator.post(f"/users/{user.id}/disable", data=tap())).status_code == 303
    assert (await client.get("/account")).status_code == 303
    assert (await sign_in(client, user.username, PASSWORD)).status_code == 422
    assert (await administrator.post(f"/users/{user.id}/enable", data=tap())).status_code == 303
    assert (await sign_in(client, user.username, PASSWORD)).status_code == 303


async def test_a_reset_ends_the_old_password_and_every_sign_in(client_as: ClientAs, client: Client) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await sign_in(client, user.username, PASSWORD)
    code = code_on(await administrator.post(f"/users/{user.id}/reset", data=tap()))
    assert (await client.get("/account")).status_code == 303
    assert (await sign_in(client, user.username, PASSWORD)).status_code == 422
    assert (await sign_in(client, user.username, code)).status_code == 303


async def test_an_act_without_its_tap_is_refused(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    answer = await administrator.post(f"/users/{user.id}/disable")
    assert answer.status_code == 422
    assert (await first_of(select(User).where(User.id == user.id))).disabled_at is None


async def test_nobody_disables_or_resets_themselves(app: Any, client: Client) -> None:
    await an_account("administrator")
    myself = await an_account("administrator")
    await sign_in(client, myself.username, PASSWORD)
    for act in ("disable", "reset"):
        answer = await client.post(f"/users/{myself.id}/{act}", data=tap())
        assert answer.status_code == 422
        assert "这件事不能给自己办" in answer.text
    assert (await client.get("/account")).status_code == 200


async def test_the_last_administrator_stays(client: Client) -> None:
    myself = await an_account("administrator")
    await sign_in(client, myself.username, PASSWORD)
    answer = await client.post(f"/users/{myself.id}/disable", data=tap())
    assert answer.status_code == 409
    assert "最后一位管理员" in answer.text


async def test_a_name_can_be_corrected(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager", name="王健国")
    page = await administrator.get(f"/users/{user.id}/name")
    assert 'value="王健国"' in page.text
    await administrator.post(f"/users/{user.id}/name", data={"name": "王建国", **tap()})
    assert (await first_of(select(User).where(User.id == user.id))).name == "王建国"
    assert (await administrator.post(f"/users/{user.id}/name", data={"name": " ", **tap()})).status_code == 422


async def test_the_list_counts_searches_and_filters(client_as: ClientAs) -> None:
    administrator = await client_as("administrator", region=CITY)
    await an_account("network_manager", username="fs-a1", name="罗敏")
    nurse = await an_account("nurse", username="fs-a2", name="何永芬")
    await administrator.post(f"/users/{nurse.id}/disable", data=tap())
    everyone = (await administrator.get("/users")).text
    assert "罗敏" in everyone
    assert "何永芬" in everyone
    assert "罗敏" not in (await administrator.get("/users?q=FS-A2")).text
    assert "罗敏" not in (await administrator.get("/users?state=disabled")).text
    assert "何永芬" not in (await administrator.get("/users?state=live")).text
    assert "何永芬" not in (await administrator.get("/users?role=network_manager")).text
    assert "没有符合的" in (await administrator.get("/users?q=%25")).text


async def test_the_list_asks_the_database_no_more_often_for_more_people(client_as: ClientAs, counting: Any) -> None:
    administrator = await client_as("administrator")
    await an_account("network_manager")
    with counting() as few:
        await administrator.get("/users")
    for _ in range(6):
        await an_account("network_manager")
    with counting() as many:
        await administrator.get("/users")
    assert many.count == few.count


async def test_every_act_leaves_a_line_in_the_global_chain(client_as: ClientAs) -> None:
    administrator = await client_as("administrator")
    user = await an_account("network_manager")
    await administrator.post(f"/users/{user.id}/disable", data=tap())
    await administrator.post(f"/users/{user.id}/enable", data=tap())
    await administrator.post(f"/users/{user.id}/reset", data=tap())
    lines = select(AuditEntry).where(AuditEntry.subject_kind == "users", AuditEntry.subject_id == user.id)
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        found = list(await session.scalars(lines.order_by(AuditEntry.seq)))
    assert [line.action for line in found] == [
        "accounts.user_disabled", "accounts.user_enabled", "accounts.user_reset",
    ]  # fmt: skip
    assert {line.county for line in found} == {0}
