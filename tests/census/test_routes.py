"""The page of occupancy: the sentence first, every number one click from its rows, any day."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.rules.rulings import RulingCode
from app.core.db import close_work
from tests.census.living import Lived, text_of
from tests.census.rows import a_ruling
from tests.factories.beds import a_house
from tests.factories.stays import somebody
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


def words_of(page: str) -> str:
    """The sentence at the head of the page, without its links."""
    sentence = page[page.index('id="sentence">') : page.index("</p>", page.index('id="sentence"'))]
    return re.sub(r"<[^>]+>", "", sentence).strip()


async def test_the_sentence_comes_first_and_each_number_opens(client_as: ClientAs, lived: Lived) -> None:
    page = await text_of(await client_as("director", lived.house.institution), lived.path)
    assert words_of(page).endswith("24 时：核定 4 张，在住 2 人，入住率 50.0%；在院 1 人，请假 1。")
    for words in (
        "rows=registered",
        "rows=counted",
        "25.0%",
        "÷ 实有床位",
        "<polyline",
        "看表格",
        "入住率 = 计入的在住老人 ÷ 核定床位",
    ):
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
    assert "在院 2 人" in words_of(before)
    for asked in (str(lived.today + timedelta(days=9)), "nonsense", ""):
        assert "在院 1 人" in words_of(await text_of(director, f"{lived.path}?on={asked}"))


async def test_a_home_without_a_document_has_no_rate(session: AsyncSession, client_as: ClientAs) -> None:
    house = await a_house(session, rooms="301", beds="1")
    await somebody(session, house.home)
    await close_work(session)
    browser = await client_as("director", house.institution)
    page = await text_of(browser, f"/institutions/{house.home.institution_id}/occupancy?rows=registered")
    for words in ("缺核定床位的文件", "缺分母，算不出入住率", "1 人在住但没有床位", "画不出线"):
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
