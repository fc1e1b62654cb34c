"""Objections: received with a clock, decided by somebody other than the one who made the offer, published."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.crypto import Sealer
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from app.offers.errors import OfferRefused
from app.offers.models import Objection
from app.offers.queries.calendar import working_calendar
from app.offers.queries.objections import get_objection
from app.offers.queries.offers import get_offer
from app.offers.rules.calendar import due_after
from app.offers.rules.kinds import ObjectionOutcome, ObjectionSource
from app.waitlist.queries import policy_on

__all__ = ["ObjectionDraft", "Place", "decide_objection", "objection_words", "publish_objection", "receive_objection"]

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where an objection belongs: a home's list, or the county's as a whole."""

    county: int
    institution_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDraft:
    """An objection as it was said."""

    place: Place
    words: str
    source: ObjectionSource = ObjectionSource.DESK
    name: str = ""
    phone: str = ""
    entry_id: int | None = None
    offer_id: int | None = None


async def receive_objection(session: AsyncSession, actor: Actor, draft: ObjectionDraft) -> Objection:
    """Take an objection down; its last day and whether it holds the bed follow from the policy of the day."""
    authorize(actor, "waitlist.apply", draft.place)
    place, today = draft.place, await business_date(session)
    policy = await policy_on(session, place.county, today)
    offered_by, entry_id = await _about(session, draft)
    keys, seal = await sealer(session, place.county), uuid7()
    due_on = due_after(today, policy.objection.working_days, await working_calendar(session))
    objection = Objection(
        county=place.county, institution_id=place.institution_id, entry_id=entry_id, offer_id=draft.offer_id,
        code=draw_code(), received_on=today, received_by=actor.user_id, source=draft.source, seal=seal,
        name=_sealed(keys, seal, "name", draft.name), phone=_sealed(keys, seal, "phone", draft.phone),
        words=keys.seal("objections", "words", seal, draft.words.strip()), due_on=due_on,
        holds_bed=policy.objection.holds_bed and draft.offer_id is not None, offered_by=offered_by,
    )  # fmt: skip
    async with refusing(session):
        session.add(objection)
        await session.flush()
    audit.record(session, actor, "offers.objection_received", objection, source=draft.source, due_on=due_on)
    return objection


def draw_code() -> str:
    """Draw a receipt number that nobody can guess: letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE))


async def _about(session: AsyncSession, draft: ObjectionDraft) -> tuple[int | None, int | None]:
    """Who made the offer that is objected to, and whose entry it is."""
    if draft.offer_id is None:
        return None, draft.entry_id
    place = draft.place
    offer = await get_offer(
        session, Scope(homes=frozenset({(place.county, place.institution_id or 0)})), draft.offer_id
    )
    return offer.offered_by, draft.entry_id or offer.entry_id


def _sealed(keys: Sealer, seal: UUID, column: str, value: str) -> bytes | None:
    return keys.seal("objections", column, seal, value.strip()) if value.strip() else None


async def objection_words(session: AsyncSession, objection: Objection) -> dict[str, str]:
    """Open what is sealed of an objection; whoever asks leaves a line of the look."""
    keys = await sealer(session, objection.county)
    sealed = {"name": objection.name, "phone": objection.phone, "words": objection.words}
    return {
        column: keys.open("objections", column, objection.seal, value) if value else ""
        for column, value in sealed.items()
    }


async def decide_objection(
    session: AsyncSession, actor: Actor, objection_id: int, *, outcome: ObjectionOutcome, result: str
) -> Objection:
    """Decide: never the one who made the offer, nor anybody who offers in that home."""
    objection = await get_objection(session, actor.scope("objections.decide"), objection_id, lock=True)
    authorize(actor, "objections.decide", objection)
    if objection.decided_at is not None:
        raise OfferRefused(_("这件异议已经处理过了，请看处理结果"))
    if actor.scope("offers.make").covers(objection.county, objection.institution_id):
        raise OfferRefused(_("您也在这家机构发床位通知，异议要由机构以外的人处理。请换一位经办人办理"))
    async with refusing(session):
        objection.outcome, objection.result = outcome, result.strip()
        objection.decided_at, objection.decided_by = await now(session), actor.user_id
        objection.decided_name = actor.name[:60]
    audit.record(session, actor, "offers.objection_decided", objection, outcome=outcome)
    return objection


async def publish_objection(session: AsyncSession, actor: Actor, objection_id: int) -> Objection:
    """Let everybody read what was decided; names are no part of it."""
    objection = await get_objection(session, actor.scope("objections.decide"), objection_id, lock=True)
    authorize(actor, "objections.decide", objection)
    async with refusing(session):
        objection.published_at = objection.published_at or await now(session)
    audit.record(session, actor, "offers.objection_published", objection)
    return objection
