"""`worker`: the background jobs alone, where the web runs elsewhere."""

import asyncio
import signal

from app.cli.root import command, run
from app.cli.running import open_house
from app.core.log import configure_log
from app.jobs import run_worker


@command("worker", help="只运行后台任务（网页另有进程时使用）")
def work() -> None:
    """Work until told to stop; a job under way is finished first."""
    run(_work())


async def _work() -> None:
    stopping = asyncio.Event()
    configure_log()
    async with open_house() as urls:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        await run_worker(urls.app, stopping)
