"""Adding, changing, closing and reopening homes, and the legal units behind them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing, touched
from app.institutions import queries
from app.institutions.errors import AlreadyClosed, ChangedMeanwhile, NotATenant, NotClosed, beside
from app.institutions.models import Institution, LegalUnit
from app.institutions.rules.codes import checked_code, checked_uscc
from app.institutions.rules.drafts import FactDraft, HomeDraft, UnitDraft, differences, plain
from app.institutions.service.facts import record_fact
from app.regions.queries import find_region
from app.regions.readings import initials, name_sort
from app.regions.rules import is_tenant, place_of

__all__ = [
    "add_legal_unit",
    "change_institution",
    "close_institution",
    "create_institution",
    "create_institutions",
    "reopen_institution",
]

REFUSALS = beside("legal_units", "institutions")


async def create_institution(
    session: AsyncSession,
    actor: Actor,
    *,
    county: int,
    code: str,
    name: str,
    short_name: str = "",
    legal_unit_id: int | None = None,
    uscc: str | None = None,
    phone: str = "",
    opened_on: date | None = None,
    facts: Sequence[FactDraft] = (),
) -> Institution:
    """Open a home's file in a county, with what is known of it already; its code is one of a kind there."""
    authorize(actor, "institutions.create", place_of(county))
    # Row security would answer for a code nobody knows, without a sentence.
    if not is_tenant(county) or await find_region(session, county) is None:
        raise NotATenant(field="county")
    name = name.strip()
    home = Institution(
        county=county,
        code=checked_code(code),
        name=name,
        short_name=short_name.strip(),
        name_sort=name_sort(name),
        initials=initials(name)[:80],
        legal_unit_id=legal_unit_id,
        uscc=checked_uscc(uscc),
        phone=phone.strip(),
        opened_on=opened_on,
    )
    async with refusing(session, REFUSALS):
        session.add(home)
    audit.record(session, actor, "institutions.added", home, code=home.code, name=home.name, opened_on=opened_on)
    touched(session, county, home.id, opened_on or await business_date(session))
    for draft in facts:
        await record_fact(session, actor, home.id, draft)
    return home


async def create_institutions(
    session: AsyncSession, actor: Actor, homes: Sequence[tuple[int, str, str]]
) -> list[Institution]:
    """Open the files of many homes at once, each given as county, code and name; nothing else is known of them yet."""
    for county in sorted({county for county, _code, _name in homes}):
        authorize(actor, "institutions.create", place_of(county))
        if not is_tenant(county) or await find_region(session, county) is None:
            raise NotATenant(field="county")
    made = [
        Institution(
            county=county, code=checked_code(code), name=name.strip(), name_sort=name_sort(name.strip()),
            initials=initials(name.strip())[:80],
        )
        for county, code, name in homes
    ]  # fmt: skip
    async with refusing(session, REFUSALS):
        session.add_all(made)
    today = await business_date(session)
    for home in made:
        audit.record(session, actor, "institutions.added", home, code=home.code, name=home.name, opened_on=None)
        touched(session, home.county, home.id, today)
    return made


async def add_legal_unit(session: AsyncSession, actor: Actor, county: int, draft: UnitDraft) -> LegalUnit:
    """Add a legal unit of the county, behind which homes may stand."""
    authorize(actor, "institutions.create", place_of(county))
    unit = LegalUnit(
        county=county, name=draft.name.strip(), kind=draft.kind, uscc=checked_uscc(draft.uscc, "unit_uscc")
    )
    async with refusing(session, REFUSALS):
        session.add(unit)
    audit.record(
        session, actor, "institutions.legal_unit_added", unit, name=unit.name, registration=unit.kind, uscc=unit.uscc
    )
    return unit


async def change_institution(
    session: AsyncSession, actor: Actor, institution_id: int, draft: HomeDraft, *, version: int | None = None
) -> Institution:
    """Change a home's own lines; whoever read an older version hears of the newer one with both values."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    asked = _kept(draft)
    units = await queries.legal_units_of(session, home.county)
    changes = differences(home, asked, {"legal_unit_id": {unit.id: unit.name for unit in units}})
    if not changes:
        return home
    if version is not None and home.version != version:
        raise ChangedMeanwhile(changes, version=home.version)
    opened_before = home.opened_on
    async with refusing(session, REFUSALS):
        for field, value in plain(asked).items():
            setattr(home, field, value)
        home.name_sort, home.initials = name_sort(home.name), initials(home.name)[:80]
    said = {change.field: [change.theirs, change.mine] for change in changes}
    audit.record(session, actor, "institutions.changed", home, changes=said)
    if opened_before != home.opened_on:
        # Without an opening day a home has always been open: then the days before the other one change as well.
        touched(session, home.county, home.id, min(opened_before or date.min, home.opened_on or date.min))
    return home


async def close_institution(session: AsyncSession, actor: Actor, institution_id: int, *, on: date) -> Institution:
    """Close a home: `on` is the first day it is no longer open. Its file, beds and history stay."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    if home.closed_on is not None:
        raise AlreadyClosed
    async with refusing(session, REFUSALS):
        home.closed_on = on
    audit.record(session, actor, "institutions.closed", home, closed_on=on)
    touched(session, home.county, home.id, on)
    return home


async def reopen_institution(session: AsyncSession, actor: Actor, institution_id: int, *, reason: str) -> Institution:
    """Take a closing back, with the reason; a home that pauses and goes on is a dated fact instead."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    if home.closed_on is None:
        raise NotClosed
    before = home.closed_on
    async with refusing(session, REFUSALS):
        home.closed_on = None
    audit.record(session, actor, "institutions.reopened", home, closed_on=before, reason=reason.strip())
    touched(session, home.county, home.id, before)
    return home


def _kept(draft: HomeDraft) -> HomeDraft:
    """Give the draft as it would be kept."""
    return HomeDraft(
        code=checked_code(draft.code),
        name=draft.name.strip(),
        short_name=draft.short_name.strip(),
        legal_unit_id=draft.legal_unit_id,
        uscc=checked_uscc(draft.uscc),
        phone=draft.phone.strip(),
        opened_on=draft.opened_on,
    )
