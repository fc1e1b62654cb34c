"""A residents' ledger of 5,000 rows, in seconds: read and checked, rehearsed, written, the same again, taken back."""

import time
from collections.abc import Awaitable
from typing import Any, TypeVar

from app.core.db import transaction
from app.imports import queries, service
from bench.ground import throw_away_house, write_figures
from tests.factories.beds import a_house, more_rooms
from tests.imports.ledgers import psv
from tests.imports.residents import people
from tests.support.tenants import acting_everywhere

ROWS, BEDS_PER_ROOM = 5_000, 10
# Rooms are built two hundred at a time at most.
ROOMS = ("1001–1200", "1201–1400", "1401–1500")

Value = TypeVar("Value")


class Watch:
    """Seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    async def time(self, name: str, work: Awaitable[Value]) -> Value:
        """Time one step."""
        began = time.perf_counter()
        done = await work
        self.seconds[name] = round(time.perf_counter() - began, 2)
        return done


async def measure() -> None:
    """Measure and write docs/figures/residents.json."""
    watch, said = Watch(), []
    async with throw_away_house(), acting_everywhere():
        async with transaction() as session:
            house = await a_house(session, rooms=ROOMS[0], beds=str(BEDS_PER_ROOM))
            for rooms in ROOMS[1:]:
                await more_rooms(session, house, rooms=rooms, beds=str(BEDS_PER_ROOM))
        data = psv(people(sorted(house.beds)).lines())
        first = await watch.time("received", _received(house, data))
        await watch.time("checked", _do(first, house, "check", progress=lambda *line: said.append(line)))
        await watch.time("applied", _do(first, house, "apply"))
        again = await _received(house, data)
        counts = await watch.time("checked_again", _do(again, house, "check"))
        await watch.time("undone", _do(first, house, "undo"))
    if counts["unchanged"] != ROWS:
        raise RuntimeError(counts)
    write_figures(
        "residents",
        "make bench ARGS=residents",
        {"rows": ROWS, "seconds": watch.seconds, "progress_lines": len(said)},
    )


async def _received(house: Any, data: bytes) -> int:
    async with transaction() as session:
        run = await service.receive(
            session, house.actor, house.home, kind="residents", filename="老人.psv", data=data
        )  # fmt: skip
        return run.id


async def _do(run_id: int, house: Any, act: str, **more: Any) -> Any:
    """One act in a transaction of its own, its closers and its commit included."""
    async with transaction() as session:
        run = await queries.get_run(session, house.home.scope, run_id, lock=True)
        if act == "check":
            return (await service.check_run(session, house.actor, run, **more)).counts
        if act == "apply":
            return (await service.apply_run(session, house.actor, run, expected=run.counts)).counts
        return await service.undo_run(session, house.actor, run, reason="测量")
