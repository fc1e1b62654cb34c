"""Random acts after a stay, and on closed beds: discharges with the two tasks that keep the bed, and their undoing."""

from copy import deepcopy
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from app.beds import service as beds
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClosureReason
from app.stays import service
from app.stays.models import DischargeBed
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.kinds import EndReason, TaskKind, TaskState
from tests.stays.model import END, TODAY, State
from tests.stays.model_house import Gone
from tests.stays.strategies import BED, DAY, LATER, NUMBER, STEER
from tests.stays.walk import LATE, Walk, day, number

__all__ = ["Ends"]

TASKS = {"things": TaskKind.BELONGINGS, "clean": TaskKind.DISINFECTION}


class Ends(Walk):
    """The acts on discharges and closures."""

    @rule(which=NUMBER, on=LATER, clean=st.one_of(st.none(), DAY), steer=STEER)
    def discharge(self, which: int, on: int, clean: int | None, steer: bool) -> None:
        """Discharge somebody, the bed clean since a day or not yet."""
        self.let_go(which, on, clean, steer=steer)

    def let_go(self, which: int, on: int, clean: int | None, *, steer: bool) -> None:
        """Do it, also before the first act."""
        staying = [i for i, one in sorted(self.state.stays.items()) if one.last == END]
        stay_id = staying[which % len(staying)] if steer and staying else self.stay(which)
        one, new = self.state.stays.get(stay_id), None
        if one and (clean is None or on <= clean):
            new = self.world.end(self.state, stay_id, on)
        if one and new:
            kept = [one.beds[on], *sorted(bed for at, bed in one.private if at == on)] if clean != on else []
            shut = {-place: (bed, on, END) for place, bed in enumerate(kept, 1)}
            whole = replace(new, closures={**new.closures, **shut})
            # The bed is closed for good first, and opened on its day then: both must be possible.
            if self.world.broken(whole) or self.world.zero_clash(self.state, whole):
                new = None
            else:
                until = END if clean is None else clean
                done = {key: (bed, first, until) for key, (bed, first, _last) in shut.items()}
                gone = Gone(stay_id, set(done), set(TASKS) if clean is not None else set())
                new = replace(new, closures={**new.closures, **done}, gone={**new.gone, 0: gone})
        draft = DischargeDraft(
            EndReason.HOME, day(on), late_reason=LATE, clean_on=None if clean is None else day(clean)
        )
        discharge_id = self.both("discharge", new, lambda: service.discharge(
            *self.args(self.home(stay_id)), stay_id, draft))  # fmt: skip
        if discharge_id is not None:
            self._learn(discharge_id)

    def _learn(self, discharge_id: int) -> None:
        """Put the ids of a new discharge and its closures into the model."""
        gone = self.state.gone[discharge_id] = self.state.gone.pop(0)
        found = self.runner.run(self._closures(discharge_id))
        by_bed = {self.state.closures.pop(key)[0]: key for key in sorted(gone.closures)} if found else {}
        assert set(found) == set(by_bed)
        gone.closures = {found[bed][0] for bed in by_bed}
        self.state.closures |= {found[bed][0]: (bed, *found[bed][1:]) for bed in by_bed}

    async def _closures(self, discharge_id: int) -> dict[str, tuple[int, int, int]]:
        claim, kept = BedClaim.__table__.c, DischargeBed.__table__.c
        rows = select(claim.bed_id, claim.id, claim.from_on, claim.to_on).where(
            claim.id.in_(select(kept.claim_id).where(kept.discharge_id == discharge_id))
        )
        found = await self.session.execute(rows)
        return {self.bed_names[row[0]]: (row[1], number(row[2]), number(row[3])) for row in found}

    @precondition(lambda self: self.state.gone)
    @rule(
        which=NUMBER,
        task=st.sampled_from(sorted(TASKS)),
        done=st.sampled_from([True, True, False]),
        on=LATER,
        steer=STEER,
    )
    def settle(self, which: int, task: str, done: bool, on: int, steer: bool) -> None:
        """Settle a task of a discharge, or open it again."""
        ids = sorted(self.state.gone)
        one_id = ids[which % len(ids)]
        one = self.state.gone[one_id]
        stay = self.state.stays[one.stay_id]
        on = max(on, stay.last) if steer else on
        new = deepcopy(self.state) if stay.last <= on <= TODAY else None
        if new is not None:
            then = new.gone[one_id]
            then.settled = then.settled | {task} if done else then.settled - {task}
            for key in then.closures & set(new.closures) if then.ready is not one.ready else ():
                bed, first, last = new.closures[key]
                if then.ready and last == END:
                    new.closures[key] = (bed, first, max(on, first))
                elif not then.ready:
                    new.closures[key] = (bed, first, END)
        state = TaskState.DONE if done else TaskState.OPEN
        self.both("settle", new, lambda: service.settle_task(
            *self.args(stay.home), one_id, TASKS[task], state=state, on=day(on)))  # fmt: skip

    @precondition(lambda self: self.state.gone)
    @rule(which=NUMBER)
    def undo_discharge(self, which: int) -> None:
        """Take a discharge back."""
        ids = sorted(self.state.gone)
        one_id = ids[which % len(ids)]
        one = self.state.gone[one_id]
        new = self.world.reopen(self.state, one.stay_id)
        if new is not None:
            new.closures = {key: span for key, span in new.closures.items() if key not in one.closures}
            del new.gone[one_id]
        home = self.home(one.stay_id)
        self.both("undo discharge", new, lambda: service.undo_discharge(*self.args(home), one_id, reason="登错了"))

    @rule(which=BED, on=DAY, steer=STEER)
    def close(self, which: tuple[str, int], on: int, steer: bool) -> None:
        """Close a bed."""
        bed = self.bed(which)
        if steer:
            bed = self.pick(which[1], bed, sorted(self.bed_ids), lambda one: self._closed(one, on))
        new = self._closed(bed, on)

        async def act() -> BedClaim:
            ids = [self.bed_ids[bed][1]]
            return (await beds.close_beds(*self.args(bed[0]), ids, reason=ClosureReason.REPAIR, from_on=day(on)))[0]

        claim_id = self.both("close", new, act)
        if claim_id is not None:
            self.state.closures[claim_id] = self.state.closures.pop(0)

    def _closed(self, bed: str, on: int) -> State:
        return self._with(0, (bed, on, END))

    def _with(self, claim_id: int, span: tuple[str, int, int]) -> State:
        return replace(self.state, closures={**self.state.closures, claim_id: span})

    @precondition(lambda self: self.closed(over=False))
    @rule(which=NUMBER, on=LATER, steer=STEER)
    def open_again(self, which: int, on: int, steer: bool) -> None:
        """Open a closed bed again."""
        ids = self.closed(over=False)
        claim_id = ids[which % len(ids)]
        bed, first, _last = self.state.closures[claim_id]
        on = max(on, first) if steer else on
        may = first <= on <= TODAY and not self.state.kept(claim_id)
        new = self._with(claim_id, (bed, first, on)) if may else None
        self.both("open", new, lambda: beds.reopen_bed(*self.args(bed[0]), claim_id, on=day(on)))

    @precondition(lambda self: self.closed(over=True))
    @rule(which=NUMBER)
    def resume(self, which: int) -> None:
        """Take an opening back."""
        ids = self.closed(over=True)
        claim_id = ids[which % len(ids)]
        bed, first, _last = self.state.closures[claim_id]
        new = self._with(claim_id, (bed, first, END))
        self.both("resume", new, lambda: beds.resume_closure(*self.args(bed[0]), claim_id))

    @precondition(lambda self: self.state.closures)
    @rule(which=NUMBER)
    def void_closure(self, which: int) -> None:
        """Void a closure."""
        ids = sorted(self.state.closures)
        claim_id = ids[which % len(ids)]
        bed = self.state.closures[claim_id][0]
        left = {key: span for key, span in self.state.closures.items() if key != claim_id}
        new = None if self.state.kept(claim_id) else replace(self.state, closures=left)
        self.both("void closure", new, lambda: beds.void_closure(*self.args(bed[0]), claim_id, reason="登错了"))

    def closed(self, *, over: bool) -> list[int]:
        """Closures that are over or not."""
        return sorted(key for key, span in self.state.closures.items() if over is (span[2] != END))
