"""An objection handed in by anybody: sealed at once, taken down by a job that may write in the county."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.service.knocking import knock, opened
from app.core.actor import Actor
from app.core.clock import now
from app.core.crypto import Tampered
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.log import log
from app.core.queue import enqueue
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from app.offers.queries.offers import offers_of_entry
from app.offers.rules.kinds import LIVE, ObjectionSource
from app.offers.service.objecting import ObjectionDraft, Place, receive_objection
from app.public.errors import HomeGone, ObjectionUnknown
from app.public.queries.drafts import hand_in_objection
from app.public.queries.lists import objection_by_number
from app.public.queries.vacancies import vacancies
from app.public.rules.doors import OBJECT, RESULT
from app.public.rules.secrets import letters_of, tidy
from app.public.service.secrets import process_secret
from app.waitlist.errors import EntryNotFound
from app.waitlist.models import WaitlistIntake
from app.waitlist.queries import entry_by_number
from app.waitlist.queries.intakes import waiting_objections
from app.waitlist.rules.intakes import IntakeState
from app.waitlist.service.sealing import keyed, open_payload, seal_payload

__all__ = ["TAKE", "Objected", "hand_in", "result_of", "take_objections"]

TAKE = "public.objections"
LETTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """An objection as it was filled in; home None is the county's list, `about` the number of an application."""

    county: int
    home: int | None
    words: str
    name: str = ""
    phone: str = ""
    about: str = ""


async def hand_in(session: AsyncSession, said: Objected, *, tap: UUID, address: str) -> str:
    """Hand an objection in and give its number; the same form again gives the same one."""
    await knock(OBJECT, address, address=address)
    if said.home is not None and said.home not in {one.institution_id for one in await vacancies(session, said.county)}:
        raise HomeGone(field="home")
    number, seal = f"{said.county:06d}-Y-{letters_of(keyed('objection', str(tap)), LETTERS)}", uuid7()
    told = {"words": said.words, "name": said.name, "phone": said.phone, "about": tidy(said.about)}
    sealed = (seal, seal_payload(said.county, seal, told))
    made = await hand_in_objection(session, process_secret(), (said.county, said.home), number, sealed)
    if made is not None:
        await enqueue(session, TAKE, orjson.dumps({"county": said.county}))
    return number


async def result_of(session: AsyncSession, number: str, *, address: str) -> dict[str, Any]:
    """Tell how far an objection has come to whoever has its number."""
    knocked = await knock(RESULT, tidy(number), address=address)
    found = await objection_by_number(session, process_secret(), tidy(number))
    if found is None:
        raise ObjectionUnknown(field="number")
    await opened(knocked)
    return found


async def take_objections(session: AsyncSession, actor: Actor, county: int) -> int:
    """Take down what was handed in, under the system's sign-in in that county; give how many that were."""
    taken = 0
    for intake in await waiting_objections(session, county=county):
        number = intake.id
        try:
            async with session.begin_nested():
                await _take(session, actor, intake)
            taken += 1
        except (DomainError, Tampered) as refusal:
            # One that cannot be taken down waits for somebody to look; the others have their clock.
            log().warning("job.objection_waits", county=county, intake=number, kind=type(refusal).__name__)
    return taken


async def _take(session: AsyncSession, actor: Actor, intake: WaitlistIntake) -> None:
    assert intake.payload is not None  # noqa: S101  (a check of the table says so)
    told: dict[str, Any] = open_payload(intake.county, intake.seal, intake.payload)
    entry_id, offer_id = await _about(session, intake, str(told.get("about", "")))
    objection = await receive_objection(
        session,
        actor,
        ObjectionDraft(
            place=Place(intake.county, intake.institution_id), words=str(told["words"]), source=ObjectionSource.ONLINE,
            name=str(told.get("name", "")), phone=str(told.get("phone", "")), entry_id=entry_id, offer_id=offer_id,
        ),
    )  # fmt: skip
    async with refusing(session):
        intake.state, intake.became, intake.taken_at = IntakeState.TAKEN, objection.code, await now(session)


async def _about(session: AsyncSession, intake: WaitlistIntake, number: str) -> tuple[int | None, int | None]:
    """Find the application that is objected to, and the offer it has from that home: its bed waits for the decision."""
    if not number:
        return None, None
    here = Scope(regions=frozenset({intake.county}))
    try:
        entry = await entry_by_number(session, here, intake.county, number)
    except EntryNotFound:
        return None, None
    open_here = [
        offer.id
        for offer in await offers_of_entry(session, here, entry.id)
        if offer.state in LIVE and offer.institution_id == intake.institution_id
    ]
    return entry.id, next(iter(open_here), None)
