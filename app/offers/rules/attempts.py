"""Which attempts count before an offer may lapse: each on a day of its own and by a channel of its own."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.offers.rules.kinds import Channel

__all__ = ["Tried", "counted_attempts"]

Tried = tuple[date, Channel]


def counted_attempts(tried: Iterable[Tried]) -> int:
    """Count as many attempts as can be chosen so that no two share a day and no two share a channel.

    Three calls on one afternoon count once, and so do three calls on three days: the family may be on a journey,
    or the number may be wrong.
    """
    pairs = sorted(set(tried))
    by_day: dict[date, list[Channel]] = {}
    for day, channel in pairs:
        by_day.setdefault(day, []).append(channel)
    taken: dict[Channel, date] = {}
    return sum(_place(day, by_day, taken, set()) for day in by_day)


def _place(day: date, by_day: dict[date, list[Channel]], taken: dict[Channel, date], seen: set[Channel]) -> bool:
    """Give the day a channel, moving others to another one where that makes room."""
    for channel in _unseen(by_day[day], seen):
        seen.add(channel)
        holder = taken.get(channel)
        if holder is None or _place(holder, by_day, taken, seen):
            taken[channel] = day
            return True
    return False


def _unseen(channels: Sequence[Channel], seen: set[Channel]) -> list[Channel]:
    return [channel for channel in channels if channel not in seen]
