"""Cutting a span along others: nothing is lost, and the borders are those of the spans above."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.beds.rules.spans import FOREVER, cut_along, say_span, say_time

START = date(2026, 1, 1)


@dataclass(frozen=True)
class Span:
    from_on: date
    to_on: date


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(0, 10), st.integers(1, 200))
def test_the_pieces_are_the_span_cut_at_the_borders(lengths: list[int], begins: int, lasts: int) -> None:
    borders = [0]
    for length in lengths:
        borders.append(borders[-1] + length)
    spans = [Span(day(first), day(last)) for first, last in pairwise(borders)]
    ask = Span(day(begins), day(min(begins + lasts, borders[-1])))
    crossed = [span for span in spans if span.from_on < ask.to_on and span.to_on > ask.from_on]
    pieces = cut_along(ask.from_on, ask.to_on, crossed)
    if not crossed:
        assert pieces == []
        return
    assert (pieces[0].from_on, pieces[-1].to_on) == (ask.from_on, ask.to_on)
    assert all(one.to_on == other.from_on for one, other in pairwise(pieces))
    assert all(piece.under.from_on <= piece.from_on and piece.to_on <= piece.under.to_on for piece in pieces)


def test_what_reaches_beyond_is_not_cut_off_in_silence() -> None:
    [piece] = cut_along(day(0), FOREVER, [Span(day(0), day(10))])
    assert piece.to_on == FOREVER


def test_a_gap_lengthens_the_piece_before_it() -> None:
    one, two = cut_along(day(0), day(30), [Span(day(0), day(10)), Span(day(20), day(40))])
    assert (one.to_on, two.from_on) == (day(20), day(20))


def test_a_span_is_said_with_its_last_day() -> None:
    assert say_span(day(0), FOREVER) == "2026-01-01 起"
    assert say_span(day(0), day(3)) == "2026-01-01 至 2026-01-03"
    assert say_span(day(0), day(0)) == "2026-01-01 当天"


def test_long_times_are_said_in_few_characters() -> None:
    assert [say_time(days) for days in (16, 99, 100, 400, 1421)] == ["16 天", "99 天", "3 个月", "13 个月", "3 年"]
