"""Leaves as people send them: one tap, a form that keeps what was typed, both values of two people, who may."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AccessEntry, AuditEntry
from app.core.db import close_work, transaction
from app.core.postgres.urls import Urls
from app.stays import service
from app.stays.models import Leave, Stay
from app.stays.rules.kinds import LeaveKind
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.stays.residence import NOON, a_leave, housed
from tests.support.clock import Clock
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs, a_user, client_for, open_sign_in_for
from tests.support.tenants import acting_everywhere
from tests.support.town import committing


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Desk:
    """A nurse of a home of four rooms at noon of 20 March 2026."""
    await clock.at(NOON)
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("nurse", house.institution))


async def resident(desk: Desk, bed: str = "301-1", **person: Any) -> Stay:
    async with acting_everywhere():
        stay = await housed(desk.session, desk.house, bed, **person)
        await close_work(desk.session)
    return stay


async def gone(desk: Desk, bed: str = "301-1", **draft: Any) -> Leave:
    stay = await resident(desk, bed)
    async with acting_everywhere():
        args = (desk.session, desk.house.actor, desk.house.home)
        leave = await service.start_leave(*args, stay.id, a_leave(**draft))
        await close_work(desk.session)
    return leave


async def leaves(desk: Desk) -> list[Leave]:
    async with acting_everywhere(), transaction() as session:
        return list(await session.scalars(select(Leave).order_by(Leave.id)))


def leaving(**changes: Any) -> dict[str, Any]:
    return {"kind": "home", "from_on": "2026-03-20", "left_at": "09:30", "expected_on": "2026-03-25"} | changes


async def test_a_plain_form_lets_somebody_leave_and_the_list_shows_them(desk: Desk) -> None:
    stay = await resident(desk, name="王秀英")
    form = (await desk.get(f"stays/{stay.id}/leaves/new?kind=hospital")).text
    assert the(form, "#leave-form")["action"] == f"{desk.root}/stays/{stay.id}/leaves"
    assert the(form, "input[name=kind][checked]")["value"] == "hospital"
    answer = await desk.post(f"stays/{stay.id}/leaves", **leaving(place="女儿家", notes="带了三天的药"))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{desk.root}/leaves")
    page = (await desk.get("leaves")).text
    assert "今天不在院 1 人：回家 1 人。" in page
    assert "王秀英" in the(page, ".queue li").text
    assert "带了三天的药" not in page
    async with acting_everywhere(), transaction() as session:
        actions = await session.scalars(select(AuditEntry.details).where(AuditEntry.action == "stays.leave_started"))
        assert "王秀英" not in str(list(actions))


async def test_the_same_tap_twice_is_one_leave(desk: Desk) -> None:
    stay, tap = await resident(desk), str(uuid4())
    for _tap in range(2):
        assert (await desk.post(f"stays/{stay.id}/leaves", tap_id=tap, **leaving())).status_code == 303
    assert len(await leaves(desk)) == 1


async def test_a_refused_leave_keeps_what_was_typed(desk: Desk) -> None:
    stay = await resident(desk)
    answer = await desk.post(f"stays/{stay.id}/leaves", **leaving(from_on="2026-03-18", place="女儿家"))
    assert answer.status_code == 422
    assert the(answer.text, "#place")["value"] == "女儿家"
    assert the(answer.text, "#left_at")["value"] == "09:30"
    assert the(answer.text, "[data-late]").get("hidden") is None
    assert "日期早于今天的是补录，请选补录原因" in answer.text
    late = await desk.post(f"stays/{stay.id}/leaves", **leaving(from_on="2026-03-18", late_reason="handover"))
    assert late.status_code == 303
    empty = await desk.post(f"stays/{stay.id}/leaves", from_on="昨天")
    assert "请填写去向" in empty.text
    assert len(await leaves(desk)) == 1


async def test_the_reason_of_a_late_entry_is_hidden_today(desk: Desk) -> None:
    stay = await resident(desk)
    page = (await desk.get(f"stays/{stay.id}/leaves/new")).text
    assert the(page, "[data-late]").get("hidden") is not None


async def test_one_tap_brings_somebody_back_with_a_way_to_undo_it(desk: Desk) -> None:
    leave = await gone(desk, on=18)
    here = HTMX | {"HX-Current-URL": f"http://test{desk.root}/leaves"}
    answer = await desk.post(f"leaves/{leave.id}/return", headers=here, now="yes")
    assert answer.status_code == 200
    assert "没有人不在院" in answer.text
    assert f"leaves/{leave.id}/return/undoing" in answer.headers["hx-trigger"]
    [row] = await leaves(desk)
    assert (row.to_on.isoformat(), row.returned_at.isoformat() if row.returned_at else "") == (
        "2026-03-20", "2026-03-20T04:00:00+00:00",
    )  # fmt: skip
    undone = await desk.post(f"leaves/{leave.id}/return/undoing")
    assert undone.status_code == 303
    assert "今天不在院 1 人" in (await desk.get("leaves")).text


async def test_the_second_tap_of_another_person_is_told_so(desk: Desk) -> None:
    leave = await gone(desk, on=18)
    assert (await desk.post(f"leaves/{leave.id}/return", now="yes")).status_code == 303
    second = await desk.post(f"leaves/{leave.id}/return", now="yes")
    assert second.status_code == 409
    assert "2026-03-20 已返院" in second.text


async def test_a_return_of_yesterday_asks_why_it_is_late(desk: Desk) -> None:
    leave = await gone(desk, on=15)
    page = (await desk.get(f"leaves/{leave.id}/return/new")).text
    assert the(page, "#on")["value"] == "2026-03-20"
    answer = await desk.post(f"leaves/{leave.id}/return", on="2026-03-19", returned_at="18:00")
    assert answer.status_code == 422
    assert the(answer.text, "#returned_at")["value"] == "18:00"
    said = {"on": "2026-03-19", "returned_at": "18:00", "late_reason": "handover"}
    assert (await desk.post(f"leaves/{leave.id}/return", **said)).status_code == 303


async def test_home_becomes_hospital_in_one_act(desk: Desk) -> None:
    leave = await gone(desk, on=18)
    page = (await desk.get(f"leaves/{leave.id}/hospital/new")).text
    assert "前面的回家到这时为止" in page
    answer = await desk.post(f"leaves/{leave.id}/hospital", from_on="2026-03-20", left_at="08:00", escort="ambulance")
    assert answer.status_code == 303
    assert [(row.kind, row.from_on.day) for row in await leaves(desk)] == [
        (LeaveKind.HOME, 18), (LeaveKind.HOSPITAL, 20),
    ]  # fmt: skip
    assert (await desk.post(f"leaves/{leave.id}/hospital", from_on="2026-03-20")).status_code == 409


async def test_two_who_correct_one_leave_see_both_values(desk: Desk) -> None:
    leave = await gone(desk)
    seen = leave.version
    same = leaving(left_at="")
    first = await desk.post(f"leaves/{leave.id}", **same | {"expected_on": "2026-03-26"}, version=seen)
    assert first.status_code == 303
    second = await desk.post(f"leaves/{leave.id}", **same | {"expected_on": "2026-03-28"}, version=seen)
    assert second.status_code == 409
    assert "刚才改为「2026-03-26」，您填的是「2026-03-28」" in second.text
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version is not None
    mine = await desk.post(f"leaves/{leave.id}", **same | {"expected_on": "2026-03-28"}, version=version[1])
    assert mine.status_code == 303


async def test_a_leave_entered_by_mistake_is_voided_with_a_reason(desk: Desk) -> None:
    leave = await gone(desk)
    short = await desk.post(f"leaves/{leave.id}/void", reason="错")
    assert short.status_code == 422
    assert "作废原因太短" in short.text
    assert (await desk.post(f"leaves/{leave.id}/void", reason="登错了人")).status_code == 303
    assert "没有人不在院" in (await desk.get("leaves")).text


async def test_who_reads_the_notes_is_written_down(app: Any, urls: Urls) -> None:
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            house = await a_house(session)
            stay = await housed(session, house)
            draft = a_leave(LeaveKind.HOSPITAL, on=18, notes="胃不舒服")
            leave = await service.start_leave(session, actor, house.home, stay.id, draft)
        token = await open_sign_in_for((await a_user("nurse", house.institution)).id)
        async with client_for(app, token) as nurse:
            page = await nurse.get(f"/institutions/{house.home.institution_id}/leaves/{leave.id}/edit")
        async with acting_everywhere(), transaction(read_only=True) as session:
            looks = list(await session.scalars(select(AccessEntry).order_by(AccessEntry.id)))
    assert "胃不舒服" in page.text
    assert [(look.subjects, look.fields) for look in looks] == [([leave.elder_id], ["leave_notes"])]


async def test_who_to_choose_from_is_in_the_house(desk: Desk) -> None:
    await gone(desk, "301-1")
    stay = await resident(desk, "301-2", name="李桂芳")
    page = (await desk.get("leaves/new")).text
    assert [option["value"] for option in pick(page, "#stay option")] == ["", str(stay.id)]
    chosen = await desk.get(f"leaves/new?stay={stay.id}&kind=hospital")
    assert chosen.headers["location"] == f"{desk.root}/stays/{stay.id}/leaves/new?kind=hospital"


async def test_the_list_costs_the_same_for_one_and_for_many(desk: Desk, counting: Any) -> None:
    await gone(desk, "301-1", on=10)
    with counting() as one:
        assert (await desk.get("leaves")).status_code == 200
    for bed in ("301-2", "302-1", "302-2"):
        await gone(desk, bed, on=10)
    with counting() as many:
        assert (await desk.get("leaves")).status_code == 200
    assert many.count == one.count <= 14


async def test_from_the_board_the_form_is_a_panel(desk: Desk) -> None:
    stay = await resident(desk)
    panel = await desk.get(f"stays/{stay.id}/leaves/new", **HTMX)
    assert panel.status_code == 200
    assert "side-panel" in panel.text
    assert "<html" not in panel.text
    board = f"http://test{desk.root}/board?day=2026-03-20"
    answer = await desk.post(f"stays/{stay.id}/leaves", headers=HTMX | {"HX-Current-URL": board}, **leaving())
    assert answer.headers["hx-redirect"] == f"{desk.root}/board?day=2026-03-20"


async def test_who_looks_after_people_sees_and_does_not_act(desk: Desk, client_as: ClientAs) -> None:
    leave = await gone(desk)
    caregiver = await client_as("caregiver", desk.house.institution)
    page = await caregiver.get(f"{desk.root}/leaves")
    assert page.status_code == 200
    assert "返院</button>" not in page.text
    assert (await caregiver.get(f"{desk.root}/leaves/{leave.id}/edit")).status_code == 403
    kitchen = await client_as("kitchen", desk.house.institution)
    assert (await kitchen.get(f"{desk.root}/leaves")).status_code == 403
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    stranger = await client_as("director", other.institution)
    assert (await stranger.get(f"{desk.root}/leaves")).status_code == 404
    tap = {"tap_id": str(uuid4()), "now": "yes"}
    foreign = f"/institutions/{other.home.institution_id}/leaves/{leave.id}/return"
    assert (await stranger.post(foreign, data=tap)).status_code == 404


async def test_who_looks_in_from_the_county_sees_masked_names(desk: Desk, client_as: ClientAs) -> None:
    stay = await resident(desk, name="王秀英")
    await desk.post(f"stays/{stay.id}/leaves", **leaving())
    officer = await client_as("case_officer", region=desk.house.home.county)
    page = (await officer.get(f"{desk.root}/leaves")).text
    assert "王秀英" not in page
    assert "王*英" in page
