"""One change of a file or a stay that a ledger asks for, kept so that it can be taken back by value."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.core.uuid7 import uuid7
from app.imports.queries.files import a_contact, a_stay, an_elder, present_change
from app.imports.rules.keeping import plain
from app.imports.rules.plans import Change
from app.imports.rules.residents.differing import CATEGORY, CONTACT, HEALTH
from app.imports.rules.residents.existing import KnownContact
from app.imports.rules.residents.plan import PERSON
from app.imports.rules.residents.rows import ContactSaid
from app.imports.service.files import SEALED, Desk
from app.residents.models import Elder
from app.residents.service import record_death
from app.stays.models import Stay, StayChange
from app.stays.rules.days import reason_if_late
from app.stays.rules.kinds import EndReason, LateReason
from app.stays.service.ending import end_stay

__all__ = ["note_versions", "plain", "write_person_change", "write_stay_change"]

Kept = dict[str, Any]
CONTACT_PARTS = ("name", "relation", "phone", "address", "guardian", "basis")


async def write_person_change(session: AsyncSession, actor: Actor, desk: Desk, change: Change) -> Kept:
    """Write what a ledger says otherwise of a person; what it adds hangs on the file, and nothing is erased."""
    elder = await an_elder(session, desk.home, change.id)
    before: dict[str, list[Any]] = {}
    contacts: list[dict[str, Any]] = []
    for name, (_old, new) in change.fields.items():
        if name.startswith(CATEGORY):
            desk.category(elder.id, new, "", None)
        elif name.startswith(HEALTH):
            desk.note(elder.id, new, None)
        elif name.startswith(CONTACT):
            contacts += await _contact(session, desk, elder.id, _old, new)
        elif name == "number":
            desk.paper(elder.id, *new)
        elif name == "born":
            before["born_on"] = [plain(elder.born_on), plain(new[0])]
            before["birth_precision"] = [elder.birth_precision.value, new[1].value]
            elder.born_on, elder.birth_precision = new
        else:
            before[name] = [plain(change.fields[name][0]), plain(new)]
            _set(desk, elder, name, new)
    session.add_all(desk.waiting())
    await session.flush()
    return {
        "level": change.level, "id": elder.id, "row": change.rows[0], "fields": before, "contacts": contacts,
    }  # fmt: skip


async def note_versions(session: AsyncSession, desk: Desk, changes: Sequence[Kept]) -> None:
    """Keep which version of each row the import leaves behind: a newer one says that somebody has gone on from it."""
    await session.flush()
    for kept in changes:
        get = an_elder if kept["level"] == PERSON else a_stay
        kept["version"] = (await get(session, desk.home, kept["id"])).version
        for one in kept.get("contacts", ()):
            one["version"] = (await a_contact(session, desk.home, one["id"])).version


def _set(desk: Desk, elder: Elder, name: str, value: Any) -> None:
    if name in SEALED:
        value = desk.keys.seal("elders", name, elder.seal, value) if value else None
    setattr(elder, name, value)


async def _contact(
    session: AsyncSession, desk: Desk, elder_id: int, known: KnownContact | None, said: ContactSaid
) -> list[dict[str, Any]]:
    """Add somebody to reach, or say more of one; give what was there before."""
    if known is None:
        desk.contact(elder_id, said, position=99)
        return []
    contact = await a_contact(session, desk.home, known.id)
    desk.fill(contact, said)
    return [{"id": known.id, "before": {name: plain(getattr(known, name)) for name in CONTACT_PARTS}}]


async def write_stay_change(session: AsyncSession, actor: Actor, desk: Desk, change: Change) -> Kept:
    """Write what a ledger says otherwise of a stay: its terms from the day of the import on, its plan, its end."""
    stay = await a_stay(session, desk.home, change.id)
    kept: Kept = {"level": change.level, "id": stay.id, "row": change.rows[0], "fields": {}, "terms": None}
    if "planned_end" in change.fields:
        kept["fields"]["planned_end_on"] = [plain(value) for value in change.fields["planned_end"]]
        stay.planned_end_on = change.fields["planned_end"][1]
        await session.flush()
    if {"stay_kind", "payer"} & change.fields.keys():
        kept["terms"] = await _terms(session, actor, desk, stay, change)
    if "to_on" in change.fields:
        on, reason = change.fields["to_on"][1]
        await _end(session, actor, desk, stay, on, reason)
        kept["ended"] = [on.isoformat(), reason.value]
    return kept


async def _end(session: AsyncSession, actor: Actor, desk: Desk, stay: Stay, on: date, reason: EndReason) -> None:
    elder_id = stay.elder_id
    await end_stay(session, actor, desk.home, stay, on=on, reason=reason, late_reason=LateReason.LEDGER)
    if reason is EndReason.DEATH:
        await record_death(session, actor, await an_elder(session, desk.home, elder_id), on)


async def _terms(session: AsyncSession, actor: Actor, desk: Desk, stay: Stay, change: Change) -> dict[str, Any]:
    """From a day on a stay is of another kind, or somebody else pays; a second word on one day replaces the first."""
    today = await business_date(session)
    on = max(min(desk.on, today), stay.from_on)
    there = await present_change(session, desk.home, stay.id, on)
    kind = change.fields["stay_kind"][1] if "stay_kind" in change.fields else None
    payer = change.fields["payer"][1] if "payer" in change.fields else None
    spoken = await present_change(session, desk.home, stay.id, date.max) or stay
    if there is not None:
        before = {"kind": there.kind.value, "payer": there.payer.value}
        there.kind, there.payer = kind or there.kind, payer or there.payer
        await session.flush()
        return {"id": there.id, "before": before}
    new = StayChange(
        **desk.home.keys, stay_id=stay.id, seal=uuid7(), from_on=on, kind=kind or spoken.kind,
        payer=payer or spoken.payer, recorded_by=actor.user_id,
        late_reason=reason_if_late(on, today, LateReason.LEDGER),
    )  # fmt: skip
    session.add(new)
    await session.flush()
    return {"id": new.id, "before": None}
