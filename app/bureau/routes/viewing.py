"""Rows of the bureau's tables as they stand on a page, put together once so that a table draws them in one go."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.bureau.routes.charts import Bar, width_of
from app.bureau.rules import CountyOn, Group, HomeOn
from app.census.rules.flags import ReportFlag
from app.census.rules.occupancy import Source
from app.census.rules.rates import Rate
from app.core.i18n import _

__all__ = [
    "HomeLine", "PlaceLine", "Total", "bars_of", "flags_on", "home_line", "in_order", "place_line", "say_age", "say_source",
    "scale_of", "total_of",
]  # fmt: skip

PathFor = Callable[..., str]


class PlaceLine(NamedTuple):
    """A county or a township: its figures, and where each of them leads."""

    name: str
    href: str
    homes: int
    registered: int | None
    people: int
    rate: Rate
    computed: int
    reported: int
    age: str
    left_homes: int
    left_people: int
    left_href: str


class HomeLine(NamedTuple):
    """A home: its figures, what they rest on, and what stands out about them."""

    name: str
    href: str
    place: str
    registered: int | None
    people: int | None
    rate: Rate
    source: str
    is_reported: bool
    flags: Sequence[tuple[str, str]]
    why: str
    left_people: int
    code: str


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of what is shown, divided after adding."""

    homes: int = 0
    computed: int = 0
    reported: int = 0
    registered: int | None = None
    people: int = 0
    left_homes: int = 0
    left_people: int = 0
    oldest: date | None = None
    rate: Rate = field(default=Rate(0, None))


def total_of(parts: Iterable[CountyOn | Group]) -> Total:
    """Add up counties or groups of homes."""
    rows = list(parts)
    registered = [row.registered for row in rows if row.registered is not None]
    people = sum(row.people for row in rows)
    beds = sum(registered) if registered else None
    return Total(
        homes=sum(row.computed + row.reported + row.left_homes for row in rows),
        computed=sum(row.computed for row in rows),
        reported=sum(row.reported for row in rows),
        registered=beds,
        people=people,
        left_homes=sum(row.left_homes for row in rows),
        left_people=sum(row.left_people for row in rows),
        oldest=min((row.oldest_report for row in rows if row.oldest_report), default=None),
        rate=Rate(people, beds),
    )


def say_age(reported_on: date | None, on: date) -> str:
    """Say how old a report is: 当天, or 32 天前."""
    if reported_on is None:
        return ""
    days = (on - reported_on).days
    return _("{n} 天前").format(n=days) if days else _("当天")


def say_source(home: HomeOn) -> str:
    """Say what a home's figure rests on: 本院记录, or 上报 and how old it is."""
    if home.source is Source.REPORTED:
        return _("上报，{age}").format(age=say_age(home.reported_on, home.day))
    return _("本院记录") if home.source is Source.COMPUTED else ""


def flags_on(home: HomeOn) -> tuple[ReportFlag, ...]:
    """Give what stands out; a home over full by rows of its own stands out as one that reports it."""
    over = home.source is Source.COMPUTED and home.counted and (home.people or 0) > (home.registered or 0)
    return (ReportFlag.OVER_REGISTERED, *home.flags) if over else home.flags


def place_line(row: CountyOn | Group, on: date, href: str) -> PlaceLine:
    """Lay a county or a township out."""
    homes = row.computed + row.reported + row.left_homes
    return PlaceLine(
        row.name, href, homes, row.registered, row.people, row.rate, row.computed, row.reported,
        say_age(row.oldest_report, on), row.left_homes, row.left_people, f"{href}#excluded",
    )  # fmt: skip


def home_line(home: HomeOn, href: str, *, with_county: bool = False) -> HomeLine:
    """Lay a home out; its county is said where homes of several stand together."""
    place = f"{home.county_name} {home.township_name}".strip() if with_county else home.township_name
    flags = [(flag.label, flag.advice) for flag in flags_on(home)]
    return HomeLine(
        home.name, href, place, home.registered, home.people if home.counted else None,
        home.rate, say_source(home), home.source is Source.REPORTED, flags, home.why_left_out, home.left_people, home.code,
    )  # fmt: skip


def _by_rate(row: Any) -> float:
    """Division rounds to the nearest, so equal rates stay equal and no two change places."""
    rate = row.rate
    return rate.numerator / rate.denominator if rate.denominator else -1.0


KEYS: dict[str, Callable[[Any], Any]] = {
    "rate": _by_rate,
    "registered": lambda row: -1 if row.registered is None else row.registered,
    "people": lambda row: -1 if row.people is None else row.people,
}


def in_order(rows: Sequence[Any], sort: str) -> list[Any]:
    """Order rows by a column, from the most down, or with a minus from the least up; the rest keep their order."""
    if not sort:
        return list(rows)
    return sorted(rows, key=KEYS[sort.removeprefix("-")], reverse=not sort.startswith("-"))


def scale_of(rows: Iterable[Any]) -> int:
    """Tenths of the longest bar: a whole, or more where somebody is over full."""
    return max([1000, *(row.rate.tenths or 0 for row in rows)])


def bars_of(rows: Sequence[Any]) -> list[Bar]:
    """Draw rows as bars from the highest rate down, those without one last."""
    most = scale_of(rows)
    return [Bar(row.name, width_of(row.rate, most), row.rate.shown, row.href) for row in in_order(rows, "rate")]
