"""The way back after an act: offered on the next page, and refused where somebody has gone on since."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from app.stays.models import Leave
from tests.stays.desking import Ward, open_ward
from tests.support.clock import Clock
from tests.support.html import the
from tests.support.people import ClientAs
from tests.support.tenants import acting_everywhere

TODAY = "2026-03-20"
LEAVING = {"kind": "home", "from_on": TODAY, "left_at": "09:30", "expected_on": "2026-03-25"}


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


async def leaves() -> list[Leave]:
    async with acting_everywhere(), transaction() as session:
        return list(await session.scalars(select(Leave).order_by(Leave.id)))


async def leave_by_form(ward: Ward) -> tuple[int, str]:
    """Let somebody leave by a plain form; give the stay and the way back that the next page offers."""
    stay = await ward.lives("王秀英", "301-1")
    answer = await ward.post(f"stays/{stay.id}/leaves", **LEAVING)
    assert answer.status_code == 303
    page = await ward.get("leaves")
    return stay.id, str(the(page.text, "#toasts form")["action"]).removeprefix(f"{ward.root}/")


async def test_a_leave_entered_by_a_plain_form_is_taken_back_from_the_next_page(ward: Ward) -> None:
    _stay, undo = await leave_by_form(ward)
    answer = await ward.post(undo)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ward.root}/leaves")
    assert "没有人不在院" in (await ward.get("leaves")).text
    [leave] = await leaves()
    assert leave.void_reason == "登记后撤销"


async def test_a_leave_that_went_on_is_not_thrown_away(ward: Ward) -> None:
    _stay, undo = await leave_by_form(ward)
    [leave] = await leaves()
    changed = LEAVING | {"left_at": "", "expected_on": "2026-03-26", "version": leave.version}
    assert (await ward.post(f"leaves/{leave.id}", **changed)).status_code == 303
    answer = await ward.post(undo)
    assert answer.status_code == 409
    assert "这次离院后来又改过" in answer.text
    assert [row.voided_at for row in await leaves()] == [None]


async def test_a_form_that_does_not_arrive_whole_takes_nothing_back_and_says_so(ward: Ward) -> None:
    _stay, undo = await leave_by_form(ward)
    answer = await ward.post(undo, tap_id="x")
    assert answer.status_code == 422
    assert "没有撤销" in answer.text
    assert [row.voided_at for row in await leaves()] == [None]


async def moved(ward: Ward, stay_id: int, bed: str) -> Any:
    beds = {"bed_id": ward.house.beds[bed], "on": TODAY}
    answer = await ward.post(f"stays/{stay_id}/bed-moves", headers=ward.here(), **beds)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.headers["hx-trigger"])["toast"]["undo"].removeprefix(f"{ward.root}/")


async def test_a_move_is_not_taken_back_once_there_was_another(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    first = await moved(ward, stay.id, "303-1")
    second = await moved(ward, stay.id, "303-2")
    answer = await ward.post(first)
    assert answer.status_code == 409
    assert "那天后来又移过床" in answer.text
    assert (await ward.beds_of(stay.id))[-1] == "303-2"
    assert (await ward.post(second)).status_code == 303
    assert (await ward.beds_of(stay.id, date(2026, 3, 20)))[-1] == "303-1"


async def test_an_exchange_is_not_taken_back_once_one_of_them_has_moved(ward: Ward) -> None:
    one, other = await ward.lives("王秀英", "301-1"), await ward.lives("李桂芳", "302-1")
    answer = await ward.post(f"stays/{one.id}/exchanges", headers=ward.here(), other_stay_id=other.id, on=TODAY)
    undo = json.loads(answer.headers["hx-trigger"])["toast"]["undo"].removeprefix(f"{ward.root}/")
    await moved(ward, one.id, "303-1")
    answer = await ward.post(undo)
    assert answer.status_code == 409
    assert (await ward.beds_of(one.id))[-1] == "303-1"
    assert (await ward.beds_of(other.id))[-1] == "301-1"
