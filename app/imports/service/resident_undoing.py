"""Taking a residents' ledger back: new files and stays go, changed ones get their old values, while nobody built on it."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing, touched
from app.core.errors import NotFound
from app.core.i18n import _
from app.imports.queries.files import a_contact, a_stay, an_elder
from app.imports.queries.people import first_day_of
from app.imports.queries.stays import change_by_id, elders_of_stays, first_change_of
from app.imports.queries.taking_back import built_on, changed_since, delete_made, void_added
from app.imports.rules.keeping import typed
from app.imports.rules.residents.plan import PERSON
from app.imports.service.files import SEALED, desk_of
from app.imports.service.pacing import Pace
from app.imports.service.resident_changes import CONTACT_PARTS
from app.residents.models import Contact
from app.residents.rules.kinds import BirthPrecision, GuardianBasis, HukouKind, NoIdReason, Relation
from app.residents.service import take_death_back
from app.residents.service.everywhere import in_all_homes
from app.stays.rules.kinds import EndReason, Payer, StayKind
from app.stays.service.ending import reopen_stay

__all__ = ["take_residents_back", "used_people_of"]

_TYPES = {
    "born_on": date.fromisoformat, "birth_precision": BirthPrecision, "hukou_kind": HukouKind,
    "no_id_reason": NoIdReason, "planned_end_on": date.fromisoformat, "relation": Relation, "basis": GuardianBasis,
}  # fmt: skip


async def used_people_of(session: AsyncSession, home: Home, built: dict[str, Any], on: date) -> list[str]:
    """Name by their rows the people on whom somebody has built since, or whose files and stays were changed."""
    stays = await elders_of_stays(session, home, built["made"]["stay_ids"])
    used = await built_on(session, home, built["made"], stays)
    used |= await changed_since(session, home, built["made"], built["versions"])
    rows = sorted(int(built["labels"].get(str(elder), 0)) for elder in used)
    named = [_("第 {row} 行").format(row=row) for row in rows if row]
    moved = [kept["row"] for kept in built["changes"] if await _moved_on(session, home, kept)]
    named += [_("第 {row} 行").format(row=row) for row in moved]
    return list(dict.fromkeys(named)) or ([_("以前就有的档案")] if used else [])


async def _moved_on(session: AsyncSession, home: Home, kept: dict[str, Any]) -> bool:
    """Whether somebody has changed since what an import changed: the version of the row says so."""
    try:
        get = an_elder if kept["level"] == PERSON else a_stay
        if (await get(session, home, kept["id"])).version != kept["version"]:
            return True
        for one in kept.get("contacts", ()):
            contact = await a_contact(session, home, one["id"])
            if contact.version != one["version"] or contact.voided_at is not None:
                return True
        return bool(kept.get("terms")) and await change_by_id(session, home, kept["terms"]["id"]) is None
    except NotFound:
        return True


async def take_residents_back(
    session: AsyncSession, actor: Actor, home: Home, built: dict[str, Any], *, on: date, reason: str, pace: Pace
) -> None:
    """Give changed files and stays their old values, latest first; then take away what was made."""
    changed = [kept["id"] for kept in built["changes"] if kept["level"] == PERSON]
    async with in_all_homes(session, actor, home, changed) as everywhere:
        await _all_back(session, actor, home, built, on=on, reason=reason, pace=pace)
        everywhere.changed()


async def _all_back(
    session: AsyncSession, actor: Actor, home: Home, built: dict[str, Any], *, on: date, reason: str, pace: Pace
) -> None:
    since = await _first_day(session, home, built, on)
    await pace.begin(len(built["changes"]) + sum(map(len, built["made"].values())))
    for kept in reversed(built["changes"]):
        back = _person_back if kept["level"] == PERSON else _stay_back
        await back(session, actor, home, kept, on=on, reason=reason)
        await pace.on()
    async with refusing(session):
        await session.flush()
        await delete_made(session, home, built["made"], built["learned"], pace.on)
        at = await now(session)
        await void_added(session, home, built["made"], at=at, by=actor.user_id, reason=reason)
    session.expire_all()
    touched(session, home.county, home.institution_id, since)


async def _first_day(session: AsyncSession, home: Home, built: dict[str, Any], on: date) -> date:
    """The first day that may count otherwise: terms were changed no later than the import, whenever it takes effect."""
    made = [int(elder) for elder in built["labels"]]
    changed = [kept["id"] for kept in built["changes"] if kept["level"] == PERSON]
    days = [await first_day_of(session, home, people) for people in (made, changed)]
    terms = [kept["terms"]["id"] for kept in built["changes"] if kept.get("terms")]
    days.append(await first_change_of(session, home, terms))
    return min(day for day in (*days, on) if day)


async def _person_back(
    session: AsyncSession, actor: Actor, home: Home, kept: dict[str, Any], *, on: date, reason: str
) -> None:
    desk = await desk_of(session, home, actor, on)
    elder = await an_elder(session, home, kept["id"])
    async with refusing(session):
        for name, (before, _after) in kept["fields"].items():
            if name in SEALED:
                setattr(elder, name, desk.keys.seal("elders", name, elder.seal, before) if before else None)
            else:
                setattr(elder, name, typed(_TYPES, name, before))
        for one in kept["contacts"]:
            contact = await a_contact(session, home, one["id"])
            _contact_back(desk.keys, contact, one["before"])


def _contact_back(keys: Any, contact: Contact, before: dict[str, Any]) -> None:
    for name in CONTACT_PARTS[2:4] + CONTACT_PARTS[:1]:
        setattr(contact, name, keys.seal("contacts", name, contact.seal, before[name]) if before[name] else None)
    contact.relation = Relation(before["relation"])
    contact.guardian, contact.guardian_basis = before["guardian"], typed(_TYPES, "basis", before["basis"])


async def _stay_back(
    session: AsyncSession, actor: Actor, home: Home, kept: dict[str, Any], *, on: date, reason: str
) -> None:
    stay = await a_stay(session, home, kept["id"])
    if kept.get("ended"):
        elder_id, died = stay.elder_id, kept["ended"][1] == EndReason.DEATH.value
        stay = await reopen_stay(session, actor, home, stay)
        if died:
            await take_death_back(session, actor, await an_elder(session, home, elder_id))
    terms = kept.get("terms")
    async with refusing(session):
        for name, (before, _after) in kept["fields"].items():
            setattr(stay, name, typed(_TYPES, name, before))
        if terms and (change := await change_by_id(session, home, terms["id"])):
            if terms["before"]:
                change.kind, change.payer = StayKind(terms["before"]["kind"]), Payer(terms["before"]["payer"])
            else:
                change.void(actor.user_id, await now(session), reason)
