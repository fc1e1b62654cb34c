"""The clock's work for offers: those that have run out lapse, each in a transaction of its own."""

from sqlalchemy.exc import SQLAlchemyError

from app.accounts.system import acting_as_system
from app.beds.rules.home import Home
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import DomainError
from app.core.log import log
from app.core.scope import Scope
from app.offers.queries.offers import due_offers
from app.offers.service.lapsing import lapse_if_due

__all__ = ["sweep"]

EVERYWHERE = Scope(regions=frozenset({0}))


async def sweep() -> int:
    """Let what has run out lapse; give how many did. A home at work is left for the next round."""
    lapsed = 0
    for county, institution_id, offer_id in await _due():
        home = Home(county, institution_id)
        try:
            async with (
                acting_as_system("床位通知到期", homes=[(county, institution_id)]) as actor,
                transaction() as session,
            ):
                lapsed += await lapse_if_due(session, actor, home, offer_id)
        except (SQLAlchemyError, DomainError, OSError, TimeoutError) as error:
            log().warning("job.offer_waits", county=county, offer=offer_id, kind=type(error).__name__)
    if lapsed:
        log().info("job.offers", lapsed=lapsed)
    return lapsed


async def _due() -> list[tuple[int, int, int]]:
    async with acting_as_system("床位通知到期", regions=[0]), transaction(read_only=True) as session:
        return await due_offers(session, EVERYWHERE, await now(session))
