"""Birth dates as exactly as they are known, and birthdays by both calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.residents.rules.birthdays import (
    Birthday,
    age_on,
    days_until,
    lunar_of,
    next_birthday,
    rounded,
    say_age,
    say_birth,
    say_lunar,
    solar_of,
)
from app.residents.rules.kinds import BirthPrecision, Calendar

DAY, MONTH, YEAR, ABOUT, UNKNOWN = BirthPrecision
BORN, TODAY = date(1941, 5, 20), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("precision", "kept", "age", "birth"),
    [
        (DAY, date(1941, 5, 20), "84 岁", "1941-05-20"),
        (MONTH, date(1941, 5, 1), "85 岁左右", "1941 年 5 月"),
        (YEAR, date(1941, 1, 1), "85 岁左右", "1941 年"),
        (ABOUT, date(1941, 1, 1), "约 85 岁", "约 1941 年"),
        (UNKNOWN, None, "年龄不详", "不详"),
    ],
)
def test_an_age_is_said_no_more_exactly_than_it_is_known(
    precision: BirthPrecision, kept: date | None, age: str, birth: str
) -> None:
    assert rounded(BORN, precision) == kept
    assert say_age(kept, precision, TODAY) == age
    assert say_birth(kept, precision) == birth


def test_one_is_a_year_older_on_the_birthday_itself() -> None:
    assert age_on(BORN, date(2026, 5, 19)) == 84
    assert age_on(BORN, date(2026, 5, 20)) == 85
    assert age_on(date(1940, 2, 29), date(2026, 2, 28)) == 85
    assert age_on(BORN, date(1941, 5, 19)) is None


def test_the_dead_grow_no_older() -> None:
    assert say_age(BORN, DAY, TODAY, died_on=date(2020, 1, 1)) == "78 岁"
    assert say_age(date(1941, 5, 1), MONTH, TODAY, died_on=date(2020, 6, 1)) == "79 岁"


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2025, 1, 28)), (2026, date(2027, 2, 5)), (2027, date(2028, 1, 25))]
)
def test_the_thirtieth_of_the_twelfth_is_kept_on_the_last_day_of_the_year(year: int, day: date) -> None:
    assert solar_of(year, 12, 30) == day
    assert lunar_of(day + timedelta(days=1)).month == 1


def test_a_leap_month_is_kept_where_the_year_has_it_and_else_in_the_plain_month() -> None:
    assert solar_of(2025, 6, 8, leap=True) == date(2025, 8, 1)
    assert solar_of(2026, 6, 8, leap=True) == solar_of(2026, 6, 8)
    assert lunar_of(date(2025, 8, 1)) == Birthday(6, 8, Calendar.LUNAR, leap=True)


def test_the_next_birthday_by_the_old_calendar_may_be_of_last_years_twelfth_month() -> None:
    assert next_birthday(Birthday(12, 30, Calendar.LUNAR), date(2026, 1, 5)) == date(2026, 2, 16)
    assert next_birthday(Birthday(1, 1, Calendar.LUNAR), date(2026, 2, 18)) == date(2027, 2, 6)


def test_the_next_birthday_may_be_today() -> None:
    assert days_until(Birthday(5, 1), TODAY) == 0
    assert days_until(Birthday(4, 30), TODAY) == 364
    assert next_birthday(Birthday(2, 29), TODAY) == date(2027, 2, 28)


@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_there_is_always_a_next_birthday_within_thirteen_months(month: int, day: int, leap: bool, today: date) -> None:
    ahead = days_until(Birthday(month, day, Calendar.LUNAR, leap=leap), today)
    assert 0 <= ahead <= 385


@given(st.dates(date(1905, 1, 1), date(2090, 1, 1)))
def test_a_lunar_day_there_and_back(day: date) -> None:
    lunar = lunar_of(day)
    assert day in {solar_of(year, lunar.month, lunar.day, leap=lunar.leap) for year in (day.year - 1, day.year)}


@pytest.mark.parametrize(
    ("month", "day", "leap", "said"),
    [
        (12, 30, False, "腊月三十"),
        (1, 1, False, "正月初一"),
        (4, 20, True, "闰四月二十"),
        (11, 21, False, "冬月廿一"),
        (8, 15, False, "八月十五"),
    ],
)
def test_lunar_days_are_said_as_people_say_them(month: int, day: int, leap: bool, said: str) -> None:
    assert say_lunar(month, day, leap=leap) == said
