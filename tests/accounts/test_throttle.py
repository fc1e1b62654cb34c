"""Whoever guesses waits; the one whose account it is does not."""

import pytest

from app.accounts.rules import Tally, Verdict, throttle, tries_left


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (60, 60)]
)
def test_a_known_device_waits_ever_longer_up_to_a_minute(failures: int, wait: int) -> None:
    assert throttle(Tally(on_device=failures), known_device=True) == Verdict(wait)


def test_a_wait_that_has_passed_is_no_wait() -> None:
    assert throttle(Tally(on_device=8, since_last_on_device=7.5), known_device=True).wait == 1
    assert throttle(Tally(on_device=8, since_last_on_device=8), known_device=True).lets_through


def test_ten_failures_of_strangers_close_the_account_to_strangers_for_five_minutes() -> None:
    assert throttle(Tally(strangers=9), known_device=False).lets_through
    assert throttle(Tally(strangers=10, since_oldest_stranger=100), known_device=False) == Verdict(200)


def test_strangers_never_hold_up_a_known_device() -> None:
    besieged = Tally(strangers=1000, strangers_in_a_row=100_000, address=5000)
    assert throttle(besieged, known_device=True).lets_through


def test_an_address_has_a_hundred_failures_in_five_minutes() -> None:
    assert throttle(Tally(address=99), known_device=False).lets_through
    assert throttle(Tally(address=100, since_oldest_address=290), known_device=False) == Verdict(10)


def test_the_longest_wait_counts() -> None:
    both = Tally(strangers=10, since_oldest_stranger=250, address=100, since_oldest_address=10)
    assert throttle(both, known_device=False) == Verdict(290)


def test_a_hundred_failures_in_a_row_ask_for_a_code() -> None:
    assert throttle(Tally(strangers_in_a_row=100), known_device=False).needs_code
    assert throttle(Tally(on_device=100, since_last_on_device=3600), known_device=True).needs_code
    assert not throttle(Tally(strangers_in_a_row=99), known_device=False).needs_code


def test_it_is_said_how_many_tries_are_left() -> None:
    assert tries_left(Tally(on_device=3), known_device=True) == 2
    assert tries_left(Tally(strangers=3), known_device=False) == 7
    assert tries_left(Tally(strangers=30), known_device=False) == 0
