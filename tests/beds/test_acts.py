"""Acts as people send them: once for a double tap, refused with the form and what was typed, 409 with both values."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.beds import queries, service
from app.beds.models import BedClaim, BedMark, RoomTerm
from app.beds.rules.kinds import ClosureReason, MarkKind
from app.beds.service import Paper
from app.core.db import close_work, transaction
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.people import Client, ClientAs
from tests.support.tenants import acting_everywhere

D = date
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Desk:
    """A director at the desk of one home."""

    def __init__(self, session: AsyncSession, house: HouseOfBeds, browser: Client) -> None:
        self.session, self.house, self.browser = session, house, browser
        self.root = f"/institutions/{house.home.institution_id}"

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
        """Send a form as a browser does: several values under one name stand one after the other."""
        body = urlencode({"tap_id": str(uuid4())} | said, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.browser.post(f"{self.root}/{path}", content=body, headers=kind | (headers or {}))

    async def get(self, path: str, **headers: str) -> Any:
        return await self.browser.get(f"{self.root}/{path}", headers=headers)

    async def count(self, model: Any) -> int:
        mine = select(func.count()).where(model.institution_id == self.house.home.institution_id)
        return await self.session.scalar(mine) or 0


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs) -> Desk:
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))


def closing(desk: Desk, *beds: str, **changes: Any) -> dict[str, Any]:
    return {"bed_ids": desk.house.ids(*beds), "reason": "repair", "from_on": "2026-03-01"} | changes


async def test_a_closed_bed_is_on_the_board_and_in_the_audit(desk: Desk) -> None:
    answer = await desk.post("closures", **closing(desk, "301-1", note="水管漏"))
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"/board?bed={desk.house.beds['301-1']}")
    page = (await desk.get("board?day=2026-03-01")).text
    assert "301-1 床，停用，水管漏" in page
    assert re.search(r"停用.*?1 张", page)
    actions = await desk.session.scalars(
        select(AuditEntry.action).where(AuditEntry.institution_id == desk.house.home.institution_id)
    )
    assert "beds.closed" in list(actions)


async def test_the_same_tap_twice_closes_once(desk: Desk) -> None:
    tap = str(uuid4())
    for _tap in range(2):
        answer = await desk.post("closures", tap_id=tap, **closing(desk, "301-1"))
        assert answer.status_code == 303
    assert await desk.count(BedClaim) == 1
    changed = await desk.post("closures", tap_id=tap, **closing(desk, "301-2"))
    assert changed.status_code == 422


async def test_a_refused_closure_keeps_what_was_typed_and_names_the_bed(desk: Desk) -> None:
    await desk.post("closures", **closing(desk, "301-1"))
    answer = await desk.post("closures", **closing(desk, "301-1", "302-1", note="换床垫"))
    assert answer.status_code == 422
    assert "301-1 床 3 月 1 日已停用（维修）" in answer.text
    assert 'value="换床垫"' in answer.text
    assert "看其他空床" in answer.text
    assert "错误：" in answer.text
    assert await desk.count(BedClaim) == 1


async def test_an_empty_form_says_what_is_missing(desk: Desk) -> None:
    answer = await desk.post("closures", bed_ids=desk.house.ids("301-1"), from_on="昨天")
    assert answer.status_code == 422
    assert "停用日期请填日期" in answer.text
    assert await desk.count(BedClaim) == 0


async def test_from_the_board_the_answer_is_the_panel_and_the_board_with_a_way_back(desk: Desk) -> None:
    here = f"http://test{desk.root}/board?day=2026-03-02"
    answer = await desk.post("closures", headers=HTMX | {"HX-Current-URL": here}, **closing(desk, "301-1"))
    assert answer.status_code == 200
    assert "side-panel" in answer.text
    assert 'hx-target="#board"' in answer.text
    assert "closures/undoing?claims=" in answer.headers["hx-trigger"]


async def test_what_was_just_closed_is_taken_back_by_one_tap(desk: Desk) -> None:
    await desk.post("closures", **closing(desk, "301-1", "301-2"))
    ids = list(await desk.session.scalars(select(BedClaim.id)))
    answer = await desk.post(f"closures/undoing?claims={','.join(str(i) for i in ids)}")
    assert answer.status_code == 303
    board = await queries.board(desk.session, desk.house.home.scope, desk.house.home.institution_id, D(2026, 3, 2))
    assert board.totals.closed == 0


async def test_two_directors_who_change_one_plan_see_both_days(desk: Desk) -> None:
    await desk.post("closures", **closing(desk, "301-1"))
    [claim] = await desk.session.scalars(select(BedClaim))
    seen = claim.version
    first = await desk.post(f"closures/{claim.id}/plan", planned_end_on="2026-04-01", version=seen)
    assert first.status_code == 303
    second = await desk.post(f"closures/{claim.id}/plan", planned_end_on="2026-04-08", version=seen)
    assert second.status_code == 409
    assert "对方改为「2026-04-01」，您填的是「2026-04-08」" in second.text
    assert "用我的" in second.text
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version is not None
    mine = await desk.post(f"closures/{claim.id}/plan", planned_end_on="2026-04-08", version=version[1])
    assert mine.status_code == 303


async def test_two_directors_who_rename_one_floor_see_both_names(desk: Desk) -> None:
    path, seen = f"floors/{desk.house.floor.id}", desk.house.floor.version
    assert (await desk.post(path, label="三层", version=seen)).status_code == 303
    second = await desk.post(path, label="3F", version=seen)
    assert second.status_code == 409
    assert "对方改为「三层」，您填的是「3F」" in second.text


async def test_many_beds_are_marked_after_a_preview(desk: Desk) -> None:
    await service.mark_beds(
        desk.session, desk.house.actor, desk.house.home, desk.house.ids("301-1"), kind=MarkKind.NURSING,
        from_on=D(2026, 1, 1), paper=Paper(document_no="1 号"),
    )  # fmt: skip
    said = {
        "bed_ids": desk.house.ids("301-1", "301-2"),
        "kind": "general",
        "from_on": "2026-05-01",
        "basis": "院内认定",
    }
    preview = await desk.post("marks", **said)
    assert preview.status_code == 200
    assert "其中 1 张已有同类认定" in preview.text
    assert await desk.count(BedMark) == 1
    refused = await desk.post("marks", **said, seen="yes")
    assert refused.status_code == 422
    done = await desk.post("marks", **said, seen="yes", replace="yes")
    assert done.status_code == 303
    assert await desk.count(BedMark) == 3


async def test_rooms_are_previewed_in_the_address_and_built_by_one_tap(desk: Desk) -> None:
    floor = desk.house.floor.id
    asked = f"floor_id={floor}&rooms=311–320&beds=2&from_on=2027-01-01&facing=odd_south&skip=314"
    page = (await desk.get(f"structure?{asked}")).text
    assert "将要建成：9 间、18 张" in page
    assert "建 9 间房、18 张床" in page
    before = await desk.count(RoomTerm)
    said = {
        "floor_id": floor,
        "rooms": "311–320",
        "beds": "2",
        "skip": "314",
        "from_on": "2027-01-01",
        "facing": "odd_south",
    }
    tap = str(uuid4())
    for _tap in range(2):
        assert (await desk.post("rooms", tap_id=tap, **said)).status_code == 303
    assert await desk.count(RoomTerm) == before + 9
    again = await desk.post("rooms", **said)
    assert again.status_code == 422
    assert "同号的房间" in again.text


async def test_a_pattern_that_cannot_be_read_is_named_beside_its_field(desk: Desk) -> None:
    said = {"floor_id": desk.house.floor.id, "rooms": "320–311", "beds": "2", "from_on": "2027-01-01"}
    answer = await desk.post("rooms", **said)
    assert answer.status_code == 422
    assert "「320」比「311」大" in answer.text
    assert 'value="320–311"' in answer.text


async def test_a_floor_in_use_is_not_given_up(desk: Desk) -> None:
    await service.close_beds(
        desk.session, desk.house.actor, desk.house.home, desk.house.ids("301-2"), reason=ClosureReason.REPAIR,
        from_on=D(2026, 1, 1),
    )  # fmt: skip
    path = f"floors/{desk.house.floor.id}/retirement"
    refused = await desk.post(path, on="2026-05-01")
    assert refused.status_code == 422
    assert "301-2在 5 月 1 日以后还停用着" in refused.text
    done = await desk.post(path, on="2026-05-01", end_closures="yes")
    assert done.status_code == 303


async def test_every_other_act_of_the_editor_works_by_plain_forms(desk: Desk) -> None:
    house, root = desk.house, desk.root
    room, bed = house.rooms["303"], house.beds["304-1"]
    acts = {
        "buildings": {"label": "和乐楼"},
        f"buildings/{house.building.id}": {"label": "康宁一号楼", "title": "主楼"},
        f"buildings/{house.building.id}/floors": {"label": "四楼"},
        "units": {"label": "忆和单元", "kind": "dementia", "cap": "12"},
        f"rooms/{room}/number": {"label": "3003", "on": "2026-05-01"},
        f"rooms/{room}/rule": {"kind": "double", "sex_rule": "female", "on": "2026-05-01", "isolation": "yes"},
        f"rooms/{room}/beds": {"beds": "2", "from_on": "2026-05-01"},
        f"rooms/{room}/split": {"bed_ids": house.ids("303-2"), "label": "3003A", "on": "2026-06-01"},
        f"rooms/{house.rooms['301']}/merger": {"room_ids": [house.rooms["302"]], "on": "2026-06-01"},
        f"beds/{bed}": {"label": "5", "on": "2026-06-01", "extra": "yes", "note": "靠窗"},
        f"beds/{bed}/room": {"room_id": room, "on": "2026-07-01"},
        f"beds/{bed}/span": {"from_on": "2026-07-01", "last_on": "2026-12-31"},
        f"rooms/{house.rooms['304']}/retirement": {"on": "2026-12-01"},
        f"bed-retirements?beds={house.beds['303-1']}": {"on": "2026-12-01"},
    }
    for path, said in acts.items():
        answer = await desk.post(path, **said)
        assert answer.status_code == 303, (path, answer.text[:3000])
        assert answer.headers["location"].startswith(root)
    board = await queries.board(desk.session, house.home.scope, house.home.institution_id, D(2026, 11, 1))
    names = {bed.name for _room, bed in board.pairs}
    assert {"3003-1", "3003-5", "3003A-2", "301-3", "301-4", "304-2"} <= names
    assert await queries.double_claims(desk.session) == []


async def test_a_nurse_looks_but_does_not_act(desk: Desk, client_as: ClientAs) -> None:
    nurse = await client_as("nurse", desk.house.institution)
    board = await nurse.get(f"{desk.root}/board?bed={desk.house.beds['301-1']}")
    assert board.status_code == 200
    assert "登记变动" not in board.text
    assert (await nurse.get(f"{desk.root}/structure")).status_code == 403
    answer = await nurse.post(f"{desk.root}/closures", data={"tap_id": str(uuid4())})
    assert answer.status_code == 403


async def test_another_homes_board_is_not_there(desk: Desk, client_as: ClientAs) -> None:
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    stranger = await client_as("director", other.institution)
    assert (await stranger.get(f"{desk.root}/board")).status_code == 404
    answer = await stranger.post(f"{desk.root}/closures", data=closing(desk, "301-1") | {"tap_id": str(uuid4())})
    assert answer.status_code == 404
