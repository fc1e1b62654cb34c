"""Occupancy as arithmetic over plain values: who counts on which day, out of how many beds."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.census.rules.facts import (
    ChangeFact,
    ClaimFact,
    DocumentFact,
    HomeFacts,
    LeaveFact,
    ServiceFact,
    StayFact,
)
from app.census.rules.occupancy import HomeOccupancy, Note, Standing, occupancy_of
from app.census.rules.rates import Rate
from app.census.rules.residents import residents_on, under_60, unsure_60
from app.census.rules.rulings import DEFAULTS, Answer, RulingCode, answers_on
from app.census.rules.simulation import days_to_show, simulate_home
from app.census.rules.words import say_answers, say_note, say_standing
from app.residents.rules.kinds import BirthPrecision
from app.stays.rules.kinds import LeaveKind, Payer, StayKind

D = date
START, DAY, END = D(2026, 1, 1), D(2026, 11, 22), D(2026, 12, 1)
FOREVER = date.max


def a_home(**other: object) -> HomeFacts:
    """Ten beds, one of them extra, on a document of eight."""
    said: dict[str, object] = {
        "documents": [DocumentFact(8, START, FOREVER)],
        "services": [ServiceFact(bed, START, FOREVER) for bed in range(1, 11)],
        "extra": {10},
    }
    return HomeFacts(510302, 7, "MSH", "釜溪养老院", START, None, **(said | other))  # type: ignore[arg-type]


def lives(home: HomeFacts, number: int, from_on: date = START, to_on: date = FOREVER, **other: object) -> HomeFacts:
    """Let a person live in the bed of the same number."""
    said: dict[str, object] = {
        "kind": StayKind.LONG, "payer": Payer.FAMILY, "born_on": D(1941, 3, 1), "precision": BirthPrecision.DAY,
    }  # fmt: skip
    bed = other.pop("bed", number)
    home.stays.append(StayFact(id=number, elder_id=number, from_on=from_on, to_on=to_on, **(said | other)))  # type: ignore[arg-type]
    if bed is not None:
        home.claims.append(ClaimFact(int(str(bed)), ClaimKind.STAY, number, None, from_on, to_on))
    return home


def on(home: HomeFacts, day: date = DAY, **answers: bool) -> HomeOccupancy:
    return occupancy_of(home, DEFAULTS | {RulingCode(code): counts for code, counts in answers.items()}, day)


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
    assert (now.official.shown, now.official.is_over) == ("200.0%", True)
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


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("trial", {"kind": StayKind.TRIAL}),
        ("respite", {"kind": StayKind.RESPITE}),
        ("travel", {"kind": StayKind.TRAVEL}),
        ("under_60", {"born_on": D(1966, 11, 23)}),
        ("extra_bed", {"bed": 10}),
    ],
)
def test_a_ruling_keeps_out_whom_it_names_and_nobody_else(code: str, other: dict[str, object]) -> None:
    home = lives(lives(a_home(), 1), 2, **other)
    assert (on(home).counted, on(home).excluded) == (2, {})
    ruled = on(home, **{code: False})
    assert (ruled.counted, ruled.in_residence, ruled.excluded) == (1, 2, {RulingCode(code): 1})


@pytest.mark.parametrize(
    ("code", "kind"), [("leave", LeaveKind.HOME), ("leave", LeaveKind.OTHER), ("hospital", LeaveKind.HOSPITAL)]
)
def test_the_rulings_of_absence_hold_on_the_nights_away(code: str, kind: LeaveKind) -> None:
    home = lives(a_home(), 1)
    home.leaves.append(LeaveFact(1, kind, D(2026, 11, 20), DAY, None))
    days = [D(2026, 11, 19), D(2026, 11, 20), D(2026, 11, 21), DAY]
    assert [on(home, day, **{code: False}).counted for day in days] == [1, 0, 0, 1]
    other = "leave" if code == "hospital" else "hospital"
    assert [on(home, day, **{other: False}).counted for day in days] == [1, 1, 1, 1]


def test_who_is_kept_out_twice_is_left_out_once() -> None:
    home = lives(a_home(), 1, kind=StayKind.TRIAL, born_on=D(1990, 1, 1))
    now = on(home, trial=False, under_60=False)
    assert (now.counted, now.excluded) == (0, {RulingCode.TRIAL: 1})


def test_a_trial_becomes_a_long_stay_on_its_day() -> None:
    home = lives(a_home(), 1, kind=StayKind.TRIAL)
    home.changes += [
        ChangeFact(1, DAY, StayKind.LONG, Payer.GOVERNMENT),
        ChangeFact(1, D(2026, 6, 1), StayKind.RESPITE, Payer.SELF),
    ]
    days = (D(2026, 5, 31), D(2026, 6, 1), DAY)
    found = [residents_on(home, day)[0] for day in days]
    assert [one.kind for one in found] == [StayKind.TRIAL, StayKind.RESPITE, StayKind.LONG]
    assert [one.payer for one in found] == [Payer.FAMILY, Payer.SELF, Payer.GOVERNMENT]


def test_sixty_is_reached_on_the_birthday() -> None:
    assert under_60(D(1966, 11, 23), DAY)
    assert not under_60(D(1966, 11, 22), DAY)
    assert not under_60(None, DAY)
    assert under_60(D(1964, 2, 29), D(2024, 2, 28))
    assert not under_60(D(1964, 2, 29), D(2024, 2, 29))


def test_a_birth_that_is_not_exact_counts_in_and_is_noted() -> None:
    assert unsure_60(D(1966, 1, 1), BirthPrecision.YEAR, DAY)
    assert unsure_60(D(1966, 11, 1), BirthPrecision.MONTH, DAY)
    assert not unsure_60(D(1966, 10, 1), BirthPrecision.MONTH, DAY)
    assert not unsure_60(D(1966, 11, 1), BirthPrecision.DAY, DAY)
    assert unsure_60(None, BirthPrecision.UNKNOWN, DAY)
    home = lives(a_home(), 1, born_on=D(1966, 1, 1), precision=BirthPrecision.ESTIMATED)
    assert on(home).notes == {}
    ruled = on(home, under_60=False)
    assert (ruled.counted, ruled.notes) == (1, {Note.AGE_UNSURE: 1})


def test_a_rate_is_rounded_half_up_only_where_it_is_shown() -> None:
    shown = {Rate(1, 8): "12.5%", Rate(49, 400): "12.3%", Rate(1, 3): "33.3%", Rate(2, 3): "66.7%", Rate(0, 5): "0.0%"}
    assert {rate: rate.shown for rate in shown} == shown
    assert Decimal("12.25") == Decimal(49) / 4
    assert Rate(5, 0).value is None


def test_rates_add_up_before_they_are_divided() -> None:
    both = Rate.sum([Rate(1, 2), Rate(9, 10), Rate(7, None)])
    assert (both, both.shown) == (Rate(10, 12), "83.3%")
    assert Rate.sum([Rate(7, None), Rate(1, None)]) == Rate(8, None)
    assert Rate.sum([]) == Rate(0, None)


def test_a_ruling_answers_for_its_own_days_only() -> None:
    ruled = [Answer(RulingCode.LEAVE, False, DAY, END)]
    days = (D(2026, 11, 21), DAY, D(2026, 11, 30), END)
    assert [answers_on(ruled, day)[RulingCode.LEAVE] for day in days] == [True, False, False, True]
    assert all(DEFAULTS[code] for code in RulingCode)


def test_answers_are_said_in_words() -> None:
    assert "不计入" not in say_answers(DEFAULTS)
    assert say_answers(DEFAULTS | {RulingCode.TRIAL: False}).endswith("试住的人不计入。")
    assert say_answers(dict.fromkeys(RulingCode, False)).endswith("都不计入。")


def test_a_simulation_names_exactly_the_rows_that_change() -> None:
    home = lives(lives(lives(a_home(), 1, kind=StayKind.TRIAL), 2, kind=StayKind.TRIAL, bed=10), 3)
    answers = DEFAULTS | {RulingCode.EXTRA_BED: False}
    shown = simulate_home(home, answers, RulingCode.TRIAL, False, DAY)
    assert (shown.before.counted, shown.after.counted) == (2, 1)
    assert [one.stay.id for one in shown.changed] == [1]
    assert simulate_home(home, answers, RulingCode.TRIAL, True, DAY).changed == ()


def test_the_days_shown_are_today_and_the_last_month_ends() -> None:
    assert days_to_show(D(2026, 3, 1)) == [D(2026, 3, 1), D(2026, 2, 28), D(2026, 1, 31), D(2025, 12, 31)]
