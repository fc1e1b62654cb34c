"""What stays should come to, day by day and without a database: the model that random acts are compared with.

Every act gives a new state or None where it must be refused for what it asks; whether the new state can stand is asked
afterwards, of the whole of it, in `model_house`.
"""

from copy import deepcopy

from tests.stays.model_house import END, TODAY, House, Lodger, State

__all__ = ["END", "TODAY", "Lodger", "State", "World"]


class World(House):
    """The acts, as arithmetic on days."""

    def admit(
        self, state: State, home: str, who: str, bed: str, first: int, last: int, *, shares: bool, private: set[str]
    ) -> Lodger | None:
        if (
            first > TODAY
            or (last != END and (last > TODAY or last < first))
            or not self._may_share(state, who, bed, first, shares)
        ):
            return None
        if any(one == bed or self.rooms[one] != self.rooms[bed] for one in private):
            return None
        cells = range(first, last)
        return Lodger(
            home, who, first, last, dict.fromkeys(cells, bed), bed if first == last else "",
            set(cells) if shares else set(), {(day, one) for day in cells for one in private},
        )  # fmt: skip

    def _may_share(self, state: State, who: str, bed: str, day: int, shares: bool) -> bool:
        rule, spouse = self.rules[self.rooms[bed]], self.spouse.get(who)
        if not shares:
            return True
        if spouse is None:
            return False
        if rule in ("none", "same") or rule == self.sexes[who]:
            return True
        return spouse in {one.who for one in self.people(state, self.rooms[bed], day)}

    def move(self, state: State, stay_id: int, bed: str, on: int, *, shares: bool | None) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or on > TODAY or not one.first <= on < one.last or self.home(bed) != one.home:
            return None
        if one.beds[on] == bed or not self._may_share(state, one.who, bed, on, bool(shares)):
            return None
        self._put(one, bed, on, shares)
        return new

    def _put(self, one: Lodger, bed: str, on: int, shares: bool | None) -> None:
        old, _first, until = one.run_of(on)
        inside = self.rooms[old] == self.rooms[bed]
        asked = (on in one.wish and inside) if shares is None else shares
        cells = set(range(on, until))
        one.beds |= dict.fromkeys(cells, bed)
        one.wish = (one.wish | cells) if asked else (one.wish - cells)
        one.private = {(day, mine) for day, mine in one.private if day not in cells or (inside and mine != bed)}
        self._join_wishes(one)

    def _join_wishes(self, one: Lodger) -> None:
        for _bed, first, last in one.runs():
            if one.wish & set(range(first, last)):
                one.wish |= set(range(first, last))

    def exchange(self, state: State, stay_id: int, other_id: int, on: int) -> State | None:
        new = deepcopy(state)
        one, other = new.stays.get(stay_id), new.stays.get(other_id)
        if one is None or other is None or one is other or one.home != other.home or on > TODAY:
            return None
        if not all(each.first <= on < each.last for each in (one, other)):
            return None
        beds = one.beds[on], other.beds[on]
        self._put(one, beds[1], on, None)
        self._put(other, beds[0], on, None)
        return new

    def take(self, state: State, stay_id: int, beds: set[str], on: int) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or on > TODAY or not one.first <= on < one.last:
            return None
        if any(self.rooms[bed] != self.rooms[one.beds[on]] or bed == one.beds[on] for bed in beds):
            return None
        later = {one.beds[day] for day in range(on, one.last)} | {bed for day, bed in one.private if day >= on}
        if beds & later:
            return None
        for day in range(on, one.last):
            if self.rooms[one.beds[day]] != self.rooms[one.beds[on]]:
                break
            one.private |= {(day, bed) for bed in beds}
        return new

    def give_up(self, state: State, stay_id: int, bed: str, on: int) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or on > TODAY:
            return None
        had = [run for run in one.private_runs() if run[0] == bed and run[1] <= on < run[2]]
        if not had:
            return None
        one.private -= {(day, bed) for day in range(on, had[0][2])}
        return new

    def end(self, state: State, stay_id: int, on: int) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or one.last != END or not one.first <= on <= TODAY:
            return None
        flags = self.flagged(state)[stay_id]
        runs = one.runs()
        one.later_beds = {
            first: (bed, bool(flags & set(range(first, last))))
            for place, (bed, first, last) in enumerate(runs)
            if first >= on and (place or on > one.first)
        }
        crossing = [run for run in runs if run[1] < on < run[2] or (on == one.first == run[1])]
        one.later_wish = next((bed for bed, first, last in crossing if flags & set(range(on, last))), "")
        one.later_private = [(bed, first, last) for bed, first, last in one.private_runs() if last > on]
        one.zero_bed = one.beds[on] if on == one.first else ""
        one.private = {(day, bed) for day, bed in one.private if day < on}
        one.beds = {day: bed for day, bed in one.beds.items() if day < on}
        one.wish = {day for day in one.wish if day < on} | ({on} if on == one.first and on in flags else set())
        one.last = on
        one.cut_leaves = {key: span for key, span in one.leaves.items() if span[1] > on}
        one.leaves = {key: (span[0], min(span[1], on)) for key, span in one.leaves.items() if span[0] <= on}
        one.cut_terms = {key: said for key, said in one.terms.items() if said[0] > on}
        one.terms = {key: said for key, said in one.terms.items() if said[0] <= on}
        return new

    def reopen(self, state: State, stay_id: int) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or one.last == END:
            return None
        end, bed = one.last, one.zero_bed or one.beds[one.last - 1]
        wished = (end if one.zero_bed else end - 1) in one.wish or bed == one.later_wish
        one.wish = {day for day in one.wish if day < end}
        for day in range(end, END):
            bed, wished = one.later_beds.get(day, (bed, wished))
            one.beds[day] = bed
            one.wish |= {day} if wished else set()
        for bed, first, last in one.later_private:
            if first >= end or (end - 1, bed) in one.private:
                one.private |= {(day, bed) for day in range(max(first, end), last)}
        one.last, one.zero_bed, one.later_beds, one.later_wish, one.later_private = END, "", {}, "", []
        one.leaves |= one.cut_leaves
        one.terms |= one.cut_terms
        one.cut_leaves, one.cut_terms = {}, {}
        self._join_wishes(one)
        return new

    def correct(self, state: State, stay_id: int, first: int) -> State | None:
        new = deepcopy(state)
        one = new.stays.get(stay_id)
        if one is None or first > TODAY or first > one.last:
            return None
        later = [start for _bed, start, _last in one.runs()[1:]]
        later += [said[0] for said in (*one.leaves.values(), *one.terms.values())]
        if any(start < first for start in later):
            return None
        old, bed = one.first, one.zero_bed or one.beds[one.first]
        if first == one.last:
            bed = one.zero_bed or one.beds[one.last - 1]
            one.beds, one.private, one.zero_bed = {}, set(), bed
            wished = one.wish & ({first} if one.zero else {one.last - 1})
            one.wish = {first} if wished and self.spouse_there(new, one, first) else set()
        else:
            wished = old in one.wish
            one.private |= {(day, mine) for day in range(first, old) for at, mine in list(one.private) if at == old}
            one.private = {(day, mine) for day, mine in one.private if day >= first}
            one.beds = {day: one.beds.get(day, bed) for day in range(first, one.last)}
            one.wish = {
                day for day in one.wish | set(range(first, old if wished else first)) if first <= day < one.last
            }
            one.zero_bed = ""
        one.first = first
        return new
