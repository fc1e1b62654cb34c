"""The structure editor as people use it: a plan in the address, then one tap; refusals beside the fields."""

from datetime import date
from uuid import uuid4

from app.beds import queries, service
from app.beds.models import RoomTerm
from app.beds.rules.kinds import ClosureReason
from tests.beds.desk import Desk

D = date


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
