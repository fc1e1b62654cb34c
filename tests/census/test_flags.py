"""What stands out in a reported figure, at every edge."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from app.census.rules.flags import JUMP_DAYS, OLD_DAYS, OwnDay, ReportFlag, flags_of, people_jump
from app.census.rules.reported import Reported

TODAY = date(2026, 11, 22)
PLAIN = Reported(TODAY, 100, 80, 20)


def flags(figure: Reported, **more: object) -> tuple[ReportFlag, ...]:
    return flags_of(figure, today=TODAY, **more)  # type: ignore[arg-type]


def test_a_plain_figure_has_nothing_to_check() -> None:
    assert flags(PLAIN) == ()
    assert flags(PLAIN, before=replace(PLAIN, as_of=TODAY - timedelta(days=30)), own=OwnDay(100, 80)) == ()


@pytest.mark.parametrize(
    ("registered", "occupied", "available", "people", "over"),
    [
        (100, 100, None, 100, False),
        (100, 101, None, 101, True),
        (100, None, 0, 100, False),
        (0, 1, None, 1, True),
        (None, 101, None, 101, False),
        # What is said outright goes before what could be worked out.
        (100, 101, 20, 101, True),
    ],
)
def test_more_people_than_beds(
    registered: int | None, occupied: int | None, available: int | None, people: int, over: bool
) -> None:
    figure = Reported(TODAY, registered, occupied, available)
    assert figure.people == people
    assert (ReportFlag.OVER_REGISTERED in flags(figure)) is over


def test_not_filled_is_not_zero() -> None:
    for registered, occupied, available in product((None, 100), (None, 0), (None, 0)):
        if registered is None and occupied is None and available is None:
            continue
        figure = Reported(TODAY, registered, occupied, available)
        known = occupied is not None or (registered is not None and available is not None)
        assert (figure.people is not None) is known
        assert (ReportFlag.NOT_FILLED in flags(figure)) is not known
    assert Reported(TODAY, 100, 0, None).people == 0


@pytest.mark.parametrize(
    ("before", "after", "registered", "admitted", "days", "jump"),
    [
        (50, 80, 100, None, 30, True),
        (50, 80, 100, 29, 30, True),
        (50, 80, 100, 30, 30, False),
        # Ten people, and more than a fifth of the beds: both must hold.
        (50, 59, 10, None, 30, False),
        (50, 60, 49, None, 30, True),
        (50, 60, 50, None, 30, False),
        (50, 70, 100, None, 30, False),
        (50, 71, 100, None, 30, True),
        (80, 50, 100, None, 30, False),
        (50, 80, 100, None, JUMP_DAYS, True),
        (50, 80, 100, None, JUMP_DAYS + 1, False),
        (50, 80, 100, None, 1, True),
        (50, 80, 100, None, 0, False),
        (50, 80, None, None, 30, True),
        (None, 80, 100, None, 30, False),
        (50, None, 100, None, 30, False),
    ],
)
def test_a_jump_without_admissions(
    before: int | None, after: int | None, registered: int | None, admitted: int | None, days: int, jump: bool
) -> None:
    first = Reported(TODAY - timedelta(days=days), None, before, None)
    last = Reported(TODAY, registered, after, None, admitted)
    assert people_jump(first, last) is jump
    assert (ReportFlag.JUMP in flags(last, before=first)) is jump


def test_the_beds_of_the_report_before_serve_where_the_new_one_has_none() -> None:
    first = Reported(TODAY - timedelta(days=9), 200, 50, None)
    assert not people_jump(first, Reported(TODAY, None, 90, None))
    assert people_jump(first, Reported(TODAY, None, 91, None))


@pytest.mark.parametrize(("days", "old"), [(0, False), (OLD_DAYS, False), (OLD_DAYS + 1, True), (4_000, True)])
def test_old(days: int, old: bool) -> None:
    assert (ReportFlag.OLD in flags(replace(PLAIN, as_of=TODAY - timedelta(days=days)))) is old


@pytest.mark.parametrize(
    ("own", "against"),
    [
        (OwnDay(100, 80), False),
        (OwnDay(100, 79), True),
        (OwnDay(99, 80), True),
        (OwnDay(None, 80), False),
        (OwnDay(None, 79), True),
        (None, False),
    ],
)
def test_against_the_homes_own_rows(own: OwnDay | None, against: bool) -> None:
    assert (ReportFlag.AGAINST_ROWS in flags(PLAIN, own=own)) is against


def test_what_was_left_blank_contradicts_no_rows() -> None:
    assert ReportFlag.AGAINST_ROWS not in flags(Reported(TODAY, 100, None, None), own=OwnDay(100, 3))
    assert ReportFlag.AGAINST_ROWS not in flags(Reported(TODAY, None, 3, None), own=OwnDay(100, 3))


def test_flags_come_in_the_order_of_weight_and_all_have_words() -> None:
    old = TODAY - timedelta(days=100)
    worst = Reported(old, 40, 90, None)
    told = flags(worst, before=Reported(old - timedelta(days=9), 40, 40, None), own=OwnDay(40, 30))
    assert told == (ReportFlag.OVER_REGISTERED, ReportFlag.JUMP, ReportFlag.AGAINST_ROWS, ReportFlag.OLD)
    assert all(flag.label and flag.advice for flag in ReportFlag)
    assert len({flag.label for flag in ReportFlag}) == len(ReportFlag)


def test_a_home_that_had_closed_by_then() -> None:
    for days, stands in ((0, True), (-1, True), (1, False)):
        closed = flags(PLAIN, closed_on=TODAY + timedelta(days=days))
        assert (ReportFlag.CLOSED in closed) is stands
    assert flags(PLAIN, closed_on=None) == ()
