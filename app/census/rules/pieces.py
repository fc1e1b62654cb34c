"""People as pieces: from which day up to which each of them is what a split asks for. Days are ordinals."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, TypeVar

from app.beds.rules.kinds import ClaimKind, Sex
from app.census.rules.facts import (
    ClaimFact,
    HomeFacts,
    StayFact,
)
from app.census.rules.measures import AGES, CATEGORIES, HUKOU, KINDS, LEVELS, LYING
from app.census.rules.tally import INDEX, Piece
from app.core.scope import region_covers
from app.regions.rules import county_of
from app.stays.rules.kinds import StayKind

__all__ = ["Rows", "birthday", "kinds_of", "splits_of"]

FEMALE, HUKOU_IN, HUKOU_OUT = (INDEX[name] for name in ("female", *HUKOU))
_AGES = [INDEX[name] for name in AGES]
_LEVELS = [INDEX[name] for name in LEVELS]
_CATEGORIES = {name.removeprefix("cat_"): INDEX[name] for name in CATEGORIES}
_KINDS = {name.removeprefix("kind_"): INDEX[name] for name in KINDS}
_LYING = {name.removeprefix("in_"): INDEX[name] for name in LYING}
_BIRTHDAYS = (60, 70, 80, 90)
_ABOUT = [years * 1461 // 4 for years in _BIRTHDAYS]

R = TypeVar("R", bound=tuple[Any, ...])


class Rows:
    """The rows of a home by the person, the stay or the bed they are about, in the order of their days."""

    def __init__(self, home: HomeFacts) -> None:
        """Put them in their places once."""
        self.county, self.extra = home.county, home.extra
        self.on_bed = _by_first(home.claims)
        nights = [row for row in home.claims if row.kind is ClaimKind.STAY and row.from_on < row.to_on]
        self.claims: dict[int, list[ClaimFact]] = defaultdict(list)
        for claim in sorted(nights, key=attrgetter("from_on")):
            self.claims[claim.stay_id or 0].append(claim)
        self.leaves = _by_first(home.leaves)
        self.changes = _by_first(sorted(home.changes, key=attrgetter("from_on")))
        self.marks = _by_first(row for row in home.marks if row.bed_id not in home.extra)
        self.categories, self.levels = _by_first(home.categories), _by_first(home.levels)


def _by_first(rows: Iterable[R]) -> dict[int, list[R]]:
    """Put rows together by the number they begin with."""
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def splits_of(rows: Rows, stay: StayFact, begins: int, ends: int) -> tuple[list[int], list[Piece]]:
    """Say in which splits the person stands on all of those days, and in which on some of them only.

    What goes on without a gap is one piece.
    """
    whole = [FEMALE] if stay.sex is Sex.FEMALE else []
    if (where := _registered(stay.hukou_region, rows.county)) is not None:
        whole.append(where)
    varying = [*_ages(stay.born_on, begins, ends), *_kinds(rows, stay), *_said(rows, stay), *_lying(rows, stay)]
    pieces = []
    for measure, since, until in varying:
        if since <= begins and until >= ends:
            whole.append(measure)
        elif max(since, begins) < min(until, ends):
            pieces.append((measure, max(since, begins), min(until, ends)))
    if len(pieces) > 1:
        pieces = _joined(pieces)
    return whole, pieces


def birthday(born_on: date, years: int) -> int:
    """Give the day somebody is so many years old; who was born on 29 February waits for 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + years).toordinal()
    except ValueError:
        return date(born_on.year + years, 3, 1).toordinal()


def _registered(region: int | None, county: int) -> int | None:
    """Tell where somebody is registered; of a whole city nobody knows whether it means a county of it."""
    if region is None:
        return None
    code = county_of(region)
    if region_covers(county, code):
        return HUKOU_IN
    return None if region_covers(code, county) else HUKOU_OUT


def _ages(born_on: date | None, begins: int, ends: int) -> list[Piece]:
    if born_on is None:
        return []
    born = born_on.toordinal()
    # Calendars are slow: birthdays are worked out only where one may lie in these days.
    decade = bisect(_ABOUT, begins - born - 3)
    if decade == bisect(_ABOUT, ends - born + 3):
        return [(_AGES[decade], begins, ends)]
    edges = [0, *(birthday(born_on, years) for years in _BIRTHDAYS), date.max.toordinal()]
    return [(measure, *edge) for measure, edge in zip(_AGES, pairwise(edges), strict=True)]


def _kinds(rows: Rows, stay: StayFact) -> Iterable[Piece]:
    if stay.id not in rows.changes and stay.kind not in _KINDS:
        return ()
    return [(_KINDS[kind], since, until) for kind, since, until in kinds_of(rows, stay) if kind in _KINDS]


def kinds_of(rows: Rows, stay: StayFact) -> Iterator[tuple[StayKind, int, int]]:
    """Say what kind the stay is from which day up to which; the newest change speaks."""
    kind, since = stay.kind, 0
    for change in rows.changes.get(stay.id, ()):
        yield kind, since, (until := change.from_on.toordinal())
        kind, since = change.kind, until
    yield kind, since, date.max.toordinal()


def _said(rows: Rows, stay: StayFact) -> Iterator[Piece]:
    for category in rows.categories.get(stay.elder_id, ()):
        yield _CATEGORIES[category.kind], category.from_on.toordinal(), category.to_on.toordinal()
    for level in rows.levels.get(stay.elder_id, ()):
        yield _LEVELS[level.level], level.from_on.toordinal(), level.to_on.toordinal()


def _lying(rows: Rows, stay: StayFact) -> Iterator[Piece]:
    for claim in rows.claims.get(stay.id, ()):
        begins, ends = claim.from_on, claim.to_on
        for mark in rows.marks.get(claim.bed_id, ()):
            since, until = max(mark.from_on, begins), min(mark.to_on, ends)
            yield _LYING[mark.kind], since.toordinal(), until.toordinal()


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put together pieces of one measure that meet: whoever is the same the day after has not changed."""
    found: list[Piece] = []
    for measure, since, until in sorted(pieces):
        if found and found[-1][0] == measure and since <= found[-1][2]:
            found[-1] = (measure, found[-1][1], max(until, found[-1][2]))
        else:
            found.append((measure, since, until))
    return found
