"""What may be asked of the bureau's pages: a day, a span of days, a place and an order. The address is the state."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from app.bureau.rules import DaysOpen
from app.web.addresses import day_in, id_in

__all__ = ["ORDERS", "DayAsk", "SpanAsk", "months_before"]

LONGEST = 3653
"""Days of the longest span: ten years."""
LARGEST_PAGE = 10_000
ORDERS = ("rate", "-rate", "registered", "-registered", "people", "-people")


def months_before(day: date, months: int) -> date:
    """The day after the same day some months earlier: 12 before 2026-11-21 is 2025-11-22."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(first.replace(day=min(day.day, last.day)), last) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayAsk:
    """Which day, of which place, in which order. No day is asked for that is not open in the census."""

    on: date
    newest: date
    by: str = ""
    county: int | None = None
    township: int | None = None
    sort: str = ""
    page: int = 1

    @classmethod
    def read(
        cls, asked: Mapping[str, str], open_days: DaysOpen, counties: Collection[int] = (), kinds: Collection[str] = ()
    ) -> Self:
        """Read the query of an address; what cannot be read, or is beyond, is as if it had not been asked."""
        newest = open_days.newest
        on = min(day_in(asked.get("day")) or newest, newest)
        by, sort = asked.get("by", ""), asked.get("sort", "")
        page = min(max(id_in(asked.get("page")) or 1, 1), LARGEST_PAGE)
        return cls(
            on, newest, by if by in kinds else "", _one_of(asked, counties), id_in(asked.get("township")),
            sort if sort in ORDERS else "", page,
        )  # fmt: skip

    def query(self, **changes: Any) -> str:
        """Write the address anew; what is as usual is left out."""
        asked = replace(self, **changes)
        return _address(asked.said)

    @property
    def said(self) -> dict[str, Any]:
        """Everything asked for, as an address says it; what is as usual is left out."""
        said = {
            "day": "" if self.on == self.newest else str(self.on), "by": self.by, "county": self.county,
            "township": self.township, "sort": self.sort, "page": "" if self.page == 1 else self.page,
        }  # fmt: skip
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class SpanAsk:
    """From which day to which, of which place. The span ends on an open day and is ten years long at most."""

    first: date
    last: date
    newest: date
    by: str = ""
    county: int | None = None
    sort: str = ""

    @classmethod
    def read(
        cls, asked: Mapping[str, str], open_days: DaysOpen, counties: Collection[int] = (), *, months: int = 12,
        kinds: Collection[str] = (),
    ) -> Self:  # fmt: skip
        """Read the query of an address; unasked it is the last months."""
        newest = open_days.newest
        last = min(day_in(asked.get("to")) or newest, newest)
        first = day_in(asked.get("from")) or months_before(last, months)
        # Two days the wrong way round mean the days between them all the same.
        first, last = min(first, last), min(max(first, last), newest)
        first = max(first, last - timedelta(days=LONGEST - 1))
        by, sort = asked.get("by", ""), asked.get("sort", "")
        return cls(
            first, last, newest, by if by in kinds else "", _one_of(asked, counties), sort if sort in ORDERS else ""
        )

    def query(self, **changes: Any) -> str:
        """Write the address anew, both days always: a span without its days is another one tomorrow."""
        asked = replace(self, **changes)
        return _address(
            {"from": asked.first, "to": asked.last, "by": asked.by, "county": asked.county, "sort": asked.sort}
        )

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.last - self.first).days + 1


def _one_of(asked: Mapping[str, str], counties: Collection[int]) -> int | None:
    county = id_in(asked.get("county"))
    return county if county in counties else None


def _address(said: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in said.items() if value}
    return "?" + urlencode(kept) if kept else ""
