"""What cannot stand together, asked of a whole state of the model: beds, people, rooms with a rule, zero-day stays.

Days are numbers; the last cell stands for every day after today, when nothing happens any more. A stay holds its bed
for each of its cells.
"""

from dataclasses import dataclass, field

__all__ = ["END", "TODAY", "Gone", "House", "Lodger", "State"]

TODAY = 8
TAIL = TODAY + 1
END = TODAY + 2
"""The end of a span that has not ended."""


@dataclass
class Lodger:
    """One stay."""

    home: str
    who: str
    first: int
    last: int
    beds: dict[int, str] = field(default_factory=dict)
    zero_bed: str = ""
    wish: set[int] = field(default_factory=set)
    private: set[tuple[int, str]] = field(default_factory=set)
    leaves: dict[int, tuple[int, int]] = field(default_factory=dict)
    cut_leaves: dict[int, tuple[int, int]] = field(default_factory=dict)
    terms: dict[int, tuple[int, str]] = field(default_factory=dict)
    cut_terms: dict[int, tuple[int, str]] = field(default_factory=dict)
    later_beds: dict[int, tuple[str, bool]] = field(default_factory=dict)
    later_wish: str = ""
    later_private: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def zero(self) -> bool:
        """Whether it has zero days."""
        return self.first == self.last

    def runs(self) -> list[tuple[str, int, int]]:
        """Its beds with the days from which and to which it had them."""
        found: list[tuple[str, int, int]] = []
        for day in range(self.first, self.last):
            bed = self.beds[day]
            if found and found[-1][0] == bed:
                found[-1] = (bed, found[-1][1], day + 1)
            else:
                found.append((bed, day, day + 1))
        return found

    def private_runs(self) -> list[tuple[str, int, int]]:
        """Its further beds with their days."""
        found: list[tuple[str, int, int]] = []
        for bed in sorted({bed for _day, bed in self.private}):
            for day in sorted(day for day, mine in self.private if mine == bed):
                if found and found[-1][0] == bed and found[-1][2] == day:
                    found[-1] = (bed, found[-1][1], day + 1)
                else:
                    found.append((bed, day, day + 1))
        return found

    def run_of(self, day: int) -> tuple[str, int, int]:
        """The bed of a day with its days."""
        return next(run for run in self.runs() if run[1] <= day < run[2])


@dataclass
class Gone:
    """One discharge: its closures by id, and which of the two tasks that keep the beds are settled."""

    stay_id: int
    closures: set[int] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)

    @property
    def ready(self) -> bool:
        """Whether the beds may go."""
        return len(self.settled) == 2


@dataclass
class State:
    """All live stays, closures and discharges by id."""

    stays: dict[int, Lodger] = field(default_factory=dict)
    closures: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    gone: dict[int, Gone] = field(default_factory=dict)

    def kept(self, closure_id: int) -> bool:
        """Whether a closure waits for the tasks of a discharge."""
        return any(closure_id in one.closures and not one.ready for one in self.gone.values())

    def left(self, stay_id: int) -> bool:
        """Whether a stay has a discharge."""
        return any(one.stay_id == stay_id for one in self.gone.values())


Span = tuple[str, str, int, int, str]
"""Whose it is, the bed, its days, and the person where one lies in it."""


