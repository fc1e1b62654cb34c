"""Pages of reported figures: the newest with its age and what stands out, the history, voiding; who may look."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.census.models.reported import ReportedFigure
from app.census.rules.reported import ReportedKind, ReportedRow
from app.census.service.reporting import report_figures
from app.core.clock import business_date
from app.institutions.models import Institution
from tests.census.living import text_of
from tests.factories.institutions import an_institution
from tests.support.counting import Counting
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


@dataclass
class Told:
    """Three homes and what they reported."""

    homes: list[Institution]
    today: date
    made: list[int]


@pytest.fixture
async def told(session: AsyncSession) -> Told:
    today = await business_date(session)
    homes = [await an_institution(session, name=name) for name in ("赵化镇敬老院", "代寺镇敬老院", "东湖养老中心")]
    ago = {days: today - timedelta(days=days) for days in (0, 32, 90)}
    rows = [
        ReportedRow(ago[32], 100, 80, None, institution_id=homes[0].id, source="三月.xlsx"),
        ReportedRow(ago[90], 100, 70, None, institution_id=homes[0].id, source="一月.xlsx"),
        ReportedRow(ago[90], 60, 66, None, institution_id=homes[1].id, source="一月.xlsx", unverified=True),
        ReportedRow(ago[0], 40, None, None, institution_id=homes[2].id, source="三月.xlsx"),
        ReportedRow(
            ago[0], 8, None, 2, institution_id=homes[2].id, kind=ReportedKind.OTHER, code="VENT",
            label="呼吸机床位", source="三月.xlsx",
        ),
    ]  # fmt: skip
    async with acting_as_system("测试", regions=[COUNTY]) as actor:
        done = await report_figures(session, actor, COUNTY, rows)
    return Told(homes, today, done.made)


async def test_the_newest_of_each_home_with_its_age_and_what_stands_out(client_as: ClientAs, told: Told) -> None:
    for role in ("case_officer", "network_manager"):
        page = await text_of(await client_as(role, region=COUNTY), "/reported")
        for words in ("3 家机构上报过全托床位", "2 条要核对", "32 天前", "90 天前", "今天", "在住多于核定", "未填"):
            assert words in page, words
        assert "超过 60 天没有新数" in page
        assert "来源待核" in page
        assert "一月.xlsx" in page
        assert page.count("data-open") == 3
        assert "呼吸机床位" not in page


async def test_kinds_stand_apart_and_flags_filter(client_as: ClientAs, told: Told) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    other = await text_of(officer, f"/reported?county={COUNTY}&kind=other")
    assert "呼吸机床位" in other
    assert "赵化镇敬老院" not in other
    over = await text_of(officer, f"/reported?county={COUNTY}&flag=over_registered")
    assert "代寺镇敬老院" in over
    assert "赵化镇敬老院" not in over
    assert "请向机构核实人数" in over
    # What cannot be read in the address is as if it were not there.
    assert "赵化镇敬老院" in await text_of(officer, "/reported?kind=x&flag=y")


async def test_a_home_shows_all_it_ever_reported(client_as: ClientAs, told: Told) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    page = await text_of(officer, f"/reported/homes/{told.homes[0].id}")
    for words in ("共 2 条上报数", "三月.xlsx", "一月.xlsx", "报错了？作废"):
        assert words in page, words


async def test_a_figure_is_voided_with_a_reason_and_once(
    session: AsyncSession, client_as: ClientAs, told: Told
) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    address = f"/reported/figures/{told.made[0]}"
    assert "作废这条上报数" in await text_of(officer, address)
    bare = await officer.post(f"{address}/void", data={"tap_id": str(uuid4()), "reason": ""})
    assert bare.status_code == 422
    said = {"tap_id": str(uuid4()), "reason": "机构报错了"}
    first, again = [await officer.post(f"{address}/void", data=said) for _n in range(2)]
    assert (first.status_code, again.status_code) == (303, 303)
    voided = select(func.count()).select_from(ReportedFigure).where(ReportedFigure.voided_at.is_not(None))
    assert await session.scalar(voided) == 1
    late = await officer.post(f"{address}/void", data={"tap_id": str(uuid4()), "reason": "再来一次"})
    assert late.status_code in {409, 422}
    page = await text_of(officer, f"/reported/homes/{told.homes[0].id}")
    assert "机构报错了" in page
    assert "90 天前" in await text_of(officer, "/reported")


async def test_nobody_reads_or_voids_what_is_not_theirs(client_as: ClientAs, told: Told) -> None:
    stranger = await client_as("case_officer", region=OTHER_COUNTY)
    figure = f"/reported/figures/{told.made[0]}"
    for path in (f"/reported?county={COUNTY}", "/reported?county=x", f"/reported/homes/{told.homes[0].id}", figure):
        await text_of(stranger, path, 404)
    assert (await _void(stranger, figure)).status_code == 404
    for role in ("director", "nurse"):
        worker = await client_as(role, told.homes[0])
        for path in ("/reported", f"/reported/homes/{told.homes[0].id}", figure):
            await text_of(worker, path, 403)
        assert (await _void(worker, figure)).status_code == 403


async def test_pages_take_a_few_statements_however_many_homes(
    session: AsyncSession, client_as: ClientAs, told: Told, counting: Callable[[], AbstractContextManager[Counting]]
) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    with counting() as few:
        await text_of(officer, "/reported")
    async with acting_as_system("测试", regions=[COUNTY]) as actor:
        more = [await an_institution(session) for _n in range(12)]
        rows = [ReportedRow(told.today, 9, 3, None, institution_id=each.id, source="表") for each in more]
        await report_figures(session, actor, COUNTY, rows)
    with counting() as many:
        await text_of(officer, "/reported")
    assert few.count == many.count <= 16


async def _void(browser: Client, address: str) -> Any:
    return await browser.post(f"{address}/void", data={"tap_id": str(uuid4()), "reason": "报错了"})


async def test_a_figure_of_a_home_that_had_closed_by_then_is_listed(
    session: AsyncSession, client_as: ClientAs, told: Told
) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    assert "机构那时已关闭" not in await text_of(officer, "/reported")
    told.homes[0].closed_on = told.today - timedelta(days=32)
    await session.flush()
    page = await text_of(officer, f"/reported?county={COUNTY}&flag=closed")
    assert f"/reported/homes/{told.homes[0].id}" in page
    assert page.count("data-open") == 1
    assert "停办之日起不计入入住率" in page
