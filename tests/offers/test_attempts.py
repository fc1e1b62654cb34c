"""Which attempts count: each on a day of its own, each by a channel of its own."""

from datetime import date
from itertools import permutations

import pytest

from app.offers.rules.attempts import counted_attempts
from app.offers.rules.kinds import Channel

PHONE, SMS, VISIT, LETTER = Channel.PHONE, Channel.SMS, Channel.VISIT, Channel.LETTER


def on(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("tried", "counted"),
    [
        ([], 0),
        ([(on(23), PHONE)], 1),
        ([(on(23), PHONE), (on(23), SMS), (on(23), VISIT)], 1),
        ([(on(23), PHONE), (on(24), PHONE), (on(25), PHONE)], 1),
        ([(on(23), PHONE), (on(24), SMS)], 2),
        ([(on(23), PHONE), (on(24), SMS), (on(25), VISIT)], 3),
        # The greedy way gives the phone to the first day and leaves the second with nothing.
        ([(on(23), PHONE), (on(23), SMS), (on(24), PHONE)], 2),
        ([(on(23), PHONE), (on(23), SMS), (on(24), PHONE), (on(24), VISIT), (on(25), PHONE)], 3),
    ],
)
def test_days_and_channels_both_differ(tried: list[tuple[date, Channel]], counted: int) -> None:
    assert counted_attempts(tried) == counted


def test_the_order_of_writing_does_not_matter() -> None:
    tried = [(on(23), PHONE), (on(23), SMS), (on(24), PHONE), (on(25), SMS), (on(25), LETTER)]
    assert {counted_attempts(one) for one in permutations(tried)} == {3}
