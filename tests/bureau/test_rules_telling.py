"""Which source speaks for a home, and how reports become steps: pure values, checked against the day-by-day way."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bureau.rules import Own, Span, told
from app.bureau.rules.counties import county_on
from app.bureau.rules.series import Summed, joined, month_ends
from app.bureau.rules.steps import History, Run, Silent, silent_runs, steps
from app.census.rules.occupancy import Source, Standing
from app.census.rules.reported import Reported

DAY = date(2026, 5, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SAID = Reported(BEFORE, 100, 80, None)


@pytest.mark.parametrize(
    ("span", "report", "paper", "expected"),
    [
        (Span(), None, None, (Standing.NO_DATA, None, None, None, 0, False)),
        (Span(), SAID, None, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(), SAID, 30, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(), Reported(BEFORE, None, 80, None), 30, (Standing.COUNTED, Source.REPORTED, 30, 80, 0, False)),
        (Span(), Reported(BEFORE, None, 80, None), None, (Standing.NO_DOCUMENT, Source.REPORTED, None, 80, 80, False)),
        (Span(), Reported(BEFORE, None, None, 20), 90, (Standing.NOT_FILLED, Source.REPORTED, 90, None, 0, False)),
        (Span(), Reported(BEFORE, 100, None, 20), None, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(), Reported(BEFORE, 0, 0, None), None, (Standing.COUNTED, Source.REPORTED, 0, 0, 0, False)),
        (Span(closed_on=DAY), SAID, 30, (Standing.CLOSED, None, 30, None, 0, False)),
        (Span(closed_on=AFTER), SAID, None, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(opened_on=AFTER), SAID, None, (Standing.NOT_OPEN, None, None, None, 0, False)),
        (Span(opened_on=DAY), SAID, None, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(first_on=AFTER), SAID, None, (Standing.COUNTED, Source.REPORTED, 100, 80, 0, False)),
        (Span(first_on=DAY), SAID, None, (Standing.NO_DATA, None, None, None, 0, True)),
    ],
)
def test_who_speaks_without_rows(span: Span, report: Reported | None, paper: int | None, expected: tuple) -> None:  # type: ignore[type-arg]
    known = told(DAY, span, None, report, paper)
    assert (
        known.standing, known.source, known.registered, known.people, known.left_people, known.pending
    ) == expected  # fmt: skip


@pytest.mark.parametrize(("standing", "left"), [("counted", 0), ("no_document", 7), ("closed", 7), ("not_open", 7)])
def test_rows_of_its_own_silence_all_else(standing: str, left: int) -> None:
    known = told(DAY, Span(first_on=BEFORE), Own(standing, 10, 6, 7), SAID, 30)
    assert (known.source, known.registered, known.people, known.left_people) == (Source.COMPUTED, 10, 6, left)
    assert known.standing == standing


class Sheet(NamedTuple):
    value: int
    from_on: date
    to_on: date


days = st.integers(0, 60).map(lambda step: DAY + timedelta(days=step))
some = st.none() | st.integers(0, 50)
reports = st.lists(st.builds(Reported, days, some, some, some), max_size=4, unique_by=lambda one: one.as_of)
papers = st.builds(lambda value, first, length: [Sheet(value, first, first + timedelta(days=length))],
                   st.integers(1, 90), days, st.integers(0, 30))  # fmt: skip
histories = st.builds(
    lambda opened, closed, first, said, held: History(
        Span(opened, closed, first), sorted(said, key=lambda one: one.as_of), held
    ),
    st.none() | days, st.none() | days, st.none() | days, reports, papers,
)  # fmt: skip


@given(st.lists(histories, max_size=4), days, st.integers(0, 70))
def test_steps_are_the_days_one_by_one(homes: list[History], first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = [(day, run.silent) for run in silent_runs(homes, first, last) for day in run.days]
    every = [first + timedelta(days=step) for step in range(length + 1)]
    assert found == [(day, one_day(homes, day)) for day in every]


def one_day(homes: list[History], day: date) -> Silent:
    known = [told(day, *_at(home, day)) for home in homes if home.span.first_on is None or home.span.first_on > day]
    rated = [one for one in known if one.standing is Standing.COUNTED]
    left = [one for one in known if one.standing in (Standing.NO_DATA, Standing.NOT_FILLED, Standing.NO_DOCUMENT)]
    return Silent(
        sum(one.registered or 0 for one in rated), sum(one.people or 0 for one in rated), len(rated), len(left),
        sum(one.left_people for one in left), len(rated) + sum(one.source is not None for one in left),
    )  # fmt: skip


def _at(home: History, day: date) -> tuple[Span, None, Reported | None, int | None]:
    past = [one for one in home.reports if one.as_of <= day]
    paper = next((one.value for one in home.papers if one.from_on <= day < one.to_on), None)
    return home.span, None, past[-1] if past else None, paper


def test_a_step_lasts_until_something_changes() -> None:
    home = History(Span(closed_on=DAY + timedelta(days=9)), [SAID, Reported(DAY + timedelta(days=3), 100, 90, None)])
    found = [(begin, stop, known.people) for begin, stop, known in steps(home, DAY, DAY + timedelta(days=30))]
    assert found == [
        (DAY, DAY + timedelta(days=3), 80),
        (DAY + timedelta(days=3), DAY + timedelta(days=9), 90),
        (DAY + timedelta(days=9), DAY + timedelta(days=31), None),
    ]


def test_ten_years_of_a_thousand_homes_cost_events_not_days(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("app.bureau.rules.steps.told", lambda *known: asked.append(known) or told(*known))
    runs = silent_runs([History(Span(), [SAID])] * 1000, DAY, DAY + timedelta(days=3652))
    assert (len(asked), len(runs)) == (1000, 1)


def test_days_of_which_nothing_is_known_are_not_there() -> None:
    kept = {AFTER: Summed(AFTER, 10, 5, 1)}
    runs = [Run(BEFORE, DAY, Silent(left=1)), Run(DAY, AFTER + timedelta(days=1), Silent(20, 10, 1, speaking=1))]
    series = list(joined(kept, runs))
    assert [(one.day, one.registered, one.people, one.rate.shown) for one in series] == [
        (DAY, 20, 10, "50.0%"), (AFTER, 30, 15, "50.0%"),
    ]  # fmt: skip


def test_a_county_without_a_home_in_the_rate_has_no_denominator() -> None:
    county = county_on(510302, "自流井区", DAY, [None] * 9, [told(DAY, Span()), told(DAY, Span(closed_on=DAY))])
    assert (county.homes, county.left_homes, county.registered, county.rate.shown) == (1, 1, None, "缺分母")


def test_month_ends() -> None:
    assert month_ends(date(2025, 12, 31), date(2026, 3, 5)) == [
        date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 5),
    ]  # fmt: skip
    assert month_ends(DAY, DAY) == [DAY]
    assert month_ends(AFTER, DAY) == []
