"""Entries and their facts: as they are, as they were at an instant, and locked where they are about to change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.keys import sealer
from app.core.scope import Scope
from app.residents.models import Elder
from app.waitlist.errors import EntryNotFound
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.facts import EntryFacts, from_json
from app.waitlist.rules.steps import LIVE

__all__ = [
    "ContactLine", "EntryLine", "banned_until", "contact_of", "entries_linked", "entries_of_people",
    "entry_by_number", "entry_of", "facts_of", "lines_of", "live_entry_of", "lock_entries", "of_person",
    "people_of_entries", "seen_by",
    "waits_somewhere",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with the name on the file, where the caller may see the file."""

    facts: EntryFacts
    name: str | None
    version: int


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Whom to reach about an application."""

    name: str
    phone: str
    relation: str


def seen_by(scope: Scope, entry: Any = WaitlistEntry) -> ColumnElement[bool]:
    """Say that an entry is the scope's: its county as a whole, or one of the homes it is wished for."""
    rules: list[ColumnElement[bool]] = []
    for region in sorted(scope.regions):
        low, high = _codes(region)
        rules.append(entry.county.between(low, high))
    for county in sorted({county for county, _home in scope.homes}):
        homes = sorted(home for at, home in scope.homes if at == county)
        wished = or_(entry.institution_id.in_(homes), entry.wish_2.in_(homes), entry.wish_3.in_(homes), entry.any_home)
        rules.append((entry.county == county) & wished)
    return or_(*rules) if rules else false()


def _codes(region: int) -> tuple[int, int]:
    if region == 0:
        return 0, 999_999
    step = 10_000 if region % 10_000 == 0 else 100 if region % 100 == 0 else 1
    return region, region + step - 1


async def entry_of(session: AsyncSession, scope: Scope, entry_id: int) -> WaitlistEntry:
    """Give one entry the caller may see."""
    wanted = select(WaitlistEntry).where(WaitlistEntry.id == entry_id, seen_by(scope))
    found: WaitlistEntry | None = await session.scalar(wanted)
    if found is None:
        raise EntryNotFound
    return found


async def entry_by_number(session: AsyncSession, scope: Scope, county: int, number: str) -> WaitlistEntry:
    """Give one entry by its number 510302-2026-000123."""
    wanted = select(WaitlistEntry).where(
        WaitlistEntry.county == county, WaitlistEntry.number == number.strip(), seen_by(scope)
    )
    found: WaitlistEntry | None = await session.scalar(wanted)
    if found is None:
        raise EntryNotFound
    return found


async def live_entry_of(session: AsyncSession, scope: Scope, county: int, elder_id: int) -> WaitlistEntry | None:
    """Give the application a person has under way, None where there is none the caller may see."""
    one = WaitlistEntry
    wanted = select(one).where(
        one.county == county, one.elder_id == elder_id, one.state.in_(sorted(LIVE)), seen_by(scope)
    )
    found: WaitlistEntry | None = await session.scalar(wanted)
    return found


async def lock_entries(session: AsyncSession, county: int, ids: Collection[int]) -> dict[int, WaitlistEntry]:
    """Lock entries in ascending order, after homes and people and before offers, and give them by id."""
    wanted = (
        select(WaitlistEntry)
        .where(WaitlistEntry.county == county, WaitlistEntry.id.in_(sorted(set(ids))))
        .order_by(WaitlistEntry.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {entry.id: entry for entry in await session.scalars(wanted)}
    if len(found) != len(set(ids)):
        raise EntryNotFound
    return found


def facts_of(entry: WaitlistEntry) -> EntryFacts:
    """Give the facts an entry has now."""
    return from_json(entry.facts, entry.id)


async def lines_of(session: AsyncSession, scope: Scope, county: int, ids: Collection[int]) -> dict[int, EntryLine]:
    """Give entries with the names of their people, by id; a file the caller may not see has no name."""
    one = WaitlistEntry
    rows = (
        select(one, Elder.name)
        .outerjoin(Elder, (Elder.county == one.county) & (Elder.id == one.elder_id))
        .where(one.county == county, one.id.in_(sorted(set(ids))), seen_by(scope))
    )
    return {entry.id: EntryLine(facts_of(entry), name, entry.version) for entry, name in await session.execute(rows)}


async def contact_of(session: AsyncSession, entry: WaitlistEntry) -> ContactLine:
    """Open whom to reach about an application; whoever shows it leaves a line for the look."""
    if entry.contact_name is None and entry.contact_phone is None:
        return ContactLine("", "", entry.relation)
    keys = await sealer(session, entry.county)

    def opened(column: str) -> str:
        sealed = getattr(entry, column)
        return keys.open("waitlist_entries", column, entry.seal, sealed) if sealed else ""

    return ContactLine(opened("contact_name"), opened("contact_phone"), entry.relation)


async def entries_of_people(session: AsyncSession, county: int, elder_ids: Collection[int]) -> list[int]:
    """List the live entries of some people by id, for whoever reads their facts anew under the county's eyes."""
    one = WaitlistEntry
    rows = select(one.id).where(one.county == county, one.elder_id.in_(sorted(set(elder_ids))))
    return list(await session.scalars(rows.where(one.state.in_(sorted(LIVE))).order_by(one.id)))


def of_person(county: int, elder_id: int) -> ColumnElement[bool]:
    """Say that an entry is a person's: of their file, or of one that went into it; what is over stays with that one."""
    files = select(literal(elder_id, BigInteger).label("id")).cte("files", recursive=True)
    gone = select(Elder.id).where(Elder.county == county, Elder.merged_into_id == files.c.id)
    return WaitlistEntry.elder_id.in_(select(files.union(gone).c.id))


async def banned_until(session: AsyncSession, county: int, elder_id: int) -> date | None:
    """Give the day before which a person may not register again, None where nothing keeps them out."""
    one = WaitlistEntry
    latest = select(func.max(one.banned_until)).where(one.county == county, of_person(county, elder_id))
    found: date | None = await session.scalar(latest)
    return found


async def entries_linked(session: AsyncSession, county: int, link_no: str) -> list[int]:
    """List the entries that are linked under one number, by id."""
    one = WaitlistEntry
    rows = select(one.id).where(one.county == county, one.link_no == link_no).order_by(one.id)
    return list(await session.scalars(rows))


async def people_of_entries(session: AsyncSession, county: int, ids: Collection[int]) -> list[int]:
    """List whose entries these are."""
    rows = select(WaitlistEntry.elder_id).where(WaitlistEntry.county == county, WaitlistEntry.id.in_(sorted(set(ids))))
    return list(await session.scalars(rows))


WAITS = select(func.waits_somewhere(bindparam("county", type_=Integer()), bindparam("people", type_=ARRAY(BigInteger))))


async def waits_somewhere(session: AsyncSession, county: int, elder_ids: Collection[int]) -> bool:
    """Whether any of these people, whose files the caller sees, has an application under way anywhere in the county."""
    return bool(await session.scalar(WAITS, {"county": county, "people": sorted(set(elder_ids))}))
