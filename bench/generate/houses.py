"""The houses: papers, places, rooms and beds, what each bed is certified as, and what homes without rows report."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.generate.days import Days
from bench.generate.plan import Home
from bench.generate.rows import Rows

__all__ = ["Bed", "Room", "tell_home", "tell_rooms"]

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROOM_SIZES = (1, 2, 2, 2, 2, 3, 3, 4, 6)
KINDS = ("single", "double", "triple", "multi")
ROOMS_OF_FLOOR, FLOORS_OF_BUILDING = 12, 6
QUARTER = 91


@dataclass(frozen=True, slots=True)
class Bed:
    """A bed with the span it is in service."""

    id: int
    service_id: int
    extra: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A room, whom it takes, and the days its beds are in service: up to `until`, or still."""

    id: int
    sex: str | None
    since: int
    until: int | None
    beds: tuple[Bed, ...]


def tell_home(rows: Rows, days: Days, home: Home, random: Random) -> int:
    """Write the home, its papers and its place; give its id."""
    institution_id, opened = rows.new("institutions"), days.on(home.opened)
    closed = None if home.closed is None else days.on(home.closed)
    name = f"合成养老院 {home.county}-{home.place + 1}"
    rows.add("institutions", home.county, institution_id, f"H{home.number + 1}", name, f"hcyly {home.number:06}", "hcyly",
             opened, closed)  # fmt: skip
    here = home.county * 1000 + 1 + home.place % 4
    rows.add("institution_facts", home.county, rows.new("institution_facts"), institution_id, "location", "yes", here,
             f"合成路 {home.place + 1} 号", opened, days.on(None), days.noted(home.opened))  # fmt: skip
    for begins, ends in _papers(home):
        value = max(1, round(home.beds * random.uniform(0.95, 1.2)))
        rows.add("registered_beds", home.county, rows.new("registered_beds"), institution_id, value, "filing",
                 f"合成备〔{home.number + 1}〕号", days.on(begins), days.on(ends), days.noted(begins))  # fmt: skip
    if home.reports:
        _report(rows, days, home, institution_id, random)
    return institution_id


def _papers(home: Home) -> Iterator[tuple[int, int | None]]:
    if home.paper_from is None:
        return
    yield home.paper_from, home.paper_changes
    if home.paper_changes is not None:
        yield home.paper_changes, None


def _report(rows: Rows, days: Days, home: Home, institution_id: int, random: Random) -> None:
    """A figure a quarter until the home has rows of its own."""
    until = days.count if home.rows_from is None else home.rows_from
    people = random.uniform(0.4, 0.8)
    for day in range(max(home.opened, 0) + random.randrange(QUARTER), until, QUARTER):
        people = min(1.05, max(0.2, people + random.uniform(-0.06, 0.06)))
        occupied = round(home.beds * people)
        said = random.random()
        figures = (home.beds if said < 0.9 else None, occupied if said < 0.7 or said >= 0.9 else None,
                   max(home.beds - occupied, 0) if 0.3 < said < 0.85 else None)  # fmt: skip
        rows.add("reported_figures", home.county, rows.new("reported_figures"), institution_id, days.on(day),
                 "residential", *figures, "合成上报表", days.noted(day))  # fmt: skip


def tell_rooms(rows: Rows, days: Days, home: Home, institution_id: int, random: Random) -> Iterator[Room]:
    """Write building by building, floor by floor, and give each room when its beds stand."""
    assert home.rows_from is not None
    county, left, number = home.county, home.beds, 0
    building = floor = unit = 0
    while left:
        on_floor = number % ROOMS_OF_FLOOR
        level = number // ROOMS_OF_FLOOR
        if on_floor == 0:
            if level % FLOORS_OF_BUILDING == 0:
                place = level // FLOORS_OF_BUILDING + 1
                building = rows.new("buildings")
                rows.add("buildings", county, building, institution_id, f"{place} 号楼", place)
            floor, unit = rows.new("floors"), rows.new("nursing_units")
            label = f"{level % FLOORS_OF_BUILDING + 1}"
            rows.add("floors", county, floor, institution_id, building, f"{label} 楼", level)
            rows.add("nursing_units", county, unit, institution_id, f"{level + 1} 区", level)
        count = min(left, random.choice(ROOM_SIZES))
        label = f"{level % FLOORS_OF_BUILDING + 1}{on_floor + 1:02}"
        yield _room(rows, days, home, random, (institution_id, floor, unit, label, count))
        left, number = left - count, number + 1


def _room(rows: Rows, days: Days, home: Home, random: Random, what: tuple[int, int, int, str, int]) -> Room:
    institution_id, floor, unit, label, count = what
    county, room_id = home.county, rows.new("rooms")
    since, until = _in_service(days, home, random)
    sex = random.choice(("male", "female", "female", None, None))
    kind = KINDS[min(count, 4) - 1]
    rows.add("rooms", county, room_id, institution_id, floor)
    rows.add("room_terms", county, rows.new("room_terms"), institution_id, room_id, floor, unit, label, kind,
             sex or "none", days.on(home.rows_from), days.on(None))  # fmt: skip
    beds = tuple(_bed(rows, days, home, (institution_id, room_id, since, until), str(one + 1), random.random())
                 for one in range(count))  # fmt: skip
    return Room(room_id, sex, since, until, beds)


def _in_service(days: Days, home: Home, random: Random) -> tuple[int, int | None]:
    """Most rooms are used from the first day on, some are built later, a few are given up."""
    since, until, draw = home.rows_from or 0, home.closed, random.random()
    end = until if until is not None else days.count
    if draw < 0.12:
        since = random.randint(since, max(since, (since + end) // 2))
    elif draw < 0.15 and end - since > 60:
        until = random.randint(since + 30, end - 1)
    return since, until


def _bed(rows: Rows, days: Days, home: Home, where: tuple[int, int, int, int | None], label: str, draw: float) -> Bed:
    institution_id, room_id, since, until = where
    county, bed_id, service_id = home.county, rows.new("beds"), rows.new("bed_services")
    extra = draw > 0.99
    rows.add("beds", county, bed_id, institution_id, _code(bed_id), extra)
    span = (days.on(since), days.on(until))
    rows.add("bed_services", county, service_id, institution_id, bed_id, room_id, label, *span)
    for kind, begins, ends in _marks(since, days.count, draw):
        rows.add("bed_marks", county, rows.new("bed_marks"), institution_id, bed_id, kind, "合成认定",
                 days.on(begins), days.on(ends))  # fmt: skip
    return Bed(bed_id, service_id, extra)


def _marks(since: int, count: int, draw: float) -> Iterator[tuple[str, int, int | None]]:
    """Beds are nursing beds or general ones, some of them change; dementia, 普惠 and 长护险 come on top."""
    if draw < 0.5:
        yield "nursing", since, None
    elif draw < 0.6 and since + 200 < count:
        yield "general", since, since + 180
        yield "nursing", since + 180, None
    elif draw < 0.85:
        yield "general", since, None
    if draw < 0.06:
        yield "dementia", since, None
    if 0.03 < draw < 0.35:
        yield "inclusive", since, None
    if 0.2 < draw < 0.3:
        yield "ltci", since, None


def _code(number: int) -> str:
    """Write a bed's id in eight digits to the base of 32, as stickers have them."""
    found = ""
    for _ in range(8):
        number, digit = divmod(number, 32)
        found = DIGITS[digit] + found
    return found
