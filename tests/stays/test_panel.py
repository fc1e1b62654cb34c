"""The side panel of a bed: who, since when, what comes next, and the acts that are permitted and possible."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.stays.rules.kinds import LeaveKind
from app.stays.rules.panel import say_long
from tests.stays.desking import Ward, open_ward
from tests.support.clock import Clock
from tests.support.counting import Counting
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, Client, ClientAs


@pytest.fixture
async def ward(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Ward:
    return await open_ward(session, client_as, clock)


async def part(ward: Ward, bed: str, browser: Client | None = None, **query: str) -> str:
    path = f"{ward.root}/beds/{ward.house.beds[bed]}/resident"
    return str((await (browser or ward.browser).get(path, params=query, headers=HTMX)).text)


def acts(text: str) -> list[str]:
    return [one.text for one in pick(text, ".act-grid a")]


async def test_the_panel_is_headed_by_the_person_and_fetches_the_part(ward: Ward) -> None:
    await ward.lives("王秀英", "301-1")
    bed = ward.house.beds["301-1"]
    panel = (await ward.browser.get(f"{ward.root}/beds/{bed}", headers=HTMX)).text
    assert the(panel, "h2").text == "王秀英"
    assert "女，85 岁 301-1 床" in the(panel, ".side-panel header").text
    asked = f"{ward.root}/beds/{bed}/resident?day=2026-03-20"
    assert the(panel, f'.panel-part[hx-get="{asked}"] a')["href"] == asked
    free = (await ward.browser.get(f"{ward.root}/beds/{ward.house.beds['301-2']}", headers=HTMX)).text
    assert the(free, "h2").text == "301-2 床"


async def test_who_is_in_gets_the_acts_of_who_is_in(ward: Ward) -> None:
    await ward.lives("王秀英", "301-1")
    text = await part(ward, "301-1")
    assert acts(text) == ["移床", "请假", "住院", "退住…"]
    assert "2026-03-01，19 天" in text
    assert "长住，家属付费" in text
    assert the(text, "[data-key=m]").text == "移床"


async def test_who_is_away_can_come_back(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.away(stay, on=10, expected_on=date(2026, 3, 16))
    text = await part(ward, "301-1")
    assert acts(text) == ["返院", "移床", "转住院", "退住…"]
    assert "应返院，已过 4 天" in the(text, "li").text
    other = await ward.lives("李桂芳", "302-1")
    await ward.away(other, kind=LeaveKind.HOSPITAL, on=18)
    assert acts(await part(ward, "302-1")) == ["返院", "移床", "退住…"]


async def test_a_free_bed_offers_the_admission_and_a_closed_one_nothing(ward: Ward) -> None:
    text = await part(ward, "301-1")
    assert the(text, "a.button")["href"] == f"{ward.root}/admissions/new?bed={ward.house.beds['301-1']}"
    past = await part(ward, "301-1", day="2026-03-10")
    assert the(past, "a.button")["href"].endswith("&on=2026-03-10")
    assert pick(await part(ward, "301-1", day="2026-03-25"), "a.button") == []
    await ward.post("closures", bed_ids=ward.house.ids("301-1"), reason="repair", from_on="2026-03-20")
    assert pick(await part(ward, "301-1"), "a") == []


async def test_past_and_future_days_show_and_do_not_act(ward: Ward) -> None:
    stay = await ward.lives("王秀英", "301-1")
    await ward.post(f"stays/{stay.id}/bed-moves", bed_id=ward.house.beds["303-1"], on="2026-03-20")
    before = await part(ward, "301-1", day="2026-03-10")
    assert (acts(before), "打开档案" in before) == ([], True)
    now = await part(ward, "303-1")
    assert "2026-03-20由 301-1 转来" in now
    history = (await ward.get(f"beds/{ward.house.beds['301-1']}")).text
    assert "2026-03-01 至 2026-03-19 王秀英" in " ".join(history.split())


async def test_each_sees_the_acts_that_are_theirs(ward: Ward, client_as: ClientAs) -> None:
    await ward.lives("王秀英", "301-1")
    nurse = await client_as("nurse", ward.house.institution)
    assert acts(await part(ward, "301-1", nurse)) == ["请假", "住院"]
    assert pick(await part(ward, "302-1", nurse), "a.button") == []
    caregiver = await client_as("caregiver", ward.house.institution)
    assert acts(await part(ward, "301-1", caregiver)) == []
    officer = await client_as("case_officer", region=ward.house.home.county)
    masked = await part(ward, "301-1", officer)
    assert (acts(masked), "王秀英" in masked) == ([], False)


async def test_who_may_not_see_stays_is_not_sent_for_the_part(ward: Ward, client_as: ClientAs) -> None:
    await ward.lives("王秀英", "301-1")
    administrator = await client_as("administrator", region=0)
    path = f"{ward.root}/beds/{ward.house.beds['301-1']}"
    panel = await administrator.get(path, headers=HTMX)
    assert (panel.status_code, "panel-part" in panel.text, "王秀英" in panel.text) == (200, False, False)
    assert (await administrator.get(f"{path}/resident", headers=HTMX)).status_code == 403


async def test_the_part_is_a_page_of_its_own_without_a_script(ward: Ward) -> None:
    await ward.lives("王秀英", "301-1")
    page = await ward.get(f"beds/{ward.house.beds['301-1']}/resident?day=nonsense")
    assert page.status_code == 200
    assert the(page.text, "h1").text.endswith("王秀英")
    assert acts(page.text) == ["移床", "请假", "住院", "退住…"]
    assert (await ward.get("beds/999999999/resident")).status_code == 404


async def test_a_panel_and_its_part_ask_few_questions(ward: Ward, counting: Callable[[], Counting]) -> None:
    await ward.lives("王秀英", "301-1")
    with counting() as seen:
        await ward.browser.get(f"{ward.root}/beds/{ward.house.beds['301-1']}", headers=HTMX)
    assert seen.count <= 24, seen.statements
    with counting() as seen:
        await part(ward, "301-1")
    assert seen.count <= 20, seen.statements


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (date(2026, 3, 20), "0 天"), (date(2026, 3, 1), "19 天"), (date(2026, 2, 20), "1 个月"),
        (date(2025, 3, 20), "1 年"), (date(2023, 7, 18), "2 年 8 个月"),
    ],
)  # fmt: skip
def test_how_long_somebody_has_been_here(first: date, said: str) -> None:
    assert say_long(first, date(2026, 3, 20)) == said
