"""Telling open pages that a home has changed: NOTIFY in the writing transaction, one LISTEN per process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import last_closer, touched_homes
from app.core.log import log
from app.core.postgres.urls import connect, normalise

__all__ = ["CHANNEL", "Hub", "announce_touched", "listening", "unannounced"]

CHANNEL = "yiyang_homes"
RECONNECT_SECONDS = 2.0
TELL = text("SELECT count(pg_notify(:channel, message)) FROM unnest(CAST(:messages AS text[])) AS message")


def unannounced(session: AsyncSession) -> list[str]:
    """Take a message, a county and an id, for each home that changed and of which nobody was told: the caller tells."""
    announced: set[tuple[int, int]] = session.sync_session.info.setdefault("announced", set())
    homes = [(home.county, home.institution_id) for home in touched_homes(session)]
    fresh = [home for home in homes if home not in announced]
    announced.update(fresh)
    return [f"{county}:{home}" for county, home in fresh]


@last_closer
async def announce_touched(session: AsyncSession) -> None:
    """Tell every process which homes changed, where no line of the trail has done so. Only a COMMIT sends it."""
    if messages := unannounced(session):
        await session.execute(TELL, {"channel": CHANNEL, "messages": messages})


class Hub:
    """Hands each home's changes to the pages of this process that watch it."""

    def __init__(self) -> None:
        """Begin with nobody watching."""
        self._watchers: dict[tuple[int, int], set[asyncio.Queue[int]]] = defaultdict(set)
        self._version = 0
        self.closed = asyncio.Event()

    @asynccontextmanager
    async def watching(self, county: int, institution_id: int) -> AsyncIterator[asyncio.Queue[int]]:
        """Give a queue that receives a number for each change; several changes at once are told once."""
        queue: asyncio.Queue[int] = asyncio.Queue(maxsize=1)
        watchers = self._watchers[(county, institution_id)]
        watchers.add(queue)
        try:
            yield queue
        finally:
            watchers.discard(queue)
            if not watchers:
                self._watchers.pop((county, institution_id), None)

    def tell(self, message: str) -> None:
        """Pass a message of the channel on; a page that is still busy with the last one misses nothing."""
        county, _, home = message.partition(":")
        if not (county.isdigit() and home.isdigit()):
            return
        self._version += 1
        for queue in self._watchers.get((int(county), int(home)), ()):
            with suppress(asyncio.QueueFull):
                queue.put_nowait(self._version)


@asynccontextmanager
async def listening(url: URL | str) -> AsyncIterator[Hub]:
    """Listen for as long as the process serves; a lost connection is made again."""
    hub = Hub()
    task = asyncio.create_task(_listen(url, hub))
    try:
        yield hub
    finally:
        hub.closed.set()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _listen(url: URL | str, hub: Hub) -> None:
    while True:
        try:
            connection = await connect(normalise(url), timeout=5)
            lost = asyncio.Event()
            connection.add_termination_listener(lambda *_, gone=lost: gone.set())
            await connection.add_listener(CHANNEL, lambda *received: hub.tell(str(received[3])))
            try:
                await lost.wait()
            finally:
                await connection.close(timeout=1)
        except (OSError, asyncpg.PostgresError, TimeoutError) as error:
            log().warning("live.lost", kind=type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)
