"""The sweep counts what a count of every single day counts, and its sums add up; planted faults are seen."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from app.beds.rules.kinds import ClaimKind, MarkKind, Sex
from app.census.rules.days import DayCount, days_of, reconcile
from app.census.rules.facts import CategoryFact, ChangeFact, ClaimFact, HomeFacts, MarkFact
from app.census.rules.measures import MEASURES, SPLITS
from app.census.rules.occupancy import Standing
from app.census.rules.rulings import Answer
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays.rules.kinds import EndReason, Ground, Payer, StayKind
from tests.census.brute import Counted, brute_days, differences
from tests.census.facts import DAY, FOREVER, START, D, a_home, lives
from tests.census.faults import FAULTS, SEEN_BY_SUMS
from tests.census.pasts import PAST_BEGINS, PAST_DAYS, a_past

PASTS = 32
FIRST, LAST = PAST_BEGINS - timedelta(days=3), PAST_BEGINS + timedelta(days=PAST_DAYS + 3)
NEXT = DAY + timedelta(days=1)

Past = tuple[HomeFacts, list[Answer], list[Counted]]


@cache
def pasts() -> list[Past]:
    made = [a_past(Random(seed)) for seed in range(PASTS)]
    return [(home, rulings, brute_days(home, rulings, FIRST, LAST)) for home, rulings in made]


def wrong_days(past: Past) -> list[tuple[date, list[str]]]:
    home, rulings, expected = past
    counted = days_of(home, rulings, FIRST, LAST)
    return [
        (one.day, wrong) for one, other in zip(counted, expected, strict=True) if (wrong := differences(one, other))
    ]


def broken_sums(home: HomeFacts, rulings: list[Answer], first: date = FIRST) -> list[tuple[date, list[str]]]:
    days = days_of(home, rulings, first, LAST)
    return [(after.day, wrong) for before, after in pairwise(days) if (wrong := reconcile(before, after))]


def one_day(home: HomeFacts, day: date = DAY) -> DayCount:
    [counted] = days_of(home, [], day, day)
    return counted


def test_random_pasts_equal_a_count_of_each_day() -> None:
    assert [wrong for past in pasts() if (wrong := wrong_days(past))] == []


def test_random_pasts_meet_everything_there_is_to_count() -> None:
    days = [day for _home, _rulings, expected in pasts() for day in expected]
    assert [name for name in MEASURES if sum(bool(day[name]) for day in days) < 3] == []
    standings = {Standing.COUNTED, Standing.NO_DOCUMENT, Standing.NOT_OPEN, Standing.CLOSED}
    assert {day["standing"] for day in days} == standings
    moved = [(name, column) for day in days for name, four in (day["flows"] or {}).items()
             for column, number in enumerate(four) if number]  # fmt: skip
    assert {name for name, _column in moved} == set(SPLITS)
    assert {(name, 2) for name in ("cat_social", "in_nursing", "kind_trial", "aged_60", "level_1")} <= set(moved)


def test_every_day_follows_from_the_day_before_in_every_split() -> None:
    assert [wrong for home, rulings, _expected in pasts() if (wrong := broken_sums(home, rulings))] == []


def test_the_first_day_with_rows_follows_from_nothing() -> None:
    home = lives(a_home(), 1, from_on=DAY, sex=Sex.FEMALE)
    assert reconcile(None, one_day(home)) == []
    assert reconcile(None, one_day(home, NEXT)) == ["in_residence", "female", "aged_80"]


def test_some_days_are_the_same_days_of_a_longer_count() -> None:
    for home, rulings, _expected in pasts()[:6]:
        whole = {day.day: day for day in days_of(home, rulings, FIRST, LAST)}
        for first, length in ((FIRST + timedelta(days=20), 0), (FIRST + timedelta(days=61), 9)):
            days = days_of(home, rulings, first, first + timedelta(days=length))
            assert days == [whole[first + timedelta(days=step)] for step in range(length + 1)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(fault: str) -> None:
    with FAULTS[fault]():
        assert any(wrong_days(past) for past in pasts())
        if fault in SEEN_BY_SUMS:
            assert any(broken_sums(home, rulings) for home, rulings, _expected in pasts())


def test_who_comes_and_goes_on_one_day_is_in_both_flows_and_in_no_stock() -> None:
    home = lives(a_home(), 1, DAY, DAY, sex=Sex.FEMALE, kind=StayKind.TRIAL, end_reason=EndReason.DEATH)
    counted = one_day(home)
    assert [counted.of(name) for name in ("admitted", "died", "in_residence", "slept")] == [1, 1, 0, 0]
    assert counted.flows == {name: [1, 1, 0, 0] for name in ("female", "aged_80", "kind_trial")}
    assert [one_day(home, day).flows for day in (DAY - timedelta(days=1), NEXT)] == [None, None]


def test_who_leaves_takes_along_what_was_true_the_day_before() -> None:
    home = lives(a_home(), 1, START, NEXT, kind=StayKind.TRIAL, end_reason=EndReason.TRANSFER, born_on=D(1946, 11, 23))
    home.changes.append(ChangeFact(1, NEXT, StayKind.TRAVEL, Payer.SELF))
    counted = one_day(home, NEXT)
    assert (counted.of("moved_out"), counted.flows) == (1, {"aged_70": [0, 1, 0, 0], "kind_trial": [0, 1, 0, 0]})


def test_who_stays_and_is_another_has_changed() -> None:
    home = lives(a_home(), 1, born_on=D(1946, 11, 22), ground=Ground.TRANSFER)
    home.categories += [CategoryFact(1, Category.SOCIAL, START, DAY), CategoryFact(1, Category.VETERAN, START, DAY),
                        CategoryFact(1, Category.VETERAN, DAY, FOREVER)]  # fmt: skip
    counted = one_day(home)
    changed = {"aged_70": [0, 0, 0, 1], "aged_80": [0, 0, 1, 0], "cat_social": [0, 0, 0, 1]}
    assert (counted.flows, counted.of("cat_veteran"), counted.of("moved_in")) == (changed, 1, 0)
    assert one_day(home, START).of("moved_in") == 1


def test_a_move_is_a_change_of_bed_from_one_night_to_the_next() -> None:
    home = lives(a_home(), 1, bed=None)
    spans = ((1, START, DAY), (10, DAY, NEXT), (10, NEXT, D(2026, 11, 25)), (2, D(2026, 11, 27), FOREVER))
    home.claims += [ClaimFact(bed, ClaimKind.STAY, 1, None, from_on, to_on) for bed, from_on, to_on in spans]
    home.marks += [MarkFact(bed, MarkKind.NURSING, START, FOREVER) for bed in (1, 2, 10)]
    days = days_of(home, [], START, D(2026, 11, 30))
    assert [day.day for day in days if day.of("moves")] == [DAY]
    assert {day.day.day: day.of("in_nursing") for day in days[-11:]} == {20: 1, 21: 1} | dict.fromkeys(
        range(22, 27), 0
    ) | dict.fromkeys(range(27, 31), 1)
    assert {day.of("beds_nursing") for day in days} == {2}


@pytest.mark.parametrize(
    ("county", "region", "said"),
    [
        (510302, 510302, "hukou_in"), (510302, 510302001, "hukou_in"), (510302, 510304, "hukou_out"),
        (510302, 510304001, "hukou_out"), (510302, 510300, None), (510302, 510000, None), (510302, 440000, "hukou_out"),
        (510302, None, None), (510300, 510302001, "hukou_in"), (510300, 510300, "hukou_in"), (510300, 510403, "hukou_out"),
    ],
)  # fmt: skip
def test_a_whole_city_is_not_known_to_be_the_county(county: int, region: int | None, said: str | None) -> None:
    home = replace(lives(a_home(), 1, hukou_region=region), county=county)
    counted = one_day(home)
    assert {name for name in ("hukou_in", "hukou_out") if counted.of(name)} == ({said} if said else set())


def test_without_a_birth_nobody_is_of_any_age() -> None:
    home = lives(a_home(), 1, born_on=None, precision=BirthPrecision.UNKNOWN)
    counted = one_day(home)
    assert (counted.of("in_residence"), sum(counted.of(name) for name in MEASURES if name.startswith("aged"))) == (1, 0)
