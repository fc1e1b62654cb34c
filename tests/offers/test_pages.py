"""The pages of offers as people use them: from a free bed to an answer, and what the county's officer sees."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.offers.models import BedOffer, Objection, OfferSkip
from app.waitlist.models import WaitlistEntry
from tests.offers.door import Door, a_door
from tests.support.clock import Clock
from tests.support.html import the
from tests.support.people import HTMX, Client, ClientAs, clients_by_role, send_form
from tests.support.tenants import COUNTY, acting_everywhere
from tests.support.town import committing


class Desk:
    """A director's browser in the home, and the officer's in the county."""

    def __init__(self, door: Door, director: Client, officer: Client) -> None:
        self.director, self.officer = director, officer
        self.root = f"/institutions/{door.house.home.institution_id}"
        self.beds = dict(door.house.beds)
        self.entries = {name: entry.id for name, entry in door.entries.items()}

    def bed(self, name: str, what: str) -> str:
        return f"{self.root}/beds/{self.beds[name]}/{what}"

    async def post(self, path: str, browser: Client | None = None, **said: Any) -> Any:
        return await send_form(browser or self.director, path, said=said)

    async def offer(self, bed: str, name: str, **said: Any) -> str:
        answer = await self.post(self.bed(bed, "offers"), entry_id=self.entries[name], **said)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


async def rows(model: Any) -> list[Any]:
    async with acting_everywhere(), transaction() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


async def at_the_desk(session: AsyncSession, clock: Clock | None) -> Door:
    door = await a_door(session, clock)
    for name in ("王秀英", "陈桂芳"):
        await door.waits(name)
    return door


@pytest.fixture
async def desk(session: AsyncSession, clock: Clock, client_as: ClientAs) -> Desk:
    door = await at_the_desk(session, clock)
    director = await client_as("director", door.house.institution)
    return Desk(door, director, await client_as("case_officer", region=COUNTY))


@pytest.fixture
async def looked_at(app: Any, pools: Any, urls: Urls) -> AsyncIterator[Desk]:
    """Looks are written on a connection of their own, so everything here is committed, and swept away."""
    async with committing(urls), clients_by_role(app) as client_as:
        async with acting_everywhere(), transaction() as session:
            door = await at_the_desk(session, None)
        director = await client_as("director", door.house.institution)
        yield Desk(door, director, await client_as("case_officer", region=COUNTY))


async def test_from_a_free_bed_to_a_yes(looked_at: Desk) -> None:
    desk = looked_at
    index = (await desk.director.get(f"{desk.root}/offers")).text
    assert "空床 4 张，可发给其他类别 4 张" in index
    chosen = (await desk.director.get(desk.bed("301-1", "candidates"))).text
    assert "可以发的第一位是第 1 位，王秀英" in chosen
    assert the(chosen, "#chosen input[name=entry_id]")["value"] == str(desk.entries["王秀英"])
    path = await desk.offer("301-1", "王秀英")
    shown = (await desk.director.get(path)).text
    assert "还有 5 个工作日" in shown
    assert (await desk.post(f"{path}/attempts", channel="phone", result="reached", whom="女儿")).status_code == 303
    assert "女儿" in (await desk.director.get(path)).text
    version = (await rows(BedOffer))[0].version
    answer = await desk.post(f"{path}/answer", version=version, accept="true")
    assert "已登记接受" in unquote(answer.headers["set-cookie"])
    assert "admission-cases/new?offer=" in (await desk.director.get(path)).text
    board = (await desk.director.get(f"{desk.root}/board")).text
    assert "待入住" in the(board, f"#bed-{desk.beds['301-1']}").text
    part = (await desk.director.get(desk.bed("301-1", "offer"), headers=HTMX)).text
    assert the(part, "a")["href"] == path
    assert "301-1" in (await desk.director.get(f"/waitlist/{desk.entries['王秀英']}/offers")).text


async def test_the_same_tap_twice_is_one_offer(desk: Desk) -> None:
    said = {"entry_id": desk.entries["王秀英"], "tap_id": "01990000-0000-7000-8000-000000000001"}
    for _twice in range(2):
        assert (await desk.post(desk.bed("301-1", "offers"), **said)).status_code == 303
    assert len(await rows(BedOffer)) == 1


async def test_a_refused_offer_keeps_the_page_and_names_the_way_out(desk: Desk) -> None:
    answer = await desk.post(desk.bed("301-1", "offers"), entry_id=desk.entries["陈桂芳"])
    assert answer.status_code == 422
    assert "第 1 位排在前面" in answer.text
    assert await rows(BedOffer) == []


async def test_a_skip_goes_to_the_county_and_comes_back(desk: Desk) -> None:
    said = {"entry_id": desk.entries["王秀英"], "reason": "hospital", "note": "在县医院住院"}
    assert (await desk.post(desk.bed("301-1", "skips"), **said)).status_code == 303
    listed = (await desk.officer.get("/offers/skips")).text
    assert "王*英" in listed
    assert "王秀英" not in listed
    (skip,) = await rows(OfferSkip)
    answer = await desk.post(f"/offers/skips/{skip.id}/check", desk.officer, verdict="agreed", note="已核实")
    assert answer.status_code == 303
    chosen = (await desk.director.get(desk.bed("301-1", "candidates"))).text
    assert "院外同意跳过" in chosen
    assert the(chosen, "#chosen input[name=entry_id]")["value"] == str(desk.entries["陈桂芳"])
    await desk.offer("301-1", "陈桂芳")


async def test_no_with_a_reason_frees_the_bed_for_the_next(desk: Desk) -> None:
    path = await desk.offer("301-1", "王秀英")
    refused = await desk.post(f"{path}/answer", version=1, accept="false")
    assert refused.status_code == 422
    assert "请选择不接受的原因" in refused.text
    assert (await desk.post(f"{path}/answer", version=1, accept="false", reason="hospital")).status_code == 303
    assert (await rows(BedOffer))[0].state == "refused"
    assert {entry.state for entry in await rows(WaitlistEntry)} == {"waiting"}
    stale = await desk.post(f"{path}/withdrawal", version=1, reason="试试")
    assert stale.status_code == 409


async def test_what_cannot_lapse_yet_says_what_is_missing(desk: Desk) -> None:
    path = await desk.offer("301-1", "王秀英")
    answer = await desk.post(f"{path}/lapse")
    assert answer.status_code == 422
    assert "期限还没到" in answer.text
    assert (await desk.post(f"{path}/extension", version=1, days=2, reason="女儿出差")).status_code == 303


async def test_an_objection_is_taken_down_here_and_decided_there(looked_at: Desk) -> None:
    desk = looked_at
    path = await desk.offer("301-1", "王秀英")
    offer_id = path.rsplit("/", 1)[1]
    assert (await desk.director.get(f"{desk.root}/objections?offer={offer_id}")).status_code == 200
    said = {"source": "phone", "words": "她家里有房", "name": "李某", "phone": "13800001234", "offer_id": offer_id}
    assert (await desk.post(f"{desk.root}/objections", **said)).status_code == 303
    at_home = (await desk.director.get(f"{desk.root}/objections")).text
    assert "她家里有房" in at_home
    assert "李某" not in at_home
    (objection,) = await rows(Objection)
    case = f"/objections/{objection.id}"
    assert "李某" in (await desk.officer.get(case)).text
    assert (await desk.director.get(case)).status_code in {403, 404}
    decided = await desk.post(f"{case}/decision", desk.officer, outcome="rejected", result="按受理先后，查无房产")
    assert decided.status_code == 303
    assert (await desk.post(f"{case}/publication", desk.officer)).status_code == 303
    assert "已公布" in (await desk.officer.get("/objections")).text


@pytest.mark.parametrize("part", ["stays", "free", "ageing", "changes", "acts", "own"])
async def test_the_audit_shows_each_of_its_parts(desk: Desk, part: str) -> None:
    await desk.offer("301-1", "王秀英")
    shown = await desk.officer.get(f"/offers/audit?part={part}")
    assert shown.status_code == 200
    assert "空床 <" in shown.text
    assert (await desk.director.get("/offers/audit")).status_code == 403


async def test_the_calendar_is_read_here_and_kept_there(desk: Desk) -> None:
    assert "还没有写进来" in (await desk.director.get("/working-days?year=2027")).text
    said = {"day": "2027-01-01", "works": "false", "name": "元旦", "source": "国办发明电"}
    assert (await desk.post("/working-days", **said)).status_code == 403
    assert (await desk.post("/working-days", desk.officer, **said)).status_code == 303
    assert "元旦" in (await desk.officer.get("/working-days?year=2027")).text
    assert (await desk.post("/working-days/drop", desk.officer, day="2027-01-01")).status_code == 303
    wrong = await desk.post("/working-days", desk.officer, day="2027-01-02", works="false", name="周六")
    assert wrong.status_code == 422


async def test_why_a_bed_is_not_offered(desk: Desk) -> None:
    assert (await desk.post(desk.bed("302-2", "explanations"), reason="works", note="换暖气")).status_code == 303
    assert "换暖气" in (await desk.director.get(f"{desk.root}/offers")).text
    wrong = await desk.post(desk.bed("302-2", "explanations"), reason="other")
    assert wrong.status_code == 422
    assert "请写明原因" in wrong.text


async def test_spot_checks_are_drawn_and_closed(desk: Desk) -> None:
    assert (await desk.post(f"/offers/audit/{COUNTY}/spot-checks", desk.officer)).status_code == 303
