"""The quick admission of a home in 轮候 leads to the list: there nobody is admitted past it."""

from app.core.clock import business_date
from app.stays.routes.admissions import lead_elsewhere
from app.stays.routes.asking import Asked
from app.waitlist.queries import is_switched_on

__all__ = ["to_the_list"]


@lead_elsewhere
async def to_the_list(asked: Asked) -> str | None:
    """Where the quick admission leads in this home; nowhere else where it is not in 轮候.

    Who searches for somebody there, or has found them, enters from a ledger what was before the list: the act asks.
    """
    if asked.request.query_params.keys() & {"q", "elder"}:
        return None
    home, today = asked.home, await business_date(asked.session)
    if not await is_switched_on(asked.session, home.county, home.institution_id, today):
        return None
    return asked.path("admissions.cases.index")
