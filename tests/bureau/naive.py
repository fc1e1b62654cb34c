"""The figures of the bureau counted the long way: every row read as the owner, every day and home on its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.urls import Urls

ROWS = {
    "homes": "SELECT i.*, h.first_on FROM institutions i LEFT JOIN census_homes h ON h.institution_id = i.id",
    "days": "SELECT * FROM census_days",
    "papers": "SELECT * FROM registered_beds WHERE voided_at IS NULL",
    "reports": "SELECT * FROM reported_figures WHERE voided_at IS NULL AND kind = 'residential' AND code = ''",
    "openings": "SELECT * FROM census_openings",
}


@dataclass(slots=True)
class One:
    """A home on a day, as somebody with all rows on paper would write it down."""

    county: int
    institution_id: int
    standing: str
    source: str | None
    reported_on: date | None
    registered: int | None
    people: int | None
    left_people: int
    row: Any


@dataclass(slots=True)
class Rows:
    """All rows there are."""

    homes: list[Any]
    days: list[Any]
    papers: list[Any]
    reports: list[Any]
    openings: list[Any]

    def on(self, day: date) -> list[One]:
        """Write down every home on a day."""
        return [self.home_on(home, day) for home in self.homes]

    def home_on(self, home: Any, day: date) -> One:
        """Write down one home on a day."""
        known = (home.county, home.id)
        for row in self.days:
            if row.institution_id == home.id and row.day == day:
                left = 0 if row.standing == "counted" else row.in_residence
                return One(*known, row.standing, "computed", None, row.registered, row.counted, left, row)
        paper = next((p.value for p in self.papers if p.institution_id == home.id and p.from_on <= day < p.to_on), None)
        if home.closed_on and home.closed_on <= day:
            return One(*known, "closed", None, None, paper, None, 0, None)
        if home.opened_on and home.opened_on > day:
            return One(*known, "not_open", None, None, paper, None, 0, None)
        past = sorted(
            (r for r in self.reports if r.institution_id == home.id and r.as_of <= day), key=lambda r: r.as_of
        )
        if not past or (home.first_on and home.first_on <= day):
            return One(*known, "no_data", None, None, paper, None, 0, None)
        return self.reported(known, past[-1], paper)

    def reported(self, known: tuple[int, int], said: Any, paper: int | None) -> One:
        """Write down what a report says."""
        registered = said.registered if said.registered is not None else paper
        people = said.occupied
        if people is None and said.registered is not None and said.available is not None:
            people = said.registered - said.available
        if people is None:
            return One(*known, "not_filled", "reported", said.as_of, registered, None, 0, None)
        if registered is None:
            return One(*known, "no_document", "reported", said.as_of, None, people, people, None)
        return One(*known, "counted", "reported", said.as_of, registered, people, 0, None)


async def every_row(urls: Urls) -> Rows:
    """Read everything once, as the owner, whom row security spares."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.connect() as owner:
        found = {name: list(await owner.execute(text(rows))) for name, rows in ROWS.items()}
    await engine.dispose()
    return Rows(**found)


def sums(ones: Iterable[One]) -> tuple[int | None, int, int, int, int, int]:
    """Add homes up: registered, people, computed, reported, left homes, left people."""
    every = list(ones)
    rated = [one for one in every if one.standing == "counted"]
    left = [one for one in every if one.standing in ("no_document", "no_data", "not_filled")]
    return (
        sum(one.registered or 0 for one in rated) if rated else None, sum(one.people or 0 for one in rated),
        sum(one.source == "computed" for one in rated), sum(one.source == "reported" for one in rated),
        len(left), sum(one.left_people for one in every),
    )  # fmt: skip


def days_between(first: date, last: date) -> list[date]:
    """List the days, both ends included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
