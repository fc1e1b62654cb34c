"""Drafts and what is handed in: written by functions of the database that ask for the process's secret."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = [
    "Found", "HandedIn", "draft_at", "forget_drafts", "hand_in_application", "hand_in_objection", "return_draft", "save_draft",
    "start_draft",
]  # fmt: skip

DAYS = 14
MINUTES = 120
"""How long a draft waits for its writer, and how long the address of a page of it opens it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A draft as it lies there, sealed."""

    county: int
    seal: UUID
    payload: bytes


async def start_draft(
    session: AsyncSession, secret: str, county: int, sealed: tuple[UUID, bytes], ticket: bytes
) -> None:
    """Begin a draft; its return code is drawn when somebody asks for one."""
    seal, payload = sealed
    asked = text("SELECT start_draft(:secret, :county, :seal, :payload, NULL, :ticket, :days, :minutes)")
    told = {"secret": secret, "county": county, "seal": seal, "payload": payload, "ticket": ticket}
    await session.execute(asked, told | {"days": DAYS, "minutes": MINUTES})


async def draft_at(session: AsyncSession, secret: str, ticket: bytes) -> Found | None:
    """Give the draft of a ticket while the ticket is good."""
    row = (await session.execute(text("SELECT * FROM draft_at(:secret, :ticket)"),
                                 {"secret": secret, "ticket": ticket})).first()  # fmt: skip
    return None if row is None else Found(*row)


async def save_draft(
    session: AsyncSession, secret: str, ticket: bytes, payload: bytes, *, code: bytes | None = None
) -> bool:
    """Keep what was filled in, with a new return code where one was drawn; False where the ticket has run out."""
    asked = text("SELECT save_draft(:secret, :ticket, :payload, CAST(:code AS bytea), :days, :minutes)")
    told = {"secret": secret, "ticket": ticket, "payload": payload, "code": code, "days": DAYS, "minutes": MINUTES}
    return bool(await session.scalar(asked, told))


async def return_draft(session: AsyncSession, secret: str, code: bytes, ticket: bytes) -> bool:
    """Open the draft of a code under a new ticket; False where there is none."""
    asked = text("SELECT return_draft(:secret, :code, :ticket, :minutes)")
    told = {"secret": secret, "code": code, "ticket": ticket, "minutes": MINUTES}
    return bool(await session.scalar(asked, told))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What goes along with an application: its home, its number, and the PIN as it is kept."""

    home: int
    number: str
    pin_hash: bytes
    pin_salt: bytes


async def hand_in_application(
    session: AsyncSession, secret: str, ticket: bytes, payload: bytes, given: HandedIn
) -> tuple[datetime, str] | None:
    """Hand an application in and give its instant and number; the same again gives the same.

    None where the ticket has run out.
    """
    asked = text("SELECT * FROM hand_in_application(:secret, :ticket, :home, :number, :payload, :hash, :salt)")
    told = {"secret": secret, "ticket": ticket, "home": given.home, "number": given.number, "payload": payload,
            "hash": given.pin_hash, "salt": given.pin_salt}  # fmt: skip
    row = (await session.execute(asked, told)).first()
    return None if row is None else (row[0], row[1])


async def hand_in_objection(
    session: AsyncSession, secret: str, place: tuple[int, int | None], number: str, sealed: tuple[UUID, bytes]
) -> int | None:
    """Hand an objection in and give its row; None where this very one has been handed in before."""
    asked = text("SELECT hand_in_objection(:secret, :county, CAST(:home AS bigint), :number, :seal, :payload)")
    seal, payload = sealed
    county, home = place
    told = {"secret": secret, "county": county, "home": home, "number": number, "seal": seal, "payload": payload}
    made: int | None = await session.scalar(asked, told)
    return made


async def forget_drafts(session: AsyncSession, secret: str) -> int:
    """Delete the drafts nobody came back for."""
    return int(await session.scalar(text("SELECT forget_drafts(:secret)"), {"secret": secret}) or 0)
