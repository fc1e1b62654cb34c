"""Random acts on stays, each done twice: by the services on a database, and by the model in plain Python.

The machine is hypothesis's, which knows how to shrink a history that went wrong to its few acts that matter.
"""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from app.stays import service
from app.stays.models import Stay
from app.stays.queries.stays import get_stay
from app.stays.rules.drafts import AdmissionDraft, Ending
from app.stays.rules.kinds import EndReason, Ground, Payer, StayKind
from tests.stays.machine_absences import Absences
from tests.stays.machine_ends import Ends
from tests.stays.model import END, TODAY, State
from tests.stays.strategies import BED, DAY, LATER, NUMBER, STEER
from tests.stays.walk import LATE, PEOPLE, day

__all__ = ["StaysMachine"]

WHO = st.sampled_from(sorted(PEOPLE))


class StaysMachine(Ends, Absences):
    """The acts."""

    @initialize(
        days=st.lists(st.integers(0, 4), min_size=6, max_size=6), which=st.permutations(range(9)), gone=st.booleans()
    )
    def begin(self, days: list[int], which: list[int], gone: bool) -> None:
        """Build two homes with six people in a transaction that is undone at the end, and admit who finds a bed."""
        self.runner.run(self._begin())
        for who, first, bed in zip(PEOPLE, days, which, strict=False):
            self._enter(who, self.bed(("甲", bed)), first, END, shares=who in "夫妻", private=set())
        if gone:
            self.let_go(0, TODAY - 1, None, steer=True)

    def draft(self, who: str, bed: str, first: int, *, shares: bool, private: set[str]) -> AdmissionDraft:
        """An admission."""
        return AdmissionDraft(
            elder_id=self.people[who], bed_id=self.bed_ids[bed][1], kind=StayKind.LONG, ground=Ground.DIRECT,
            payer=Payer.SELF, from_on=day(first), shares_room=shares, late_reason=LATE,
            private_bed_ids=tuple(sorted(self.bed_ids[one][1] for one in private)),
        )  # fmt: skip

    @rule(who=WHO, which=BED, first=LATER, shares=st.booleans(), private=st.sets(NUMBER, max_size=1))
    def admit(self, who: str, which: tuple[str, int], first: int, shares: bool, private: set[int]) -> None:
        """Admit somebody."""
        bed = self.bed(which)
        others = {self.bed((which[0], which[1] + 1 + one)) for one in private if one < 3}
        self._enter(who, bed, first, END, shares=shares and who in "夫妻", private=others)

    @rule(who=WHO, which=BED, first=DAY, length=st.integers(-1, 4), steer=STEER)
    def record_past_stay(self, who: str, which: tuple[str, int], first: int, length: int, steer: bool) -> None:
        """Record a stay that is over, zero days included."""
        bed, last = self.bed(which), first + length
        if steer:
            spans = [(who, bed, day, last) for who in PEOPLE for bed in self.bed_ids for day in (first, 0)]
            asked = (who, bed, first, last)
            who, bed, first, last = self.pick(which[1], asked, spans, lambda one: self._entered(*one))
        self._enter(who, bed, first, last, shares=False, private=set())

    def _entered(self, who: str, bed: str, first: int, last: int) -> State | None:
        home = self.world.home(bed)
        one = self.world.admit(self.state, home, who, bed, first, last, shares=False, private=set())
        return None if one is None else replace(self.state, stays={**self.state.stays, 0: one})

    def _enter(self, who: str, bed: str, first: int, last: int, *, shares: bool, private: set[str]) -> None:
        home = self.world.home(bed)
        one = self.world.admit(self.state, home, who, bed, first, last, shares=shares, private=private)
        new = None if one is None else replace(self.state, stays={**self.state.stays, 0: one})
        draft = self.draft(who, bed, first, shares=shares, private=private)

        async def act() -> Stay:
            if last == END:
                return await service.admit(*self.args(home), draft)
            ending = Ending(on=day(last), reason=EndReason.HOME, late_reason=LATE)
            return await service.record_past_stay(*self.args(home), draft, ending)

        stay_id = self.both("admit" if last == END else "past", new, act)
        if stay_id is not None:
            self.state.stays[stay_id] = self.state.stays.pop(0)

    @rule(which=NUMBER, to=BED, on=LATER, shares=st.sampled_from([None, None, None, True, False]), steer=STEER)
    def move(self, which: int, to: tuple[str, int], on: int, shares: bool | None, steer: bool) -> None:
        """Move somebody."""
        stay_id, bed = self.stay(which), self.bed(to)
        if steer:
            ways = [(i, one, at) for i in sorted(self.state.stays) for one in self.beds_of(self.home(i))
                    for at in {on, TODAY}]  # fmt: skip
            stay_id, bed, on = self.pick(
                13 * which + to[1], (stay_id, bed, on), ways,
                lambda way: self.world.move(self.state, *way, shares=shares),
            )  # fmt: skip
        new = self.world.move(self.state, stay_id, bed, on, shares=shares)
        home, bed_id = self.home(stay_id), self.bed_ids[bed][1]
        self.both("move", new, lambda: service.move_to_bed(
            *self.args(home), stay_id, bed_id, on=day(on), late_reason=LATE, shares_room=shares))  # fmt: skip

    @rule(which=NUMBER, other=NUMBER, on=LATER, steer=STEER)
    def exchange(self, which: int, other: int, on: int, steer: bool) -> None:
        """Let two change beds."""
        one, two = self.stay(which), self.stay(other)
        if steer:
            ids = sorted(self.state.stays)
            ways = [(i, j, at) for i in ids for j in ids for at in {on, TODAY}]
            one, two, on = self.pick(
                7 * which + other, (one, two, on), ways, lambda way: self.world.exchange(self.state, *way)
            )
        new = self.world.exchange(self.state, one, two, on)
        self.both("exchange", new, lambda: service.exchange_beds(
            *self.args(self.home(one)), one, two, on=day(on), late_reason=LATE))  # fmt: skip

    @rule(which=NUMBER, to=st.integers(1, 3), on=LATER, steer=STEER)
    def take(self, which: int, to: int, on: int, steer: bool) -> None:
        """Take a further bed."""
        stay_id = self.stay(which)
        if steer:
            beds, stays = sorted(self.bed_ids), sorted(self.state.stays)
            pairs = [(i, bed, first) for i in stays for bed in beds for first in (on, TODAY)]
            found = self.pick(to, None, pairs, lambda one: self.world.take(self.state, one[0], {one[1]}, one[2]))
            if found is not None:
                return self._take(*found)
        one = self.state.stays.get(stay_id)
        here = one.beds.get(on) if one else None
        mine = sorted(name for name in self.bed_ids if here and self.world.rooms[name] == self.world.rooms[here])
        return self._take(stay_id, mine[to % len(mine)] if mine else self.bed(("甲", to)), on)

    def _take(self, stay_id: int, bed: str, on: int) -> None:
        new = self.world.take(self.state, stay_id, {bed}, on)
        ids = [self.bed_ids[bed][1]]
        self.both("take", new, lambda: service.take_private_beds(
            *self.args(self.home(stay_id)), stay_id, ids, from_on=day(on)))  # fmt: skip

    @precondition(lambda self: any(one.private for one in self.state.stays.values()))
    @rule(which=NUMBER, to=NUMBER, on=LATER, steer=STEER)
    def give_up(self, which: int, to: int, on: int, steer: bool) -> None:
        """Give a further bed up."""
        stay_id = next((i for i, one in sorted(self.state.stays.items()) if one.private), self.stay(which))
        one = self.state.stays.get(stay_id)
        had = sorted({bed for _day, bed in one.private}) if one else []
        bed = had[to % len(had)] if had else self.bed(("甲", to))
        if steer and one:
            on = max(0, *(at for at, mine in one.private if mine == bed and at <= TODAY))
        new = self.world.give_up(self.state, stay_id, bed, on)
        ids = [self.bed_ids[bed][1]]
        self.both("give up", new, lambda: service.give_up_private_beds(
            *self.args(self.home(stay_id)), stay_id, ids, on=day(on)))  # fmt: skip

    @rule(which=NUMBER, on=LATER)
    def end(self, which: int, on: int) -> None:
        """End a stay."""
        stay_id = self.stay(which)

        async def act() -> None:
            stay = await self._row(stay_id)
            await service.end_stay(
                *self.args(self.home(stay_id)), stay, on=day(on), reason=EndReason.HOME, late_reason=LATE
            )

        self.both("end", self.world.end(self.state, stay_id, on), act)

    @precondition(lambda self: any(one.last != END and not self.state.left(i) for i, one in self.state.stays.items()))
    @rule(which=NUMBER)
    def reopen(self, which: int) -> None:
        """Undo an end."""
        over = [i for i, one in sorted(self.state.stays.items()) if one.last != END and not self.state.left(i)]
        stay_id = over[which % len(over)]

        async def act() -> None:
            await service.reopen_stay(*self.args(self.home(stay_id)), await self._row(stay_id))

        self.both("reopen", self.world.reopen(self.state, stay_id), act)

    async def _row(self, stay_id: int) -> Stay:
        house = self.houses[self.home(stay_id)]
        return await get_stay(self.session, house.home.scope, house.home.institution_id, stay_id)

    @rule(which=NUMBER, first=LATER)
    def correct(self, which: int, first: int) -> None:
        """Correct the first day."""
        stay_id = self.stay(which)
        new = self.world.correct(self.state, stay_id, first)
        self.both("correct", new, lambda: service.correct_stay(
            *self.args(self.home(stay_id)), stay_id, from_on=day(first), reason="录错日期"))  # fmt: skip

    @precondition(lambda self: len(self.state.stays) > 4)
    @rule(which=NUMBER)
    def void(self, which: int) -> None:
        """Void a stay."""
        stay_id = self.stay(which)
        left = {i: one for i, one in self.state.stays.items() if i != stay_id}
        may = stay_id in self.state.stays and not self.state.left(stay_id)
        new = replace(self.state, stays=left) if may else None
        self.both("void", new, lambda: service.void_stay(*self.args(self.home(stay_id)), stay_id, reason="登错了"))
