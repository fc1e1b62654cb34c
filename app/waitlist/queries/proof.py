"""Proof of the waitlist: every entry is the fold of its events, receipts have no gap, and the order comes out again."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.scope import Scope
from app.waitlist.models import WaitlistEntry, WaitlistEvent, WaitlistReceipt
from app.waitlist.queries.facts import entries_facts
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.columns import compared
from app.waitlist.rules.events import Happened, faults_of, fold
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.ranking import rank

__all__ = ["WrongEntry", "WrongOrder", "WrongReceipts", "replayed", "verify_entries", "wrong_orders", "wrong_receipts"]


class WrongEntry(NamedTuple):
    """An entry that does not come out of its events, and what is wrong with it."""

    county: int
    number: str
    faults: tuple[str, ...]


class WrongReceipts(NamedTuple):
    """A county and year whose receipt numbers have a gap, or do not reach the last one drawn."""

    county: int
    year: int
    last_no: int
    entries: int
    highest: int


class WrongOrder(NamedTuple):
    """A county whose order does not come out of its events, and the first place at which it differs."""

    county: int
    position: int


async def verify_entries(session: AsyncSession, county: int | None = None) -> list[WrongEntry]:
    """List the entries whose rows say anything that their events do not, in every county the caller may see."""
    log = await _logs(session, county)
    rows = select(WaitlistEntry).order_by(WaitlistEntry.county, WaitlistEntry.id)
    if county is not None:
        rows = rows.where(WaitlistEntry.county == county)
    wrong = []
    for entry in await session.scalars(rows.execution_options(populate_existing=True)):
        events = log.get((entry.county, entry.id), [])
        faults = faults_of(events, entry.facts, compared(entry))
        if events and (entry.last_seq, entry.last_event_id) != (events[-1].seq, events[-1].id):
            faults.append("the newest event is another one")
        if faults:
            wrong.append(WrongEntry(entry.county, entry.number, tuple(faults)))
    return wrong


async def wrong_orders(session: AsyncSession) -> list[WrongOrder]:
    """List the counties whose order today is another one when it is made from the events alone."""
    today, wrong = await business_date(session), []
    for county in await session.scalars(select(WaitlistEntry.county).distinct().order_by(WaitlistEntry.county)):
        policy = await policy_on(session, county, today)
        everywhere = Scope(regions=frozenset({county}))
        kept = [line.facts.number for line in rank(policy, await entries_facts(session, everywhere, county), today)]
        again = [line.facts.number for line in rank(policy, await replayed(session, county), today)]
        place = next((at for at, pair in enumerate(zip(kept, again, strict=False)) if pair[0] != pair[1]), None)
        if kept != again:
            wrong.append(WrongOrder(county, min(len(kept), len(again)) + 1 if place is None else place + 1))
    return wrong


async def replayed(session: AsyncSession, county: int) -> list[EntryFacts]:
    """Give the facts of every entry of a county from the events alone, whatever the rows of the entries say."""
    logs = await _logs(session, county)
    return [fold(events, entry_id) for (_county, entry_id), events in sorted(logs.items())]


async def wrong_receipts(session: AsyncSession) -> list[WrongReceipts]:
    """List counties and years in which a receipt number is missing."""
    entry, receipt = WaitlistEntry, WaitlistReceipt
    drawn = (
        select(
            receipt.county,
            receipt.year,
            receipt.last_no,
            func.count(entry.id),
            func.coalesce(func.max(entry.receipt_no), 0),
        )
        .outerjoin(entry, (entry.county == receipt.county) & (entry.receipt_year == receipt.year))
        .group_by(receipt.county, receipt.year, receipt.last_no)
        .order_by(receipt.county, receipt.year)
    )
    found = [WrongReceipts(*row) for row in await session.execute(drawn)]
    return [each for each in found if not each.last_no == each.entries == each.highest]


async def _logs(session: AsyncSession, county: int | None) -> dict[tuple[int, int], list[Happened]]:
    one = WaitlistEvent
    rows = select(one.county, one.entry_id, one.seq, one.kind, one.change, one.after, one.id)
    if county is not None:
        rows = rows.where(one.county == county)
    return _by_entry(await session.execute(rows.order_by(one.county, one.entry_id, one.seq)))


def _by_entry(rows: Iterable[Any]) -> dict[tuple[int, int], list[Happened]]:
    found: dict[tuple[int, int], list[Happened]] = defaultdict(list)
    for county, entry_id, *event in rows:
        found[county, entry_id].append(Happened(*event))
    return found
