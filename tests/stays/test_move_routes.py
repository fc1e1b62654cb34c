"""移床 as people send it: by the list, by a drag, late, and back again; both values when two move one person."""

import json
import re
from collections.abc import Callable
from urllib.parse import unquote
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from tests.factories.beds import a_house
from tests.stays.desking import Ward, open_ward
from tests.support.clock import Clock
from tests.support.counting import Counting
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere

TODAY = "2026-03-20"


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


async def test_the_list_shows_near_beds_first_and_says_why_others_do_not_suit(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.man("刘德明", "302-1")
    page = (await ward.get(f"stays/{stay.id}/bed-moves/new")).text
    heads = [one.text for one in pick(page, ".bed-choices-head")]
    assert heads == ["同一房间 1", "同一层 4"]
    assert the(page, "#bed_id")["value"] == str(ward.house.beds["301-2"])
    assert "302-2 同性同住，现住男性老人" in pick(page, ".fold")[0].text


async def test_a_plain_form_moves_and_the_board_opens_the_new_bed(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    target = ward.house.beds["303-1"]
    answer = await ward.post(f"stays/{stay.id}/bed-moves", bed_id=target, on=TODAY, version=stay.version)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ward.root}/board?bed={target}")
    assert "王秀英已从 301-1 移到 303-1 床" in unquote(answer.headers["set-cookie"])
    assert await ward.beds_of(stay.id) == ["301-1", "303-1"]


async def test_a_drag_answers_with_the_panel_the_address_and_a_way_back(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    target = ward.house.beds["303-1"]
    here = ward.here("?mark=none")
    answer = await ward.post(f"stays/{stay.id}/bed-moves", headers=here, bed_id=target, on=TODAY, version=stay.version)
    assert answer.status_code == 200
    assert the(answer.text, "[hx-trigger=load]")["hx-get"] == f"{ward.root}/beds/{target}"
    assert answer.headers["hx-push-url"] == f"{ward.root}/board?mark=none&bed={target}"
    events = json.loads(answer.headers["hx-trigger"])
    assert events["moved"] is True
    undo = events["toast"]["undo"]
    back = await ward.post(undo.removeprefix(f"{ward.root}/"))
    assert (back.status_code, back.headers["location"]) == (303, f"{ward.root}/board?bed={ward.house.beds['301-1']}")
    assert await ward.beds_of(stay.id) == ["301-1"]


async def test_what_the_server_refuses_is_a_panel_with_the_reason_and_the_way_out(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.man("刘德明", "302-1")
    answer = await ward.post(
        f"stays/{stay.id}/bed-moves", headers=ward.here(), bed_id=ward.house.beds["302-2"], on=TODAY
    )
    assert answer.status_code == 422
    assert pick(answer.text, ".side-panel h2")[0].text == "王秀英 移床"
    assert "302 室同性同住，这段日子里住着男性老人" in answer.text
    assert "可选：301-2" in answer.text
    assert "和另一位老人对调" in answer.text
    assert await ward.beds_of(stay.id) == ["301-1"]


async def test_nothing_chosen_is_said_and_the_list_stays(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    answer = await ward.post(f"stays/{stay.id}/bed-moves", on=TODAY)
    assert answer.status_code == 422
    assert "请填写床位" in answer.text
    assert pick(answer.text, ".bed-choices")


async def test_a_late_move_asks_why(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    late = {"bed_id": ward.house.beds["303-1"], "on": "2026-03-10"}
    refused = await ward.post(f"stays/{stay.id}/bed-moves", **late)
    assert refused.status_code == 422
    assert "请选补录原因" in refused.text
    assert (await ward.post(f"stays/{stay.id}/bed-moves", **late, late_reason="handover")).status_code == 303
    page = (await ward.get(f"stays/{stay.id}")).text
    assert "补录：交接时漏记" in page
    assert "301-1 → 303-1" in page


async def test_two_who_move_one_person_see_both_beds(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    first = {"bed_id": ward.house.beds["302-1"], "on": TODAY, "version": stay.version}
    assert (await ward.post(f"stays/{stay.id}/bed-moves", **first)).status_code == 303
    mine = first | {"bed_id": ward.house.beds["303-1"]}
    second = await ward.post(f"stays/{stay.id}/bed-moves", **mine)
    assert second.status_code == 409
    assert "王院长 刚才改为「302-1」，您填的是「303-1」" in second.text
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version is not None
    assert (await ward.post(f"stays/{stay.id}/bed-moves", **mine | {"version": version[1]})).status_code == 303


async def test_the_same_tap_twice_is_one_move(ward: Ward) -> None:
    stay, tap = await ward.lives("王秀英", "301-1"), str(uuid4())
    for _tap in range(2):
        answer = await ward.post(
            f"stays/{stay.id}/bed-moves", tap_id=tap, bed_id=ward.house.beds["303-1"], on=TODAY, version=stay.version
        )
        assert answer.status_code == 303
    assert await ward.beds_of(stay.id) == ["301-1", "303-1"]


async def test_further_beds_are_taken_and_given_up(ward: Ward) -> None:
    stay, further = await ward.lives("王秀英", "301-1"), ward.house.beds["301-2"]
    page = (await ward.get(f"stays/{stay.id}/private-beds/edit")).text
    assert the(page, "input[name=bed_ids]")["value"] == str(further)
    taken = await ward.post(f"stays/{stay.id}/private-beds", bed_ids=[further], from_on=TODAY)
    assert taken.status_code == 303
    assert "301-2 床，王秀英包房" in (await ward.get("board")).text
    had = (await ward.get(f"stays/{stay.id}/private-beds/edit")).text
    assert the(had, "#end-form")["action"] == f"{ward.root}/stays/{stay.id}/private-beds/ends"
    none = await ward.post(f"stays/{stay.id}/private-beds", from_on=TODAY)
    assert none.status_code == 422
    other = await ward.post(f"stays/{stay.id}/private-beds", bed_ids=[ward.house.beds["303-1"]], from_on=TODAY)
    assert "包房只能包老人所住房间里的其他床" in other.text
    assert (await ward.post(f"stays/{stay.id}/private-beds/ends", bed_ids=[further], on=TODAY)).status_code == 303
    assert "301-2 床，空床" in (await ward.get("board")).text


async def test_a_trial_becomes_a_long_stay_and_the_change_can_be_voided(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    same = await ward.post(f"stays/{stay.id}/changes", kind="long", payer="family", from_on=TODAY)
    assert "入住类型和付费都没有变" in same.text
    assert (await ward.post(f"stays/{stay.id}/changes", kind="long", payer="self", from_on=TODAY)).status_code == 303
    page = (await ward.get(f"stays/{stay.id}")).text
    assert "改为长住，本人付费" in page
    void = re.search(r'href="([^"]+/changes/\d+/void)"', page)
    assert void is not None
    assert "本人付费将不再算数" in (await ward.browser.get(void[1])).text
    assert (await ward.post(void[1].removeprefix(f"{ward.root}/"), reason="填错了")).status_code == 303
    assert "已作废 填错了" in the((await ward.get(f"stays/{stay.id}")).text, "#stay-terms").parent.parent.text  # type: ignore[union-attr]


async def test_a_first_day_is_corrected_and_two_who_do_see_both_days(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    path = f"stays/{stay.id}/corrections"
    assert the((await ward.get(f"{path}/new")).text, "#from_on")["value"] == "2026-03-01"
    short = await ward.post(path, from_on="2026-03-02", reason="错")
    assert "更正原因太短" in short.text
    first = {"from_on": "2026-03-02", "reason": "协议上写的是 2 日", "version": stay.version}
    assert (await ward.post(path, **first)).status_code == 303
    second = await ward.post(path, **first | {"from_on": "2026-03-03"})
    assert second.status_code == 409
    assert "刚才改为「2026-03-02」，您填的是「2026-03-03」" in second.text
    page = (await ward.get(f"stays/{stay.id}")).text
    assert "更正入住首日" in page
    assert "协议上写的是 2 日" in page


async def test_a_stay_that_never_was_is_voided_with_what_it_takes_along_said_first(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    page = (await ward.get(f"stays/{stay.id}/void/new")).text
    assert "床位安排 1 段，请假住院 0 次" in page
    assert (await ward.post(f"stays/{stay.id}/void")).status_code == 422
    done = await ward.post(f"stays/{stay.id}/void", reason="登错了人")
    assert (done.status_code, done.headers["location"]) == (303, f"{ward.root}/board")
    assert "301-1 床，空床" in (await ward.get("board")).text
    assert (await ward.get(f"stays/{stay.id}")).status_code == 404


async def test_the_page_of_a_stay_tells_beds_leaves_and_who_entered_what(
    ward: Ward, counting: Callable[[], Counting]
) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.away(stay, on=18, expected_on=None)
    await ward.post(f"stays/{stay.id}/bed-moves", bed_id=ward.house.beds["303-1"], on=TODAY)
    with counting() as seen:
        page = (await ward.get(f"stays/{stay.id}")).text
    assert seen.count <= 30, seen.statements
    assert "长住，2026-03-01 入住，住了 19 天，现在请假，303-1 床。" in page
    assert [one.text for one in pick(page, "tbody th a")] == ["301-1", "303-1"]
    lines = [one.text for one in pick(page, ".entry-lines li")]
    assert "王院长 移床 301-1 → 303-1" in lines[0]
    assert any("办入住 301-1" in line for line in lines)


async def test_a_move_and_a_correction_ask_little(ward: Ward, counting: Callable[[], Counting]) -> None:
    """The person with the bed they have, the locks, the claims and what they rest on: each once."""
    stay = await ward.lives("王秀英", "301-1")
    for bed in ("303-1", "302-1"):
        with counting() as moved:
            answer = await ward.post(f"stays/{stay.id}/bed-moves", bed_id=ward.house.beds[bed], on=TODAY)
        assert answer.status_code == 303
    assert moved.count <= 16, moved.statements
    other = await ward.lives("李桂芳", "304-1")
    for day in (19, 18):
        with counting() as corrected:
            said = {"from_on": f"2026-03-{day}", "reason": "登记时写错了日期"}
            answer = await ward.post(f"stays/{other.id}/corrections", **said)
        assert answer.status_code == 303
    assert corrected.count <= 18, corrected.statements


async def test_who_may_and_whose_home_it_is(ward: Ward, client_as: ClientAs) -> None:
    stay = await ward.lives("王秀英", "301-1")
    nurse = await client_as("nurse", ward.house.institution)
    move = f"{ward.root}/stays/{stay.id}/bed-moves"
    assert (await nurse.get(f"{move}/new")).status_code == 403
    page = await nurse.get(f"{ward.root}/stays/{stay.id}")
    assert (page.status_code, "移床" in page.text, "请假、住院" in page.text) == (200, False, True)
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    stranger = await client_as("director", other.institution)
    theirs = f"/institutions/{other.home.institution_id}/stays/{stay.id}"
    for path in (
        "",
        "/bed-moves/new",
        "/exchanges/new",
        "/private-beds/edit",
        "/changes/new",
        "/corrections/new",
        "/void/new",
    ):
        assert (await stranger.get(f"{ward.root}/stays/{stay.id}{path}")).status_code == 404
        assert (await stranger.get(f"{theirs}{path}")).status_code == 404
    said = {"tap_id": str(uuid4()), "bed_id": ward.house.beds["303-1"], "on": TODAY}
    assert (await stranger.post(f"{theirs}/bed-moves", data=said)).status_code == 404


async def test_addresses_that_lead_nowhere_do_not_break(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    nowhere = HTMX | {"HX-Current-URL": "http://["}
    answer = await ward.post(f"stays/{stay.id}/bed-moves", headers=nowhere, bed_id=ward.house.beds["303-1"], on=TODAY)
    assert answer.status_code == 204
    for query in ("", "?back=1", "?back=0&on=2026-03-20", f"?back={'9' * 30}&on=2026-03-20", "?back=1&on=never"):
        assert (await ward.post(f"stays/{stay.id}/bed-moves/undoing{query}")).status_code in (404, 422)
    unknown = await ward.post(f"stays/{stay.id}/bed-moves", bed_id=10**17, on=TODAY)
    assert unknown.status_code in (404, 422)
