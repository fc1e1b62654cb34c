"""Random acts beside the beds: leaves, returns, what is taken back of them, and the terms of a stay."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.stays import service
from app.stays.rules.kinds import LeaveKind, Payer, StayKind
from app.stays.rules.leaves import LeaveDraft
from tests.stays.model import END, TODAY, Lodger, State
from tests.stays.strategies import LATER, NUMBER, STEER
from tests.stays.walk import LATE, Walk, day

__all__ = ["Absences"]

Key = tuple[int, int]


class Absences(Walk):
    """The acts on leaves and terms."""

    @rule(
        which=NUMBER, first=LATER, length=st.one_of(st.none(), st.integers(0, 3)), kind=st.sampled_from(LeaveKind),
        steer=STEER,
    )  # fmt: skip
    def leave(self, which: int, first: int, length: int | None, kind: LeaveKind, steer: bool) -> None:
        """Let somebody leave the house, with the return where it is known."""
        stay_id = self.stay(which)
        one = self.state.stays.get(stay_id)
        if one and steer:
            first = max(min(first, TODAY, one.last), one.first)
        last = END if length is None else first + length
        new = self._with_leave(stay_id, one, 0, (first, last)) if one and max(first, length or 0) <= TODAY else None
        back = None if length is None else day(last)
        draft = LeaveDraft(kind=kind, from_on=day(first), late_reason=LATE, back_on=back)
        leave_id = self.both("leave", new, lambda: service.start_leave(
            *self.args(self.home(stay_id)), stay_id, draft), free=True)  # fmt: skip
        if leave_id is not None:
            self.state.stays[stay_id].leaves[leave_id] = self.state.stays[stay_id].leaves.pop(0)

    @precondition(lambda self: self.leaves(over=False))
    @rule(which=NUMBER, on=LATER, steer=STEER)
    def come_back(self, which: int, on: int, steer: bool) -> None:
        """Record a return."""
        away = self.leaves(over=False)
        stay_id, leave_id = away[which % len(away)]
        one = self.state.stays[stay_id]
        on = max(on, one.leaves[leave_id][0]) if steer else on
        new = self._with_leave(stay_id, one, leave_id, (one.leaves[leave_id][0], on))
        self.both("return", new, lambda: service.record_return(
            *self.args(one.home), leave_id, on=day(on), late_reason=LATE), free=True)  # fmt: skip

    @precondition(lambda self: self.leaves(over=True))
    @rule(which=NUMBER)
    def undo_return(self, which: int) -> None:
        """Take a return back."""
        back = self.leaves(over=True)
        stay_id, leave_id = back[which % len(back)]
        one = self.state.stays[stay_id]
        new = self._with_leave(stay_id, one, leave_id, (one.leaves[leave_id][0], END))
        self.both("undo return", new, lambda: service.undo_return(*self.args(one.home), leave_id), free=True)

    @precondition(lambda self: self.leaves())
    @rule(which=NUMBER)
    def void_leave(self, which: int) -> None:
        """Void a leave."""
        all_of_them = self.leaves()
        stay_id, leave_id = all_of_them[which % len(all_of_them)]
        one = self.state.stays[stay_id]
        left = {key: span for key, span in one.leaves.items() if key != leave_id}
        new = self._changed(stay_id, replace(one, leaves=left))
        self.both("void leave", new, lambda: service.void_leave(*self.args(one.home), leave_id, reason="登错了"))

    def leaves(self, *, over: bool | None = None) -> list[Key]:
        """Leaves that no end has cut, which have another row then; all of them, or those that are over or not."""
        return [
            (i, key)
            for i, one in sorted(self.state.stays.items())
            for key, span in one.leaves.items()
            if key not in one.cut_leaves and over in (None, span[1] != END)
        ]

    def _with_leave(self, stay_id: int, one: Lodger, key: int, span: tuple[int, int]) -> State | None:
        """The state with a leave in a stay, or None where it does not fit."""
        others = [other for i, other in one.leaves.items() if i != key]
        inside = one.first <= span[0] <= span[1] <= one.last and span[0] <= TODAY and span[1] != TODAY + 1
        if not inside or any(max(span[0], o[0]) < min(span[1], o[1]) for o in others):
            return None
        return self._changed(stay_id, replace(one, leaves={**one.leaves, key: span}))

    def _changed(self, stay_id: int, one: Lodger) -> State:
        return replace(self.state, stays={**self.state.stays, stay_id: one})

    @rule(which=NUMBER, on=LATER, payer=st.sampled_from([Payer.SELF, Payer.FAMILY]))
    def change_terms(self, which: int, on: int, payer: Payer) -> None:
        """Let a stay be on another purse from a day on."""
        stay_id = self.stay(which)
        one, new = self.state.stays.get(stay_id), None
        if one and on <= TODAY and one.first <= on < one.last:
            said = sorted(one.terms.values())
            before = [what for since, what in said if since <= on]
            if on not in [since for since, _what in said] and (before or [Payer.SELF])[-1] != payer:
                new = self._changed(stay_id, replace(one, terms={**one.terms, 0: (on, payer)}))
        change_id = self.both("change terms", new, lambda: service.change_terms(
            *self.args(self.home(stay_id)), stay_id, kind=StayKind.LONG, payer=payer, from_on=day(on),
            late_reason=LATE))  # fmt: skip
        if change_id is not None:
            terms = self.state.stays[stay_id].terms
            terms[change_id] = terms.pop(0)

    @precondition(lambda self: any(one.terms for one in self.state.stays.values()))
    @rule(which=NUMBER)
    def void_terms(self, which: int) -> None:
        """Void a change of terms."""
        said = [(i, key) for i, one in sorted(self.state.stays.items()) for key in sorted(one.terms)]
        stay_id, change_id = said[which % len(said)]
        one = self.state.stays[stay_id]
        new = self._changed(stay_id, replace(one, terms={k: v for k, v in one.terms.items() if k != change_id}))
        self.both("void terms", new, lambda: service.void_terms(
            *self.args(one.home), stay_id, change_id, reason="登错了"))  # fmt: skip
