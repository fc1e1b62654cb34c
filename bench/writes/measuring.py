"""What a write costs: over HTTP as it is served, beside pgbench with the same statements, turn by turn."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.crypto import KeyFile
from app.core.db import Database, use_database
from app.core.keys import use_key_file
from app.core.live import Hub
from app.core.postgres.embedded import running
from app.core.postgres.urls import Urls, revealed
from app.main import create_app
from bench.ground import write_figures
from bench.writes.acts import ACTS, Act, body_of
from bench.writes.browsers import Round, run_clients
from bench.writes.pgbench import Bare, run_pgbench
from bench.writes.places import HOMES, PLACES, Place, token_of
from bench.writes.script import noting, script_of
from bench.writes.town import build_town, open_days_of_town, put_back, save_town
from tests.support.building import build_database
from tests.support.people import FORM, client_for
from tests.support.serving import bare_environment, serving

__all__ = ["measure"]

SEED = 20261122
CLIENTS = (1, 2, 4, 8, 16, 32)
REQUESTS = {1: 300}
REQUESTS_MORE = 160
WARM = 480
# Any place does, as long as none of its numbers is the other's: a half, a sum.
SHOWN = Place(17)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every round needs."""

    urls: Urls
    owner: AsyncConnection
    address: str
    today: date
    random: Random


async def measure() -> None:
    """Measure and write docs/figures/writes.json."""
    async with _open_bench() as bench:
        figures = {}
        for act in ACTS:
            await put_back(bench.owner)
            script, statements = await _script(bench, act)
            await put_back(bench.owner)
            await _served(bench, act, clients=16, requests=WARM)
            rounds = [await _both(bench, act, script, clients) for clients in CLIENTS]
            figures[act.name] = {"statements": statements, "rounds": rounds}
        deadlocks = await _deadlocks(bench.owner)
    about = {"seed": SEED, "server": "python -m app serve, one process", "homes": HOMES, "places": PLACES}
    write_figures("writes", "make bench ARGS='writes'", {**about, "deadlocks": deadlocks, "acts": figures})


async def _both(bench: Bench, act: Act, script: str, clients: int) -> dict[str, Any]:
    await put_back(bench.owner)
    served = await _served(bench, act, clients, REQUESTS.get(clients, REQUESTS_MORE))
    await put_back(bench.owner)
    bare = await run_pgbench(bench.urls.app, script, clients=clients, places=PLACES, times=act.times, seed=SEED)
    line = _figures(clients, served, bare)
    sys.stderr.write(f"{act.name} {line}\n")
    return line


async def _served(bench: Bench, act: Act, clients: int, requests: int) -> Round:
    places = [Place(n) for n in bench.random.sample(range(PLACES), requests)]
    return await run_clients(bench.address, act, places, clients, bench.today)


def _figures(clients: int, served: Round, bare: Bare) -> dict[str, Any]:
    done = sum(count for status, count in served.answers.items() if status < 400)
    rate = done / served.seconds
    return {
        "clients": clients,
        "per_second": round(rate, 1),
        "pgbench_per_second": round(bare.per_second, 1),
        "pgbench_over_http": round(bare.per_second / rate, 1) if rate else None,
        "milliseconds": _spread(served.milliseconds),
        "pgbench_milliseconds": _spread(bare.milliseconds),
        "answers": {str(status): count for status, count in sorted(served.answers.items())},
        "pgbench_failed": bare.failed,
    }


def _spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {"min": 0, "p50": len(ordered) // 2, "p95": len(ordered) * 95 // 100}
    return {name: round(ordered[place], 2) for name, place in at.items()} if ordered else {}


async def _script(bench: Bench, act: Act) -> tuple[str, int]:
    """Do the act once inside this process and write down what it sends; the second time, when nothing is new."""
    pools = Database(bench.urls.app, bench.urls.bureau)
    use_database(pools)
    try:
        app = create_app()
        app.state.hub = Hub()
        async with client_for(app, token_of(SHOWN.k)) as browser:
            for place in (Place(SHOWN.n + 1), SHOWN):
                with noting(pools) as sent:
                    body = body_of(act, place, bench.today)
                    answer = await browser.post(act.address(place), content=body, headers=FORM)
                    assert answer.status_code < 400, answer.text
        return script_of(sent, SHOWN), sum(not text.startswith("\\") for text, _values in sent)
    finally:
        await pools.dispose()
        use_database(None)


async def _deadlocks(owner: AsyncConnection) -> int:
    counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int((await owner.execute(counted)).scalar_one())


@asynccontextmanager
async def _open_bench() -> AsyncIterator[Bench]:
    """A server of its own that syncs as a real one does, the town in it, and the system serving it."""
    with tempfile.TemporaryDirectory(prefix="yiyang-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # noqa: ASYNC240  (the loop has nothing else to do yet)
        async with running(folder / "data") as admin:
            keys = KeyFile.load(folder / "keys" / "master.key", create=True)
            use_key_file(keys)
            urls = await build_database(admin, "bench", "bench_")
            owner_url = urls.owner
            assert owner_url is not None
            engine = create_async_engine(owner_url, poolclass=NullPool)
            async with engine.connect() as owner:
                pools = Database(urls.app, urls.bureau)
                use_database(pools)
                today = await build_town(owner)
                await open_days_of_town()
                await pools.dispose()
                use_database(None)
                await save_town(owner)
                house = bare_environment(folder / "serve") | _environment(urls, folder)
                _process, address, _said = await asyncio.to_thread(stack.enter_context, serving(house))
                yield Bench(urls, owner, address, today, Random(SEED))
                stack.close()
            await engine.dispose()


def _environment(urls: Urls, folder: Path) -> dict[str, str]:
    addresses = {"DATABASE_URL": urls.app, "OWNER_DATABASE_URL": urls.owner, "BUREAU_DATABASE_URL": urls.bureau}
    said = {name: revealed(url) for name, url in addresses.items() if url is not None}
    return said | {"KEY_FILE": os.fspath(folder / "keys" / "master.key")}
