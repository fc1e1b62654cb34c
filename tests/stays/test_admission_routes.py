"""安排入住 as people send it: who, into which bed, on what terms; refusals keep what was typed and name the way out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.core.db import transaction
from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind
from app.stays.models import Stay
from tests.factories.beds import a_house
from tests.stays.desking import Ward, open_ward
from tests.support.clock import Clock
from tests.support.counting import Counting
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


def said(ward: Ward, elder_id: int, bed: str = "301-1", **changes: Any) -> dict[str, Any]:
    values = {
        "elder_id": elder_id, "bed_id": ward.house.beds[bed], "kind": "long", "ground": "direct", "payer": "family",
        "from_on": "2026-03-20", "arrived_at": "09:30",
    }  # fmt: skip
    return values | changes


async def stays(ward: Ward) -> list[Stay]:
    async with acting_everywhere(), transaction() as session:
        return list(await session.scalars(select(Stay).where(Stay.institution_id == ward.home_id).order_by(Stay.id)))


async def test_three_steps_without_a_script_lead_to_the_lit_tile(ward: Ward) -> None:
    elder, bed = await ward.file(), ward.house.beds["301-1"]
    first = (await ward.get(f"admissions/new?bed={bed}")).text
    assert "床已选好：301-1" in first
    person = the(first, "#found a")["href"]
    assert person == f"{ward.root}/admissions/new?bed={bed}&elder={elder}"
    third = (await ward.browser.get(person)).text
    assert the(third, "#admission-form")["action"] == f"{ward.root}/admissions"
    assert "可安排的空床由 8 张变为 7 张" in third
    answer = await ward.post("admissions", **said(ward, elder))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ward.root}/board?bed={bed}")
    assert "已为王秀英办理入住 301-1 床" in unquote(answer.headers["set-cookie"])
    board = (await ward.browser.get(answer.headers["location"])).text
    assert the(board, f"#bed-{bed}")["aria-current"] == "true"
    async with acting_everywhere(), transaction() as session:
        details = list(await session.scalars(select(AuditEntry.details).where(AuditEntry.action == "stays.admitted")))
    assert "王秀英" not in str(details)


async def test_people_are_found_as_one_types_and_whoever_lives_here_is_no_choice(ward: Ward) -> None:
    await ward.lives("李桂芳", "302-1")
    await ward.file("李桂兰", readings="liguilan lgl", name_sort="li gui lan")
    page = (await ward.get("admissions/new?q=李桂")).text
    assert [one.text.partition(" ")[0] for one in pick(page, "#found li")] == ["李桂兰", "李桂芳"]
    assert "已在本院住" in page
    assert len(pick(page, "#found li > a")) == 1
    assert "李桂兰" in (await ward.get("admissions/new?q=lgl")).text
    nobody = (await ward.get("admissions/new?q=赵")).text
    assert "本院档案里没有「赵」" in nobody
    assert "新登记" in nobody
    assert f"then={ward.root}".replace("/", "%2F") in nobody


async def test_beds_that_do_not_suit_say_why(ward: Ward) -> None:
    await ward.man("刘德明", "302-1")
    page = (await ward.get(f"admissions/new?elder={await ward.file()}")).text
    assert "合适的空床 6 张" in page
    assert "302-2 同性同住，现住男性老人" in the(page, ".fold").text


async def test_a_late_admission_asks_why(ward: Ward) -> None:
    elder = await ward.file()
    refused = await ward.post("admissions", **said(ward, elder, from_on="2026-03-10", ground_note="社区送来"))
    assert refused.status_code == 422
    assert the(refused.text, "[data-late]").get("hidden") is None
    assert the(refused.text, "#ground_note")["value"] == "社区送来"
    assert "日期早于今天的是补录，请选补录原因" in refused.text
    late = said(ward, elder, from_on="2026-03-10", late_reason="paper")
    assert (await ward.post("admissions", **late)).status_code == 303
    early = await ward.post("admissions", **said(ward, await ward.file("李桂芳"), "302-1", from_on="2026-03-21"))
    assert "还没到，不能先办" in early.text


async def test_a_taken_bed_says_whose_it_is_and_offers_others(ward: Ward) -> None:
    await ward.lives("李桂芳", "301-1")
    answer = await ward.post("admissions", **said(ward, await ward.file()))
    assert answer.status_code == 422
    assert "301-1 床 3 月 1 日起由李桂芳住着。可选：301-2" in answer.text
    assert "换一张" in answer.text
    assert len(await stays(ward)) == 1


async def test_an_empty_form_keeps_the_person_and_the_bed(ward: Ward) -> None:
    elder = await ward.file()
    answer = await ward.post("admissions", elder_id=elder, bed_id=ward.house.beds["301-1"], from_on="昨天")
    assert answer.status_code == 422
    assert "入住日期请填日期" in answer.text
    assert "王秀英" in answer.text
    nothing = await ward.post("admissions")
    assert nothing.status_code == 422
    assert "请填写老人" in nothing.text or "安排入住" in nothing.text


async def test_the_same_tap_twice_is_one_stay(ward: Ward) -> None:
    elder, tap = await ward.file(), str(uuid4())
    for _tap in range(2):
        assert (await ward.post("admissions", tap_id=tap, **said(ward, elder))).status_code == 303
    assert len(await stays(ward)) == 1


async def test_a_trial_has_a_planned_end_and_a_long_stay_none(ward: Ward) -> None:
    trial = said(ward, await ward.file(), kind="trial", planned_end_on="2026-04-20")
    assert (await ward.post("admissions", **trial)).status_code == 303
    long = said(ward, await ward.file("李桂芳"), "302-1", planned_end_on="2026-04-20")
    assert (await ward.post("admissions", **long)).status_code == 303
    assert [one.planned_end_on is not None for one in await stays(ward)] == [True, False]


async def test_further_beds_of_the_room_come_with_it(ward: Ward) -> None:
    elder, further = await ward.file(), ward.house.beds["301-2"]
    page = (await ward.get(f"admissions/new?elder={elder}&bed={ward.house.beds['301-1']}")).text
    assert the(page, "input[name=private_bed_ids]")["value"] == str(further)
    assert (await ward.post("admissions", **said(ward, elder, private_bed_ids=[further]))).status_code == 303
    assert "301-2 床，王秀英包房" in (await ward.get("board")).text


async def test_who_lives_here_is_led_to_their_stay(ward: Ward) -> None:
    stay = await ward.lives("李桂芳", "302-1")
    page = (await ward.get(f"admissions/new?elder={stay.elder_id}&bed={ward.house.beds['301-1']}")).text
    assert "起已在本院入住，不能再办一次" in page
    assert f"{ward.root}/stays/{stay.id}" in page
    assert not pick(page, "#admission-form")
    again = await ward.post("admissions", **said(ward, stay.elder_id))
    assert again.status_code == 422


async def test_a_new_file_leads_back_to_the_admission(ward: Ward) -> None:
    bed = ward.house.beds["301-1"]
    then = f"{ward.root}/admissions/new?bed={bed}"
    page = (await ward.browser.get(f"{ward.root}/elders/new", params={"then": then})).text
    action = the(page, "#elder-form")["action"].partition("/elders")[2]
    form = {"name": "宋桂英", "no_id_reason": "pending", "sex": "female", "born": "1940"}
    answer = await ward.post(f"elders{action}", **form)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{then}&elder=")
    foreign = await ward.browser.get(f"{ward.root}/elders/new", params={"then": "//elsewhere.example/admissions"})
    assert the(foreign.text, "#elder-form")["action"] == f"{ward.root}/elders"


async def test_a_page_asks_few_questions_of_the_database(ward: Ward, counting: Callable[[], Counting]) -> None:
    elder = await ward.file()
    with counting() as seen:
        await ward.get(f"admissions/new?elder={elder}&bed={ward.house.beds['301-1']}")
    assert seen.count <= 30, seen.statements


async def test_who_may_and_whose_home_it_is(ward: Ward, client_as: ClientAs) -> None:
    nurse = await client_as("nurse", ward.house.institution)
    assert (await nurse.get(f"{ward.root}/admissions/new")).status_code == 403
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    stranger = await client_as("director", other.institution)
    assert (await stranger.get(f"{ward.root}/admissions/new")).status_code == 404
    elder = await ward.file()
    theirs = f"/institutions/{other.home.institution_id}/admissions"
    assert "王秀英" not in (await stranger.get(f"{theirs}/new?elder={elder}")).text
    tap = {"tap_id": str(uuid4())}
    stolen = await stranger.post(theirs, data=said(ward, elder) | tap)
    assert stolen.status_code in (404, 422)
    assert await stays(ward) == []


async def test_by_htmx_the_browser_is_sent_to_the_board(ward: Ward) -> None:
    answer = await ward.post("admissions", headers=HTMX, **said(ward, await ward.file()))
    assert answer.headers["hx-redirect"] == f"{ward.root}/board?bed={ward.house.beds['301-1']}"


async def test_husband_and_wife_share_a_room(ward: Ward) -> None:
    husband = await ward.man("刘德明", "301-1")
    wife = await ward.file()
    async with acting_everywhere():
        one, other = sorted((husband.elder_id, wife))
        ward.session.add(
            ElderRelation(county=ward.house.home.county, elder_id=one, other_id=other, kind=RelationKind.SPOUSE)
        )
        await ward.session.flush()
    page = (await ward.get(f"admissions/new?elder={wife}&bed={ward.house.beds['301-2']}")).text
    assert "与配偶同室" in page
    assert (await ward.post("admissions", **said(ward, wife, "301-2"))).status_code == 422
    assert (await ward.post("admissions", **said(ward, wife, "301-2", shares_room="yes"))).status_code == 303
    assert {one.elder_id for one in await stays(ward)} == {husband.elder_id, wife}


async def test_an_admission_asks_little(ward: Ward, counting: Callable[[], Counting]) -> None:
    """Who calls, the home, the tap, the person, the beds, the writes, the trail and the census: each once."""
    for bed in ("301-1", "301-2"):
        elder = await ward.file()
        with counting() as seen:
            assert (await ward.post("admissions", **said(ward, elder, bed))).status_code == 303
    assert seen.count <= 13, seen.statements
    asked = [
        statement for statement in seen.statements if "FROM institutions" in statement and "UNION" not in statement
    ]
    assert len(asked) == 1, asked
