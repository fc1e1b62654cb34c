"""A home over time: the trend, the average, and each month as an account in which every row adds up."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import CensusHome, census_days
from app.census.rules.occupancy import Standing
from app.core.clock import business_date
from app.core.db import close_work
from app.institutions.models import Institution
from tests.census.living import text_of
from tests.factories.beds import a_house
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY

FIRST, LAST = date(2026, 1, 10), date(2026, 3, 31)
PAGES = ["trend", "average", "flows", "trend.xlsx", "average.xlsx", "flows.xlsx"]
BEDS = {"standing": Standing.COUNTED, "registered": 8, "existing": 8, "closed": 1, "private": 1}


@dataclass
class Told:
    """A home with days told by hand: two people from 10 January, one more in February, one dies in March."""

    institution: Institution
    path: str


def a_day(day: date, people: int, women: int, **other: Any) -> dict[str, Any]:
    """One day: everybody is over 80, registered here, in a nursing bed and counted."""
    same = dict.fromkeys(("in_residence", "counted", "slept", "aged_80", "hukou_in", "in_nursing"), people)
    return {"day": day, "female": women, "flows": None, "admitted": 0, "died": 0, **BEDS, **same, **other}


def told_days() -> list[dict[str, Any]]:
    everybody = ("aged_80", "hukou_in", "in_nursing")
    days = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if day < date(2026, 2, 14):
            days.append(a_day(day, 2, 1))
        elif day < date(2026, 3, 5):
            days.append(a_day(day, 3, 2))
        else:
            days.append(a_day(day, 2, 2))
    days[0] |= {"admitted": 2, "flows": {"female": [1, 0, 0, 0]} | {name: [2, 0, 0, 0] for name in everybody}}
    came, went = (date(2026, 2, 14) - FIRST).days, (date(2026, 3, 5) - FIRST).days
    days[came] |= {"admitted": 1, "flows": {name: [1, 0, 0, 0] for name in ("female", *everybody)}}
    days[went] |= {"died": 1, "flows": {name: [0, 1, 0, 0] for name in everybody}}
    return days


@pytest.fixture
async def told(session: AsyncSession) -> Told:
    house = await a_house(session, rooms="301", beds="1")
    home = {"county": house.home.county, "institution_id": house.home.institution_id}
    await session.execute(insert(census_days), [home | day for day in told_days()])
    session.add(CensusHome(**home, first_on=FIRST, counted_to=LAST))
    await close_work(session)
    return Told(house.institution, f"/institutions/{house.home.institution_id}/occupancy")


def sentence_of(page: str) -> str:
    """The sentence at the head of the page, without its links."""
    found = re.search(r'id="sentence">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def rows_of(page: str, heading: str) -> dict[str, list[int]]:
    """The rows of the table under a heading, with their numbers."""
    table = page[page.index(f">{heading}</caption>") :]
    table = table[: table.index("</table>")]
    plain = [re.sub(r"<[^>]+>", "|", row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
    cells = [[cell.strip() for cell in row.split("|") if cell.strip()] for row in plain]
    numbers = [(row[0], [int(cell) for cell in row[1:] if cell.isdigit()]) for row in cells]
    return {name: found for name, found in numbers if found}


async def test_a_month_is_an_account_that_adds_up(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    page = await text_of(director, f"{told.path}/flows?month=2026-02")
    assert sentence_of(page) == (
        "2026 年 2 月：期初 2 人，加入住 1、调入 0，减退住 0、去世 0、调出 0，期末（2 月 28 日）3 人。"
    )
    assert rows_of(page, "逐日") == {"2026-02-14": [2, 1, 0, 0, 0, 0, 3, 0], "合计": [2, 1, 0, 0, 0, 0, 3, 0]}
    assert rows_of(page, "性别") == {"女": [1, 1, 0, 0, 0, 2], "男": [1, 0, 0, 0, 0, 1], "合计": [2, 1, 0, 0, 0, 3]}
    for heading in ("性别", "年龄", "户籍", "入住类型", "床位认定"):
        for name, (opening, entered, left, changed_in, changed_out, closing) in rows_of(page, heading).items():
            assert opening + entered - left + changed_in - changed_out == closing, (heading, name)
    assert rows_of(page, "床位认定") == {"住在护理型床位": [2, 1, 0, 0, 0, 3]}
    assert rows_of(page, "入住类型")["长住"] == [2, 1, 0, 0, 0, 3]
    assert "对不上" not in page
    assert "能力等级" not in page


async def test_the_first_month_begins_with_nobody_and_each_number_opens(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    page = await text_of(director, f"{told.path}/flows?month=2026-01")
    assert sentence_of(page).startswith("2026 年 1 月：期初 0 人，加入住 2")
    assert "本院的记录从 2026-01-10 开始" in page
    for target in (
        "on=2026-01-09&amp;rows=counted",
        "on=2026-01-10",
        "on=2026-01-31&amp;rows=counted",
        "month=2026-02",
        "month=2025-12",
    ):
        assert target in page, target
    for href in set(re.findall(rf'href="({told.path}\?[^"#]*)', page)):
        await text_of(director, href.replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [({"in_residence": 4}, "2026-02-20：期初加进减出应是 3 人，期末是 4 人"), ({"female": 3}, "2026-02-20")],
)
async def test_a_month_that_does_not_add_up_says_so(
    session: AsyncSession, client_as: ClientAs, told: Told, fault: dict[str, int], said: str
) -> None:
    planted = update(census_days).where(census_days.c.institution_id == told.institution.id)
    await session.execute(planted.where(census_days.c.day == date(2026, 2, 20)).values(**fault))
    page = await text_of(await client_as("director", told.institution), f"{told.path}/flows?month=2026-02")
    assert 'role="alert"' in page
    assert "请把这一页打印给系统管理员" in page
    assert said in page


async def test_the_average_shows_both_sums(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    page = await text_of(director, f"{told.path}/average?from=2026-02-01&to=2026-02-28")
    used, opened = 13 * 3 + 15 * 4, 28 * 7
    assert f"占用床日 {used} ÷ 开放床日 {opened}" in sentence_of(page)
    assert "50.5%" in sentence_of(page)
    assert rows_of(page, "逐月")["2026-02"][:3] == [28, used, opened]
    assert "只加有核定文件、在办院的日子（这段时间 28 天中有 28 天）" in page


async def test_the_trend_has_a_line_and_its_month_ends(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    page = await text_of(director, f"{told.path}/trend?from=2025-01-01&to=2026-03-31")
    assert sentence_of(page) == "2026-01-10 到 2026-03-31：入住率由 25.0% 到 25.0%，在住由 2 人到 2 人。"
    assert page.count("<polyline") == 2
    # Drawn as the county's pages draw it, against a whole and from nobody on.
    rules = [re.findall(r'<text class="chart-text" x="0"[^>]*>([^<]*)<', each) for each in page.split("<figure")[1:]]
    assert rules == [["0%", "50%", "100%"], ["0", "5", "10"]]
    assert "最低 25.0%（2026-01-10），最高 37.5%（2026-02-14）" in page
    assert list(rows_of(page, "每月最后一天")) == ["2026-03-31", "2026-02-28", "2026-01-31"]


async def test_days_that_are_not_open_yet_are_said(session: AsyncSession, client_as: ClientAs, told: Told) -> None:
    director, today = await client_as("director", told.institution), await business_date(session)
    assert today > LAST
    for page in ("trend", "average"):
        assert "统计只开到 2026-03-31" in await text_of(director, f"{told.path}/{page}")
    later = await text_of(director, f"{told.path}/flows?month=2026-04")
    assert "统计只开到 2026-03-31" in later
    assert sentence_of(later) == ""
    earlier = await text_of(director, f"{told.path}/flows?month=2025-12")
    assert "这段时间还没有" in earlier


async def test_a_home_without_rows_says_why(session: AsyncSession, client_as: ClientAs) -> None:
    house = await a_house(session, rooms="301", beds="1")
    await close_work(session)
    browser, path = (
        await client_as("director", house.institution),
        f"/institutions/{house.home.institution_id}/occupancy",
    )
    home = update(CensusHome).where(CensusHome.institution_id == house.home.institution_id)
    await session.execute(home.values(first_on=None))
    for page in ("trend", "average", "flows"):
        said = await text_of(browser, f"{path}/{page}")
        assert "逐日统计还没有开始" in said or "还没有自己的床位和入住记录" in said


async def test_each_page_gives_its_rows_as_a_workbook(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    books = {}
    for page, asked in (
        ("trend", "?from=2026-02-01&to=2026-03-31"),
        ("average", "?to=2026-03-31"),
        ("flows", "?month=2026-02"),
    ):
        shown = await text_of(director, f"{told.path}/{page}{asked}")
        [link] = re.findall(rf'href="({told.path}/{page}\.xlsx[^"]*)"', shown)
        given = await director.get(link.replace("&amp;", "&"))
        assert told.institution.name in unquote(given.headers["content-disposition"])
        books[page] = load_workbook(io.BytesIO(given.content))
        said = {row[0]: row[1] for row in books[page]["说明"].iter_rows(values_only=True)}
        assert (said["机构"], said["统计开到"]) == (told.institution.name, "2026-03-31")
        assert {"内容", "时间", "公式", "生成时间"} <= said.keys()
    rows = {name: list(books[page][name].iter_rows(values_only=True)) for page, name in (
        ("trend", "逐日"), ("trend", "每月最后一天"), ("average", "逐月"), ("flows", "分类"),
    )}  # fmt: skip
    assert (len(rows["逐日"]), len(rows["每月最后一天"])) == (60, 3)
    assert rows["逐日"][1][1:8] == (2, 2, 8, 0.25, 8, 7, 3)
    name, first, last, *sums = rows["逐月"][1][:6]
    assert (name, first.date(), last.date(), *sums) == ("2026-03", date(2026, 3, 1), LAST, 31, 97, 217)
    assert ("性别", "女", 1, 1, 0, 0, 0, 2) in rows["分类"]
    account = {row[0].date(): row[1:] for row in books["flows"]["逐日"].iter_rows(min_row=2, values_only=True)}
    assert len(account) == 28
    assert account[date(2026, 2, 14)] == (2, 1, 0, 0, 0, 0, 3, 0)


@pytest.mark.parametrize("page", PAGES)
async def test_nonsense_is_taken_as_usual_and_strangers_are_refused(
    session: AsyncSession, client_as: ClientAs, told: Told, page: str
) -> None:
    other = await a_house(session, rooms="301", county=OTHER_COUNTY)
    await close_work(session)
    director = await client_as("director", told.institution)
    for asked in (
        "?from=x&to=y&month=z",
        "?from=2026-03-01&to=2026-02-01",
        "?from=1950-01-01&to=2999-01-01",
        "?month=2999-13",
    ):
        await text_of(director, f"{told.path}/{page}{asked}")
    await text_of(await client_as("director", other.institution), f"{told.path}/{page}", 404)
    await text_of(await client_as("case_officer", region=COUNTY), f"{told.path}/{page}")
    for role in ("nurse", "caregiver", "kitchen"):
        await text_of(await client_as(role, told.institution), f"{told.path}/{page}", 403)


@pytest.mark.parametrize("page", PAGES)
async def test_more_days_take_no_more_statements(client_as: ClientAs, told: Told, counting: Any, page: str) -> None:
    director, sent = await client_as("director", told.institution), []
    for asked in ("?from=2026-03-30&to=2026-03-31&month=2026-03", "?from=2016-01-01&to=2026-03-31&month=2026-01"):
        with counting() as seen:
            await text_of(director, f"{told.path}/{page}{asked}")
        sent.append(seen.count)
    assert sent[0] == sent[1] <= 14


async def test_the_tabs_lead_from_the_day_to_the_pages_over_time(client_as: ClientAs, told: Told) -> None:
    director = await client_as("director", told.institution)
    for here in ("", "/trend", "/average", "/flows"):
        page = await text_of(director, told.path + here)
        for there in ("", "/trend", "/average", "/flows"):
            assert f'href="{told.path}{there}"' in page
