"""The entry is the fold of its events: on an empty database, after other ids, and against a forged row."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.waitlist import queries, service
from app.waitlist.models import WaitlistEntry, WaitlistEvent, WaitlistNotice
from app.waitlist.presets import DEFAULT
from app.waitlist.rules.columns import columns_of
from app.waitlist.rules.events import BrokenHistory, Happened, fold
from app.waitlist.rules.facts import Held
from app.waitlist.rules.ranking import rank
from app.waitlist.rules.steps import EntryState, EventKind
from tests.factories.institutions import an_institution
from tests.factories.waitlist import CASE_OFFICER, SECOND_OFFICER, an_entry
from tests.support.clock import Clock
from tests.support.tenants import COUNTY
from tests.waitlist.conftest import WHOLE, Order

LONG_AGO = date(2020, 1, 1)


async def a_list(session: AsyncSession, home: Home) -> list[WaitlistEntry]:
    """A list in which tiers, instants, an override, a deferral and a return play together."""
    poor = (Held("minimum_living", LONG_AGO),)
    entries = [
        await an_entry(session, home),
        await an_entry(session, home, minutes_ago=90),
        await an_entry(session, home, categories=poor),
        await an_entry(session, home, categories=poor, minutes_ago=5),
        await an_entry(session, home, level=4, born_on=date(1960, 1, 1)),
        await an_entry(session, home, born_on=date(1960, 1, 1), state=EntryState.DEFERRED),
        await an_entry(session, home, state=EntryState.SUBMITTED),
        await an_entry(session, home, state=EntryState.REMOVED),
    ]
    await service.ask_override(session, CASE_OFFICER, entries[0].id, tier=2, reason="独居危房")
    await service.approve_override(session, SECOND_OFFICER, entries[0].id)
    await service.withdraw(session, CASE_OFFICER, entries[1].id, reason="想一想")
    await service.reinstate(session, CASE_OFFICER, entries[1].id, reason="家属反悔，当日更正")
    await service.reinstate(session, CASE_OFFICER, entries[7].id, reason="登记错人")
    return entries


async def test_events_alone_give_the_same_order(session: AsyncSession, home: Home, order: Order) -> None:
    await a_list(session, home)
    numbers = await order()
    assert len(numbers) == 7
    facts = await queries.replayed(session, COUNTY)
    today = (await queries.ranked(session, WHOLE, COUNTY)).day
    assert [line.facts.number for line in rank(DEFAULT, facts, today)] == numbers
    assert await queries.verify_entries(session) == []


async def test_an_empty_database_fed_with_the_events_gives_the_same_order(owner_session: AsyncSession) -> None:
    """Every row is written anew by other ids, the last one first: more than a dump, a restore or CLUSTER can do."""
    owner = owner_session
    made = await an_institution(owner)
    await a_list(owner, Home(made.county, made.id))
    numbers, facts = await _numbers(owner), await queries.replayed(owner, COUNTY)
    await _write_anew(owner)
    assert await _numbers(owner) == numbers
    again = await queries.replayed(owner, COUNTY)
    assert {one.entry_id for one in again}.isdisjoint({one.entry_id for one in facts})
    assert {one.number: one.to_json() for one in again} == {one.number: one.to_json() for one in facts}
    assert await queries.verify_entries(owner, COUNTY) == []
    assert await queries.wrong_orders(owner) == []


async def _numbers(session: AsyncSession) -> list[str]:
    return [line.facts.number for line in await queries.ranked(session, WHOLE, COUNTY)]


async def _write_anew(owner: AsyncSession) -> None:
    """Read entries and events out, empty the tables, and let the events build the entries again."""
    entries = (await owner.scalars(select(WaitlistEntry).order_by(WaitlistEntry.id.desc()))).all()
    events = {entry.id: await queries.events_of(owner, WHOLE, entry.id) for entry in entries}
    kept = [(row, events[row.id], {name: getattr(row, name) for name in UNCOUNTED}) for row in entries]
    owner.expunge_all()
    for table in (WaitlistNotice, WaitlistEvent, WaitlistEntry):
        await owner.execute(delete(table))
    for _row, log, uncounted in kept:
        facts = fold([Happened(line.seq, line.kind, line.change, line.after) for line in log])
        entry = WaitlistEntry(
            county=facts.county, number=facts.number, receipt_year=facts.receipt_year, receipt_no=facts.receipt_no,
            received_at=facts.received_at, facts=facts.to_json(), last_seq=len(log), **columns_of(facts), **uncounted,
        )  # fmt: skip
        owner.add(entry)
        await owner.flush()
        for line in log:
            again = {
                name: getattr(line, name)
                for name in ("seq", "kind", "at", "on_day", "by", "by_name", "change", "after")
            }
            event = WaitlistEvent(county=facts.county, entry_id=entry.id, reason=line.reason, **again)
            owner.add(event)
            await owner.flush()
        entry.last_event_id = event.id
    await owner.flush()


UNCOUNTED = ("source", "received_place", "pin_hash", "pin_salt", "seal")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"backdated_to": text("received_at - interval '1 day'"), "backdated_by": 1, "backdate_reason": "x"},
            "accepted_at",
        ),
        (
            {"override_tier": 2, "override_reason": "x", "override_asked_by": 1, "override_approved_by": 2},
            "override_tier",
        ),
        ({"state": "withdrawn"}, "state"),
        ({"needs_nursing": True}, "needs_nursing"),
        ({"facts": text("jsonb_set(facts, '{level}', '4')")}, "facts are not the fold"),
        ({"elder_id": None}, "elder_id"),
    ],
)
async def test_an_update_past_the_log_is_found(
    session: AsyncSession, home: Home, values: dict[str, Any], fault: str
) -> None:
    entry = await an_entry(session, home)
    other = await an_entry(session, home)
    if "elder_id" in values:
        await session.execute(update(WaitlistEntry).where(WaitlistEntry.id == other.id).values(state="withdrawn"))
        values = {"elder_id": other.elder_id}
    assert await _found(session, entry) == []
    await session.execute(update(WaitlistEntry).where(WaitlistEntry.id == entry.id).values(**values))
    assert any(fault in one for one in await _found(session, entry))


async def _found(session: AsyncSession, entry: WaitlistEntry) -> list[str]:
    wrong = {each.number: each.faults for each in await queries.verify_entries(session, COUNTY)}
    return list(wrong.get(entry.number, ()))


async def test_a_forged_event_is_found(session: AsyncSession, home: Home) -> None:
    entry = await an_entry(session, home)
    last = (await queries.events_of(session, WHOLE, entry.id))[-1]
    forged = {"kind": EventKind.FACTS_CHANGED, "by_name": "谁", "change": {"level": 4}, "after": last.after}
    session.add(WaitlistEvent(county=COUNTY, entry_id=entry.id, seq=last.seq + 1, **forged))
    await session.flush()
    assert await _found(session, entry) == [
        f"event {last.seq + 1}: after is not the fold", "facts are not the fold", "the newest event is another one",
    ]  # fmt: skip


def test_events_that_cannot_follow_each_other_do_not_fold() -> None:
    first = {"county": 1, "elder_id": 1, "number": "1", "receipt_year": 2026, "receipt_no": 1, "state": "submitted",
             "accepted_at": "2026-01-01T00:00:00+00:00"}  # fmt: skip
    begun = Happened(1, EventKind.REGISTERED, first, {})
    for broken in (
        [],
        [Happened(1, EventKind.LISTED, {"state": "waiting"}, {})],
        [begun, Happened(3, EventKind.LISTED, {"state": "waiting"}, {})],
        [begun, Happened(2, EventKind.OFFERED, {"state": "offered"}, {})],
        [begun, Happened(2, EventKind.LISTED, {"state": "admitted"}, {})],
        [begun, Happened(2, EventKind.CHECKED, {"state": "waiting"}, {})],
    ):
        with pytest.raises(BrokenHistory):
            fold(broken)


async def test_the_place_on_any_past_day_comes_out_again(session: AsyncSession, home: Home, clock: Clock) -> None:
    seen: dict[date, list[str]] = {}

    async def note(day: str) -> None:
        order = await queries.ranked(session, WHOLE, COUNTY, day=date.fromisoformat(day))
        seen[date.fromisoformat(day)] = [line.facts.number for line in order]

    async def at(instant: str) -> None:
        session.sync_session.info.pop("business_date", None)
        await clock.at(instant)

    await at("2026-03-01 09:00")
    first = await an_entry(session, home, born_on=date(1946, 3, 3))
    await at("2026-03-01 10:00")
    second = await an_entry(session, home, born_on=date(1960, 1, 1))
    await note("2026-03-01")
    # Nothing is written on the third: the birthday alone moves nobody here, and the level of the fourth does.
    await at("2026-03-03 09:00")
    await note("2026-03-03")
    await at("2026-03-04 09:00")
    changed: dict[str, Any] = {"level": 4, "level_scale": "gbt42195-2022", "level_on": date(2026, 3, 4)}
    await service.say(session, CASE_OFFICER, second, EventKind.FACTS_CHANGED, "评估", **changed)
    await note("2026-03-04")
    await at("2026-03-05 09:00")
    await service.withdraw(session, CASE_OFFICER, second.id, reason="接回家")
    await note("2026-03-05")
    one, two = first.number, second.number
    assert list(seen.values()) == [[one, two], [one, two], [two, one], [one]]
    await at("2026-11-22 09:00")
    await an_entry(session, home, minutes_ago=60 * 24 * 300)
    for day, order in seen.items():
        again = await queries.ranked(session, WHOLE, COUNTY, day=day)
        assert [line.facts.number for line in again] == order
    lines = [(await queries.ranked(session, WHOLE, COUNTY, day=day)).line_of(first.id) for day in seen]
    assert [line and line.tier.number for line in lines] == [7, 6, 6, 6]
    # An instant of a day, before what happened later on it.
    morning = first.received_at + timedelta(minutes=30)
    assert len(await queries.ranked(session, WHOLE, COUNTY, at=morning)) == 1
