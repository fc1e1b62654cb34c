"""The queue's and the clock's work for what strangers hand in: objections are taken down, forgotten drafts go."""

import orjson

from app.accounts.system import acting_as_system
from app.core.db import transaction
from app.core.log import log
from app.public.queries.drafts import forget_drafts
from app.public.service.objections import TAKE, take_objections
from app.public.service.secrets import process_secret
from app.waitlist.queries.intakes import counties_objecting

__all__ = ["JOBS", "sweep", "take"]


async def take(payload: bytes) -> None:
    """Take down the objections of a county."""
    await _take(int(orjson.loads(payload)["county"]))


async def sweep() -> None:
    """Take down what a lost job has left, and delete drafts that nobody came back for."""
    async with acting_as_system("网上异议", regions=[0]), transaction(read_only=True) as session:
        counties = await counties_objecting(session)
    for county in counties:
        await _take(county)
    async with transaction() as session:
        gone = await forget_drafts(session, process_secret())
    if gone:
        log().info("job.drafts", forgotten=gone)


async def _take(county: int) -> None:
    async with acting_as_system("网上异议", regions=[county]) as actor, transaction() as session:
        taken = await take_objections(session, actor, county)
    log().info("job.objections", county=county, taken=taken)


JOBS = {TAKE: take}
