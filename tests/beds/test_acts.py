"""Acts as people send them: once for a double tap, refused with the form and what was typed, 409 with both values."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.beds import queries, service
from app.beds.models import BedClaim, BedMark
from app.beds.rules.kinds import MarkKind
from app.beds.service import Paper
from app.core.db import transaction
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere

D = date


def closing(desk: Desk, *beds: str, **changes: Any) -> dict[str, Any]:
    return {"bed_ids": desk.house.ids(*beds), "reason": "repair", "from_on": "2026-03-01"} | changes


async def test_a_closed_bed_is_on_the_board_and_in_the_audit(desk: Desk) -> None:
    answer = await desk.post("closures", **closing(desk, "301-1", note="水管漏"))
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"/board?bed={desk.house.beds['301-1']}")
    page = (await desk.get("board?day=2026-03-01")).text
    assert "301-1 床，停用，水管漏" in page
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
    assert "王院长 刚才改为「2026-04-01」，您填的是「2026-04-08」" in second.text
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
    assert "王院长 刚才改为「三层」，您填的是「3F」" in second.text


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


async def test_an_address_that_is_none_does_not_break_the_act(desk: Desk) -> None:
    nowhere = {"HX-Current-URL": "http://[", "Referer": "http://["}
    answer = await desk.post("closures", headers=HTMX | nowhere, **closing(desk, "301-1"))
    assert answer.status_code == 204
    undone = await desk.post("closures/undoing?claims=1", headers={"Referer": "http://["}, tap_id="")
    assert undone.status_code == 303


async def test_ids_and_days_beyond_reach_are_a_sentence_and_no_failure(desk: Desk) -> None:
    answer = await desk.post("closures", **closing(desk, "301-1") | {"bed_ids": ["9" * 30]})
    assert answer.status_code == 422
    answer = await desk.post("closures", **closing(desk, "301-1", planned_end_on="9999-12-31"))
    assert answer.status_code == 422


async def test_rooms_of_another_home_are_not_said_to_be_taken_back(desk: Desk) -> None:
    answer = await desk.post("rooms/undoing", room_ids=[2**40], reason="录错了")
    assert answer.status_code == 404
