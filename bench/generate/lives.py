"""Who lives in a room: stays one after another, never two in a bed, with the absences and changes inside them.

A room is told track by track. A track is what one bed sees; where two people change beds, two tracks change beds from
that day on, so nothing ever overlaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.generate.days import Days
from bench.generate.houses import Bed, Room
from bench.generate.people import People, Person
from bench.generate.rows import Rows

__all__ = ["tell_lives"]

# Means in days: a bed is empty between two stays, and somebody goes away now and then.
EMPTY, BETWEEN_LEAVES = 165, 420
LASTING = {"long": 420, "trial": 300, "respite": 28, "travel": 18}
KINDS, WEIGHTS = tuple(LASTING), (0.81, 0.09, 0.08, 0.02)
ENDS = ("home", "death", "hospital", "other_home", "term_over", "other")
END_WEIGHTS = (0.4, 0.25, 0.2, 0.08, 0.05, 0.02)
PRIVATE_ROOMS, CHANGING_ROOMS = 0.01, 0.05


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay as rows need it; `to` is None while it lasts."""

    id: int
    person: Person
    kind: str
    begins: int
    to: int | None


class Lives:
    """Tells the stays of one room."""

    def __init__(self, rows: Rows, days: Days, people: People, room: Room, random: Random) -> None:
        """Choose whether the room is one of the few whose beds are swapped or paid for by one person."""
        self.rows, self.days, self.people, self.room, self.random = rows, days, people, room, random
        self.county, self.home = people.county, people.institution_id
        self.end = days.count if room.until is None else room.until
        pair = len(room.beds) > 1 and self.end - room.since > 2
        draw = random.random()
        self.private = pair and draw < PRIVATE_ROOMS
        changes = pair and PRIVATE_ROOMS <= draw < CHANGING_ROOMS
        self.swap = random.randint(room.since + 1, self.end - 1) if changes else None

    def tell(self) -> None:
        """Tell every track."""
        for track in range(len(self.room.beds)):
            if not (self.private and track == 1):
                self._track(track)

    def _track(self, track: int) -> None:
        day, last = self.room.since + self._length(EMPTY * 0.5), None
        while day < self.end:
            stay = self._stay(day, last)
            self._claims(stay, track)
            self._leaves(stay)
            if stay.to is None:
                return
            last = stay.person if stay.person.died is None else None
            empty = self._length(EMPTY)
            self._closures(track, stay.to, min(stay.to + empty, self.end))
            day = stay.to + empty

    def _length(self, mean: float) -> int:
        return int(self.random.expovariate(1 / mean))

    def _stay(self, begins: int, last: Person | None) -> Stay:
        random = self.random
        kind = random.choices(KINDS, WEIGHTS)[0]
        to: int | None = begins + (self._length(LASTING[kind]) if random.random() > 0.01 else 0)
        reason = random.choices(ENDS, END_WEIGHTS)[0]
        if to is not None and to > self.end - (self.room.until is None):
            to, reason = self.room.until, "closing" if self.room.until is not None else ""
        person = last if last and random.random() < 0.2 else self.people.new(begins, self.room.sex)
        if reason == "death" and to is not None:
            person.dies(to, self.days)
        stay = Stay(self.rows.new("stays"), person, kind, begins, to)
        ended = None if to is None else self.days.on(to)
        begun, payer = self.days.on(begins), person.payer
        self.rows.add("stays", self.county, stay.id, self.home, person.id, kind, "direct", payer, begun,
                      self.days.on(to), reason or None, self.days.noted(begins), begun, ended)  # fmt: skip
        if kind == "trial" and random.random() < 0.7:
            self._change(stay, begins + random.randint(14, 40))
        return stay

    def _change(self, stay: Stay, day: int) -> None:
        """Somebody on trial stays for good."""
        if day < (self.days.count if stay.to is None else stay.to):
            self.rows.add("stay_changes", self.county, self.rows.new("stay_changes"), self.home, stay.id,
                          self.people.seal(), self.days.on(day), "long", stay.person.payer, self.days.noted(day),
                          self.days.on(day))  # fmt: skip

    def _claims(self, stay: Stay, track: int) -> None:
        swap = self.swap
        if swap is None or track > 1 or stay.begins >= swap or (stay.to is not None and stay.to <= swap):
            self._claim("stay", stay, self._bed(track, stay.begins), stay.begins, stay.to)
        else:
            self._claim("stay", stay, self.room.beds[track], stay.begins, swap)
            self._claim("stay", stay, self.room.beds[1 - track], swap, stay.to)
        if self.private and track == 0:
            self._claim("private", stay, self.room.beds[1], stay.begins, stay.to)

    def _bed(self, track: int, day: int) -> Bed:
        swapped = self.swap is not None and track < 2 and day >= self.swap
        return self.room.beds[1 - track if swapped else track]

    def _claim(self, kind: str, stay: Stay, bed: Bed, begins: int, to: int | None) -> None:
        on, room, person = self.days.on, self.room, stay.person
        self.rows.add(
            "bed_claims", self.county, self.rows.new("bed_claims"), self.home, kind, bed.id, room.id, bed.service_id,
            on(room.since), on(room.until), stay.id, person.id, on(stay.begins), on(stay.to), person.sex,
            room.sex is not None, room.sex, None, on(begins), on(to),
        )  # fmt: skip

    def _closures(self, track: int, begins: int, until: int) -> None:
        """A bed that was left is cleaned, now and then repaired; an empty one only."""
        draw, free = self.random.random(), until - begins
        days = 2 if draw < 0.15 else 25 if draw < 0.18 else 0
        # A bed that changes places with its neighbour meanwhile would be closed in two places.
        if not days or free <= days or (self.swap is not None and begins < self.swap < begins + days):
            return
        bed, on, room = self._bed(track, begins), self.days.on, self.room
        self.rows.add(
            "bed_claims", self.county, self.rows.new("bed_claims"), self.home, "closure", bed.id, room.id,
            bed.service_id, on(room.since), on(room.until), None, None, None, None, None, room.sex is not None,
            room.sex, "cleaning" if days == 2 else "repair", on(begins), on(begins + days),
        )  # fmt: skip

    def _leaves(self, stay: Stay) -> None:
        on, noted, end = self.days.on, self.days.noted, self.days.count if stay.to is None else stay.to
        for begins, to, kind, planned in self._absences(stay, end):
            returned = None if to is None else on(to)
            self.rows.add(
                "leaves", self.county, self.rows.new("leaves"), self.home, stay.id, stay.person.id, on(stay.begins),
                on(stay.to), self.people.seal(), kind, on(begins + planned), on(begins), on(to), noted(begins),
                on(begins), returned, to is not None and to == stay.to,
            )  # fmt: skip

    def _absences(self, stay: Stay, end: int) -> Iterator[tuple[int, int | None, str, int]]:
        """Days away inside the stay; who is away on the last day has not come back."""
        random, day = self.random, stay.begins + 1 + self._length(BETWEEN_LEAVES)
        while day < end:
            hospital = random.random() < 0.5
            away = 1 + self._length(10 if hospital else 3)
            planned = max(0, away - (2 if random.random() < 0.1 else 0))
            to: int | None = day + away
            if day + away >= end:
                to = stay.to
            yield day, to, "hospital" if hospital else "home", planned
            if to is None:
                return
            day = to + 1 + self._length(BETWEEN_LEAVES)


def tell_lives(rows: Rows, days: Days, people: People, room: Room, random: Random) -> None:
    """Tell everything that happens in one room."""
    Lives(rows, days, people, room, random).tell()
