"""`worker`: the background jobs alone, where the web runs elsewhere."""

import asyncio
import signal
from contextlib import suppress

from sqlalchemy import URL

from app.cli.root import command, run
from app.cli.running import open_house
from app.core.log import configure_log, log
from app.jobs import run_worker

LONGEST_PAUSE = 30.0


@command("worker", help="只运行后台任务（网页另有进程时使用）")
def work() -> None:
    """Work until told to stop; a job under way is finished first."""
    run(_work())


async def keep_working(url: URL, stopping: asyncio.Event) -> None:
    """Work until told to stop. A database that restarts interrupts the work and ends neither it nor the web beside it."""
    pause = 1.0
    while not stopping.is_set():
        try:
            await run_worker(url, stopping)
            pause = 1.0
        except Exception as failure:
            log().error("worker.interrupted", kind=type(failure).__name__, again_in=pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _work() -> None:
    stopping = asyncio.Event()
    configure_log()
    async with open_house() as urls:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        await keep_working(urls.app, stopping)
