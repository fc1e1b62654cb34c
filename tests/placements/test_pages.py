"""Pages of placements as people use them: the county's list and form, the home's page, the paper, and who may see what."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.placements.models import DispersedSupport, PlacementOrder, SupportWish
from tests.placements.house import TOWN, a_county
from tests.support.counting import Counting
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import Client, a_user, client_for, open_sign_in_for, send_form
from tests.support.tenants import acting_everywhere
from tests.support.town import committed, committing


@dataclass
class Desk:
    """A county whose home keeps the file of a 特困 person; looks are kept, so everything is committed."""

    app: Any
    stack: AsyncExitStack
    home: Home
    institution: Any
    elder_id: int
    bed_id: int
    today: date

    async def sign_in(self, role: str) -> Client:
        user = await a_user(role, self.institution)
        return await self.stack.enter_async_context(client_for(self.app, await open_sign_in_for(user.id)))


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[Desk]:
    async with committing(urls), AsyncExitStack() as stack:
        async with acting_everywhere(), transaction() as session:
            county = await a_county(session)
            today = await business_date(session)
            found = (county.house.home, county.house.institution, county.elder.id, county.house.beds["301-1"])
        yield Desk(app, stack, *found, today)


def at(desk: Desk, path: str = "") -> str:
    return f"/institutions/{desk.home.institution_id}/placements{path}"


async def orders() -> list[PlacementOrder]:
    return await committed(select(PlacementOrder).order_by(PlacementOrder.id))


async def drafted(desk: Desk, officer: Client) -> int:
    said = {
        "elder_id": desk.elder_id, "home_id": desk.home.institution_id, "township": TOWN,
        "applied_on": desk.today, "township_signed_on": desk.today, "township_signed_by": "李主任",
    }  # fmt: skip
    made = await send_form(officer, "/placements", said=said)
    [order] = await orders()
    assert made.headers["location"] == at(desk, f"/{order.id}")
    return order.id


async def test_from_the_list_to_the_bed(desk: Desk) -> None:
    officer, director = await desk.sign_in("case_officer"), await desk.sign_in("director")
    listed = (await officer.get("/placements")).text
    assert "另有 1 位特困人员既没有在住，也没有登记分散供养" in listed
    assert "王秀英" not in listed
    order_id = await drafted(desk, officer)
    assert (await director.get(at(desk, f"/{order_id}"))).status_code == 404
    decided = await send_form(officer, at(desk, f"/{order_id}/decision"),
                              said={"decided_on": desk.today, "decision_no": "8 号"})  # fmt: skip
    assert decided.status_code == 303
    assert "县里有 1 份安置通知等本院接收" in (await director.get(at(desk))).text
    page = (await director.get(at(desk, f"/{order_id}"))).text
    assert [button.text for button in pick(page, "#receive-form button[type=submit]")] == ["接收这位老人"]
    bed = desk.bed_id
    assert (await send_form(director, at(desk, f"/{order_id}/receipt"), said={"bed_id": bed})).status_code == 303
    refused = await send_form(director, at(desk, f"/{order_id}/agreement"), said={
        "agreement_by": "guardian", "agreement_on": desk.today, "signer": "王建国", "home_signer": "王院长",
    })  # fmt: skip
    assert refused.status_code == 422
    assert "监护人签字的，请上传监护证明" in refused.text
    assert the(refused.text, "#signer")["value"] == "王建国"
    agreed = await send_form(director, at(desk, f"/{order_id}/agreement"), said={
        "agreement_by": "self", "agreement_on": desk.today, "signer": "王秀英", "home_signer": "王院长",
    })  # fmt: skip
    assert agreed.status_code == 303
    done = (await director.get(at(desk, f"/{order_id}"))).text
    assert f"?placement={order_id}" in done
    paper = await director.get(at(desk, f"/{order_id}/sheet"))
    assert paper.headers["cache-control"] == "no-store"
    assert [box.text[:4] for box in pick(paper.text, ".party-box b")] == ["乡镇人民", "供养服务", "特困人员"]


async def test_the_order_of_the_days_is_said_beside_its_field(desk: Desk) -> None:
    officer = await desk.sign_in("case_officer")
    said = {
        "elder_id": desk.elder_id, "home_id": desk.home.institution_id, "township": TOWN,
        "applied_on": desk.today, "township_signed_on": desk.today - timedelta(days=9), "note": "独居",
    }  # fmt: skip
    refused = await send_form(officer, "/placements", said=said)
    assert refused.status_code == 422
    assert "先申请，再乡镇审核" in the(refused.text, "#township_signed_on-e").text
    assert the(refused.text, "#note").text == "独居"
    assert await orders() == []


async def test_who_sees_the_county(desk: Desk) -> None:
    for role, path, status in (
        ("director", "/placements", 403), ("nurse", "/placements", 403), ("director", "/dispersed-support", 403),
        ("case_officer", "/dispersed-support", 200), ("statistics_clerk", "/placements", 403),
    ):  # fmt: skip
        browser = await desk.sign_in(role)
        assert (await browser.get(path)).status_code == status, (role, path)


async def test_a_nurse_sees_no_orders_and_a_director_decides_none(desk: Desk) -> None:
    officer = await desk.sign_in("case_officer")
    order_id = await drafted(desk, officer)
    nurse, director = (
        await desk.sign_in("nurse"), await desk.sign_in("director")
    )  # fmt: skip
    assert (await nurse.get(at(desk))).status_code == 403
    said = {"decided_on": desk.today, "decision_no": "8 号"}
    assert (await send_form(director, at(desk, f"/{order_id}/decision"), said=said)).status_code == 403
    assert (await send_form(officer, at(desk, f"/{order_id}/receipt"), said={})).status_code == 403


async def test_the_register_and_the_wishes(desk: Desk) -> None:
    officer = await desk.sign_in("case_officer")
    root = f"/institutions/{desk.home.institution_id}/elders/{desk.elder_id}/support"
    said = {
        "township": TOWN,
        "from_on": desk.today - timedelta(days=9),
        "carer": "王建国",
        "carer_phone": "13900000000",
    }
    assert (await send_form(officer, root, said=said)).status_code == 303
    wish = {"wish": "home", "said_by": "self", "asked_on": desk.today, "asked_by": "李主任"}
    assert (await send_form(officer, root + "/wishes", said=wish)).status_code == 303
    again = await send_form(officer, root + "/wishes", said=wish)
    assert again.status_code == 422
    assert "这一天已记过一次意愿" in again.text
    register = (await officer.get("/dispersed-support")).text
    assert "分散供养 1 人，其中 1 人愿意进机构" in register
    page = (await officer.get(root)).text
    assert "照料人 王建国" in page
    [support] = await committed(select(DispersedSupport))
    [kept] = await committed(select(SupportWish))
    ended = await send_form(officer, f"{root}/{support.id}/end", said={"on": desk.today, "reason": "进机构"})
    assert ended.status_code == 303
    assert (await send_form(officer, f"{root}/wishes/{kept.id}/void", said={"reason": "记错"})).status_code == 303
    assert "那天没有分散供养的人" in (await officer.get("/dispersed-support")).text


async def test_the_pages_ask_little(desk: Desk, counting: Callable[[], Counting]) -> None:
    officer = await desk.sign_in("case_officer")
    order_id = await drafted(desk, officer)
    for path, most in (("/placements", 16), ("/dispersed-support", 14), (at(desk, f"/{order_id}"), 20)):
        await officer.get(path)
        with counting() as seen:
            assert (await officer.get(path)).status_code == 200
        assert seen.count <= most, f"{path}: {seen.count}"
