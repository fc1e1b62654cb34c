"""A throw-away database with the real schema, and the line that says on which machine figures were measured."""

import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.crypto import KeyFile
from app.core.db import Database, use_database
from app.core.keys import use_key_file
from app.core.postgres.embedded import running
from app.core.postgres.urls import Urls
from tests.support.building import build_database

__all__ = ["FIGURES", "Timing", "interleaved", "machine_line", "throw_away_house", "write_figures"]

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures"

Work = Callable[[], Awaitable[Any]]
Timing = dict[str, float]


@asynccontextmanager
async def throw_away_house() -> AsyncIterator[tuple[Urls, Database]]:
    """Give a migrated database on a server of its own that is gone afterwards; it syncs as a real one does."""
    with tempfile.TemporaryDirectory(prefix="yiyang-bench-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101  (the loop has nothing else to do yet)
        async with running(Path(folder)) as admin:
            use_key_file(KeyFile(os.urandom(32)))
            urls = await build_database(admin, "bench", "bench_")
            pools = Database(urls.app, urls.bureau, pool_size=40)
            use_database(pools)
            try:
                yield urls, pools
            finally:
                await pools.dispose()
                use_database(None)


async def interleaved(works: dict[str, Work], *, rounds: int, warm: int = 5) -> dict[str, Timing]:
    """Time several works turn by turn, so that a slow moment of the machine hits all of them; milliseconds."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + warm):
        for name, work in works.items():
            began = time.perf_counter()
            await work()
            if turn >= warm:
                spent[name].append((time.perf_counter() - began) * 1000)
    return {
        name: {"min": min(times), "median": statistics.median(times), "max": max(times)}
        for name, times in spent.items()
    }


def machine_line(command: str) -> dict[str, Any]:
    """Say on what and when figures were measured, with the load at that moment."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "machine": platform.machine(),
        "python": platform.python_version(),
        "command": command,
    }


def write_figures(name: str, command: str, figures: dict[str, Any]) -> None:
    """Keep figures in docs/figures/ and print them."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**machine_line(command), **figures}, ensure_ascii=False, indent=2)
    (FIGURES / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def run(work: Awaitable[None]) -> None:
    """Run a benchmark from the command line."""
    asyncio.run(work)  # type: ignore[arg-type]
