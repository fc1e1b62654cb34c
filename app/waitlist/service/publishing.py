"""What outsiders read is published anew after every act on the list: marked by the act, done by the queue's job."""

from datetime import date
from typing import cast

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import last_closer
from app.core.queue import enqueue
from app.core.scope import Scope
from app.waitlist.queries.facts import entries_facts
from app.waitlist.queries.policies import policy_on, switched_homes
from app.waitlist.queries.published import (
    days_to_count,
    facts_of_day,
    forget_own_lines,
    happened_on,
    homes_published,
    is_queued,
    keep_counts,
    keep_lists,
    lock_publishing,
    names_of,
)
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.figures import count_day
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.publishing import Publication, publication
from app.waitlist.rules.ranking import rank

__all__ = ["PUBLISH", "count_again", "enqueue_publishing", "publish_county"]

PUBLISH = "waitlist.publish"
_KEY = "publish_waitlist"
WHOLE_COUNTY = 0


def enqueue_publishing(session: AsyncSession, county: int) -> None:
    """Say that the list of a county is no longer what was published; the commit queues the job once."""
    session.sync_session.info.setdefault(_KEY, set()).add(county)


@last_closer
async def queue_publishing(session: AsyncSession) -> None:
    """Queue one job for each county whose list was changed, unless one is waiting already."""
    counties = cast("set[int]", session.sync_session.info.pop(_KEY, set()))
    for county in sorted(counties):
        payload = orjson.dumps({"county": county})
        if not await is_queued(session, PUBLISH, payload):
            await enqueue(session, PUBLISH, payload)


async def publish_county(session: AsyncSession, county: int) -> int:
    """Publish the county's order and that of every home somebody waits for, and count the days that are not final.

    The caller sees the whole county. Give how many lists were published.
    """
    await lock_publishing(session, county)
    today, here = await business_date(session), Scope(regions=frozenset({county}))
    policy = await policy_on(session, county, today)
    facts = await entries_facts(session, here, county)
    names = await names_of(session, county, [one.elder_id for one in facts if one.consent_public])
    homes = {wish for one in facts for wish in one.wishes} | set(await switched_homes(session, here, county, today))
    homes |= set(await homes_published(session, county))
    wanted = [WHOLE_COUNTY, *sorted(homes - {WHOLE_COUNTY})]
    lists = {home: _published(policy, facts, home, names, today) for home in wanted}
    await keep_lists(session, county, today, lists)
    await forget_own_lines(session, county, today)
    for day in await days_to_count(session, county, today):
        await count_again(session, county, day)
    return len(lists)


def _published(policy: Policy, facts: list[EntryFacts], home: int, names: dict[int, str], today: date) -> Publication:
    ranking = rank(policy, facts, today, institution_id=home or None)
    return publication(policy, ranking, names)


async def count_again(session: AsyncSession, county: int, day: date) -> None:
    """Count one day of a county from its events alone, as it stood when the day ended, or as it stands today."""
    policy = await policy_on(session, county, day)
    facts = await facts_of_day(session, county, day)
    counted = count_day(policy, facts, await happened_on(session, county, day), day)
    await keep_counts(session, county, day, counted)
