"""Spans of days `[from_on, to_on)`: cutting one along others, and saying days in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.core.i18n import _

__all__ = ["FOREVER", "Piece", "cut_along", "lasting", "meets", "say_day", "say_span", "say_time"]

FOREVER = date.max
"""What `infinity` looks like here: a span that has not ended."""
DAYS_THAT_COUNT = 100
"""Beyond this a tile says months: three digits of days no longer fit, and nobody counts them."""


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Piece(Generic[S]):
    """The part of a span that lies under one of the spans it was cut along."""

    under: S
    from_on: date
    to_on: date


def cut_along(from_on: date, to_on: date, spans: Sequence[S]) -> list[Piece[S]]:
    """Cut a span at the borders of the spans it crosses, in their order.

    Nothing is lost: the first piece begins and the last one ends as asked, even beyond the span above it, and a
    gap lengthens the piece before it. The database then refuses such a piece by name.
    """

    def begins(span: Any) -> tuple[date, date]:
        return span.from_on, span.to_on

    ordered = sorted(spans, key=begins)
    starts = [begins(span)[0] for span in ordered]
    pieces = []
    for place, span in enumerate(ordered):
        begin = from_on if place == 0 else starts[place]
        end = to_on if place == len(ordered) - 1 else starts[place + 1]
        pieces.append(Piece(span, begin, end))
    return pieces


def lasting(spans: Iterable[S]) -> list[S]:
    """Leave out spans of zero days: what was planned and taken back before it began leaves such a row."""

    def lasts(span: Any) -> bool:
        return bool(span.from_on < span.to_on)

    return [span for span in spans if lasts(span)]


def meets(span: Any, from_on: date, to_on: date) -> bool:
    """Whether days lie in a span at least in part; of zero days, whether the span holds the day they stand on."""
    if from_on == to_on:
        return bool(span.from_on <= from_on < span.to_on)
    return bool(span.from_on < to_on and span.to_on > from_on)


def say_day(day: date) -> str:
    """Say a day inside a sentence: 10 月 3 日."""
    return _("{month} 月 {day} 日").format(month=day.month, day=day.day)


def say_time(days: int) -> str:
    """Say how long in few characters: 16 天, 5 个月, 3 年."""
    if days < DAYS_THAT_COUNT:
        return _("{count} 天").format(count=days)
    months = days * 12 // 365
    return _("{count} 个月").format(count=months) if months < 24 else _("{count} 年").format(count=months // 12)


def say_span(from_on: date, to_on: date) -> str:
    """Say a span in a list: 2026-09-02 起, or 2025-01-06 至 2026-08-29 with the last day that is in it."""
    if to_on == FOREVER:
        return _("{day} 起").format(day=from_on.isoformat())
    if to_on == from_on:
        return _("{day} 当天").format(day=from_on.isoformat())
    last = date.fromordinal(to_on.toordinal() - 1)
    return _("{first} 至 {last}").format(first=from_on.isoformat(), last=last.isoformat())
