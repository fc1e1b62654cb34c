"""The publishing of lists: asked for by every act on one, and looked after by the clock."""

import orjson
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.system import acting_as_system
from app.core.clock import business_date
from app.core.db import transaction
from app.core.errors import DomainError
from app.core.log import log
from app.waitlist.queries.published import counties_to_publish
from app.waitlist.service.publishing import PUBLISH, publish_county

__all__ = ["JOBS", "publish", "publish_due"]


async def publish(payload: bytes) -> None:
    """Publish the lists of the county an act has changed."""
    await _publish(int(orjson.loads(payload)["county"]))


async def publish_due() -> int:
    """Publish every county whose lists are behind: a new day has begun, or a job was lost. Give how many those were."""
    async with acting_as_system("轮候公示", regions=[0]), transaction(read_only=True) as session:
        counties = await counties_to_publish(session, await business_date(session))
    done = 0
    for county in counties:
        try:
            await _publish(county)
            done += 1
        except (SQLAlchemyError, DomainError, OSError, TimeoutError) as error:
            # A county at fault is tried again in a few minutes; the others have their lists.
            log().warning("job.publishing_waits", county=county, kind=type(error).__name__)
    return done


async def _publish(county: int) -> None:
    async with acting_as_system("轮候公示", regions=[county]), transaction() as session:
        lists = await publish_county(session, county)
    log().info("job.published", county=county, lists=lists)


JOBS = {PUBLISH: publish}
