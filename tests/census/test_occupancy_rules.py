"""Occupancy as arithmetic over plain values: who counts on which day, out of how many beds."""

from datetime import date
from fractions import Fraction

import pytest

from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.census.rules.facts import (
    ClaimFact,
    DocumentFact,
    LeaveFact,
    ServiceFact,
)
from app.census.rules.occupancy import Note, Standing
from app.census.rules.words import say_note, say_standing
from app.stays.rules.kinds import LeaveKind
from tests.census.facts import DAY, END, FOREVER, START, D, a_home, lives, on


def test_admission_day_counts_and_the_day_of_leaving_does_not() -> None:
    home = lives(a_home(), 1, D(2026, 11, 20), DAY)
    days = [D(2026, 11, 19), D(2026, 11, 20), D(2026, 11, 21), DAY]
    assert [on(home, day).counted for day in days] == [0, 1, 1, 0]


def test_who_comes_and_goes_on_one_day_never_counts() -> None:
    home = lives(a_home(), 1, DAY, DAY)
    assert [on(home, day).in_residence for day in (D(2026, 11, 21), DAY, D(2026, 11, 23))] == [0, 0, 0]


def test_in_residence_and_present_are_told_apart() -> None:
    home = lives(lives(lives(a_home(), 1), 2), 3)
    home.leaves += [
        LeaveFact(1, LeaveKind.HOME, D(2026, 11, 20), FOREVER, D(2026, 11, 21)),
        LeaveFact(2, LeaveKind.HOSPITAL, DAY, FOREVER, DAY),
        LeaveFact(3, LeaveKind.OTHER, DAY, DAY, None),
    ]
    now = on(home)
    assert (now.in_residence, now.present, now.on_leave, now.in_hospital) == (3, 1, 1, 1)
    assert now.overdue == 1
    assert now.counted == 3


def test_who_returns_is_present_that_night() -> None:
    home = lives(a_home(), 1)
    home.leaves.append(LeaveFact(1, LeaveKind.HOME, D(2026, 11, 20), DAY, None))
    assert [on(home, day).present for day in (D(2026, 11, 19), D(2026, 11, 20), D(2026, 11, 21), DAY)] == [1, 0, 0, 1]


def test_beds_add_up_and_extra_ones_stand_apart() -> None:
    home = lives(lives(a_home(), 1), 10)
    home.claims += [
        ClaimFact(2, ClaimKind.PRIVATE, 1, None, START, FOREVER),
        ClaimFact(3, ClaimKind.HOLD, None, None, START, FOREVER),
        ClaimFact(4, ClaimKind.CLOSURE, None, ClosureReason.REPAIR, START, FOREVER),
    ]
    now = on(home)
    assert (now.existing, now.available, now.occupied, now.private, now.held, now.free) == (9, 8, 2, 1, 1, 5)
    assert (now.extra.existing, now.extra.occupied) == (1, 1)
    assert now.existing == now.beds.closed + now.occupied + now.held + now.free


def test_a_bed_counts_on_the_days_of_its_service() -> None:
    home = a_home(services=[ServiceFact(1, START, DAY), ServiceFact(2, DAY, END)], extra=set())
    assert [on(home, day).existing for day in (D(2026, 11, 21), DAY, D(2026, 11, 30), END)] == [1, 1, 1, 0]


def test_the_three_rates_are_exact() -> None:
    home = a_home()
    for number in range(1, 8):
        lives(home, number)
    home.claims.append(ClaimFact(8, ClaimKind.CLOSURE, None, ClosureReason.CLEANING, START, FOREVER))
    now = on(home)
    values = (now.official.value, now.beside_existing.value, now.beside_available.value)
    assert values == (Fraction(7, 8), Fraction(7, 9), Fraction(7, 8))
    assert [rate.shown for rate in (now.official, now.beside_existing)] == ["87.5%", "77.8%"]


def test_no_document_is_no_answer_and_never_zero() -> None:
    now = on(lives(a_home(documents=[]), 1))
    assert (now.standing, now.registered, now.counted, now.official.value) == (Standing.NO_DOCUMENT, None, 1, None)
    assert now.official.shown == "缺分母"
    assert now.beside_existing.value == Fraction(1, 9)


def test_no_beds_are_no_denominator() -> None:
    now = on(a_home(services=[], extra=set()))
    assert (now.beside_existing.value, now.beside_available.value) == (None, None)
    assert now.official.value == 0


def test_the_document_of_the_day_divides() -> None:
    home = lives(a_home(documents=[DocumentFact(4, START, DAY), DocumentFact(5, DAY, FOREVER)]), 1)
    assert [on(home, day).official.value for day in (D(2026, 11, 21), DAY)] == [Fraction(1, 4), Fraction(1, 5)]


def test_more_people_than_beds_are_shown_and_noted_never_capped() -> None:
    home = a_home(documents=[DocumentFact(1, START, FOREVER)])
    now = on(lives(lives(home, 1), 2))
    assert now.official.shown == "200.0%"
    assert now.notes == {Note.OVER_FULL: 1}
    assert "100%" in say_note(Note.OVER_FULL, 1)


@pytest.mark.parametrize(
    ("opened", "closed", "standing"),
    [
        (None, None, Standing.COUNTED),
        (DAY, None, Standing.COUNTED),
        (D(2026, 11, 23), None, Standing.NOT_OPEN),
        (None, DAY, Standing.CLOSED),
        (None, D(2026, 11, 23), Standing.COUNTED),
    ],
)
def test_a_home_takes_part_from_its_opening_until_its_closing(
    opened: date | None, closed: date | None, standing: Standing
) -> None:
    home = lives(a_home(), 1)
    home.opened_on, home.closed_on = opened, closed
    now = on(home)
    assert now.standing is standing
    assert now.counted == (1 if standing is Standing.COUNTED else 0)
    assert (now.official.value is None) is (standing is not Standing.COUNTED)
    assert (Note.LIVED_IN_CLOSED in now.notes) is not standing.operating
    assert say_standing(standing)


def test_somebody_without_a_bed_counts_and_is_noted() -> None:
    now = on(lives(a_home(), 1, bed=None))
    assert (now.counted, now.beds.occupied, now.notes) == (1, 0, {Note.WITHOUT_BED: 1})
