"""One application's file and what is done with it, as a browser shows it."""

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AccessEntry
from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.steps import EntryState
from tests.factories.residents import an_elder
from tests.support.html import select as css
from tests.support.html import the
from tests.support.tenants import acting_everywhere
from tests.support.town import committed
from tests.waitlist.papers import related
from tests.waitlist.town import WaitDesk, a_town_that_waits

pytestmark = pytest.mark.usefixtures("pools")
SUBMITTED = {"state": EntryState.SUBMITTED}


async def looks() -> list[AccessEntry]:
    return await committed(select(AccessEntry).where(AccessEntry.subject_kind == "waitlist_entries"))


async def test_an_application_is_checked_and_listed(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", SUBMITTED)) as desk:
        page = await desk.get("case_officer", desk.of("王秀英"))
        assert "还没有核验「身份」" in page.text
        assert "前核验完（收件后 5 个工作日）" in page.text
        accept = desk.of("王秀英", "/reviews/accept")
        too_soon = await desk.post("case_officer", accept)
        assert (too_soon.status_code, "还不能列入轮候" in too_soon.text) == (422, True)
        check = {"kind": "identity", "result": "failed"}
        without_why = await desk.post("case_officer", desk.of("王秀英", "/reviews/check"), **check)
        assert without_why.status_code == 422
        assert the(without_why.text, "input[name=result][value=failed]").get("checked") is not None
        await desk.post("case_officer", desk.of("王秀英", "/reviews/check"), kind="identity", result="passed")
        listed = await desk.post("case_officer", accept)
        assert (listed.status_code, listed.headers["location"]) == (303, desk.of("王秀英"))
        page = await desk.get("case_officer", desk.of("王秀英"))
        assert "在全县排第 1 位，共 1 人" in page.text
        assert "case_officer甲" in page.text


async def test_who_may_do_what_with_a_file(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {})) as desk:
        tries = {
            "/acts/defer": {"director": 200, "nurse": 200, "case_officer": 200, "caregiver": 403},
            "/reviews/remove": {"director": 403, "case_officer": 200},
            "/approvals/approve": {"director": 403, "nurse": 403, "network_manager": 200, "case_officer": 200},
        }
        for way, roles in tries.items():
            for role, status in roles.items():
                assert (await desk.get(role, desk.of("王秀英", way))).status_code == status, (way, role)
        assert (await desk.get("director", desk.of("王秀英", "/acts/nothing"))).status_code == 404
        assert (await desk.get("director", "/waitlist/99999999")).status_code == 404


async def test_a_look_into_a_file_leaves_a_line_and_a_refusal_keeps_what_was_typed(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {})) as desk:
        page = await desk.get("director", desk.of("王秀英"))
        assert "王秀英" in the(page.text, "h1").text
        assert [look.subjects for look in await looks()] == [[desk.entries["王秀英"]]]
        far = await desk.post("director", desk.of("王秀英", "/acts/defer"), until="2099-01-01", reason="家人出差")
        assert far.status_code == 422
        assert the(far.text, "#until")["value"] == "2099-01-01"
        assert the(far.text, "#reason").text == "家人出差"
        assert "最长 6 个月" in far.text


async def test_a_family_is_told_of_every_drop(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {}), ("陈素华", {})) as desk:
        said = {"accepted_at": "2026-01-05T09:00", "reason": "2026 年纸质名单第 1 号"}
        await desk.post("case_officer", desk.of("陈素华", "/reviews/backdate"), **said)
        page = await desk.get("director", desk.of("王秀英"))
        assert "名次后移：第 1 位 → 第 2 位" in page.text
        assert "2026-01-05 09:00" in (await desk.get("director", desk.of("陈素华"))).text
        nothing = await desk.post("director", desk.of("王秀英", "/acts/told"))
        assert nothing.status_code == 422
        await desk.post("director", desk.of("王秀英", "/acts/told"), channel="phone", reason="女儿接的电话")
        page = await desk.get("director", desk.of("王秀英"))
        assert "没有还没告知的事项" in page.text
        assert "电话告知" in page.text


