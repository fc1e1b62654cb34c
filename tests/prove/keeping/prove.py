"""Ten thousand random acts, each committed, with ledgers between them; then `verify`'s questions must find nothing.

    python -m tests.prove.keeping.prove [ACTS] [SEED]

The figure goes to docs/figures/keeping.json: how often each act was done and refused, how many days are kept, and how
many differences were found, before and after a fault of one is planted in the counting of discharges.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.census.models import census_days
from app.core.crypto import KeyFile
from app.core.db import Database, transaction, use_database
from app.core.errors import DomainError
from app.core.keys import use_key_file
from tests.census.opened import differences, open_committed
from tests.prove.keeping.acts import ACTS, Act
from tests.prove.keeping.ledgers import take_ledger
from tests.prove.keeping.planted import planted_off_by_one
from tests.prove.keeping.town import Town, a_town
from tests.prove.races import machine
from tests.support.building import build_database
from tests.support.server import FOLDER, room_for_a_server, throw_away_server
from tests.support.tenants import COUNTIES

__all__ = ["prove", "try_act"]

LEDGERS = 5
"""So many ledgers are taken in on the way, spread evenly."""


async def try_act(session: AsyncSession, town: Town, done: Counter[str]) -> None:
    """Try one act by chance; a refusal is counted and goes on to whoever rolls back."""
    act: Act = town.chance.choices(list(ACTS), weights=list(ACTS.values()))[0]
    try:
        await act(session, town)
    except DomainError:
        done[f"{act.__name__} refused"] += 1
        raise
    done[act.__name__] += 1


async def prove(server: URL, *, acts: int, seed: int) -> dict[str, Any]:
    """Do the acts on a database of their own and ask for differences."""
    urls = await build_database(server, f"yiyang_keeping_{seed % 10_000}", f"k{seed % 10_000}_")
    pools = Database(urls.app, urls.bureau)
    use_database(pools)
    begun, done = time.monotonic(), Counter[str]()
    try:
        async with acting_as_system("测试", regions=COUNTIES, seconds=36_000) as actor:
            async with transaction() as session:
                town = await a_town(session, actor, seed)
            for county in sorted({house.home.county for house in town.houses}):
                await open_committed(county)
            await _walk(town, acts, done)
            async with transaction(read_only=True) as session:
                wrong = await differences(session)
                days = await session.scalar(select(func.count()).select_from(census_days))
                with planted_off_by_one():
                    planted = len(await differences(session))
    finally:
        await pools.dispose()
    return {
        "figure": "keeping", "command": f"python -m tests.prove.keeping.prove {acts} {seed}", "seed": seed,
        "acts_tried": acts, "seconds": round(time.monotonic() - begun, 1), "home_days": days,
        "differences": len(wrong), "first_differences": [str(one) for one in wrong[:5]],
        "differences_with_a_fault_planted": planted,
        "acts": {name: {"done": done[name], "refused": done[f"{name} refused"]} for name in _names()},
        "ledgers": {"rows": done["ledger rows"], "taken": done["ledger"]}, "machine": machine(),
    }  # fmt: skip


def _names() -> list[str]:
    return sorted(act.__name__ for act in ACTS)


async def _walk(town: Town, acts: int, done: Counter[str]) -> None:
    every = max(acts // LEDGERS, 1)
    for number in range(1, acts + 1):
        try:
            async with transaction() as session:
                await try_act(session, town, done)
        except DomainError:
            continue
        finally:
            if number % every == 0:
                done["ledger rows"] += await take_ledger(town, number)
                done["ledger"] += 1


def main() -> None:
    """Prove, write the figure, and fail where a day differs or the planted fault was not seen."""
    words = sys.argv[1:]
    acts, seed = int(words[0]) if words else 10_000, int(words[1]) if len(words) > 1 else 20261122
    os.environ.setdefault(FOLDER, str(room_for_a_server()))
    use_key_file(KeyFile(b"a key file of the tests, 32 long"))
    with throw_away_server() as server:
        figure = asyncio.run(prove(server, acts=acts, seed=seed))
    target = Path("docs/figures/keeping.json")
    target.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(target.read_text())
    sys.exit(0 if not figure["differences"] and figure["differences_with_a_fault_planted"] else 1)


if __name__ == "__main__":
    main()
