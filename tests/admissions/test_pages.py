"""Pages of admissions as people use them: the list, the task list, a draft that is kept, the paper, and who may what."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.admissions.models import Admission, Consent, ServiceAgreement
from app.admissions.rules.contents import clauses
from app.admissions.rules.kinds import AdmissionState, ConsentScope
from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.stays.models import Stay
from app.waitlist.models import WaitlistSwitch
from tests.admissions.ward import Ward, a_ward
from tests.support.counting import Counting
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import Client, a_user, client_for, open_sign_in_for, send_form
from tests.support.tenants import acting_everywhere
from tests.support.town import committed, committing


@dataclass
class Desk:
    """A home with one person on file who may come in; looks are kept, so everything is committed."""

    app: Any
    stack: AsyncExitStack
    ward: Ward
    institution: Any
    elder_id: int
    today: date
    browser: Client = None  # type: ignore[assignment]

    @property
    def root(self) -> str:
        return f"/institutions/{self.ward.house.home.institution_id}/admission-cases"

    async def sign_in(self, role: str) -> Client:
        user = await a_user(role, self.institution)
        return await self.stack.enter_async_context(client_for(self.app, await open_sign_in_for(user.id)))

    async def post(self, path: str, **said: Any) -> Any:
        return await send_form(self.browser, self.root + path, said=said)

    async def get(self, path: str = "") -> str:
        page = await self.browser.get(self.root + path)
        assert page.status_code == 200, page.text[-1500:]
        return str(page.text)

    async def begun(self) -> int:
        made = await self.post("", elder_id=self.elder_id, ground="direct", planned_on=self.today, stay_kind="long",
                               payer="family")  # fmt: skip
        assert made.status_code == 303, made.text
        [one] = await committed(select(Admission))
        assert made.headers["location"] == f"{self.root}/{one.id}"
        return int(one.id)


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[Desk]:
    async with committing(urls), AsyncExitStack() as stack:
        async with acting_everywhere(), transaction() as session:
            ward = await a_ward(session)
            elder = await ward.person()
            await ward.assessed(elder, valid_to=date(2030, 1, 1))
            opened = Desk(app, stack, ward, ward.house.institution, elder.id, await business_date(session))
        opened.browser = await opened.sign_in("director")
        yield opened


async def test_from_the_first_task_to_the_bed(desk: Desk) -> None:
    case = await desk.begun()
    page = await desk.get(f"/{case}")
    assert [badge.text for badge in pick(page, ".task-list .badge")].count("未开始") >= 6
    assert "还差 7 件" in page
    task = f"/{case}/tasks"
    kept = await desk.post(f"{task}/care/draft", notes="夜里起两次", codes=["walker"])
    assert kept.status_code == 204
    again = await desk.get(f"{task}/care")
    assert the(again, "#notes").text == "夜里起两次"
    assert the(again, "#task-form")["hx-trigger"] == "change delay:800ms"
    tomorrow = desk.today + timedelta(days=30)
    done: list[tuple[str, dict[str, Any]]] = [
        ("care", {"codes": ["walker"], "notes": "夜里起两次"}),
        ("bed", {"bed_id": desk.ward.house.beds["301-1"]}),
        ("diet", {"feeding": "tube"}),
        ("health_check", {"checked_on": desk.today, "valid_to": tomorrow, "hospital": "县医院", "conclusion": "fit"}),
        ("identity", {"signs": "self"}),
        ("consents", {scope.value: "yes" for scope in ConsentScope}
                     | {"signer": "王秀英", "basis": "self", "channel": "paper", "text_version": "2026-01"}),
        ("agreement", agreement(desk)),
    ]  # fmt: skip
    for kind, said in done:
        answer = await desk.post(f"{task}/{kind}", **said)
        assert answer.status_code == 303, (kind, answer.text[-800:])
    assert "还差 1 件：合同与收费" in await desk.get(f"/{case}")
    signed = {"signed_on": desk.today, "basis": "self", "signer": "王秀英", "home_signer": "王院长"}
    assert (await desk.post(f"/{case}/agreement/signing", **signed)).status_code == 303
    assert "九件事都办好了" in await desk.get(f"/{case}")
    moved = await desk.post(f"/{case}/moving-in", from_on=desk.today)
    assert moved.status_code == 303
    [stay] = await committed(select(Stay))
    [one] = await committed(select(Admission))
    assert (one.state, one.stay_id, stay.from_on) == (AdmissionState.ADMITTED, stay.id, desk.today)
    assert "已入住 301-1 床" in await desk.get(f"/{case}")
    assert "已了结" in await desk.get("?show=over")


def agreement(desk: Desk, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {clause.name: "写明" for clause in clauses()}
    said |= {"term_from_on": desk.today, "term_to_on": desk.today + timedelta(days=365), "bed_fee": "800",
             "deposit": "2000"}  # fmt: skip
    return said | changes


async def test_the_agreement_is_filled_in_kept_when_refused_and_printed(desk: Desk) -> None:
    case = await desk.begun()
    form = await desk.get(f"/{case}/tasks/agreement")
    assert the(form, "#elder_name")["value"] == "王秀英"
    assert the(form, "#contact_name")["value"] == "王建国"
    assert "提前 60 日" in the(form, "#resettling").text
    assert len(pick(form, "#task-form h2")) == 9
    refused = await desk.post(f"/{case}/tasks/agreement", **agreement(desk, deposit="9600.01", breach="各不相欠"))
    assert refused.status_code == 422
    assert "押金不能超过月床位费的 12 倍" in the(refused.text, "#deposit-e").text
    assert the(refused.text, "#breach").text == "各不相欠"
    assert (await desk.post(f"/{case}/tasks/agreement", **agreement(desk, resettling=" "))).status_code == 422
    assert await committed(select(ServiceAgreement)) == []
    await desk.post(f"/{case}/tasks/agreement", **agreement(desk))
    paper = await desk.get(f"/{case}/agreement/sheet")
    assert [title.text[0] for title in pick(paper, ".clause h2")] == [*"一二三四五六七八九", "签"]
    assert len(pick(paper, ".party-box")) == 3


async def test_a_waiver_asks_why_beside_its_field(desk: Desk) -> None:
    case = await desk.begun()
    refused = await desk.post(f"/{case}/tasks/diet/waiver", reason="")
    assert refused.status_code == 422
    assert "请填写原因" in refused.text
    assert (await desk.post(f"/{case}/tasks/diet/waiver", reason="自带流食")).status_code == 303
    assert "自带流食" in await desk.get(f"/{case}")
    assert (await desk.post(f"/{case}/tasks/diet/reopening")).status_code == 303
    blocked = await desk.post(f"/{case}/tasks/health_check/blocking", reason="县医院体检排到下周二")
    assert blocked.status_code == 303
    page = await desk.get(f"/{case}")
    assert "县医院体检排到下周二" in page
    assert "无法开始" in page
    late = await desk.post(f"/{case}/tasks/risks/blocking", reason="没有人手")
    assert late.status_code == 422


async def test_a_consent_is_taken_back_on_its_ledger(desk: Desk) -> None:
    case = await desk.begun()
    await desk.post(f"/{case}/tasks/identity", signs="self")
    said = {"photo": "yes", "signer": "王秀英", "basis": "self", "channel": "paper", "text_version": "2026-01"}
    await desk.post(f"/{case}/tasks/consents", **said)
    [one] = await committed(select(Consent))
    ledger = f"/institutions/{desk.ward.house.home.institution_id}/elders/{desk.elder_id}/consents"
    assert "现在同意 1 项" in (await desk.browser.get(ledger)).text
    gone = await send_form(desk.browser, f"{ledger}/{one.id}/withdrawal", said={"reason": "家属来电要求"})
    assert gone.status_code == 303
    page = (await desk.browser.get(ledger)).text
    assert "现在同意 0 项" in page
    assert "家属来电要求" in page


async def test_where_the_list_rules_the_quick_page_leads_to_it(desk: Desk) -> None:
    quick = f"/institutions/{desk.ward.house.home.institution_id}/admissions/new"
    assert (await desk.browser.get(quick)).status_code == 200
    async with acting_everywhere(), transaction() as session:
        session.add(WaitlistSwitch(
            county=desk.ward.house.home.county, institution_id=desk.ward.house.home.institution_id,
            from_on=desk.today, document_no="1 号",
        ))  # fmt: skip
    led = await desk.browser.get(quick)
    assert (led.status_code, led.headers["location"]) == (303, desk.root)
    assert "本院已启用轮候" in await desk.get()
    assert (await desk.browser.get(quick + "?q=")).status_code == 200
    refused = await desk.post("", elder_id=desk.elder_id, ground="direct", planned_on=desk.today, stay_kind="long",
                              payer="family")  # fmt: skip
    assert refused.status_code == 422
    assert "不能直接入住" in refused.text


async def test_who_may_what(desk: Desk) -> None:
    case = await desk.begun()
    nurse, officer, caregiver = [await desk.sign_in(role) for role in ("nurse", "case_officer", "caregiver")]
    page = (await nurse.get(f"{desk.root}/{case}")).text
    assert pick(page, "#move-in") == []
    for browser, path, status in (
        (nurse, f"/{case}/tasks/diet/draft", 204), (nurse, f"/{case}/tasks/diet/waiver", 403),
        (nurse, f"/{case}/moving-in", 403), (officer, f"/{case}/tasks/diet/draft", 403),
        (caregiver, f"/{case}/tasks/diet/draft", 403),
    ):  # fmt: skip
        assert (await send_form(browser, desk.root + path, said={})).status_code == status, path
    assert (await officer.get(f"{desk.root}/{case}")).status_code == 200
    assert (await officer.get(f"{desk.root}/{case}/agreement/sheet")).status_code == 403
    assert (await caregiver.get(desk.root)).status_code == 403


async def test_the_pages_ask_little(desk: Desk, counting: Callable[[], Counting]) -> None:
    case = await desk.begun()
    for path, most in (("", 16), (f"/{case}", 26), (f"/{case}/tasks/agreement", 36), (f"/{case}/tasks/bed", 40)):
        await desk.get(path)
        with counting() as seen:
            await desk.get(path)
        assert seen.count <= most, f"{path}: {seen.count}"
