"""Building a demo as a job: nobody waits for it, and one who asks sees how far it has come."""

from collections.abc import Awaitable, Callable

import orjson

from app.accounts.system import acting_as_system
from app.core.db import transaction
from app.demo import service
from app.demo.service import BUILD

__all__ = ["JOBS", "build"]

EVERYWHERE = 0
SECONDS = 1800


async def build(payload: bytes) -> None:
    """Build the counties that are not there yet, each in a transaction of its own."""
    asked = orjson.loads(payload)
    async with acting_as_system("装演示数据", regions=[EVERYWHERE], seconds=SECONDS) as actor:
        for county in service.counties_of(small=asked["small"]):
            async with transaction() as session:
                await service.build_county(session, actor, county, seed=asked["seed"])


JOBS: dict[str, Callable[[bytes], Awaitable[None]]] = {BUILD: build}
