"""32 people over HTTP in two homes at once: who lives where, who lies in which bed, who is away, who goes where.

    python -m tests.prove.stays.prove [SECONDS] [SEED]

One race in two homes of one county and one in two counties, with every rule in place: nothing may be broken, nobody may
wait in a ring, no answer may be a fault. Then every exclusion is dropped in turn, and the same recount must find what
it kept away. The figure goes to docs/figures/stays_races.json.
"""

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from app.core.crypto import KeyFile
from app.core.keys import use_key_file
from app.core.postgres.urls import Urls
from tests.prove.races import machine
from tests.prove.stays.faults import FAULTS, PAIRS, Fault, dropped, two_writers
from tests.prove.stays.race import race_in_town
from tests.prove.stays.racers import Result
from tests.support.building import build_database
from tests.support.server import FOLDER, room_for_a_server, throw_away_server
from tests.support.tenants import COUNTY, OTHER_COUNTY

TARGET = Path("docs/figures/stays_races.json")
BOTH_KEEP_IT = "nothing found over HTTP: the other of the two exclusions keeps the same rule"


async def prove(server: URL, *, seconds: float, seed: int) -> dict[str, Any]:
    """Race with every rule in place, then with each exclusion dropped."""
    urls = await build_database(server, f"yiyang_stays_{seed % 10_000}", f"s{seed % 10_000}_")
    fair = {}
    for said, counties in (("one_county", (COUNTY, COUNTY)), ("two_counties", (COUNTY, OTHER_COUNTY))):
        async with dropped(urls):
            fair[said] = await race_in_town(urls, seed=seed, seconds=seconds / 2, counties=counties)
    aimed = [await without(urls, fault, seed) for fault in FAULTS]
    writers = {name: await _writers(urls, name) for name in PAIRS}
    return {
        "figure": "stays_races",
        "command": f"python -m tests.prove.stays.prove {seconds:g} {seed}",
        "machine": machine(),
        "with_every_rule": {said: race.figures() for said, race in fair.items()},
        "without_an_exclusion": aimed,
        "two_writers_without_a_lock": writers,
        "faults": list(_faults(fair.values(), aimed, writers)),
    }


async def without(urls: Urls, fault: Fault, seed: int) -> dict[str, Any]:
    """Race where it hurts, with these exclusions dropped."""
    async with dropped(urls, *fault.drops):
        race = await race_in_town(urls, seed=seed, seconds=30, most=60, size=fault.size, acts=fault.acts)
    said = {"rule": fault.rule} if fault.rule else {"rule": None, "why": BOTH_KEEP_IT}
    found = {"requests": race.requests, "seconds": race.seconds, "acts": dict(race.acts)}
    return {"dropped": list(fault.drops), **said, **found, "breaches": dict(race.breaches)}


async def _writers(urls: Urls, name: str) -> dict[str, Any]:
    """Two transactions at once with the exclusion in place, then without it."""
    async with dropped(urls):
        kept, sound = await two_writers(urls, name)
    async with dropped(urls, name):
        became, broken = await two_writers(urls, name)
    rule = PAIRS[name][1]
    return {
        "rule": rule,
        "in_place": {"became": kept, "breaches": sound},
        "dropped": {"became": became, "breaches": broken},
    }


def _faults(fair: Iterable[Result], aimed: list[dict[str, Any]], writers: dict[str, Any]) -> Iterable[str]:
    """Name what is not as it has to be; nothing is said when the proof holds."""
    for race in fair:
        if race.breaches or race.deadlocks or race.faults:
            yield f"seed {race.seed}: {dict(race.breaches)}, {race.deadlocks} deadlocks, {dict(race.faults)}"
    for one in aimed:
        if bool(one["breaches"]) is not (one["rule"] is not None) or (
            one["rule"] and not one["breaches"].get(one["rule"])
        ):
            yield f"without {', '.join(one['dropped'])}: {one['breaches']}"
    for name, pair in writers.items():
        refused = pair["in_place"]["became"] == sorted(("committed", name)) and not pair["in_place"]["breaches"]
        if not refused or pair["dropped"]["became"] != ["committed"] * 2 or not pair["dropped"]["breaches"]:
            yield f"two writers at {name}: {pair}"


def main() -> None:
    """Run it, write the figure, and fail where the proof does not hold."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    os.environ.setdefault(FOLDER, str(room_for_a_server()))
    use_key_file(KeyFile(b"a key file of the tests, 32 long"))
    with throw_away_server() as server:
        figure = asyncio.run(prove(server, seconds=seconds, seed=seed))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(TARGET.read_text())
    sys.exit(1 if figure["faults"] else 0)


if __name__ == "__main__":
    main()
