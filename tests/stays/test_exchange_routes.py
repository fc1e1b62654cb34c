"""对调 as people send it: a drop on somebody's bed asks first, both move or neither, one tap takes it back."""

import json
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from tests.factories.beds import a_house
from tests.stays.desking import Ward, open_ward
from tests.support.clock import Clock
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere

TODAY = "2026-03-20"


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


async def test_a_drop_on_somebodys_bed_brings_them_along(ward: Ward) -> None:
    one, other = await ward.lives("王秀英", "301-1"), await ward.lives("李桂芳", "302-1")
    answer = await ward.browser.get(f"{ward.root}/stays/{one.id}/exchanges/new?other={other.id}", headers=HTMX)
    assert the(answer.text, ".side-panel h2").text == "王秀英 对调床位"
    assert the(answer.text, "option[selected]").text == "302-1 李桂芳（女）"
    assert str(one.id) not in [each["value"] for each in pick(answer.text, "option")]


async def test_both_change_beds_and_back_again(ward: Ward) -> None:
    one, other = await ward.lives("王秀英", "301-1"), await ward.lives("李桂芳", "302-1")
    answer = await ward.post(f"stays/{one.id}/exchanges", headers=ward.here(), other_stay_id=other.id, on=TODAY)
    assert answer.status_code == 200
    toast = json.loads(answer.headers["hx-trigger"])["toast"]
    assert toast["msg"] == "已对调：王秀英住 302-1 床，李桂芳住 301-1 床"
    assert (await ward.beds_of(one.id), await ward.beds_of(other.id)) == (["301-1", "302-1"], ["302-1", "301-1"])
    back = await ward.post(toast["undo"].removeprefix(f"{ward.root}/"))
    assert back.status_code == 303
    assert (await ward.beds_of(one.id), await ward.beds_of(other.id)) == (["301-1"], ["302-1"])


async def test_a_room_for_one_sex_refuses_both(ward: Ward) -> None:
    one = await ward.lives("王秀英", "301-1")
    await ward.lives("李桂芳", "301-2")
    man = await ward.man("刘德明", "302-1")
    answer = await ward.post(f"stays/{one.id}/exchanges", headers=ward.here(), other_stay_id=man.id, on=TODAY)
    assert answer.status_code == 422
    assert "301 室同性同住，这段日子里住着女性老人" in answer.text
    assert await ward.beds_of(one.id) == ["301-1"]


async def test_without_a_script_and_late(ward: Ward) -> None:
    one, other = await ward.lives("王秀英", "301-1"), await ward.lives("李桂芳", "302-1")
    nobody = await ward.post(f"stays/{one.id}/exchanges", on=TODAY)
    assert nobody.status_code == 422
    assert "请填写对调的老人" in nobody.text
    late = {"other_stay_id": other.id, "on": "2026-03-10"}
    assert "请选补录原因" in (await ward.post(f"stays/{one.id}/exchanges", **late)).text
    done = await ward.post(f"stays/{one.id}/exchanges", **late, late_reason="handover")
    assert (done.status_code, done.headers["location"]) == (303, f"{ward.root}/board?bed={ward.house.beds['302-1']}")


async def test_the_same_tap_twice_is_one_exchange(ward: Ward) -> None:
    one, other = await ward.lives("王秀英", "301-1"), await ward.lives("李桂芳", "302-1")
    tap = str(uuid4())
    for _tap in range(2):
        answer = await ward.post(f"stays/{one.id}/exchanges", tap_id=tap, other_stay_id=other.id, on=TODAY)
        assert answer.status_code == 303
    assert await ward.beds_of(one.id) == ["301-1", "302-1"]


async def test_nobody_changes_with_themselves_or_with_another_home(ward: Ward) -> None:
    one = await ward.lives("王秀英", "301-1")
    assert "对调要选两位老人" in (await ward.post(f"stays/{one.id}/exchanges", other_stay_id=one.id, on=TODAY)).text
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    assert other.home.institution_id != ward.home_id
    assert (await ward.post(f"stays/{one.id}/exchanges", other_stay_id=10**9, on=TODAY)).status_code == 404
