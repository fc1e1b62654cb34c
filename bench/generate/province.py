"""A server of its own with made-up provinces on it, one database for each size; filled once, measured as it serves."""

import json
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL

from app.core.crypto import KeyFile
from app.core.db import Database, use_database
from app.core.keys import use_key_file
from app.core.postgres.bootstrap import bootstrap
from app.core.postgres.embedded import running
from app.core.postgres.migrate import migrate
from app.core.postgres.urls import Urls, connect
from bench.generate.loading import Loaded, load
from tests.support.building import build_database

__all__ = ["Province", "provinces", "serving"]

KEYS = KeyFile(b"a key file of the benches, 32 lg")
SAID = "loaded.json"


@dataclass(frozen=True, slots=True)
class Province:
    """One loaded database and its doors."""

    loaded: Loaded
    urls: Urls


@asynccontextmanager
async def provinces(sizes: Iterable[str], seed: int, keep: Path | None = None) -> AsyncIterator[dict[str, Province]]:
    """Give a database for each size; in a kept folder those that are there already are not made again.

    The server does not sync while it is filled, and syncs as a real one does while it is measured.
    """
    wanted = list(dict.fromkeys(sizes))
    use_key_file(KEYS)
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="yiyang-bench-") as name:
        folder = _open_folder(Path(name))
        told = _said(folder)
        missing = [size for size in wanted if _key(size, seed) not in told]
        if missing:
            async with running(folder, durable=False) as admin:
                for size in missing:
                    told[_key(size, seed)] = await _made(admin, size, seed)
                    _say(folder, told)
        async with running(folder) as admin:
            yield {size: await _opened(admin, told[_key(size, seed)]) for size in wanted}


@asynccontextmanager
async def serving(province: Province) -> AsyncIterator[Database]:
    """Let the application serve from this database for the length of the block."""
    pools = Database(province.urls.app, province.urls.bureau)
    use_database(pools)
    try:
        yield pools
    finally:
        await pools.dispose()
        use_database(None)


def _key(size: str, seed: int) -> str:
    return f"{size}_{seed}"


async def _made(admin: URL, size: str, seed: int) -> Loaded:
    name = f"bench_{_key(size, seed)}"
    connection = await connect(admin)
    # One that was not finished may stand there.
    await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    await connection.close()
    urls = await build_database(admin, name, f"b_{_key(size, seed)}_")
    assert urls.owner is not None
    return await load(urls.owner, size, seed)


async def _opened(admin: URL, loaded: Loaded) -> Province:
    name = _key(loaded.size, loaded.seed)
    urls = await bootstrap(admin, database=f"bench_{name}", prefix=f"b_{name}_")
    assert urls.owner is not None
    # A kept one may be older than the newest revision.
    await migrate(urls.owner)
    return Province(loaded, urls)


def _open_folder(folder: Path) -> Path:
    """Make the folder, and let the server's own user through to what lies in it."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    return folder


def _said(folder: Path) -> dict[str, Loaded]:
    if not (folder / SAID).exists():
        return {}
    told = json.loads((folder / SAID).read_text("utf-8"))
    return {
        name: Loaded(**{**one, "last": date.fromisoformat(one["last"])}) for name, one in told.items()
    }  # fmt: skip


def _say(folder: Path, told: dict[str, Loaded]) -> None:
    text = json.dumps({name: asdict(one) for name, one in told.items()}, default=str, indent=1)
    unfinished = folder / f"{SAID}.new"
    unfinished.write_text(text, "utf-8")
    unfinished.replace(folder / SAID)
