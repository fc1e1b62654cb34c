"""Random acts on stays, each done twice: by the services on a database, and by the model in plain Python.

The machine is hypothesis's, which knows how to shrink a history that went wrong to its few acts that matter.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from app.beds import service as beds
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClosureReason
from app.stays import service
from app.stays.models import Stay
from app.stays.queries.stays import get_stay
from app.stays.rules.drafts import AdmissionDraft, Ending
from app.stays.rules.kinds import EndReason, Ground, LeaveKind, Payer, StayKind
from app.stays.rules.leaves import LeaveDraft
from tests.stays.model import END, TODAY, Lodger, State
from tests.stays.walk import LATE, PEOPLE, Walk, day

__all__ = ["StaysMachine"]

WHO = st.sampled_from(sorted(PEOPLE))
DAY = st.integers(0, TODAY)
LATER = st.one_of(DAY, DAY, DAY, st.just(TODAY + 1))
NUMBER = st.integers(0, 5)
BED = st.tuples(st.sampled_from(["甲", "甲", "甲", "乙"]), st.integers(0, 8))


class StaysMachine(Walk):
    """The acts."""

    @initialize(days=st.lists(st.integers(0, 4), min_size=6, max_size=6), which=st.permutations(range(9)))
    def begin(self, days: list[int], which: list[int]) -> None:
        """Build two homes with six people in a transaction that is undone at the end, and admit who finds a bed."""
        self.runner.run(self._begin())
        for who, first, bed in zip(PEOPLE, days, which, strict=False):
            self._enter(who, self.bed(("甲", bed)), first, END, shares=who in "夫妻", private=set())

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

    @rule(who=WHO, which=BED, first=DAY, length=st.integers(-1, 4))
    def record_past_stay(self, who: str, which: tuple[str, int], first: int, length: int) -> None:
        """Record a stay that is over, zero days included."""
        self._enter(who, self.bed(which), first, first + length, shares=False, private=set())

    def _enter(self, who: str, bed: str, first: int, last: int, *, shares: bool, private: set[str]) -> None:
        home = self.world.home(bed)
        one = self.world.admit(self.state, home, who, bed, first, last, shares=shares, private=private)
        new = None if one is None else State({**self.state.stays, 0: one}, self.state.closures)
        draft = self.draft(who, bed, first, shares=shares, private=private)

        async def act() -> Stay:
            if last == END:
                return await service.admit(*self.args(home), draft)
            ending = Ending(on=day(last), reason=EndReason.HOME, late_reason=LATE)
            return await service.record_past_stay(*self.args(home), draft, ending)

        stay_id = self.both("admit" if last == END else "past", new, act)
        if stay_id is not None:
            self.state.stays[stay_id] = self.state.stays.pop(0)

    @rule(which=NUMBER, to=BED, on=LATER, shares=st.sampled_from([None, None, None, True, False]))
    def move(self, which: int, to: tuple[str, int], on: int, shares: bool | None) -> None:
        """Move somebody."""
        stay_id, bed = self.stay(which), self.bed(to)
        new = self.world.move(self.state, stay_id, bed, on, shares=shares)
        home, bed_id = self.home(stay_id), self.bed_ids[bed][1]
        self.both("move", new, lambda: service.move_to_bed(
            *self.args(home), stay_id, bed_id, on=day(on), late_reason=LATE, shares_room=shares))  # fmt: skip

    @rule(which=NUMBER, other=NUMBER, on=LATER)
    def exchange(self, which: int, other: int, on: int) -> None:
        """Let two change beds."""
        one, two = self.stay(which), self.stay(other)
        new = self.world.exchange(self.state, one, two, on)
        self.both("exchange", new, lambda: service.exchange_beds(
            *self.args(self.home(one)), one, two, on=day(on), late_reason=LATE))  # fmt: skip

    @rule(which=NUMBER, to=st.integers(1, 3), on=LATER)
    def take(self, which: int, to: int, on: int) -> None:
        """Take a further bed."""
        stay_id = self.stay(which)
        one = self.state.stays.get(stay_id)
        here = one.beds.get(on) if one else None
        mine = sorted(name for name in self.bed_ids if here and self.world.rooms[name] == self.world.rooms[here])
        bed = mine[to % len(mine)] if mine else self.bed(("甲", to))
        new = self.world.take(self.state, stay_id, {bed}, on)
        ids = [self.bed_ids[bed][1]]
        self.both("take", new, lambda: service.take_private_beds(
            *self.args(self.home(stay_id)), stay_id, ids, from_on=day(on)))  # fmt: skip

    @precondition(lambda self: any(one.private for one in self.state.stays.values()))
    @rule(which=NUMBER, to=NUMBER, on=LATER)
    def give_up(self, which: int, to: int, on: int) -> None:
        """Give a further bed up."""
        stay_id = next((i for i, one in sorted(self.state.stays.items()) if one.private), self.stay(which))
        one = self.state.stays.get(stay_id)
        had = sorted({bed for _day, bed in one.private}) if one else []
        bed = had[to % len(had)] if had else self.bed(("甲", to))
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

    @precondition(lambda self: any(one.last != END for one in self.state.stays.values()))
    @rule(which=NUMBER)
    def reopen(self, which: int) -> None:
        """Undo an end."""
        over = [i for i, one in sorted(self.state.stays.items()) if one.last != END]
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
        new = State(left, self.state.closures) if stay_id in self.state.stays else None
        self.both("void", new, lambda: service.void_stay(*self.args(self.home(stay_id)), stay_id, reason="登错了"))

    @rule(which=BED, on=DAY)
    def close(self, which: tuple[str, int], on: int) -> None:
        """Close a bed."""
        bed = self.bed(which)
        new = State(self.state.stays, {**self.state.closures, 0: (bed, on, END)})

        async def act() -> BedClaim:
            ids = [self.bed_ids[bed][1]]
            return (await beds.close_beds(*self.args(bed[0]), ids, reason=ClosureReason.REPAIR, from_on=day(on)))[0]

        claim_id = self.both("close", new, act)
        if claim_id is not None:
            self.state.closures[claim_id] = self.state.closures.pop(0)

    @precondition(lambda self: any(span[2] == END for span in self.state.closures.values()))
    @rule(which=NUMBER, on=LATER)
    def open_again(self, which: int, on: int) -> None:
        """Open a closed bed again."""
        ids = sorted(i for i, span in self.state.closures.items() if span[2] == END)
        claim_id = ids[which % len(ids)]
        bed, first, _last = self.state.closures[claim_id]
        spans = {**self.state.closures, claim_id: (bed, first, on)}
        new = State(self.state.stays, spans) if first <= on <= TODAY else None
        self.both("open", new, lambda: beds.reopen_bed(*self.args(bed[0]), claim_id, on=day(on)))

    @rule(which=NUMBER, first=LATER, length=st.one_of(st.none(), st.integers(0, 3)), kind=st.sampled_from(LeaveKind))
    def leave(self, which: int, first: int, length: int | None, kind: LeaveKind) -> None:
        """Let somebody leave the house, with the return where it is known."""
        stay_id = self.stay(which)
        one = self.state.stays.get(stay_id)
        last = END if length is None else first + length
        new = self._with_leave(stay_id, one, 0, (first, last)) if one and max(first, length or 0) <= TODAY else None
        back = None if length is None else day(last)
        draft = LeaveDraft(kind=kind, from_on=day(first), late_reason=LATE, back_on=back)
        leave_id = self.both("leave", new, lambda: service.start_leave(
            *self.args(self.home(stay_id)), stay_id, draft), free=True)  # fmt: skip
        if leave_id is not None:
            self.state.stays[stay_id].leaves[leave_id] = self.state.stays[stay_id].leaves.pop(0)

    @precondition(lambda self: any(s[1] == END for one in self.state.stays.values() for s in one.leaves.values()))
    @rule(which=NUMBER, on=LATER)
    def come_back(self, which: int, on: int) -> None:
        """Record a return."""
        away = [(i, key) for i, one in sorted(self.state.stays.items()) for key, s in one.leaves.items() if s[1] == END]
        stay_id, leave_id = away[which % len(away)]
        one = self.state.stays[stay_id]
        new = self._with_leave(stay_id, one, leave_id, (one.leaves[leave_id][0], on))
        self.both("return", new, lambda: service.record_return(
            *self.args(one.home), leave_id, on=day(on), late_reason=LATE), free=True)  # fmt: skip

    def _with_leave(self, stay_id: int, one: Lodger, key: int, span: tuple[int, int]) -> State | None:
        """The state with a leave in a stay, or None where it does not fit."""
        others = [other for i, other in one.leaves.items() if i != key]
        inside = one.first <= span[0] <= span[1] <= one.last and span[0] <= TODAY and span[1] != TODAY + 1
        if not inside or any(max(span[0], o[0]) < min(span[1], o[1]) for o in others):
            return None
        changed = Lodger(**{**vars(one), "leaves": {**one.leaves, key: span}})
        return State({**self.state.stays, stay_id: changed}, self.state.closures)
