"""Slowing down whoever guesses at a door that is no account: a number with its PIN, a code, a form anybody may send."""

import math
from dataclasses import dataclass

__all__ = ["Door", "Knocks", "Limit", "wait_for"]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many knocks within so many seconds."""

    tries: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Door:
    """What one kind of door lets pass: for one name behind it, from one address, and altogether.

    A name is held up by failures in a row; who opens it begins anew. Addresses and the whole count every knock.
    """

    what: str
    name: tuple[Limit, ...] = ()
    address: tuple[Limit, ...] = ()
    everywhere: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Knocks:
    """How many there were within the seconds of a limit, and how long ago the oldest of them was."""

    limit: Limit
    count: int
    since_oldest: float


def wait_for(knocks: list[Knocks]) -> int:
    """Give how many seconds the next knock has to wait: until the oldest of too many falls out of its window."""
    waits = [math.ceil(one.limit.seconds - one.since_oldest) for one in knocks if one.count >= one.limit.tries]
    return max([0, *waits])
