"""Random histories counted by the queries and recounted from the raw rows, night by night and home by home.

    python -m tests.prove.occupancy [ROUNDS] [SEED]

Each round writes 200 histories in two counties and asks for 60 days, then counts once more with a fault planted in the
recount (the day of leaving counted too), which must be found. The figure goes to docs/figures/occupancy.json.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import URL

from app.census.queries import occupancy
from app.core.crypto import KeyFile
from app.core.db import Database, transaction, use_database
from app.core.keys import use_key_file
from app.core.scope import Scope
from tests.census.histories import FIRST, SPAN, write_histories
from tests.census.recount import Raw, differences, recount
from tests.prove.races import machine
from tests.support.building import build_database
from tests.support.server import FOLDER, room_for_a_server, throw_away_server
from tests.support.tenants import COUNTIES, acting_everywhere

HOMES, DAYS = 200, 60
SCOPE = Scope(regions=frozenset(COUNTIES))


class Undone(Exception):
    """Nothing of a round is kept."""


async def one_round(seed: int) -> Counter[str]:
    """Write, count and recount in one transaction that is undone."""
    random, found = Random(seed), Counter[str]()
    with suppress(Undone):
        await _count(random, found)
    return found


async def _count(random: Random, found: Counter[str]) -> None:
    async with acting_everywhere(), transaction() as session:
        written = await write_histories(session, random, HOMES, COUNTIES)
        raw = await Raw.read(session)
        found.update(written.rows)
        for offset in sorted(random.sample(range(-5, SPAN + 30), DAYS)):
            day = FIRST + timedelta(days=offset)
            counted = {one.institution_id: one for one in await occupancy(session, SCOPE, day)}
            for _county, home in written.homes:
                found["nights"] += 1
                found["people"] += counted[home].counted
                found["differences"] += bool(differences(counted[home], recount(raw, home, day)))
                planted = recount(raw, home, day, last_day_too=True)
                found["planted fault seen"] += bool(differences(counted[home], planted))
        raise Undone


async def prove(server: URL, *, rounds: int, seed: int) -> dict[str, Any]:
    """Run the rounds on a database of their own."""
    urls = await build_database(server, f"yiyang_occupancy_{seed % 10_000}", f"o{seed % 10_000}_")
    pools = Database(urls.app, urls.bureau)
    use_database(pools)
    begun, total = time.monotonic(), Counter[str]()
    try:
        for number in range(rounds):
            total += await one_round(seed + number)
    finally:
        await pools.dispose()
    return {
        "figure": "occupancy", "command": f"python -m tests.prove.occupancy {rounds} {seed}", "seed": seed,
        "rounds": rounds, "homes": HOMES, "days": DAYS, "seconds": round(time.monotonic() - begun, 1),
        "nights": total["nights"], "people_counted": total["people"], "differences": total["differences"],
        "planted_fault_seen": total["planted fault seen"],
        "rows": {name: total[name] for name in ("stays", "bed_claims", "leaves", "stay_changes", "rulings")},
        "machine": machine(),
    }  # fmt: skip


def main() -> None:
    """Prove, write the figure, and fail where a night differs or the planted fault was not seen."""
    words = sys.argv[1:]
    rounds, seed = int(words[0]) if words else 10, int(words[1]) if len(words) > 1 else 20261122
    os.environ.setdefault(FOLDER, str(room_for_a_server()))
    use_key_file(KeyFile(b"a key file of the tests, 32 long"))
    with throw_away_server() as server:
        figure = asyncio.run(prove(server, rounds=rounds, seed=seed))
    target = Path("docs/figures/occupancy.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(target.read_text())
    sys.exit(0 if not figure["differences"] and figure["planted_fault_seen"] else 1)


if __name__ == "__main__":
    main()
