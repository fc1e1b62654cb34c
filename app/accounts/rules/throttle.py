"""Slowing down whoever guesses passwords without locking out the one whose password it is."""

import math
from dataclasses import dataclass

__all__ = [
    "ADDRESS_TRIES", "CEILING", "FREE_TRIES", "LONGEST_WAIT", "STRANGER_TRIES", "WINDOW_SECONDS",
    "Tally", "Verdict", "throttle", "tries_left",
]  # fmt: skip

WINDOW_SECONDS = 300
FREE_TRIES = 5
"""Failures on a known device before each further try has to wait."""
LONGEST_WAIT = 60
STRANGER_TRIES = 10
"""Failures on devices this account never signed in on, within the window."""
ADDRESS_TRIES = 100
"""A whole home shares one address, so a low limit would lock out a shift."""
CEILING = 100
"""Failures in a row before only a one-time code opens the account from there."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Failures so far, counted for the account named, whether it exists or not.

    `on_device` and `strangers_in_a_row` count since the account last signed in there; seconds count from the
    last failure, or from the oldest one in the window where a window is meant.
    """

    on_device: int = 0
    since_last_on_device: float = 0.0
    strangers: int = 0
    strangers_in_a_row: int = 0
    since_oldest_stranger: float = 0.0
    address: int = 0
    since_oldest_address: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this try may be checked at all: how many seconds to wait, or only a one-time code will do."""

    wait: int = 0
    needs_code: bool = False

    @property
    def lets_through(self) -> bool:
        """Whether the password may be checked now."""
        return self.wait == 0 and not self.needs_code


def throttle(tally: Tally, *, known_device: bool) -> Verdict:
    """Judge a try by its own device where that is known, else by all unknown ones, and by its address.

    A device that has signed in before is never held up by what strangers or its neighbours do.
    """
    if known_device:
        if tally.on_device >= CEILING:
            return Verdict(needs_code=True)
        return Verdict(_left(_delay(tally.on_device), tally.since_last_on_device))
    if tally.strangers_in_a_row >= CEILING:
        return Verdict(needs_code=True)
    waits = [0]
    if tally.strangers >= STRANGER_TRIES:
        waits.append(_left(WINDOW_SECONDS, tally.since_oldest_stranger))
    if tally.address >= ADDRESS_TRIES:
        waits.append(_left(WINDOW_SECONDS, tally.since_oldest_address))
    return Verdict(max(waits))


def tries_left(tally: Tally, *, known_device: bool) -> int:
    """Tell how many wrong tries are left before the next one has to wait."""
    used, allowed = (tally.on_device, FREE_TRIES) if known_device else (tally.strangers, STRANGER_TRIES)
    return max(0, allowed - used)


def _delay(failures: int) -> int:
    """Give 1, 2, 4 … 60 seconds from the fifth failure on."""
    over = failures - FREE_TRIES
    if over < 0:
        return 0
    return LONGEST_WAIT if over >= 6 else int(2**over)


def _left(seconds: int, passed: float) -> int:
    return max(0, math.ceil(seconds - passed))
