"""Pages of occupancy and rulings: the sentence, every number one click from its rows, a simulation before a change."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import ClaimKind
from app.beds.service import claim_bed
from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.core.clock import business_date
from app.core.db import close_work
from app.stays.models import Stay
from tests.census.rows import a_leave, a_ruling
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_registered
from tests.factories.stays import somebody
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


@dataclass
class Lived:
    """A home of eight beds with two people, 王* in 302-1 and somebody away from 301-2."""

    house: HouseOfBeds
    today: date
    names: list[str]

    @property
    def path(self) -> str:
        return f"/institutions/{self.house.home.institution_id}/occupancy"


@pytest.fixture
async def lived(session: AsyncSession) -> Lived:
    house, today = await a_house(session), await business_date(session)
    await a_registered(session, house.institution, value=4)
    for number, bed in ((1, "302-1"), (2, "301-2")):
        person = await somebody(session, house.home, number)
        await claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=today, to_on=date.max, claimant=person
        )
    away = (await session.scalars(select(Stay).where(Stay.id == person.stay_id))).one()
    await a_leave(session, away, today)
    people = session.sync_session.info["somebody"]
    names = [elder.name for elder, _stay in people.values()]
    await close_work(session)
    return Lived(house, today, names)


async def text_of(browser: Client, path: str, status: int = 200) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return str(answer.text)


async def test_the_sentence_comes_first_and_each_number_opens(client_as: ClientAs, lived: Lived) -> None:
    page = await text_of(await client_as("director", lived.house.institution), lived.path)
    sentence = page[page.index('id="sentence"') : page.index('class="with-panel"')]
    for words in ("24 时：", "4 张", "2 人", "50.0%", "在院 1 人", "请假 1", "rows=registered", "rows=counted"):
        assert words in sentence, words
    for words in ("25.0%", "÷ 实有床位", "<polyline", "看表格", "入住率 = 计入的在住老人 ÷ 核定床位"):
        assert words in page, words


@pytest.mark.parametrize(
    ("rows", "words"),
    [("counted", "302-1"), ("excluded", "没有人因口径不计入"), ("beds", "○ 空床"), ("registered", "富民发〔2020〕57 号"), ("nonsense", "点上面任一数字")],
)  # fmt: skip
async def test_the_rows_open_in_place(client_as: ClientAs, lived: Lived, rows: str, words: str) -> None:
    assert words in await text_of(await client_as("director", lived.house.institution), f"{lived.path}?rows={rows}")


async def test_who_is_left_out_is_listed_with_the_ruling(
    session: AsyncSession, client_as: ClientAs, lived: Lived
) -> None:
    await a_ruling(session, COUNTY, RulingCode.LEAVE)
    page = await text_of(await client_as("director", lived.house.institution), f"{lived.path}?rows=excluded")
    assert "请假外出的人不计入" in page
    assert "按口径计入" in page
    assert "25.0%" in page
    assert lived.names[1] in page
    assert lived.names[0] not in page


async def test_names_are_whole_inside_the_home_and_masked_for_the_officer(client_as: ClientAs, lived: Lived) -> None:
    path = f"{lived.path}?rows=counted"
    inside = await text_of(await client_as("director", lived.house.institution), path)
    outside = await text_of(await client_as("case_officer", region=COUNTY), path)
    assert all(name in inside for name in lived.names)
    assert not any(name in outside for name in lived.names)
    assert all(f"{name[0]}*{name[-1]}" in outside for name in lived.names)


async def test_any_day_may_be_asked_and_the_future_is_today(client_as: ClientAs, lived: Lived) -> None:
    director = await client_as("director", lived.house.institution)
    before = await text_of(director, f"{lived.path}?on={lived.today - timedelta(days=1)}")
    assert "在院 2 人" in before
    for asked in (str(lived.today + timedelta(days=9)), "nonsense", ""):
        assert "在院 1 人" in await text_of(director, f"{lived.path}?on={asked}")


async def test_a_home_without_a_document_has_no_rate(session: AsyncSession, client_as: ClientAs) -> None:
    house = await a_house(session, rooms="301", beds="1")
    await somebody(session, house.home)
    await close_work(session)
    browser = await client_as("director", house.institution)
    page = await text_of(browser, f"/institutions/{house.home.institution_id}/occupancy?rows=registered")
    for words in ("缺核定床位的文件", "缺分母", "1 人在住但没有床位", "画不出线"):
        assert words in page, words


async def test_a_closed_home_says_so(session: AsyncSession, client_as: ClientAs, lived: Lived) -> None:
    lived.house.institution.closed_on = lived.today
    await session.flush()
    page = await text_of(await client_as("director", lived.house.institution), f"{lived.path}?rows=excluded")
    for words in ("已停办，自停办之日起不计", "仍有 2 人在住", "不计"):
        assert words in page, words


async def test_only_who_counts_may_look(session: AsyncSession, client_as: ClientAs, lived: Lived) -> None:
    other = await a_house(session, rooms="301", county=OTHER_COUNTY)
    await close_work(session)
    for role in ("caregiver", "nurse", "kitchen", "administrator"):
        await text_of(await client_as(role, lived.house.institution), lived.path, 403)
    await text_of(await client_as("director", other.institution), lived.path, 404)
    await text_of(await client_as("case_officer", region=OTHER_COUNTY), lived.path, 404)


async def test_the_page_takes_as_many_statements_for_a_full_home(
    client_as: ClientAs, lived: Lived, counting: Any
) -> None:
    director = await client_as("director", lived.house.institution)
    with counting() as seen:
        await text_of(director, f"{lived.path}?rows=counted")
    assert seen.count <= 32


async def test_each_question_shows_its_answer_and_where_it_comes_from(
    session: AsyncSession, client_as: ClientAs, lived: Lived
) -> None:
    await a_ruling(session, COUNTY, RulingCode.TRIAL, False, basis="富民函〔2026〕9 号", unverified=True)
    for browser in (
        await client_as("case_officer", region=COUNTY),
        await client_as("director", lived.house.institution),
    ):
        page = await text_of(browser, "/rulings")
        for code in RulingCode:
            assert code.label in page
        for words in ("已定 1 项", "系统默认，待本局确认", "富民函〔2026〕9 号", "来源待核", "2020-01-01"):
            assert words in page, words
    assert "试算、改口径" not in page
    await text_of(browser, "/rulings/new?code=leave", 403)


async def test_nobody_reads_another_countys_rulings(client_as: ClientAs, lived: Lived) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    for path in (
        f"/rulings?county={OTHER_COUNTY}",
        f"/rulings/new?code=leave&county={OTHER_COUNTY}",
        "/rulings?county=x",
    ):
        await text_of(officer, path, 404)
    await text_of(officer, "/rulings/new?code=mood", 404)


async def test_the_simulation_stands_before_the_change(client_as: ClientAs, lived: Lived) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    page = await text_of(officer, "/rulings/new?code=leave")
    name = lived.names[1]
    for words in (
        "会有 1 人、1 家机构的数变化",
        "从 50.0% 到 25.0%",
        f"301-2 {name[0]}*{name[-1]}",
        "假如那天就这样算",
    ):
        assert words in page, words
    assert name not in page
    assert "会有 0 人" in await text_of(officer, f"/rulings/new?code=leave&day={lived.today - timedelta(days=1)}")
    assert "会有 0 人" in await text_of(officer, "/rulings/new?code=leave&counts=yes")


async def post(browser: Client, path: str, **said: Any) -> Any:
    return await browser.post(path, data={"tap_id": str(uuid4())} | said)


async def rulings(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Ruling)) or 0


async def test_a_ruling_is_made_once_and_voided_once(session: AsyncSession, client_as: ClientAs, lived: Lived) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    said = {
        "county": COUNTY, "code": "leave", "counts": "false", "from_on": lived.today, "basis": "局长口头", "tap_id": str(uuid4()),
        "unverified": "true",
    }  # fmt: skip
    for _tap in range(2):
        answer = await post(officer, "/rulings", **said)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/rulings?county={COUNTY}")
    row = (await session.scalars(select(Ruling))).one()
    assert (row.counts, row.basis, row.unverified, row.recorded_by is not None) == (False, "局长口头", True, True)
    assert "王院长" in await text_of(officer, "/rulings")
    assert "25.0%" in await text_of(officer, lived.path)
    assert "局长口头" in await text_of(officer, f"/rulings/{row.id}")
    void = {"reason": "文件看错了", "tap_id": str(uuid4())}
    refused = await post(officer, f"/rulings/{row.id}/void", reason="")
    assert refused.status_code == 422
    for _tap in range(2):
        assert (await post(officer, f"/rulings/{row.id}/void", **void)).status_code == 303
    assert "50.0%" in await text_of(officer, lived.path)
    await text_of(officer, f"/rulings/{row.id}", 404)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": ""}, "请填写依据"),
        ({"from_on": "2026-13-01"}, "起用日期请填日期"),
        ({"counts": ""}, "请填写计不计入"),
        ({"from_on": "2020-01-01"}, "这一天已经定过这项口径"),
        ({"counts": "false", "from_on": "2026-01-01"}, "从这一天起本来就是这样计的"),
    ],
)
async def test_a_refused_ruling_keeps_what_was_typed(
    session: AsyncSession, client_as: ClientAs, lived: Lived, changes: dict[str, str], words: str
) -> None:
    await a_ruling(session, COUNTY, RulingCode.LEAVE, False)
    officer = await client_as("case_officer", region=COUNTY)
    said = {"county": COUNTY, "code": "leave", "counts": "true", "from_on": "2026-01-01", "basis": "富民函 8 号"}
    answer = await post(officer, "/rulings", **(said | changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert ("富民函 8 号" in answer.text) is ("basis" not in changes)
    assert await rulings(session) == 1


async def test_a_director_rules_nothing(client_as: ClientAs, lived: Lived) -> None:
    director = await client_as("director", lived.house.institution)
    said = {"county": COUNTY, "code": "leave", "counts": "false", "from_on": lived.today, "basis": "我说的"}
    assert (await post(director, "/rulings", **said)).status_code == 403
    assert (await post(director, "/rulings/1/void", reason="不服")).status_code == 403
