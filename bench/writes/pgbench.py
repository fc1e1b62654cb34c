"""pgbench, which comes with the server: the same statements without a web server, a session or a line of Python."""

import asyncio
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from app.core.postgres.binaries import client_program

__all__ = ["Bare", "run_pgbench"]

RATE = re.compile(r"tps = ([\d.]+)")
FAILED = re.compile(r"number of failed transactions: (\d+)")


@dataclass(frozen=True, slots=True)
class Bare:
    """What pgbench came to."""

    per_second: float
    milliseconds: list[float]
    failed: int


async def run_pgbench(url: URL, script: str, *, clients: int, places: int, times: int, seed: int) -> Bare:
    """Let so many connections send the script so many times, each time for another place."""
    with tempfile.TemporaryDirectory(prefix="yiyang-bench-") as folder:
        (Path(folder) / "act.sql").write_text(script, encoding="utf-8")
        said = {"i": 0, "clients": clients, "places": places, "seed": seed}
        process = await asyncio.create_subprocess_exec(
            client_program("pgbench"), "--no-vacuum", "--protocol=prepared", "--file=act.sql", "--log", "--log-prefix=took",
            f"--client={clients}", f"--jobs={min(clients, os.cpu_count() or 1)}", f"--transactions={times // clients}",
            *(f"--define={name}={value}" for name, value in said.items()),
            cwd=folder, env={**os.environ, **_address(url)}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = (text.decode() for text in await process.communicate())
        rate = RATE.search(out)
        if process.returncode or rate is None:
            raise RuntimeError(f"pgbench: {err[-2000:]}")
        failed = FAILED.search(out)
        return Bare(float(rate[1]), _times(Path(folder)), int(failed[1]) if failed else 0)


def _address(url: URL) -> dict[str, str]:
    host, port = url.query.get("host", url.host), url.query.get("port", url.port)
    return {
        "PGHOST": str(host), "PGPORT": str(port or 5432), "PGUSER": str(url.username), "PGDATABASE": str(url.database),
        "PGPASSWORD": str(url.password), "PGOPTIONS": "-c lock_timeout=60s -c statement_timeout=60s",
    }  # fmt: skip


def _times(folder: Path) -> list[float]:
    """Milliseconds of each transaction: the third word of each line is microseconds."""
    lines = (line for log in sorted(folder.glob("took*")) for line in log.read_text().splitlines())
    return [int(line.split()[2]) / 1000 for line in lines]
