"""Ranges of days, lines and averages, and the account of a month, as plain values."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.census.routes.ranges import MonthAsk, RangeAsk
from app.census.rules.averages import DayLine, average_of, by_month, month_ends, people_line, rate_line
from app.census.rules.days import DayCount
from app.census.rules.lines import DRAWN
from app.census.rules.measures import MEASURES, SPLITS
from app.census.rules.months import month_of
from app.census.rules.occupancy import Standing
from app.census.rules.splits import GROUPS

TODAY = date(2026, 11, 22)


def line(day: date, people: int, standing: Standing = Standing.COUNTED, registered: int | None = 10) -> DayLine:
    """One day with this many people, each in a bed of ten, one of them closed."""
    return DayLine(day, standing, registered, people, people, 10, 1, people, 0)


def days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=step) for step in range(number)]


def counted(day: date, flows: dict[str, list[int]] | None = None, **measures: int) -> DayCount:
    """A day with these measures, and none of the others."""
    return DayCount(day, Standing.COUNTED, 10, tuple(measures.get(name, 0) for name in MEASURES), flows)


@pytest.mark.parametrize(
    ("asked", "first", "last", "cut"),
    [
        ({}, date(2025, 11, 23), TODAY, False),
        ({"from": "2026-01-01", "to": "2026-01-31"}, date(2026, 1, 1), date(2026, 1, 31), False),
        ({"from": "2026-01-31", "to": "2026-01-01"}, date(2026, 1, 1), date(2026, 1, 31), False),
        ({"from": "1990-01-01"}, date(2016, 11, 23), TODAY, True),
        ({"from": "2100-01-01", "to": "nonsense"}, TODAY, TODAY, False),
        ({"to": "2024-02-28"}, date(2023, 3, 1), date(2024, 2, 28), False),
    ],
)
def test_a_range_is_read_as_it_is_meant(asked: dict[str, str], first: date, last: date, cut: bool) -> None:
    ask = RangeAsk.read(asked, TODAY)
    assert (ask.first, ask.last, ask.cut) == (first, last, cut)


def test_one_of_the_usual_ranges_is_marked() -> None:
    found = RangeAsk.read({}, TODAY).spans("/p")
    assert [current for _words, _href, current in found] == [False, True, False, False]
    assert found[0][1] == "/p?from=2026-10-24&to=2026-11-22"


@pytest.mark.parametrize(("month", "last"), [("2024-02", date(2024, 2, 29)), ("2026-12", date(2026, 11, 30)), ("", date(2026, 11, 30))])  # fmt: skip
def test_a_month_has_its_days_and_none_is_still_to_come(month: str, last: date) -> None:
    ask = MonthAsk.read({"month": month}, TODAY)
    assert (ask.first, ask.last) == (last.replace(day=1), last)
    assert (ask.after is None) == (ask.value == "2026-11")


def test_averages_are_made_of_sums_and_of_days_that_take_part() -> None:
    lines = [line(day, 9) for day in days(date(2026, 1, 1), 10)]
    lines += [line(day, 3, Standing.NO_DOCUMENT, None) for day in days(date(2026, 1, 11), 30)]
    found = average_of(lines)
    assert found is not None
    assert (found.used, found.open, found.rate.shown) == (180, 360, "50.0%")
    assert (found.counted, found.registered, found.official.shown, found.counted_days) == (90, 100, "90.0%", 10)
    assert found.tenths_in_residence == 45
    months = by_month(lines)
    assert [(each.days, each.used) for each in months] == [(31, 153), (9, 27)]
    assert (sum(each.used for each in months), sum(each.open for each in months)) == (found.used, found.open)
    assert [end.day for end in month_ends(lines)] == [date(2026, 1, 31), date(2026, 2, 9)]
    assert average_of([]) is None


@pytest.mark.parametrize("standing", [Standing.CLOSED, Standing.NOT_OPEN])
def test_beds_of_a_home_that_does_not_operate_are_open_to_nobody(standing: Standing) -> None:
    found = average_of([line(date(2026, 1, 1), 9), line(date(2026, 1, 2), 9, standing)])
    assert found is not None
    assert (found.used, found.open) == (9, 9)


def test_a_line_leaves_gaps_and_loses_no_peak() -> None:
    lines = [line(day, 9 if day == date(2020, 5, 5) else 5) for day in days(date(2017, 1, 1), 3650)]
    drawn = people_line(lines)
    assert drawn is not None
    assert len(drawn.pieces) == 1
    assert len(drawn.pieces[0].split()) <= DRAWN + 2
    assert (drawn.highest, drawn.lowest[1]) == ((date(2020, 5, 5), 9.0), 5.0)
    # Nine people on a scale from nobody to ten.
    assert min(float(point.partition(",")[2]) for point in drawn.pieces[0].split()) == 10.0
    missing = [line(day, 5, Standing.NO_DOCUMENT, None) if day.day == 5 else line(day, 5) for day in days(TODAY, 20)]
    rates = rate_line(missing)
    assert rates is not None
    assert len(rates.pieces) == 2
    assert rate_line(missing[:1]) is None


def test_lines_begin_at_zero_and_a_rate_is_drawn_against_the_whole() -> None:
    rates = rate_line([line(day, 9) for day in days(TODAY, 20)])
    assert rates is not None
    assert rates.scale == ((0.0, 0), (50.0, 50.0), (100.0, 100))
    assert rates.end == 90.0
    over = rate_line([line(day, 11) for day in days(TODAY, 20)])
    assert over is not None
    assert over.most == 110
    people = people_line([line(day, 9) for day in days(TODAY, 20)])
    assert people is not None
    assert (people.most, people.scale[0][1]) == (10, 0)


def test_who_is_in_no_row_is_the_rest_and_adds_up() -> None:
    first = counted(date(2026, 1, 1), in_residence=2, female=1, aged_60=1)
    turned: dict[str, Any] = {"aged_60": [0, 0, 0, 1], "aged_70": [0, 0, 1, 0], "female": [1, 0, 0, 0]}
    after = counted(date(2026, 1, 2), turned, in_residence=3, female=2, aged_70=1, admitted=1)
    month = month_of(first, [after], after.day, after.day)
    assert month is not None
    assert month.sound
    rows = {row.label: row for split in month.splits for row in split.rows}
    assert (rows["男"].opening, rows["男"].entered, rows["男"].closing) == (1, 0, 1)
    unknown = rows["出生日期不详"]
    assert (unknown.opening, unknown.entered, unknown.changed_in, unknown.changed_out, unknown.closing) == (
        1,
        1,
        0,
        0,
        2,
    )
    assert (rows["60–69 岁"].changed_out, rows["70–79 岁"].changed_in) == (1, 1)


def test_whatever_does_not_add_up_or_is_not_there_is_found() -> None:
    first = counted(date(2026, 1, 1), in_residence=2)
    lost = counted(date(2026, 1, 2), in_residence=1)
    month = month_of(first, [lost], lost.day, date(2026, 1, 3))
    assert month is not None
    assert (month.sound, month.total.missing, list(month.gaps)) == (False, -1, [date(2026, 1, 3)])
    assert [day.wrong for day in month.wrong_days] == [("in_residence",)]
    many = counted(date(2026, 1, 2), {"female": [3, 0, 0, 0]}, in_residence=2, female=3)
    found = month_of(first, [many], many.day, many.day)
    assert found is not None
    assert [(row.label, row.closing) for row in found.wrong_rows] == [("男", -1)]
    assert month_of(None, [], many.day, many.day) is None


def test_every_split_of_the_census_is_told() -> None:
    told = [name for group in GROUPS for name in group.measures]
    assert sorted(told) == sorted(SPLITS)
    assert all(label for group in GROUPS for _name, label in group.names())