@dataclass(frozen=True)
class House:
    """What does not change: whose sex, who are couples, which bed stands where and what its room asks."""

    sexes: dict[str, str]
    spouse: dict[str, str]
    rooms: dict[str, tuple[str, str]]  # bed -> home, room
    rules: dict[tuple[str, str], str]  # home, room -> none, same, female, male

    def home(self, bed: str) -> str:
        """The home of a bed."""
        return self.rooms[bed][0]

    def people(self, state: State, room: tuple[str, str], day: int) -> list[Lodger]:
        """Who lies in a room on a day."""
        return [one for one in state.stays.values() if day in one.beds and self.rooms[one.beds[day]] == room]

    def flagged(self, state: State) -> dict[int, set[int]]:
        """The days on which each stay is exempt from its room's rule."""
        found = {}
        for stay_id, one in state.stays.items():
            spouse, days = self.spouse.get(one.who), set()
            for day in one.wish & set(one.beds):
                room = self.rooms[one.beds[day]]
                there = {other.who for other in self.people(state, room, day)}
                stuck = self.rules[room] not in ("none", "same", self.sexes[one.who])
                if stuck or spouse in there:
                    days.add(day)
            found[stay_id] = days
        return found

    def settle(self, state: State) -> None:
        """Forget wishes that came to nothing: what is not exempt on any day was never written down."""
        flags = self.flagged(state)
        for stay_id, one in state.stays.items():
            for _bed, first, last in one.runs():
                if not flags[stay_id] & set(range(first, last)):
                    one.wish -= set(range(first, last))
            if one.zero and one.wish and not self.spouse_there(state, one, one.first):
                one.wish = set()

    def spouse_there(self, state: State, one: Lodger, day: int) -> bool:
        """Whether husband or wife lies on its day in the room of a stay of zero days."""
        there = self.people(state, self.rooms[one.zero_bed], day)
        return self.spouse.get(one.who) in {other.who for other in there}

    def broken(self, state: State) -> bool:
        """Whether a bed, a person or a room's rule is broken on any day."""
        beds: set[tuple[int, str]] = set()
        people: set[tuple[int, str]] = set()
        spans = [(day, bed) for bed, first, last in state.closures.values() for day in range(first, last)]
        for one in state.stays.values():
            spans += [*one.beds.items(), *one.private]
        for each in spans:
            if each in beds:
                return True
            beds.add(each)
        for one in state.stays.values():
            for day in one.beds:
                if (day, one.who) in people:
                    return True
                people.add((day, one.who))
        return self._rules_broken(state)

    def _rules_broken(self, state: State) -> bool:
        flags = self.flagged(state)
        for one in state.stays.values():
            if (
                one.zero
                and not one.wish
                and self.rules[self.rooms[one.zero_bed]] not in ("none", "same", self.sexes[one.who])
            ):
                return True
        for room, rule in self.rules.items():
            if rule == "none":
                continue
            for day in range(END):
                there = {
                    i: one for i, one in state.stays.items() if day in one.beds and self.rooms[one.beds[day]] == room
                }
                free = [one for i, one in there.items() if day in flags[i]]
                bound = {self.sexes[one.who] for i, one in there.items() if day not in flags[i]}
                if len(bound) > 1 or (rule != "same" and bound - {rule}):
                    return True
                if any(
                    other.who not in (one.who, self.spouse.get(one.who)) for one in free for other in there.values()
                ):
                    return True
        return False

    def zero_clash(self, old: State, new: State) -> bool:
        """Whether an act makes a span of zero days that another one covers, or one around a span of zero days.

        Only what is newly made is looked at: what an end has shortened was there before.
        """
        for zero in self._zeros(new):
            for span in self._spans(new):
                if zero[0] == span[0] or not self._near(zero, span):
                    continue
                made = zero not in self._zeros(old) and not self._shortened(old, zero)
                around = span[2] < zero[2] < span[3] and not self._stood(old, span)
                if around or (made and span[2] <= zero[2] < span[3]):
                    return True
        return False

    def _zeros(self, state: State) -> list[Span]:
        found = [(f"s{i}", one.zero_bed, one.first, one.first, one.who) for i, one in state.stays.items() if one.zero]
        return found + [
            (f"c{i}", bed, first, last, "") for i, (bed, first, last) in state.closures.items() if first == last
        ]

    def _spans(self, state: State) -> list[Span]:
        found = [(f"c{i}", *span, "") for i, span in state.closures.items() if span[1] < span[2]]
        for i, one in state.stays.items():
            found += [(f"s{i}", *run, one.who) for run in one.runs()]
            found += [(f"s{i}", *run, "") for run in one.private_runs()]
        return found

    def _near(self, zero: Span, span: Span) -> bool:
        if zero[1] == span[1] or (zero[4] and zero[4] == span[4]):
            return True
        room = self.rooms[zero[1]]
        shared = room == self.rooms[span[1]] and self.rules[room] != "none"
        return bool(shared and zero[4] and span[4] and self.sexes[zero[4]] != self.sexes[span[4]])

    def _shortened(self, old: State, zero: Span) -> bool:
        return any(one[:3] == zero[:3] for one in self._spans(old))

    def _stood(self, old: State, span: Span) -> bool:
        return any((one[0], one[1], one[2], one[4]) == (span[0], span[1], span[2], span[4]) and one[3] >= span[3]
                   for one in self._spans(old))  # fmt: skip