async def test_an_override_needs_two_and_is_seen_on_file_list_and_paper(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {}), ("陈素华", {})) as desk:
        ask = {"tier": "2", "reason": "低保复核中"}
        await desk.post("case_officer", desk.of("陈素华", "/acts/override"), **ask)
        own = await desk.post("case_officer", desk.of("陈素华", "/approvals/approve"))
        assert (own.status_code, "不能自己批准" in own.text) == (422, True)
        await desk.post("network_manager", desk.of("陈素华", "/approvals/approve"))
        home = f"/institutions/{desk.house.institution.id}/waitlist"
        pages = [
            await desk.get("director", way) for way in (desk.of("陈素华"), home, desk.of("陈素华", "/explanation"))
        ]
        for page in pages:
            assert "✎" in page.text
        assert "case_officer甲 提出，network_manager甲 批准" in pages[0].text
        assert css(pages[2].text, ".stamp-box")
        assert "第 2 类 人工调整，按规则是第 6 类" in the(pages[2].text, ".rank-ladder").text


async def test_a_link_is_made_by_number_and_wishes_are_changed(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {}), ("周光荣", {})) as desk:
        number = the((await desk.get("director", desk.of("周光荣"))).text, "h1 .quiet").text
        wrong = await desk.post("director", desk.of("王秀英", "/acts/link"), number="510302-2026-999999", kind="couple")
        assert wrong.status_code == 404
        refused = await desk.post("director", desk.of("王秀英", "/acts/link"), number=number, kind="couple")
        assert (refused.status_code, "由县级经办核对后关联" in refused.text) == (422, True)
        async with acting_everywhere(), transaction() as session:
            pair = await session.scalars(select(WaitlistEntry).where(WaitlistEntry.id.in_(desk.entries.values())))
            await related(session, *pair)
        await desk.post("case_officer", desk.of("王秀英", "/acts/link"), number=number, kind="couple")
        assert number in (await desk.get("director", desk.of("王秀英"))).text
        wish = {"wish_1": desk.house.institution.id, "any_home": "yes", "single": "yes"}
        await desk.post("director", desk.of("王秀英", "/acts/wishes"), **wish)
        page = await desk.get("director", desk.of("王秀英"))
        assert "服从调剂" in page.text
        assert "单人间" in page.text


async def register(desk: WaitDesk, elder_id: int, **said: Any) -> Any:
    path = f"/institutions/{desk.house.institution.id}/waitlist"
    told = {"elder_id": elder_id, "wish_1": desk.house.institution.id, "contact_phone": "13800000000"} | said
    return await desk.post("director", path, **told)


async def test_a_receipt_shows_the_pin_once(app: Any, urls: Urls) -> None:
    async with a_town_that_waits(app, urls, ("王秀英", {})) as desk:
        async with acting_everywhere(), transaction() as session:
            elder = await an_elder(session, desk.house.home, name="曾淑珍")
            elder_id = elder.id
        form = await desk.get("director", f"/institutions/{desk.house.institution.id}/waitlist/new?elder={elder_id}")
        assert the(form.text, "select[name=wish_1] option[selected]").text == desk.house.institution.name
        refused = await register(desk, elder_id, contact_phone="", contact_name="陈敏", circumstances=["lives_alone"])
        assert (refused.status_code, the(refused.text, "#contact_name")["value"]) == (422, "陈敏")
        assert the(refused.text, "input[value=lives_alone]").get("checked") is not None
        said = {
            "circumstances": ["lives_alone"],
            "category": "minimum_living",
            "category_document": "富民低〔2026〕9 号",
        }
        receipt = await register(desk, elder_id, **said)
        pin = the(receipt.text, ".slip .code").text
        assert (receipt.status_code, len(pin), pin.isdigit()) == (200, 6, True)
        again = await register(desk, elder_id)
        assert "已有一份轮候登记" in again.text
        entry = the(receipt.text, ".paper-bar a")["href"]
        file = await desk.get("director", entry)
        assert pin not in file.text
        assert "待核，不算数" in file.text
        assert "低保" in file.text
        renewed = await desk.post("director", f"{entry}/pins")
        assert the(renewed.text, ".slip .code").text != pin
