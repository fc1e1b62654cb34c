"""The pages of a transfer: asked here, answered there, approved by the county, in three browsers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.stays.models import Stay, Transfer, TransferPerson
from tests.factories.beds import a_house
from tests.stays.desks import three
from tests.support.html import page
from tests.support.html import select as pick
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere


@pytest.mark.parametrize("county", [COUNTY, OTHER_COUNTY])
async def test_three_people_and_it_is_done(app: Any, pools: Any, urls: Urls, county: int) -> None:
    async with three(app, urls, county=county) as desks:
        asked = await desks.ask()
        assert asked.status_code == 303, asked.text
        assert (await desks.asker.get(asked.headers["location"])).status_code == 200
        transfer = await desks.the_transfer()
        there = desks.at(desks.receiving, f"/{transfer.id}")
        assert pick((await desks.taker.get(there)).text, "select[name=bed_ids] option")
        form: dict[str, Any] = {
            "tap_id": str(uuid4()), "version": transfer.version, "elder_ids": desks.elder_id,
            "bed_ids": desks.receiving.beds["302-2"],
        }  # fmt: skip
        assert (await desks.taker.post(f"{there}/acceptance", data=form)).status_code == 303
        assert "等您审批" in (await desks.officer.get("/transfers")).text
        transfer = await desks.the_transfer()
        assert (await desks.officer.get(f"/transfers/{transfer.id}")).status_code == 200
        form = {"tap_id": str(uuid4()), "version": transfer.version}
        for _twice in range(2):
            answer = await desks.officer.post(f"/transfers/{transfer.id}/approval", data=form)
            assert answer.status_code == 303, answer.text
        assert (await desks.the_transfer()).done_at is not None
        there_now = select(Stay).where(Stay.institution_id == desks.receiving.home.institution_id)
        assert len(await desks.all(there_now)) == 1


async def test_approved_ahead_it_is_carried_out_by_a_director(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask(on=(desks.today + timedelta(days=3)).isoformat())
        transfer = await desks.the_transfer()
        path = desks.at(desks.giving, f"/{transfer.id}/completion")
        answer = await desks.asker.post(path, data={"tap_id": str(uuid4()), "version": transfer.version})
        assert answer.status_code == 409
        assert "等对方接收" in answer.text


async def test_the_list_of_the_case_officer_masks_names(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        [person] = await desks.all(select(TransferPerson))
        shown = (await desks.officer.get("/transfers")).text
        assert person.name not in shown
        assert "王*英" in shown


async def test_a_form_that_is_refused_keeps_what_was_typed(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        later = (desks.today + timedelta(days=9)).isoformat()
        words = page((await desks.ask(consented_on=later, needs="夜里起两次")).text).text
        assert "同意的日期还没到" in words
        assert "夜里起两次" in words


async def test_a_home_that_is_no_side_of_it_sees_nothing(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        async with acting_everywhere(), transaction() as session:
            third = await a_house(session)
        stranger = await desks.sign_in("director", third)
        assert (await stranger.get(desks.at(third, f"/{transfer.id}"))).status_code == 404


async def test_the_giving_home_cannot_answer_for_the_other(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        form = {"tap_id": str(uuid4()), "version": transfer.version, "elder_ids": 1, "bed_ids": 1}
        answer = await desks.asker.post(desks.at(desks.giving, f"/{transfer.id}/acceptance"), data=form)
        assert answer.status_code == 422
        assert "请由接收机构答复" in answer.text


async def test_withdrawing_wants_a_reason(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        path = desks.at(desks.giving, f"/{transfer.id}/withdrawal")
        form = {"tap_id": str(uuid4()), "version": transfer.version, "reason": ""}
        assert (await desks.asker.post(path, data=form)).status_code == 422
        form |= {"tap_id": str(uuid4()), "reason": "家属不愿意"}
        assert (await desks.asker.post(path, data=form)).status_code == 303
        assert (await desks.the_transfer()).withdrawn_at is not None


async def test_what_is_said_of_each_stays_with_its_person(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        other = desks.stay_id + 1_000_000
        answer = await desks.ask(needs_of=[other, desks.stay_id], needs=["别人的话", "夜里起两次"])
        assert answer.status_code == 303, answer.text
        shown = (await desks.asker.get(answer.headers["location"])).text
        assert "夜里起两次" in shown
        assert "别人的话" not in shown


async def test_the_scan_of_the_consent_is_for_the_giving_home_and_the_bureau(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls, county=OTHER_COUNTY) as desks:
        scan = {"evidence": ("同意书.pdf", b"%PDF-1.7 signed", "application/pdf")}
        asked = await desks.asker.post(desks.at(desks.giving), data=desks.form(), files=scan)
        assert asked.status_code == 303, asked.text
        transfer = await desks.the_transfer()
        original = f"/attachments/{transfer.evidence_id}"
        for browser, path in ((desks.asker, asked.headers["location"]), (desks.officer, f"/transfers/{transfer.id}")):
            assert pick((await browser.get(path)).text, f"a[href={original}]")
            assert (await browser.get(original)).content == b"%PDF-1.7 signed"
        there = (await desks.taker.get(desks.at(desks.receiving, f"/{transfer.id}"))).text
        assert not pick(there, f"a[href={original}]")
        assert "由调出机构保管" in there
        assert (await desks.taker.get(original)).status_code == 404


async def test_a_file_that_is_no_scan_is_refused_and_nothing_is_asked(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        scan = {"evidence": ("同意书.exe", b"MZ no scan", "application/octet-stream")}
        answer = await desks.asker.post(desks.at(desks.giving), data=desks.form(reason="health"), files=scan)
        assert answer.status_code == 422
        assert await desks.all(select(Transfer)) == []


async def test_a_couple_is_offered_together_and_a_form_with_nobody_keeps_them(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.marry("301-2", "周光荣")
        stay = (await desks.asker.get(f"/institutions/{desks.giving.home.institution_id}/stays/{desks.stay_id}")).text
        assert pick(stay, f"a[href={desks.at(desks.giving)}/new?stay={desks.stay_id}]")
        form = (await desks.asker.get(desks.at(desks.giving, f"/new?stay={desks.stay_id}"))).text
        boxes = pick(form, "input[name=stay_ids]")
        assert [box.get("checked") is not None for box in boxes] == [True, False]
        listed = [box["value"] for box in pick(form, "input[name=needs_of]")]
        again = await desks.ask(stay_ids="", needs_of=listed, needs=["", "耳背"])
        assert again.status_code == 422
        assert len(pick(again.text, "input[name=stay_ids]")) == 2
        assert "耳背" in again.text


async def test_a_bed_that_is_gone_names_the_way_out(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls) as desks:
        await desks.ask()
        transfer, there = await desks.the_transfer(), ""
        there = desks.at(desks.receiving, f"/{transfer.id}")
        await desks.accept("302-2")
        await desks.close_there("302-2")
        transfer = await desks.the_transfer()
        form = {"tap_id": str(uuid4()), "version": transfer.version}
        answer = await desks.officer.post(f"/transfers/{transfer.id}/approval", data=form)
        assert answer.status_code == 422
        assert "先「换床位」" in answer.text
        assert (await desks.the_transfer()).approved_at is None
        assert "换床位" in (await desks.taker.get(there)).text
        await desks.accept("303-1")
        form = {"tap_id": str(uuid4()), "version": (await desks.the_transfer()).version}
        answer = await desks.officer.post(f"/transfers/{transfer.id}/approval", data=form)
        assert answer.status_code == 303, answer.text
        assert (await desks.the_transfer()).done_at is not None


async def test_the_receiving_countys_officer_has_no_say_and_no_look(app: Any, pools: Any, urls: Urls) -> None:
    async with three(app, urls, county=OTHER_COUNTY) as desks:
        await desks.ask()
        transfer = await desks.the_transfer()
        theirs = await desks.sign_in("case_officer", region=OTHER_COUNTY)
        form = {"tap_id": str(uuid4()), "version": transfer.version, "reason": "不合适"}
        path = f"/transfers/{transfer.id}"
        assert (await theirs.get(path)).status_code == 404
        for act in ("approval", "refusal"):
            assert (await theirs.post(f"{path}/{act}", data=form)).status_code in (404, 422), act
