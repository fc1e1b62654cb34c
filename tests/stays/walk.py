"""The ground under the random acts on stays: a database that is undone, a model, and what must hold between them.

After every act both must say the same of every bed, person, leave and closure, and the recount must find nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.core.db import acting_under, database
from app.core.errors import DomainError
from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind
from app.stays.models import Discharge, Leave, Stay, StayChange
from app.stays.queries.proof import wrong_stays
from app.stays.rules.kinds import LateReason
from tests.factories.beds import HouseOfBeds, a_house, more_rooms
from tests.factories.residents import an_elder
from tests.stays.model import END, TODAY, State, World
from tests.support.clock import Clock
from tests.support.tenants import COUNTIES

__all__ = ["LATE", "PEOPLE", "Walk", "day", "number"]

MAY = date(2026, 5, 1)
LATE = LateReason.PAPER
PEOPLE = {"妻": Sex.FEMALE, "夫": Sex.MALE, "女甲": Sex.FEMALE, "女乙": Sex.FEMALE, "男甲": Sex.MALE, "男乙": Sex.MALE}
ROOMS = {
    "301": ("3", SexRule.SAME),
    "302": ("2", SexRule.SAME),
    "303": ("2", SexRule.FEMALE),
    "304": ("2", SexRule.NONE),
}

MOST_WAYS = 40
"""So many ways are tried to find one the model takes; more would make every step slow."""


def day(number: int) -> date:
    """A day by its number."""
    return date.max if number >= END else MAY + timedelta(days=number)


def number(on: date) -> int:
    """The number of a day."""
    return END if on == date.max else (on - MAY).days


class Walk(RuleBasedStateMachine):
    """Two homes with six people, the model beside them, and the comparison of the two."""

    runner: ClassVar[asyncio.Runner]
    acts: ClassVar[dict[str, list[int]]] = {}

    async def _begin(self) -> None:
        pools = database()
        self.connection = await pools.engines["app"].connect()
        await self.connection.begin()
        for maker in pools.sessions.values():
            maker.configure(bind=self.connection, join_transaction_mode="create_savepoint")
        self.signed_in = acting_as_system("测试", regions=COUNTIES)
        self.actor = await self.signed_in.__aenter__()
        self.session: AsyncSession = pools.sessions["app"]()
        self.session.sync_session.info["token"] = acting_under.get()
        await self.session.begin()
        await Clock(self.connection).at(f"{day(TODAY)} 18:00")
        self.houses: dict[str, HouseOfBeds] = {}
        for name in ("甲", "乙"):
            house = await a_house(self.session, rooms="301", beds=ROOMS["301"][0], sex_rule=ROOMS["301"][1])
            for room, (places, asks) in list(ROOMS.items())[1:] if name == "甲" else []:
                await more_rooms(self.session, house, rooms=room, beds=places, sex_rule=asks)
            self.houses[name] = house
        self.people = {
            name: (await an_elder(self.session, self.houses["甲"].home, name=name, sex=sex)).id
            for name, sex in PEOPLE.items()
        }
        await self._marry()
        self._imagine()

    async def _marry(self) -> None:
        one, other = sorted((self.people["妻"], self.people["夫"]))
        county = self.houses["甲"].home.county
        self.session.add(ElderRelation(county=county, elder_id=one, other_id=other, kind=RelationKind.SPOUSE))
        await self.session.flush()

    def _imagine(self) -> None:
        self.bed_ids = {
            f"{name}{bed}": (house, i) for name, house in self.houses.items() for bed, i in house.beds.items()
        }
        self.bed_names = {i: name for name, (_house, i) in self.bed_ids.items()}
        rooms = {name: (name[0], name[1:4]) for name in self.bed_ids}
        rules = {room: ROOMS[room[1]][1].value for room in rooms.values()}
        sexes = {name: sex.value for name, sex in PEOPLE.items()}
        self.world = World(sexes, {"妻": "夫", "夫": "妻"}, rooms, rules)
        self.state = State()

    def teardown(self) -> None:
        """Undo everything."""
        if hasattr(self, "connection"):
            self.runner.run(self._end())

    async def _end(self) -> None:
        await self.session.close()
        await self.signed_in.__aexit__(None, None, None)
        await self.connection.rollback()
        for pool, maker in database().sessions.items():
            maker.configure(bind=database().engines[pool], join_transaction_mode="conditional_savepoint")
        await self.connection.close()

    # Naming things

    def bed(self, which: tuple[str, int]) -> str:
        """A bed's name in the model."""
        mine = sorted(name for name in self.bed_ids if name.startswith(which[0]))
        return mine[which[1] % len(mine)]

    def stay(self, which: int) -> int:
        """The id of one of the stays, or of nobody's."""
        ids = sorted(self.state.stays)
        return ids[which % len(ids)] if ids else 0

    def beds_of(self, home: str) -> list[str]:
        """The beds of a home."""
        return sorted(name for name in self.bed_ids if name.startswith(home))

    def pick(self, which: int, plain: Any, ways: Sequence[Any], tried: Callable[[Any], State | None]) -> Any:
        """The first of the ways, from a place on, that the model takes, else the plain one."""
        start = which * 5 % len(ways) if ways else 0
        for way in [*ways[start:], *ways[:start]][:MOST_WAYS]:
            new = tried(way)
            if new is not None and not self.world.broken(new) and not self.world.zero_clash(self.state, new):
                return way
        return plain

    def args(self, home: str) -> tuple[Any, ...]:
        """What every act begins with."""
        return self.session, self.actor, self.houses[home].home

    def home(self, stay_id: int) -> str:
        """The home of a stay."""
        return self.state.stays[stay_id].home if stay_id in self.state.stays else "甲"

    # Doing a thing twice

    def both(self, name: str, new: State | None, act: Callable[[], Awaitable[Any]], *, free: bool = False) -> Any:
        """Do an act and hold it against what the model expects; `free` lets the database decide."""
        old, done = self.state, None
        sure_no = new is None or self.world.broken(new)
        fuzzy = False
        if new is not None and not sure_no and self.world.zero_clash(old, new):
            fuzzy = any(one.wish for state in (old, new) for one in state.stays.values())
            sure_no = not fuzzy
        shaky = any(one.zero and one.wish for state in (old, new or old) for one in state.stays.values())
        refused = None
        try:
            done = self.runner.run(self._do(act))
        except DomainError as error:
            refused = error
        count = self.acts.setdefault(name, [0, 0])
        count[refused is None] += 1
        if sure_no:
            assert refused is not None, f"{name} should have been refused"
        elif not free and not fuzzy and not shaky:
            assert refused is None, f"{name} should have been done: {refused.message if refused else ''}"
        if refused is None:
            assert new is not None
            self.state = new
            self.world.settle(self.state)
        return done

    async def _do(self, act: Callable[[], Awaitable[Any]]) -> Any:
        async with self.session.begin_nested():
            done = await act()
            await self.session.flush()
        return getattr(done, "id", done)

    # What must hold after every act

    @invariant()
    def model_and_database_say_the_same(self) -> None:
        """Compare every stay, bed, leave and closure, and recount."""
        if hasattr(self, "state"):
            self.runner.run(self._compare())

    async def _compare(self) -> None:
        claims = await self._live(BedClaim)
        stays = {row.id: (number(row.from_on), number(row.to_on)) for row in await self._live(Stay)}
        assert stays == {i: (one.first, one.last) for i, one in self.state.stays.items()}
        closures = {
            row.id: (self.bed_names[row.bed_id], number(row.from_on), number(row.to_on))
            for row in claims
            if row.kind is ClaimKind.CLOSURE
        }
        assert closures == self.state.closures
        leaves = {row.id: (row.stay_id, number(row.from_on), number(row.to_on)) for row in await self._live(Leave)}
        twins = {key for one in self.state.stays.values() for key in one.cut_leaves}
        said = {key: (i, *span) for i, one in self.state.stays.items() for key, span in one.leaves.items()}
        assert {v for k, v in leaves.items() if k not in twins} >= {v for k, v in said.items() if k not in twins}
        assert sorted(leaves.values()) == sorted(said.values())
        terms = {row.id: (row.stay_id, number(row.from_on)) for row in await self._live(StayChange)}
        assert terms == {k: (i, v[0]) for i, one in self.state.stays.items() for k, v in one.terms.items()}
        gone = {row.id: row.stay_id for row in await self._live(Discharge)}
        assert gone == {i: one.stay_id for i, one in self.state.gone.items()}
        flags = self.world.flagged(self.state)
        for i, one in self.state.stays.items():
            mine = [row for row in claims if row.stay_id == i]
            assert self._cells(mine, ClaimKind.STAY) == {(d, bed, d in flags[i]) for d, bed in one.beds.items()}
            assert {c[:2] for c in self._cells(mine, ClaimKind.PRIVATE)} == one.private
            zeros = [self.bed_names[row.bed_id] for row in mine if row.from_on == row.to_on]
            assert zeros == ([one.zero_bed] if one.zero else [])
        assert await wrong_stays(self.session) == []

    async def _live(self, model: Any) -> list[Any]:
        table = model.__table__
        homes = [house.home.institution_id for house in self.houses.values()]
        rows = select(table).where(table.c.voided_at.is_(None), table.c.institution_id.in_(homes))
        return list(await self.session.execute(rows.order_by(table.c.id)))

    def _cells(self, rows: list[Any], kind: ClaimKind) -> set[tuple[int, str, bool]]:
        return {
            (d, self.bed_names[row.bed_id], row.shares_room)
            for row in rows
            if row.kind is kind
            for d in range(number(row.from_on), number(row.to_on))
        }
