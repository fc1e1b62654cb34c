"""Reading regions from a database filled by the real file."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.regions import queries
from app.regions.errors import RegionUnknown
from app.regions.rules import Level, RegionChoice

TODAY = date(2026, 11, 22)


def names(found: list[queries.FoundRegion]) -> list[str]:
    return [region.name for region in found]


async def test_a_region_is_found_by_its_code(session: AsyncSession) -> None:
    region = await queries.get_region(session, 510322)
    assert (region.name, region.level, region.parent_code, region.test) == ("富顺县", Level.COUNTY, 510300, False)


async def test_an_unknown_code_is_said_so(session: AsyncSession) -> None:
    assert await queries.find_region(session, 510399) is None
    with pytest.raises(RegionUnknown):
        await queries.get_region(session, 510399)


async def test_the_children_of_a_city_come_with_their_counts(session: AsyncSession) -> None:
    rows = await queries.children_of(session, 510300)
    assert [(row.code, row.child_count) for row in rows] == [
        (510302, 12),
        (510303, 10),
        (510304, 15),
        (510311, 12),
        (510321, 21),
        (510322, 20),
    ]


async def test_the_tree_begins_with_the_provinces(session: AsyncSession) -> None:
    rows = await queries.children_of(session, None)
    assert (rows[0].name, rows[-1].name, len(rows)) == ("北京市", "测试省", 35)


async def test_a_day_decides_which_counties_stand(session: AsyncSession) -> None:
    before = {row.name for row in await queries.children_of(session, 500000, on=date(2025, 1, 1))}
    after = {row.name for row in await queries.children_of(session, 500000, on=TODAY)}
    assert {"江北区", "渝北区"} <= before
    assert "两江新区" not in before
    assert after - before == {"两江新区"}
    assert len(after) == 37


async def test_a_city_keeps_its_counties_and_itself(session: AsyncSession) -> None:
    tenants = await queries.counties_under(session, 510300)
    assert [(tenant.code, tenant.name) for tenant in tenants][:2] == [(510300, "自贡市本级"), (510302, "自流井区")]
    assert len(tenants) == 7


async def test_a_municipality_is_its_own_city(session: AsyncSession) -> None:
    tenants = await queries.counties_under(session, 500000, on=TODAY)
    assert tenants[0].name == "重庆市本级"
    assert len(tenants) == 38


async def test_a_province_has_the_tenants_of_its_cities_and_no_own(session: AsyncSession) -> None:
    codes = [tenant.code for tenant in await queries.counties_under(session, 410000)]
    assert 410000 not in codes
    assert {410100, 410102, 419001} <= set(codes)


@pytest.mark.parametrize(("code", "county"), [(510302, 510302), (510302001, 510302), (500112133, 500109)])
async def test_a_county_or_township_has_one_tenant(session: AsyncSession, code: int, county: int) -> None:
    assert [tenant.code for tenant in await queries.counties_under(session, code)] == [county]


async def test_the_path_leads_from_the_province_down(session: AsyncSession) -> None:
    path = await queries.path_of(session, 510322102)
    assert [region.name for region in path] == ["四川省", "自贡市", "富顺县", "琵琶镇"]
    assert [region.code for region in await queries.path_of(session, 500112133)] == [500000, 500109, 500112133]
    assert await queries.path_of(session, 510399) == []


@pytest.mark.parametrize(
    "words", ["富顺县", "富顺", "fushun", "fushunxian", "fsx", "510322", "自贡 富顺", "zg fsx", "ＦＵＳＨＵＮ"]
)
async def test_a_county_is_found_by_name_pinyin_initials_and_code(session: AsyncSession, words: str) -> None:
    found = await queries.search_regions(session, words, choice=RegionChoice.COUNTY)
    assert "富顺县" in names(found)


async def test_what_a_found_region_lies_in_stands_beside_it(session: AsyncSession) -> None:
    (found,) = await queries.search_regions(session, "赵化镇")
    assert (found.code, found.path) == (510322121, "自贡市 ▸ 富顺县")


async def test_the_search_offers_what_the_field_can_take(session: AsyncSession) -> None:
    tenants = await queries.search_regions(session, "自贡", choice=RegionChoice.TENANT)
    assert names(tenants) == ["自贡市本级"]
    assert await queries.search_regions(session, "四川", choice=RegionChoice.TENANT) == []
    assert names(await queries.search_regions(session, "重庆", choice=RegionChoice.TENANT)) == ["重庆市本级"]


async def test_abolished_counties_are_not_offered_but_can_be_redrawn(session: AsyncSession) -> None:
    assert await queries.search_regions(session, "渝北区") == []
    redrawn = await queries.find_option(session, 500112, RegionChoice.COUNTY)
    assert redrawn is not None
    assert redrawn.name == "渝北区"


async def test_without_words_the_regions_under_one_are_offered(session: AsyncSession) -> None:
    found = await queries.search_regions(session, "", choice=RegionChoice.TOWNSHIP, under=500157)
    assert len(found) == 42
    assert await queries.search_regions(session, " ") == []


async def test_signs_of_the_pattern_language_are_plain_letters(session: AsyncSession) -> None:
    assert await queries.search_regions(session, "%") == []
    assert await queries.search_regions(session, "富_县") == []


async def test_a_child_is_found_by_its_exact_name(session: AsyncSession) -> None:
    found = await queries.find_child(session, 510300, " 荣县 ")
    assert found is not None
    assert found.code == 510321
    assert await queries.find_child(session, 510300, "荣") is None


async def test_names_of_some_codes_come_in_one_go(session: AsyncSession) -> None:
    assert await queries.names_of(session, [510302, 330281]) == {510302: "自流井区", 330281: "余姚市"}


async def test_test_regions_are_not_counted(session: AsyncSession) -> None:
    counts = await queries.count_regions(session, TODAY)
    assert counts == {Level.PROVINCE: 34, Level.CITY: 333, Level.COUNTY: 2848, Level.TOWNSHIP: 1327}
