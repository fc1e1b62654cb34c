"""The file of regions: whole, consistent, and true to the five plans."""

import re
from collections import Counter
from datetime import date

import pytest

from app.regions.data import SEED_COLUMNS, rows_for_seed
from app.regions.readings import initials, name_sort
from app.regions.rules import Level, is_test, level_of, may_stand_under, parent_by_code

ROWS = [dict(zip(SEED_COLUMNS, row, strict=True)) for row in rows_for_seed()]
BY_CODE = {row["code"]: row for row in ROWS}
LIVING = [row for row in ROWS if row["until_on"] is None]

ZIGONG = {510302: 12, 510303: 10, 510304: 15, 510311: 12, 510321: 21, 510322: 20}
ZHUZHOU = {430202: 7, 430203: 8, 430204: 8, 430211: 7, 430212: 8, 430223: 19, 430224: 18, 430225: 12, 430281: 25}
WEIHAI = {371002: 9, 371003: 16, 371071: 3, 371072: 5, 371073: 3, 371082: 22, 371083: 15}
YUYAO = {330281: 21}


def townships_of(county: int) -> list[str]:
    return [row["name"] for row in ROWS if row["parent_code"] == county]


def test_no_code_is_there_twice() -> None:
    assert len(BY_CODE) == len(ROWS)


def test_the_file_has_every_level() -> None:
    counts = Counter(row["level"] for row in LIVING)
    assert counts == {"province": 35, "city": 334, "county": 2850, "township": 1327}


def test_every_parent_stands_before_its_children() -> None:
    seen: set[int | None] = {None}
    for row in ROWS:
        assert row["parent_code"] in seen, row
        seen.add(row["code"])


def test_levels_and_parents_agree_with_the_digits() -> None:
    for row in ROWS:
        assert row["level"] == level_of(row["code"]), row
        assert row["parent_code"] is None or may_stand_under(row["code"], row["parent_code"]), row
        assert (row["parent_code"] is None) == (row["level"] == Level.PROVINCE), row


def test_only_townships_that_moved_have_another_parent_than_their_digits_and_say_so() -> None:
    moved = [row for row in ROWS if row["parent_code"] != parent_by_code(row["code"])]
    assert len(moved) == 47
    assert {row["parent_code"] for row in moved} == {500109, 500157}
    assert all(row["level"] == Level.TOWNSHIP and "待核" in row["note"] for row in moved)


def test_no_two_living_siblings_share_a_name() -> None:
    names = Counter((row["parent_code"], row["name"]) for row in LIVING)
    assert [pair for pair, count in names.items() if count > 1] == []


def test_names_are_plain_and_their_readings_are_those_of_today() -> None:
    for row in ROWS:
        assert re.fullmatch(r"[\u3400-\u9fff]+", row["name"]), row
        assert (row["name_sort"], row["initials"]) == (name_sort(row["name"]), initials(row["name"]))


def test_test_regions_are_marked_and_real_ones_are_not() -> None:
    assert all(row["test"] == is_test(row["code"]) for row in ROWS)
    assert [row["name"] for row in ROWS if row["test"]] == ["测试省", "测试市", "测试一县", "测试二县"]


@pytest.mark.parametrize(("county", "count"), [*ZIGONG.items(), *ZHUZHOU.items(), *WEIHAI.items(), *YUYAO.items()])
def test_the_counties_of_the_plans_have_their_townships(county: int, count: int) -> None:
    assert len(townships_of(county)) == count


def test_zigong_has_its_six_counties() -> None:
    names = [BY_CODE[code]["name"] for code in ZIGONG]
    assert names == ["自流井区", "贡井区", "大安区", "沿滩区", "荣县", "富顺县"]
    assert {row["code"] for row in ROWS if row["parent_code"] == 510300} == set(ZIGONG)
    assert {"赵化镇", "怀德镇"} <= set(townships_of(510322))


def test_chongqing_has_its_thirty_seven_counties_and_each_has_townships() -> None:
    counties = {row["code"] for row in LIVING if row["parent_code"] == 500000}
    assert len(counties) == 37
    assert all(townships_of(code) for code in counties)


def test_the_new_district_of_chongqing_has_the_townships_published_with_the_decision() -> None:
    kinds = Counter(name[-1] for name in townships_of(500157))
    assert kinds == {"道": 31, "镇": 11}
    assert Counter(name[-1] for name in townships_of(500109)) == {"道": 6, "镇": 11}
    assert BY_CODE[500105]["until_on"] == BY_CODE[500157]["since_on"] == date(2025, 11, 6)


def test_the_plans_other_places_are_there_by_name() -> None:
    assert BY_CODE[330281]["name"] == "余姚市"
    assert BY_CODE[371083]["name"] == "乳山市"
    assert BY_CODE[419001]["parent_code"] == 410000
    assert {"荷塘区", "石峰区", "芦淞区", "天元区", "醴陵市"} <= {
        row["name"] for row in ROWS if row["parent_code"] == 430200
    }


def test_an_abolished_county_says_until_when_and_why() -> None:
    gone = [row for row in ROWS if row["until_on"] is not None]
    assert {"株洲县", "开县", "文登市", "江北区", "渝北区"} <= {row["name"] for row in gone}
    assert all("撤销" in row["note"] for row in gone)
