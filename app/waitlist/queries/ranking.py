"""The order as of now or of any past day: the facts of then by the policy of then, put in order by a pure rule."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import HERE, business_date
from app.core.scope import Scope
from app.waitlist.queries.facts import entries_facts, facts_after, newest_events
from app.waitlist.queries.kept import kept_here
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranking, rank
from app.waitlist.rules.steps import LISTED
from app.waitlist.rules.supposing import Moved, simulate

__all__ = ["end_of", "ranked", "ranked_before", "simulated"]


async def ranked(
    session: AsyncSession,
    scope: Scope,
    county: int,
    *,
    home: int | None = None,
    day: date | None = None,
    at: datetime | None = None,
) -> Ranking:
    """Put the entries of a county, or those who wish for one home, in order.

    A past `day` gives the order as it stood when that day ended, an instant `at` as it stood then. A day to come gives
    today's facts by the rules and ages of that day. Positions count the entries the scope reaches: who has one home asks
    with `home`.
    """
    today = await business_date(session)
    if day is None:
        day = at.astimezone(HERE).date() if at is not None else today
    if at is None and day < today:
        at = end_of(day)
    policy = await policy_on(session, county, day, at=at)
    newest = await newest_events(session, scope, county, home=home, at=at, states=LISTED)
    kept = kept_here()
    # The numbers of the events say everything the order is made of, but for the day and the rules; whether it is asked
    # for as of now or of an instant of that day only decides which events are the newest.
    made_of = (county, home, day, policy.id, policy.no, tuple(newest))
    order = kept.order(made_of)
    if order is None:
        facts = await facts_after(session, county, newest, home=home, at=at, states=LISTED)
        order = replace(rank(policy, facts, day, institution_id=home, at=at), events=tuple(newest))
        kept.keep_order(made_of, order)
    return order if order.at == at else replace(order, at=at)


async def ranked_before(
    session: AsyncSession, scope: Scope, county: int, now: Ranking, at: datetime, *, home: int | None = None
) -> Ranking:
    """Put them in the order of an instant, beside the order of now: while no event was added, no past order changed."""
    kept, made_of = kept_here(), ("before", county, home, at, now.day, now.events)
    before = kept.order(made_of)
    return before or kept.keep_order(made_of, await ranked(session, scope, county, home=home, at=at))


async def simulated(session: AsyncSession, scope: Scope, county: int, new: Policy, day: date) -> list[Moved]:
    """List whose place other rules would change on a day, today or later; nothing is written."""
    facts = await entries_facts(session, scope, county, states=LISTED)
    return simulate(await policy_on(session, county, day), new, facts, day)


def end_of(day: date) -> datetime:
    """Give the last instant of a day in China."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=HERE) - timedelta(microseconds=1)
