"""Writing the queue: applications as the fold of what happened to them, each offer with the order of its own hour."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.keys import key_file, sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.door import Door, EntryStory, EventStory
from app.demo.rules.town import Town
from app.demo.service.folding import Hands, Told, tell_all
from app.waitlist.models import WaitlistCircumstance, WaitlistEntry, WaitlistEvent, WaitlistReceipt
from app.waitlist.rules.columns import columns_of
from app.waitlist.rules.numbers import entry_number, new_pin
from app.waitlist.rules.policy import Policy
from app.waitlist.service.registering import PIN_PURPOSE

__all__ = ["number_entries", "write_queue"]

Row = dict[str, Any]


async def write_queue(
    session: AsyncSession, town: Town, door: Door, policies: list[Policy], officer: tuple[int, str]
) -> list[Told]:
    """Write every application of a town with its events; gives what was told, in the order it happened."""
    numbered = number_entries(town, door)
    await queries.insert_rows(session, WaitlistReceipt, numbered)
    told = tell_all(town, door, policies, Hands(officer))
    last = {id(one.entry): one for one in told}
    secret, keys = key_file().secret(PIN_PURPOSE), await sealer(session, town.county)
    entries = sorted(door.entries, key=lambda one: (one.received_at, one.receipt_no))
    rows = [_entry(town, one, last[id(one)], keys, secret, officer) for one in entries]
    for one, new in zip(entries, await queries.insert_as_of(session, WaitlistEntry, rows), strict=True):
        one.id = new
    await queries.insert_as_of(session, WaitlistEvent, [_event(town.county, one) for one in told])
    await queries.name_last_events(session, town.county)
    found = [_circumstance(town.county, entry, kind, seen, officer)
             for entry in entries for kind, seen in entry.circumstances]  # fmt: skip
    await queries.insert_rows(session, WaitlistCircumstance, found)
    return told


def number_entries(town: Town, door: Door) -> list[Row]:
    """Number applications by their receipt, year by year without a gap; gives the last number of each year."""
    last: dict[int, int] = {}
    for entry in sorted(door.entries, key=lambda one: one.received_at):
        year = entry.received_at.year
        entry.receipt_no = last[year] = last.get(year, 0) + 1
        entry.number = entry_number(town.county, year, entry.receipt_no)
    return [{"county": town.county, "year": year, "last_no": number} for year, number in last.items()]


def _entry(town: Town, one: EntryStory, told: Told, keys: Any, secret: str, officer: tuple[int, str]) -> Row:
    seal, contact = uuid7(), one.person.contacts[0] if one.person.contacts else None
    _pin, kept = new_pin(secret)
    facts = told.after
    columns = columns_of(facts)
    return {
        "at": _instant(one.received_at), "county": town.county, "number": one.number,
        "receipt_year": facts.receipt_year, "receipt_no": facts.receipt_no, "source": one.source,
        "received_place": "镇便民服务中心" if one.source.value == "township" else "", "pin_hash": kept.hashed,
        "pin_salt": kept.salt, "seal": seal,
        "contact_name": keys.seal("waitlist_entries", "contact_name", seal, contact.name) if contact else None,
        "contact_phone": keys.seal("waitlist_entries", "contact_phone", seal, contact.phone) if contact else None,
        "relation": contact.relation.label if contact else "", "facts": facts.to_json(), "last_seq": told.seq,
        "recorded_by": one.home.director_id or officer[0], "version": told.seq, **columns,
    }  # fmt: skip


def _event(county: int, one: Told) -> Row:
    story: EventStory = one.story
    return {
        "at": _instant(story.at), "county": county, "entry_id": one.entry.id, "seq": one.seq, "kind": story.kind,
        "by": one.by[0], "by_name": one.by[1], "reason": one.reason, "change": one.change,
        "after": one.after.to_json(),
    }  # fmt: skip


def _circumstance(county: int, entry: EntryStory, kind: Any, seen: bool, officer: tuple[int, str]) -> Row:
    return {
        "county": county, "entry_id": entry.id, "kind": kind, "from_on": entry.day,
        "verified_at": entry.received_at if seen else None, "verified_by": officer[0] if seen else None,
        "recorded_at": entry.received_at, "recorded_by": entry.home.director_id,
    }  # fmt: skip


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
