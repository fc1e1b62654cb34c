"""Work that nobody waits for: each job in one transaction, under a system sign-in limited to what it touches."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.models import Job, Schedule
from sqlalchemy import URL

from app.census.jobs import open_new_days
from app.core.db import transaction
from app.core.log import log
from app.core.maintenance import end_stale_sign_ins, ensure_partitions
from app.core.postgres.urls import pool_of
from app.core.request import new_request
from app.demo.jobs import JOBS as DEMO_JOBS
from app.imports.jobs import JOBS as IMPORT_JOBS
from app.offers.jobs import sweep as sweep_offers
from app.public.jobs import JOBS as PUBLIC_JOBS
from app.public.jobs import sweep as sweep_public
from app.waitlist.jobs import JOBS as WAITLIST_JOBS
from app.waitlist.jobs import publish_due

__all__ = ["run_worker"]

MONTHS_AHEAD = 3

Work = Callable[[bytes], Awaitable[None]]
WORK: dict[str, Work] = {**IMPORT_JOBS, **DEMO_JOBS, **WAITLIST_JOBS, **PUBLIC_JOBS}


async def run_worker(url: URL, stop: asyncio.Event) -> None:
    """Run queued jobs and the clock's jobs until told to stop; a job under way is finished first."""
    await daily()
    await open_new_days()
    pool = await pool_of(url, size=3)
    queue = PgQueuer(AsyncpgPoolDriver(pool))
    _register(queue)
    running = asyncio.create_task(queue.run(batch_size=1))
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        queue.shutdown.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(running, timeout=20)
    finally:
        waiting.cancel()
        await pool.close()


def _register(queue: PgQueuer) -> None:
    for name, work in WORK.items():
        queue.entrypoint(name)(_running(name, work))

    @queue.schedule("daily", "10 0 * * *")
    async def run_daily(_schedule: Schedule) -> None:
        await daily()

    # Every few minutes and not once a night: a machine may sleep at midnight, and a new county opens the day it is made.
    @queue.schedule("census", "*/5 * * * *")
    async def run_census(_schedule: Schedule) -> None:
        await open_new_days()

    @queue.schedule("offers", "*/10 * * * *")
    async def run_offers(_schedule: Schedule) -> None:
        await sweep_offers()

    @queue.schedule("publishing", "*/5 * * * *")
    async def run_publishing(_schedule: Schedule) -> None:
        await publish_due()
        await sweep_public()


def _running(name: str, work: Work) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        facts = new_request()
        log().info("job.begun", job=name, request_id=facts.request_id)
        await work(job.payload or b"")
        log().info("job.done", job=name, request_id=facts.request_id)

    return run


async def daily() -> None:
    """Open the months to come and close sign-ins that ran out."""
    async with transaction(pool="side") as session:
        made = await ensure_partitions(session, MONTHS_AHEAD)
        ended = await end_stale_sign_ins(session)
    log().info("job.daily", partitions=made, sign_ins=ended)
