"""32 people at one home's beds at once, over HTTP: close, open, mark, move, split, retire, narrow, extend.

    python -m tests.prove.races [SECONDS] [SEED]

Afterwards every row is recounted in plain Python. A harness that cannot fail proves nothing: it runs a second time
with the exclusion on claims dropped, and must then report violations. The figure goes to docs/figures/races.json.
"""

import asyncio
import json
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import uvicorn
from httpx2 import AsyncClient
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.beds.queries import double_claims
from app.core.db import Database, transaction, use_database
from app.core.live import Hub
from app.core.postgres.urls import Urls
from app.main import create_app
from tests.factories.beds import HouseOfBeds, a_house
from tests.prove.racers import CLIENTS, Known, Race, Racer
from tests.support.people import a_user, open_sign_in_for
from tests.support.tenants import acting_everywhere

FAULT = "ex_bed_claims_one_per_bed"


async def race(urls: Urls, *, seconds: float, seed: int, clients: int = CLIENTS, most: int = 10**9) -> Race:
    """Let them race in a fresh home of this database, then recount everything in it."""
    result, random = Race(seed, clients), Random(seed)
    pools = Database(urls.app, urls.bureau, pool_size=16)
    use_database(pools)
    try:
        async with acting_everywhere(), transaction() as session:
            house = await a_house(session, rooms="301–310", beds="2")
        async with serving() as address:
            before = await deadlocks_of(urls)
            begun = time.monotonic()
            await _run(address, house, result, random, until=begun + seconds, most=most)
            result.seconds = round(time.monotonic() - begun, 1)
        result.deadlocks = await deadlocks_of(urls) - before
        result.breaches = await _recount(urls)
    finally:
        await pools.dispose()
    return result


async def _run(address: str, house: HouseOfBeds, result: Race, random: Random, *, until: float, most: int) -> None:
    known = Known()
    root = f"{address}/institutions/{house.home.institution_id}"
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": address}
    people = [await a_user("director", house.institution) for _client in range(result.clients)]
    tokens = [await open_sign_in_for(person.id) for person in people]
    # Reading the certificates of the world, once for each of them, would take as long as the race; the address is http.
    browsers = [AsyncClient(headers=headers, cookies={"s": token}, timeout=60, verify=False) for token in tokens]

    async def keep_learning() -> None:
        while time.monotonic() < until and result.requests < most:
            async with acting_everywhere(), transaction(read_only=True) as session:
                await known.learn(session, house.home.institution_id)
            await asyncio.sleep(0.5)

    async with acting_everywhere(), transaction(read_only=True) as session:
        await known.learn(session, house.home.institution_id)
    racers = [Racer(root, browser, known, Random(random.random()), result) for browser in browsers]
    await asyncio.gather(keep_learning(), *(racer.run(until, most) for racer in racers))
    for browser in browsers:
        await browser.aclose()


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """Serve the application on a port of this machine, without its own start-up: the pools are ours."""
    app = create_app()
    app.state.hub = Hub()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn offers no event)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def owner_of(urls: Urls) -> AsyncIterator[AsyncSession]:
    engine = create_async_engine(_owner_url(urls), poolclass=NullPool)
    async with AsyncSession(engine) as session:
        yield session
    await engine.dispose()


def _owner_url(urls: Urls) -> URL | str:
    assert urls.owner is not None
    return urls.owner


async def deadlocks_of(urls: Urls) -> int:
    async with owner_of(urls) as owner:
        counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int((await owner.execute(counted)).scalar_one())


async def _recount(urls: Urls) -> Counter[str]:
    """Recount as the owner, who sees every row."""
    async with owner_of(urls) as owner:
        return Counter(breach.rule for breach in await double_claims(owner))


async def drop_constraint(urls: Urls, name: str = FAULT) -> None:
    """Plant the fault: the exclusion that keeps a bed from being claimed twice."""
    async with owner_of(urls) as owner:
        await owner.execute(text(f"ALTER TABLE bed_claims DROP CONSTRAINT {name}"))
        await owner.commit()


def machine() -> dict[str, Any]:
    """Say on what and under which load the figure was measured."""
    return {
        "cpus": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "platform": platform.platform(),
        "python": platform.python_version(),
    }


async def prove(server: URL, *, seconds: float, seed: int) -> dict[str, Any]:
    """Race with every rule in place, then with the fault planted."""
    from tests.support.building import build_database

    sound = await build_database(server, f"yiyang_race_{seed % 10_000}", f"r{seed % 10_000}_")
    fair = await race(sound, seconds=seconds, seed=seed)
    await drop_constraint(sound)
    broken = await race(sound, seconds=max(seconds / 10, 3), seed=seed)
    return {
        "figure": "races",
        "command": f"python -m tests.prove.races {seconds:g} {seed}",
        "machine": machine(),
        "with_every_rule": fair.figures(),
        f"without_{FAULT}": broken.figures(),
    }


def main() -> None:
    """Run the long form and write the figure."""
    from app.core.crypto import KeyFile
    from app.core.keys import use_key_file
    from tests.support.server import room_for_a_server, throw_away_server

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    os.environ.setdefault("YIYANG_TEST_SERVER", str(room_for_a_server()))
    use_key_file(KeyFile(b"a key file of the tests, 32 long"))
    with throw_away_server() as server:
        figure = asyncio.run(prove(server, seconds=seconds, seed=seed))
    target = Path("docs/figures/races.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.write(target.read_text())
    fair, broken = figure["with_every_rule"], figure[f"without_{FAULT}"]
    sys.exit(0 if not fair["breaches"] and not fair["deadlocks"] and broken["breaches"] else 1)


if __name__ == "__main__":
    main()
