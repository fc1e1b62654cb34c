"""Filling in an application over several pages and days: a ticket in the address, a code to come back with."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.service.knocking import knock, opened
from app.core.uuid7 import uuid7
from app.public.errors import DraftGone, HomeGone, NoSuchCode
from app.public.queries import drafts as queries
from app.public.queries.drafts import HandedIn
from app.public.queries.vacancies import vacancies
from app.public.rules.doors import APPLY, CODE
from app.public.rules.questions import first_open
from app.public.rules.secrets import code_of, grouped, letters_of, pin_of
from app.public.service.secrets import process_secret
from app.waitlist.rules.applications import Application, application_from
from app.waitlist.rules.numbers import Pin
from app.waitlist.service.registering import keep_pin
from app.waitlist.service.sealing import keyed, open_payload, seal_payload

__all__ = ["Draft", "Given", "come_back", "draw_code", "hand_in", "keep", "open_draft", "start"]

CODE_LETTERS, NUMBER_LETTERS = 12, 8


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is being filled in."""

    county: int
    seal: UUID
    ticket: str
    said: Application


@dataclass(frozen=True, slots=True)
class Given:
    """What a family takes along after handing in: told once, the PIN is kept nowhere."""

    number: str
    pin: str
    at: datetime


async def start(session: AsyncSession, county: int, *, address: str) -> str:
    """Begin an application in a county and give the ticket of its address."""
    await knock(APPLY, address, address=address)
    ticket, seal = secrets.token_urlsafe(16), uuid7()
    sealed = (seal, seal_payload(county, seal, Application().to_json()))
    await queries.start_draft(session, process_secret(), county, sealed, _ticket_hash(ticket))
    return ticket


async def open_draft(session: AsyncSession, ticket: str) -> Draft:
    """Give the draft of a ticket, or DraftGone when nobody has touched it for two hours."""
    found = await queries.draft_at(session, process_secret(), _ticket_hash(ticket))
    if found is None:
        raise DraftGone
    said = application_from(open_payload(found.county, found.seal, found.payload))
    return Draft(found.county, found.seal, ticket, said)


async def keep(session: AsyncSession, draft: Draft, said: Application, question: str) -> Draft:
    """Keep an answer; the ticket is good for two hours from now."""
    done = said.done if question in said.done else (*said.done, question)
    kept = replace(draft, said=replace(said, done=done))
    if not await queries.save_draft(session, process_secret(), _ticket_hash(draft.ticket), _sealed(kept)):
        raise DraftGone
    return kept


async def draw_code(session: AsyncSession, draft: Draft) -> str:
    """Draw the code by which the draft is found again; an earlier one no longer opens it."""
    code = letters_of(secrets.token_bytes(16), CODE_LETTERS)
    kept = await queries.save_draft(
        session, process_secret(), _ticket_hash(draft.ticket), _sealed(draft), code=keyed("code", code)
    )
    if not kept:
        raise DraftGone
    return grouped(code)


async def come_back(session: AsyncSession, typed: str, *, address: str) -> str:
    """Give a new ticket for the draft of a code."""
    knocked = await knock(CODE, address, address=address)
    ticket = secrets.token_urlsafe(16)
    if not await queries.return_draft(session, process_secret(), keyed("code", code_of(typed)), _ticket_hash(ticket)):
        raise NoSuchCode(field="code")
    await opened(knocked)
    return ticket


async def hand_in(session: AsyncSession, ticket: str, draft: Draft | None) -> Given:
    """Hand the application in; the same form again, because its answer was lost, gives the same number and PIN."""
    pin = pin_of(keyed("pin", ticket))
    kept: Pin = keep_pin(pin, salt=keyed("salt", ticket)[:16])
    home, number, payload = 0, "", b""
    if draft is not None:
        home, number, payload = await _checked(session, draft), _number(draft), _sealed(draft)
    given = HandedIn(home=home, number=number, pin_hash=kept.hashed, pin_salt=kept.salt)
    found = await queries.hand_in_application(session, process_secret(), _ticket_hash(ticket), payload, given)
    if found is None:
        raise DraftGone
    at, number = found
    return Given(number, pin, at)


async def _checked(session: AsyncSession, draft: Draft) -> int:
    """Look once more, since a home may have closed while the form lay about; give the home wished for first."""
    if first_open(draft.said) is not None:
        raise DraftGone
    known = {home.institution_id for home in await vacancies(session, draft.county)}
    if not draft.said.wishes or not set(draft.said.wishes) <= known:
        raise HomeGone(field="first")
    return draft.said.wishes[0]


def _number(draft: Draft) -> str:
    return f"{draft.county:06d}-W-{letters_of(keyed('number', draft.ticket), NUMBER_LETTERS)}"


def _ticket_hash(ticket: str) -> bytes:
    return keyed("ticket", ticket[:40])


def _sealed(draft: Draft) -> bytes:
    return seal_payload(draft.county, draft.seal, draft.said.to_json())
