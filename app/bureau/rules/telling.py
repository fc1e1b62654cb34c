"""Which of a home's sources speaks for a day in the bureau's figures, and what it says. The one rule of all of them."""

from datetime import date
from typing import NamedTuple, Protocol

from app.census.rules.occupancy import Source, Standing
from app.census.rules.reported import Reported
from app.census.rules.words import say_standing
from app.core.i18n import _

__all__ = ["SHUT", "Own", "Span", "Told", "say_why", "told"]

SHUT = (Standing.CLOSED, Standing.NOT_OPEN)
"""Not operating: neither in the rate nor missing from it."""


class Span(NamedTuple):
    """When a home operates, and since when it has rows of its own: from then on nothing else speaks for it."""

    opened_on: date | None = None
    closed_on: date | None = None
    first_on: date | None = None


class Own(NamedTuple):
    """A home's own row of a day."""

    standing: Standing | str
    registered: int | None
    counted: int
    in_residence: int


class Told(NamedTuple):
    """What is told of the home. Only with the standing 'counted' is it in the rate, on both sides."""

    standing: Standing
    source: Source | None
    reported_on: date | None
    registered: int | None
    people: int | None
    # Residents to be listed where the home is left out of the rate.
    left_people: int
    # Rows of its own speak for the home, but the day has not been counted yet, and no report stands in for it.
    pending: bool = False


def told(
    day: date, span: Span, own: Own | None = None, report: Reported | None = None, paper: int | None = None
) -> Told:
    """Decide: a home's own rows once it has any, even where they are empty; else its newest report; else nothing.

    `report` is the newest report of residential beds of that day or before, however old; `paper` the registered figure
    of the paper that covers the day. Whoever lacks the people or the beds is in neither side of the rate. A report says
    nothing of days on which a home is closed or not yet open.
    """
    if own is not None:
        standing = Standing(own.standing)
        left = 0 if standing is Standing.COUNTED else own.in_residence
        return Told(standing, Source.COMPUTED, None, own.registered, own.counted, left)
    if span.closed_on is not None and span.closed_on <= day:
        return Told(Standing.CLOSED, None, None, paper, None, 0)
    if span.opened_on is not None and span.opened_on > day:
        return Told(Standing.NOT_OPEN, None, None, paper, None, 0)
    if span.first_on is not None and span.first_on <= day:
        return Told(Standing.NO_DATA, None, None, paper, None, 0, pending=True)
    if report is None:
        return Told(Standing.NO_DATA, None, None, paper, None, 0)
    return _reported(report, paper)


def _reported(report: Reported, paper: int | None) -> Told:
    registered = paper if report.registered is None else report.registered
    if report.people is None:
        return Told(Standing.NOT_FILLED, Source.REPORTED, report.as_of, registered, None, 0)
    if registered is None:
        return Told(Standing.NO_DOCUMENT, Source.REPORTED, report.as_of, None, report.people, report.people)
    return Told(Standing.COUNTED, Source.REPORTED, report.as_of, registered, report.people, 0)


class Left(Protocol):
    """A home as far as it can be said why it is in no rate."""

    @property
    def standing(self) -> Standing:
        """Whether it takes part."""

    @property
    def source(self) -> Source | None:
        """What speaks for it."""

    @property
    def pending(self) -> bool:
        """Whether its day has not been counted."""


def say_why(home: Left) -> str:
    """Say why a home is in no rate; nothing where it is."""
    if home.standing is Standing.COUNTED:
        return ""
    if home.pending:
        return _("有本院记录，但当天的数还没有统计出来")
    if home.standing is Standing.NO_DOCUMENT and home.source is Source.REPORTED:
        return _("上报数没有填核定床位，也没有核定床位的文件")
    return say_standing(home.standing)
