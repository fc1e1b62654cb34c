"""The board of any day equals a recount in plain Python, whatever was done in whatever order."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.models import Bed, BedClaim, BedMark, BedService, RoomTerm
from app.beds.queries.figures import bed_counts
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, RoomKind, SexRule
from app.beds.service import Paper, RoomRule
from app.core.clock import business_date
from app.core.db import refusing
from app.core.errors import DomainError
from tests.factories.beds import HouseOfBeds, a_house, learn_names, wake
from tests.factories.stays import somebody

START = date(2026, 1, 1)
DAYS = 120
ACTS = 25


class History:
    """Random acts on one home, many of them refused: what the database lets through is what is recounted."""

    def __init__(self, session: AsyncSession, house: HouseOfBeds, random: Random) -> None:
        self.session, self.house, self.random = session, house, random
        self.args = (session, house.actor, house.home)

    def day(self) -> date:
        return START + timedelta(days=self.random.randrange(DAYS))

    def beds(self) -> list[int]:
        return self.random.sample(sorted(self.house.beds.values()), self.random.randint(1, 3))

    def room(self) -> int:
        return self.random.choice(sorted(self.house.rooms.values()))

    async def claim(self) -> int:
        mine = select(BedClaim.id).where(BedClaim.institution_id == self.house.home.institution_id)
        found = list(await self.session.scalars(mine.order_by(BedClaim.id)))
        return self.random.choice(found) if found else 0

    async def close(self) -> None:
        plan = self.random.choice([None, self.day()])
        reason = self.random.choice(list(ClosureReason))
        await service.close_beds(*self.args, self.beds(), reason=reason, from_on=self.day(), planned_end_on=plan)

    async def reopen(self) -> None:
        await service.reopen_bed(*self.args, await self.claim(), on=self.day())

    async def void(self) -> None:
        await service.void_closure(*self.args, await self.claim(), reason="登错了")

    async def live_in(self) -> None:
        since = self.day()
        until = self.random.choice([date.max, since, since + timedelta(days=self.random.randrange(1, 30))])
        claimant = await somebody(self.session, self.house.home, self.random.randrange(1, 12))
        async with refusing(self.session, service.CLAIM_REFUSALS):
            await service.claim_bed(
                self.session, self.house.home, self.beds()[0], kind=ClaimKind.STAY, from_on=since, to_on=until,
                claimant=claimant,
            )  # fmt: skip

    async def mark(self) -> None:
        kind = self.random.choice(list(MarkKind))
        paper, replace = Paper(document_no="1 号"), self.random.random() < 0.5
        await service.mark_beds(*self.args, self.beds(), kind=kind, from_on=self.day(), paper=paper, replace=replace)

    async def move(self) -> None:
        label = str(self.random.randrange(1, 9))
        await service.move_bed(*self.args, self.beds()[0], room_id=self.room(), label=label, on=self.day())

    async def split(self) -> None:
        label = f"{self.random.randrange(400, 420)}"
        await service.split_room(*self.args, self.room(), bed_ids=self.beds(), label=label, on=self.day())

    async def merge(self) -> None:
        await service.merge_rooms(*self.args, [self.room(), self.room()], on=self.day())

    async def retire(self) -> None:
        await service.retire_beds(*self.args, self.beds(), on=self.day(), end_closures=self.random.random() < 0.5)

    async def stretch(self) -> None:
        await service.change_span(
            *self.args, self.beds()[0], from_on=START - timedelta(days=self.random.randrange(99)),
            to_on=self.random.choice([date.max, self.day()]),
        )  # fmt: skip

    async def add(self) -> None:
        extra = self.random.random() < 0.3
        await service.add_beds(*self.args, self.room(), from_on=self.day(), extra=extra)

    async def rule(self) -> None:
        rule = RoomRule(RoomKind.MULTI, self.random.choice(list(SexRule)), isolation=False, unit_id=None)
        await service.change_room(*self.args, self.room(), rule=rule, on=self.day())

    async def go(self) -> int:
        acts = [
            self.close, self.close, self.reopen, self.void, self.live_in, self.live_in, self.mark, self.move,
            self.split, self.merge, self.retire, self.stretch, self.add, self.rule,
        ]  # fmt: skip
        done = 0
        for _step in range(ACTS):
            try:
                await self.random.choice(acts)()
                done += 1
            except DomainError:
                await wake(self.session)
            await learn_names(self.session, self.house)
        return done


class Recount:
    """All rows of the home, compared day by day without the help of SQL."""

    def __init__(self, today: date) -> None:
        self.today = today

    async def read(self, session: AsyncSession, house: HouseOfBeds) -> "Recount":
        async def rows(model: object) -> list[object]:
            mine = select(model.__table__).where(model.institution_id == house.home.institution_id)
            return list(await session.execute(mine))

        live = [
            [row for row in await rows(model) if row.voided_at is None]
            for model in (BedService, BedClaim, BedMark, RoomTerm)
        ]
        self.services, self.claims, self.marks, self.terms = live
        self.beds = len(await rows(Bed))
        return self

    def board(self, day: date) -> dict[str, tuple[str, frozenset[str], int | None]]:
        """Every bed of a day by name: its state, its marks, and for a free one how many days it has been free."""
        found = {}
        for span in self.services:
            if span.from_on <= day < span.to_on:
                [room] = [t.label for t in self.terms if t.room_id == span.room_id and t.from_on <= day < t.to_on]
                marks = {m.kind.value for m in self.marks if m.bed_id == span.bed_id and m.from_on <= day < m.to_on}
                state = self._state(span.bed_id, day)
                empty = self._empty(span, day) if state == "free" else None
                assert f"{room}-{span.label}" not in found
                found[f"{room}-{span.label}"] = (state, frozenset(marks), empty)
        return found

    def _held(self, bed_id: int, day: date) -> list[object]:
        return [c for c in self.claims if c.bed_id == bed_id and c.from_on <= day < c.to_on]

    def _state(self, bed_id: int, day: date) -> str:
        held = self._held(bed_id, day)
        assert len(held) <= 1
        if not held:
            return "free"
        [claim] = held
        if day > self.today and claim.planned_end_on and claim.planned_end_on <= day:
            return "free"
        if claim.kind is ClaimKind.STAY:
            return "occupied"
        return "cleaning" if claim.reason is ClosureReason.CLEANING else "closed"

    def _empty(self, span: object, day: date) -> int:
        """Walk back day by day while the bed stood in service and nobody had it."""
        days = 0
        back = day - timedelta(days=1)
        while (
            self._state(span.bed_id, back) == "free"
            and self._serves(span.bed_id, back)
            and not self._came(span.bed_id, back + timedelta(days=1))
        ):
            days, back = days + 1, back - timedelta(days=1)
        return days

    def _serves(self, bed_id: int, day: date) -> bool:
        return any(s.bed_id == bed_id and s.from_on <= day < s.to_on for s in self.services)

    def _came(self, bed_id: int, day: date) -> bool:
        """A claim of zero days on that day: it was had, if for no night."""
        return any(c.bed_id == bed_id and c.from_on == c.to_on == day for c in self.claims)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
async def test_the_board_of_any_day_equals_a_recount(session: AsyncSession, seed: int) -> None:
    random = Random(seed)
    house = await a_house(session, rooms="301–303", from_on=START - timedelta(days=30))
    done = await History(session, house, random).go()
    assert await queries.double_claims(session) == []
    recount = await Recount(await business_date(session)).read(session, house)
    for step in random.sample(range(-120, DAYS + 400), 12):
        day = START + timedelta(days=step)
        board = await queries.board(session, house.home.scope, house.home.institution_id, day)
        expected = recount.board(day)
        shown = {bed.name: (bed.state.value, frozenset(bed.marks)) for _room, bed in board.pairs}
        assert shown == {name: (state, marks) for name, (state, marks, _empty) in expected.items()}, (seed, day, done)
        _compare_empty(board, expected, day)
        states = Counter(state for state, _marks, _empty in expected.values())
        assert {state.value: n for state, n in board.totals.states.items()} == dict(states)
        [count] = await bed_counts(session, house.home.scope, day)
        assert count.beds == board.totals.counted
        assert count.beds + sum(count.excluded.values()) == recount.beds


def _compare_empty(board: object, expected: dict[str, tuple[str, frozenset[str], int | None]], day: date) -> None:
    for _room, bed in board.pairs:
        if bed.is_free and not bed.planned:
            assert (day - bed.free_since).days == expected[bed.name][2], (bed.name, day)
