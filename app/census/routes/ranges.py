"""Which days the pages over time are asked for: a range, or a month. What cannot be read is taken as usual."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from app.core.i18n import N_, _
from app.web.addresses import day_in

__all__ = ["MonthAsk", "RangeAsk", "month_days"]

YEARS = 10
SPANS = ((N_("近 30 天"), 0), (N_("近 12 个月"), 1), (N_("近 3 年"), 3), (N_("近 10 年"), YEARS))


def month_days(day: date) -> tuple[date, date]:
    """Give the first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _years_before(day: date, years: int) -> date:
    """Give the first of the days that make these years up to and with a day; no years are thirty days."""
    if not years:
        return day - timedelta(days=29)
    after = day + timedelta(days=1)
    month, number = (after.month, after.day) if (after.month, after.day) != (2, 29) else (3, 1)
    return date(after.year - years, month, number)


@dataclass(frozen=True, slots=True)
class RangeAsk:
    """A range of days that ends today at the latest and is ten years long at the most."""

    first: date
    last: date
    today: date
    cut: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date) -> Self:
        """Read the query of an address: twelve months up to today when nothing is asked."""
        last = min(day_in(asked.get("to")) or today, today)
        first = day_in(asked.get("from")) or _years_before(last, 1)
        first, last = min(first, last), max(min(first, today), last)
        longest = _years_before(last, YEARS)
        return cls(max(first, longest), last, today, cut=first < longest)

    def query(self, first: date | None = None, last: date | None = None) -> str:
        """Write the address."""
        return "?" + urlencode({"from": first or self.first, "to": last or self.last})

    def spans(self, path: str) -> list[tuple[str, str, bool]]:
        """Give the usual ranges up to today: words, address, whether it is this one."""
        found = []
        for words, years in SPANS:
            first = _years_before(self.today, years)
            found.append(
                (_(words), path + self.query(first, self.today), (self.first, self.last) == (first, self.today))
            )
        return found


@dataclass(frozen=True, slots=True)
class MonthAsk:
    """A month up to the one of today."""

    first: date
    last: date
    today: date

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date) -> Self:
        """Read the query of an address: this month when nothing is asked."""
        day = min(day_in(f"{asked.get('month', '')}-01") or today, today)
        return cls(*month_days(day), today)

    @property
    def value(self) -> str:
        """The month as a field writes it."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> str:
        """The query of the month before."""
        return f"?month={self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str | None:
        """The query of the next month, when it has begun."""
        following = self.last + timedelta(days=1)
        return f"?month={following:%Y-%m}" if following <= self.today else None
