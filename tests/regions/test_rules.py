"""What a code says by itself."""

import pytest

from app.regions.rules import (
    FigureKind,
    Level,
    Place,
    city_of,
    county_of,
    is_direct,
    is_municipal_level,
    is_tenant,
    is_test,
    level_of,
    may_stand_under,
    parent_by_code,
    place_of,
    province_of,
    room_for_children,
    tenant_name,
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (510000, Level.PROVINCE),
        (510300, Level.CITY),
        (510302, Level.COUNTY),
        (419001, Level.COUNTY),
        (510302001, Level.TOWNSHIP),
    ],
)
def test_the_digits_tell_the_level(code: int, level: Level) -> None:
    assert level_of(code) is level


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        (510000, None),
        (510300, 510000),
        (510322, 510300),
        (510322102, 510322),
        (500103, 500000),
        (500229, 500000),
        (110101, 110000),
        (419001, 410000),
        (659001, 650000),
        (990101, 990100),
        (999001, 990000),
    ],
)
def test_the_parent_follows_from_the_digits(code: int, parent: int | None) -> None:
    assert parent_by_code(code) == parent


@pytest.mark.parametrize(
    ("code", "city"),
    [(510322, 510300), (510322102, 510300), (510300, 510300), (500103, 500000), (500000, 500000), (510000, None)],
)
def test_the_city_of_a_municipality_is_the_municipality(code: int, city: int | None) -> None:
    assert city_of(code) == city


def test_a_county_directly_under_a_province_has_no_city() -> None:
    assert is_direct(419001)
    assert city_of(419001) is None
    assert province_of(419001) == 410000


def test_the_city_itself_is_the_tenant_of_its_own_homes() -> None:
    assert is_municipal_level(510300)
    assert is_municipal_level(500000)
    assert not is_municipal_level(510000)
    assert not is_municipal_level(510302)
    assert tenant_name(510300, "自贡市") == "自贡市本级"
    assert tenant_name(510302, "自流井区") == "自流井区"


def test_homes_stand_under_counties_and_cities_only() -> None:
    assert [code for code in (510000, 510300, 510302, 510302001, 500000) if is_tenant(code)] == [510300, 510302, 500000]


def test_a_township_that_changed_county_belongs_to_the_new_one() -> None:
    assert county_of(500112133) == 500112
    assert place_of(500112133, 500109) == Place(500109)
    assert place_of(510300, 510000) == Place(510300)


def test_only_codes_from_99_are_for_tests() -> None:
    assert is_test(990000)
    assert is_test(999001001)
    assert not is_test(510302)


@pytest.mark.parametrize(
    ("parent", "first", "last"),
    [(990000, 999001, 999099), (990100, 990101, 990199), (999001, 999001001, 999001999)],
)
def test_regions_made_on_the_way_have_room(parent: int, first: int, last: int) -> None:
    room = room_for_children(parent)
    assert (room[0], room[-1]) == (first, last)
    assert all(may_stand_under(code, parent) for code in (first, last))


def test_a_county_stands_only_where_its_digits_say() -> None:
    assert may_stand_under(510323, 510300)
    assert not may_stand_under(510323, 510400)
    assert not may_stand_under(510323, 510302)


def test_a_township_may_move_within_its_province() -> None:
    assert may_stand_under(500112133, 500109)
    assert not may_stand_under(500112133, 510302)
    assert not may_stand_under(500112133, 500000)


def test_every_level_and_kind_has_a_word_of_its_own() -> None:
    assert len({level.label for level in Level}) == len(Level)
    assert len({kind.label for kind in FigureKind}) == len(FigureKind)
    assert {kind.unit for kind in FigureKind} == {"人", "户"}
