"""32 clients making, accepting, refusing, taking back and expiring offers in two homes of one county.

    python -m tests.prove.offers.prove [SECONDS] [SEED]

With every rule in place nothing may be broken and nobody may wait in a ring. Then the two walls around a bed are
dropped, each by itself and both together: one of them is enough, without both the recount must see double offers.
The figure goes to docs/figures/offers.json.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, text

from app.core.crypto import KeyFile
from app.core.keys import use_key_file
from app.core.postgres.urls import Urls
from tests.prove.offers.race import Race, race
from tests.prove.races import machine, owner_of
from tests.support.building import build_database
from tests.support.server import FOLDER, room_for_a_server, throw_away_server

__all__ = ["WALLS", "main", "walls_down"]

TARGET = Path("docs/figures/offers.json")
ONE_OFFER, ONE_CLAIM = "uq_bed_offers_live_bed", "ex_bed_claims_one_per_bed"
AIMED = ("offer", "accept")
"""A fault shows while offers live: where nothing ends them, every double one is still there to be counted."""
WALLS = {
    ONE_OFFER: f"DROP INDEX {ONE_OFFER}",
    ONE_CLAIM: f"ALTER TABLE bed_claims DROP CONSTRAINT {ONE_CLAIM}",
}


async def clear(urls: Urls) -> None:
    """Sweep a race away, so that the next one begins with nothing."""
    async with owner_of(urls) as owner:
        await owner.execute(text("TRUNCATE institutions, waitlist_receipts, waitlist_policies CASCADE"))
        await owner.commit()


@asynccontextmanager
async def walls_down(urls: Urls, *names: str) -> AsyncIterator[None]:
    """Take these walls away for good: what is raced in afterwards is a database of its own."""
    async with owner_of(urls) as owner:
        for name in names:
            await owner.execute(text(WALLS[name]))
        await owner.commit()
    yield


async def prove(server: URL, *, seconds: float, seed: int) -> dict[str, Any]:
    """Race with every rule, then without one wall, then without both."""
    urls = await build_database(server, f"yiyang_offers_{seed % 10_000}", f"o{seed % 10_000}_")
    fair = await race(urls, seed=seed, seconds=seconds, people=40)
    short, without = max(seconds / 10, 5), {}
    for name in WALLS:
        await clear(urls)
        async with walls_down(urls, name):
            one = await race(urls, seed=seed, seconds=short, people=40, acts=AIMED)
            without[name if not without else "both"] = one.figures()
    return {
        "figure": "offers",
        "command": f"python -m tests.prove.offers.prove {seconds:g} {seed}",
        "machine": machine(),
        "with_every_rule": fair.figures(),
        "without": without,
        "faults": _faults(fair, without),
    }


def _faults(fair: Race, without: dict[str, Any]) -> list[str]:
    """Name what is not as it has to be; nothing is said when the proof holds."""
    found = []
    if fair.breaches or fair.deadlocks or fair.faults:
        found.append(f"with every rule: {dict(fair.breaches)}, {fair.deadlocks} deadlocks, {dict(fair.faults)}")
    if without[ONE_OFFER]["breaches"]:
        found.append(f"the claim's exclusion alone: {without[ONE_OFFER]['breaches']}")
    if not without["both"]["breaches"].get("two live offers on a bed"):
        found.append("without both walls nothing was found: the harness sees nothing")
    return found


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
