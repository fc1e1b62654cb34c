"""Changing regions and their figures."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import NotAllowed, Refused
from app.regions import queries
from app.regions.data import rows_for_seed
from app.regions.errors import CodeElsewhere, CodeNeeded, FigureAhead, FigureVoided, NoCodeFree
from app.regions.rules import FigureKind, Level
from app.regions.service import Seeded, add_region, seed_regions, void_region_figure
from tests.factories.regions import a_figure, a_manager
from tests.support.clock import Clock

CHANGED = (990101, 990100, "county", "测试甲县", "ce shi jia xian", "csjx", True, None, None, "")
ADDED = (990103, 990100, "county", "测试三县", "ce shi san xian", "cssx", True, None, None, "")


async def test_the_database_holds_the_file_and_seeding_again_changes_nothing(session: AsyncSession) -> None:
    assert await seed_regions(session) == Seeded(0, 0)
    assert set(await queries.seeded_rows(session)) == {row[0] for row in rows_for_seed()}


async def test_seeding_adds_and_corrects(session: AsyncSession) -> None:
    assert await seed_regions(session, [CHANGED, ADDED]) == Seeded(1, 1)
    assert (await queries.get_region(session, 990101)).name == "测试甲县"
    assert (await queries.get_region(session, 990103)).level is Level.COUNTY


async def test_counties_of_the_test_province_are_numbered_on_the_way(session: AsyncSession) -> None:
    province = await queries.get_region(session, 990000)
    albany = await add_region(session, a_manager(), province, name="Albany")
    bronx = await add_region(session, a_manager(), province, name="Bronx")
    assert (albany.code, bronx.code, albany.test) == (999001, 999002, True)
    assert [row.name for row in await queries.children_of(session, 990000)] == ["测试市", "Albany", "Bronx"]
    assert {999001, 999002} <= {tenant.code for tenant in await queries.counties_under(session, 990000)}


async def test_a_made_county_takes_townships(session: AsyncSession) -> None:
    county = await queries.get_region(session, 990101)
    township = await add_region(session, a_manager(), county, name="东山镇")
    assert (township.code, township.name_sort, township.initials) == (990101001, "dong shan zhen", "dsz")


async def test_a_real_region_needs_its_published_code(session: AsyncSession) -> None:
    city = await queries.get_region(session, 510300)
    with pytest.raises(CodeNeeded):
        await add_region(session, a_manager(), city, name="新设区")
    with pytest.raises(CodeElsewhere):
        await add_region(session, a_manager(), city, name="新设区", code=510423)
    assert (await add_region(session, a_manager(), city, name="新设区", code=510323)).level is Level.COUNTY


async def test_a_township_may_be_added_with_another_countys_digits(session: AsyncSession) -> None:
    county = await queries.get_region(session, 500157)
    added = await add_region(session, a_manager(), county, name="新设街道", code=500112099)
    assert added.parent_code == 500157


async def test_a_full_test_region_says_so(session: AsyncSession) -> None:
    rows = [(code, 990100, "county", f"县{code}", "x", "x", True, None, None, "") for code in range(990103, 990200)]
    await seed_regions(session, rows)
    with pytest.raises(NoCodeFree):
        await add_region(session, a_manager(), await queries.get_region(session, 990100), name="再来一县")


@pytest.mark.parametrize(
    ("name", "code", "constraint"),
    [
        ("荣县", 510323, "uq_regions_sibling_name"),
        ("再一个区", 510302, "pk_regions"),
        ("  ", 510323, "ck_regions_name"),
    ],
)
async def test_the_database_refuses_what_is_there_already(
    session: AsyncSession, name: str, code: int, constraint: str
) -> None:
    city = await queries.get_region(session, 510300)
    with pytest.raises(Refused) as refusal:
        await add_region(session, a_manager(), city, name=name, code=code)
    assert refusal.value.constraint == constraint


async def test_a_manager_of_one_city_adds_nothing_in_another(session: AsyncSession) -> None:
    city = await queries.get_region(session, 510400)
    with pytest.raises(NotAllowed):
        await add_region(session, a_manager(510300), city, name="新设区", code=510423)


async def test_the_newest_figure_of_a_day_counts_and_a_verified_one_first(session: AsyncSession) -> None:
    await a_figure(session, as_of=date(2024, 12, 31), value=Decimal(230_000))
    await a_figure(session, unverified=True, source="新闻稿", value=Decimal(250_000))
    await a_figure(session)
    kind = FigureKind.REGISTERED_60
    found = await queries.find_figure(session, 510322, kind, date(2026, 6, 30))
    earlier = await queries.find_figure(session, 510322, kind, date(2025, 12, 30))
    assert found is not None
    assert earlier is not None
    assert (found.value, earlier.value) == (240_000, 230_000)
    assert await queries.find_figure(session, 510322, kind, date(2024, 1, 1)) is None


async def test_one_paper_says_one_number_for_a_day(session: AsyncSession) -> None:
    await a_figure(session)
    with pytest.raises(Refused) as refusal:
        await a_figure(session, value=Decimal(1))
    assert refusal.value.constraint == "uq_region_figures_paper"


async def test_a_figure_of_tomorrow_is_refused(session: AsyncSession, clock: Clock) -> None:
    await clock.at("2026-11-22 10:00+08")
    with pytest.raises(FigureAhead):
        await a_figure(session, as_of=date(2026, 11, 23))


async def test_a_voided_figure_stays_and_counts_no_more(session: AsyncSession) -> None:
    figure = await a_figure(session)
    region = await queries.get_region(session, 510322)
    await void_region_figure(session, a_manager(), region, figure, reason="抄错一位")
    assert await queries.figures_of(session, 510322) == []
    assert (await queries.get_figure(session, 510322, figure.id)).void_reason == "抄错一位"
    with pytest.raises(FigureVoided):
        await void_region_figure(session, a_manager(), region, figure, reason="再来")
    assert (await a_figure(session)).id != figure.id


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"value": Decimal(-1)}, "ck_region_figures_value"),
        ({"source": "  "}, "ck_region_figures_source"),
    ],
)
async def test_the_database_refuses_a_senseless_figure(
    session: AsyncSession, change: dict[str, object], constraint: str
) -> None:
    with pytest.raises(Refused) as refusal:
        await a_figure(session, **change)
    assert refusal.value.constraint == constraint
