"""Pages of rulings: the present answers, a simulation before a change, one tap once, voiding."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from tests.census.living import Lived, text_of
from tests.census.rows import a_ruling
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


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
