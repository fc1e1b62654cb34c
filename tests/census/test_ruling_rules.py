"""Rulings, births, rates and simulations as arithmetic over plain values."""

from decimal import Decimal

import pytest

from app.census.rules.facts import (
    ChangeFact,
    LeaveFact,
)
from app.census.rules.occupancy import Note
from app.census.rules.rates import Rate
from app.census.rules.residents import residents_on, under_60, unsure_60
from app.census.rules.rulings import DEFAULTS, Answer, RulingCode, answers_on
from app.census.rules.simulation import days_to_show, simulate_home
from app.census.rules.words import say_answers
from app.residents.rules.kinds import BirthPrecision
from app.stays.rules.kinds import LeaveKind, Payer, StayKind
from tests.census.facts import DAY, END, D, a_home, lives, on


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
