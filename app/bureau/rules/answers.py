"""Answers for programs: rows of plain values, made straight from tuples because a thousand of them are common."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from app.bureau.rules.counties import CountyOn
from app.bureau.rules.steps import NOTHING, Run, Silent
from app.bureau.rules.telling import Told, say_why
from app.census.rules.occupancy import Source
from app.core.i18n import N_

__all__ = [
    "CODE", "COUNTY_KEYS", "HOME_KEYS", "NOT_YET", "SERIES_KEYS", "SINCE", "VERSION", "county_answers",
    "county_exclusions", "home_answer", "home_exclusion", "series_answers",
]  # fmt: skip

CODE, VERSION = "occupancy", "1"
"""Which figure it is and by which formula; the number goes up when the same rows would give another figure."""

HEAD = ("as_of", "definition", "formula_version", "source")
RATE = ("numerator", "denominator", "value")
HOME_KEYS = (*HEAD, "reported_on", "county", "county_name", "institution_id", "code", "name", *RATE)
COUNTY_KEYS = (*HEAD, "county", "county_name", *RATE, "homes", "computed_homes", "reported_homes", "oldest_report")
SERIES_KEYS = (*HEAD, *RATE, "homes", "reported_homes", "excluded_homes", "excluded_people")
NO_ROW = (CODE, VERSION, None, 0, None, None, 0, 0, 0, 0)
"""What follows the day where a county's day has no row."""

NOT_YET = N_("还没有统计到 {day}，请改查 {newest} 或以前的日期")
SINCE = N_("{day} 还没有任何数，请改查 {first} 或以后的日期")


def _value(numerator: int, denominator: int | None) -> float | None:
    return numerator / denominator if denominator else None


def home_answer(day: date, names: Sequence[Any], known: Told) -> dict[str, Any]:
    """Give a home in the rate; `names` are county, its name, id, code and name of the home."""
    people, registered = known.people or 0, known.registered
    rate = (people, registered, _value(people, registered))
    return dict(zip(HOME_KEYS, (day, CODE, VERSION, known.source, known.reported_on, *names, *rate), strict=True))


def home_exclusion(names: Sequence[Any], known: Told) -> dict[str, Any]:
    """Give a home that is in no rate, why, and who lives there."""
    county, _county_name, home, code, name = names
    return {
        "county": county, "institution_id": home, "code": code, "name": name, "source": known.source,
        "reported_on": known.reported_on, "reason": known.standing, "words": say_why(known), "people": known.left_people,
    }  # fmt: skip


def county_answers(counties: Iterable[CountyOn]) -> list[dict[str, Any]]:
    """Give each county that has a home in the rate."""
    return [
        dict(
            zip(
                COUNTY_KEYS,
                (one.day, CODE, VERSION, _source(one.computed, one.reported), one.code, one.name, one.people,
                 one.registered, _value(one.people, one.registered), one.homes, one.computed, one.reported,
                 one.oldest_report),
                strict=True,
            )
        )
        for one in counties
        if one.counted_homes
    ]  # fmt: skip


def county_exclusions(counties: Iterable[CountyOn]) -> list[dict[str, Any]]:
    """Give how many homes each county leaves out of the rate, and their residents."""
    return [
        {"county": one.code, "county_name": one.name, "homes": one.left_homes, "people": one.left_people}
        for one in counties
        if one.left_homes or one.left_people
    ]


def series_answers(rows: Sequence[Sequence[Any]], runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Give day by day what the rows, in the order of the keys and of days, and the homes without rows say together."""
    said: list[dict[str, Any]] = []
    at = 0
    for run in runs:
        end = bisect_left(rows, run.stop, at, key=itemgetter(0))
        part, at = rows[at:end], end
        if run.silent == NOTHING:
            said += [dict(zip(SERIES_KEYS, row, strict=True)) for row in part]
            continue
        if run.silent.speaking and len(part) < (run.stop - run.begin).days:
            there = {row[0]: row for row in part}
            part = [there.get(day, (day, *NO_ROW)) for day in run.days]
        said += [_added(row, run.silent) for row in part]
    return said


def _added(row: Sequence[Any], silent: Silent) -> dict[str, Any]:
    people, counted = row[4] + silent.people, row[7] - row[9]
    registered = (row[5] or 0) + silent.registered if counted + silent.reported else None
    return {
        "as_of": row[0], "definition": CODE, "formula_version": VERSION, "source": _source(counted, silent.reported),
        "numerator": people, "denominator": registered, "value": _value(people, registered),
        "homes": row[7] + silent.reported + silent.left, "reported_homes": silent.reported,
        "excluded_homes": row[9] + silent.left, "excluded_people": row[10] + silent.left_people,
    }  # fmt: skip


def _source(computed: int, reported: int) -> str | None:
    """Say what a sum is made of."""
    if computed and reported:
        return "mixed"
    return Source.COMPUTED if computed else Source.REPORTED if reported else None
