"""Discharges as people send them: prepared, looked at, done by the one red button, its tasks, and taken back."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work, transaction
from app.stays.models import Discharge, Stay
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.stays.residence import NOON, housed
from tests.support.clock import Clock
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Desk:
    """A director of a home of four rooms at noon of 20 March 2026."""
    await clock.at(NOON)
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))


async def resident(desk: Desk, bed: str = "301-1", **person: Any) -> Stay:
    async with acting_everywhere():
        stay = await housed(desk.session, desk.house, bed, **person)
        await close_work(desk.session)
    return stay


async def discharges(desk: Desk) -> list[Discharge]:
    async with acting_everywhere(), transaction() as session:
        return list(await session.scalars(select(Discharge).order_by(Discharge.id)))


def going(act: str = "end", **changes: Any) -> dict[str, Any]:
    return {"act": act, "reason": "home", "on": "2026-03-20"} | changes


async def test_the_look_before_says_in_words_and_counts_and_writes_nothing(desk: Desk) -> None:
    stay = await resident(desk, name="王秀英")
    page = await desk.post(f"stays/{stay.id}/discharge", **going("look", note="女儿接回家"))
    assert page.status_code == 200
    said = the(page.text, ".points").text
    assert "王秀英 今天退住（回家）" in said
    assert "301-1 床转为待消毒" in said
    assert "列出 5 件要办的事" in said
    assert the(page.text, "input[name=note]")["value"] == "女儿接回家"
    assert [button.text for button in pick(page.text, ".button-danger")] == ["办理退住"]
    assert await discharges(desk) == []


async def test_the_journey_from_the_look_to_a_free_bed(desk: Desk) -> None:
    stay = await resident(desk, name="王秀英")
    done = await desk.post(f"stays/{stay.id}/discharge", **going())
    [one] = await discharges(desk)
    assert done.headers["location"] == f"{desk.root}/discharges/{one.id}"
    page = (await desk.get(f"discharges/{one.id}")).text
    assert "王秀英 3 月 20 日退住（回家）。还有 5 件事没办。301-1 床要等物品交接和消毒完成才能再安排。" in page
    listed = (await desk.get("discharges")).text
    assert "1 人已退住，事项没办完；1 张床等着清理" in listed
    for task in ("belongings", "disinfection"):
        assert (await desk.post(f"discharges/{one.id}/tasks/{task}", state="done")).status_code == 303
    page = (await desk.get(f"discharges/{one.id}")).text
    assert "床位已可以安排" in page
    board = (await desk.get("board?day=2026-03-20")).text
    assert "301-1 床，空" in board


async def test_the_same_tap_twice_is_one_discharge(desk: Desk) -> None:
    stay, tap = await resident(desk), str(uuid4())
    for _tap in range(2):
        assert (await desk.post(f"stays/{stay.id}/discharge", tap_id=tap, **going())).status_code == 303
    assert len(await discharges(desk)) == 1


async def test_what_cannot_be_keeps_what_was_typed(desk: Desk) -> None:
    stay = await resident(desk)
    for act in ("look", "end"):
        answer = await desk.post(f"stays/{stay.id}/discharge", **going(act, on="2026-03-25", note="女儿接回家"))
        assert answer.status_code == 422
        assert "退住的日子还没到，请先「准备退住」" in answer.text
        assert the(answer.text, "#note")["value"] == "女儿接回家"
    late = await desk.post(f"stays/{stay.id}/discharge", **going("look", on="2026-03-18"))
    assert late.status_code == 422
    assert all(part.get("hidden") is None for part in pick(late.text, "[data-late]"))
    bare = await desk.post(f"stays/{stay.id}/discharge", act="look", on="2026-03-20")
    assert "请填写退住原因" in bare.text
    assert await discharges(desk) == []


async def test_prepared_ahead_the_list_is_there_and_the_person_too(desk: Desk) -> None:
    stay = await resident(desk, name="王秀英")
    planned = await desk.post(f"stays/{stay.id}/discharge", **going("plan", on="2026-03-25"))
    [one] = await discharges(desk)
    assert planned.headers["location"] == f"{desk.root}/discharges/{one.id}"
    page = (await desk.get(f"discharges/{one.id}")).text
    assert "王秀英准备 3 月 25 日退住（回家），还照常住着。" in page
    assert "退住以后再办" in the(page, "#task-disinfection").text
    assert pick(page, ".button-danger") == []
    form = (await desk.get(f"stays/{stay.id}/discharge/new")).text
    assert the(form, "input[name=reason][checked]")["value"] == "home"
    undone = await desk.post(f"discharges/{one.id}/undoing", reason="不退了")
    assert undone.status_code == 303
    assert "没有未办完的退住" in (await desk.get("discharges")).text


async def test_a_death_is_said_kindly_and_with_rights(desk: Desk) -> None:
    stay = await resident(desk, name="王秀英")
    look = (await desk.post(f"stays/{stay.id}/discharge", **going("look", reason="death"))).text
    assert "王秀英 今天离世，从这天起不再算在住。" in look
    assert "遗物由家属或监护人当面清点、双方签字" in look
    await desk.post(f"stays/{stay.id}/discharge", **going(reason="death", left_at="05:20"))
    [one] = await discharges(desk)
    page = (await desk.get(f"discharges/{one.id}")).text
    assert "王秀英老人 3 月 20 日离世。" in page
    assert "报民政部门" in page


async def test_a_task_that_is_not_needed_says_why(desk: Desk) -> None:
    stay = await resident(desk)
    await desk.post(f"stays/{stay.id}/discharge", **going(on="2026-03-18", late_reason="family"))
    [one] = await discharges(desk)
    silent = await desk.post(f"discharges/{one.id}/tasks/medicine", state="waived")
    assert silent.status_code == 422
    assert "不需要办的任务要写明原因" in the(silent.text, "#task-medicine").text
    assert "note-medicine" in the(silent.text, ".error-summary a")["href"]
    said = {"state": "waived", "note": "没有带药来"}
    assert (await desk.post(f"discharges/{one.id}/tasks/medicine", **said)).status_code == 303
    assert "没有带药来" in (await desk.get(f"discharges/{one.id}")).text
    wrong = await desk.post(f"discharges/{one.id}/tasks/belongings", state="done", on="2026-03-17")
    assert wrong.status_code == 422
    assert (await desk.post(f"discharges/{one.id}/tasks/nothing", state="done")).status_code == 404
    assert (await desk.post(f"discharges/{one.id}/tasks/bureau", state="done")).status_code == 422


async def test_a_discharge_is_taken_back_with_a_reason(desk: Desk) -> None:
    stay = await resident(desk)
    await desk.post(f"stays/{stay.id}/discharge", **going())
    [one] = await discharges(desk)
    assert (await desk.post(f"discharges/{one.id}/undoing", reason="")).status_code == 422
    undone = await desk.post(f"discharges/{one.id}/undoing", reason="家属改主意了")
    assert undone.status_code == 303
    assert (await desk.get(f"discharges/{one.id}")).status_code == 404
    assert (await desk.get(f"stays/{stay.id}/discharge/new")).status_code == 200


async def test_a_second_discharge_of_one_stay_leads_to_the_first(desk: Desk) -> None:
    stay = await resident(desk)
    await desk.post(f"stays/{stay.id}/discharge", **going())
    [one] = await discharges(desk)
    form = await desk.get(f"stays/{stay.id}/discharge/new")
    assert form.headers["location"] == f"{desk.root}/discharges/{one.id}"
    assert (await desk.post(f"stays/{stay.id}/discharge", **going())).status_code == 409


async def test_the_list_costs_the_same_for_one_and_for_many(desk: Desk, counting: Any) -> None:
    async def discharged(bed: str) -> None:
        stay = await resident(desk, bed)
        await desk.post(f"stays/{stay.id}/discharge", **going())

    await discharged("301-1")
    with counting() as one:
        assert (await desk.get("discharges")).status_code == 200
    for bed in ("301-2", "302-1"):
        await discharged(bed)
    with counting() as many:
        assert (await desk.get("discharges")).status_code == 200
    assert many.count == one.count <= 14


async def test_a_discharge_asks_little(desk: Desk, counting: Any) -> None:
    for bed in ("301-1", "302-1"):
        stay = await resident(desk, bed)
        with counting() as seen:
            assert (await desk.post(f"stays/{stay.id}/discharge", **going())).status_code == 303
    assert seen.count <= 25, seen.statements


async def test_who_to_choose_from_and_who_may(desk: Desk, client_as: ClientAs) -> None:
    stay = await resident(desk, name="王秀英")
    page = (await desk.get("discharges/new")).text
    assert [option["value"] for option in pick(page, "#stay option")] == ["", str(stay.id)]
    chosen = await desk.get(f"discharges/new?stay={stay.id}")
    assert chosen.headers["location"] == f"{desk.root}/stays/{stay.id}/discharge/new"
    panel = await desk.get(f"stays/{stay.id}/discharge/new", **HTMX)
    assert "side-panel" in panel.text
    await desk.post(f"stays/{stay.id}/discharge", **going())
    [one] = await discharges(desk)
    nurse = await client_as("nurse", desk.house.institution)
    assert (await nurse.get(f"{desk.root}/stays/{stay.id}/discharge/new")).status_code == 403
    shown = await nurse.get(f"{desk.root}/discharges/{one.id}")
    assert shown.status_code == 200
    assert "办好了</button>" not in shown.text
    officer = await client_as("case_officer", region=desk.house.home.county)
    masked = (await officer.get(f"{desk.root}/discharges/{one.id}")).text
    assert "王秀英" not in masked
