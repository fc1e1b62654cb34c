"""Published lists, one's own place behind number and PIN, and what became of an objection."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = [
    "DecidedLine", "ListLine", "Published", "decided_objections", "objection_by_number", "pin_salt", "place_by_number",
    "published_list", "published_lists",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListLine:
    """That a list has been published; home 0 is the county as a whole."""

    institution_id: int
    name: str | None
    day: date
    published_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class Published:
    """One page of the newest publication of a list."""

    day: date
    published_at: datetime
    entries: int
    policy: dict[str, Any]
    lines: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """An objection that was decided and published: no name is part of it."""

    code: str
    name: str | None
    received_on: date
    decided_on: date
    outcome: str
    result: str


async def published_lists(session: AsyncSession, county: int) -> list[ListLine]:
    """List what has been published in a county, the county's own list first."""
    rows = await session.execute(text("SELECT * FROM public_lists(:county)"), {"county": county})
    return [ListLine(*row) for row in rows]


async def published_list(
    session: AsyncSession, county: int, home: int, *, first: int = 0, many: int = 1000
) -> Published | None:
    """Give lines of the newest publication of a list, None where there has been none."""
    asked = text("SELECT * FROM public_list(:county, :home, :first, :many)")
    row = (await session.execute(asked, {"county": county, "home": home, "first": first, "many": many})).first()
    return None if row is None else Published(*row)


async def pin_salt(session: AsyncSession, secret: str, number: str) -> bytes | None:
    """Give what the PIN of a number was hashed with."""
    salt: bytes | None = await session.scalar(
        text("SELECT public_pin_salt(:secret, :number)"), {"secret": secret, "number": number}
    )
    return salt


async def place_by_number(session: AsyncSession, secret: str, number: str, told: bytes) -> dict[str, Any] | None:
    """Give what the family of a number is told, None where the PIN is not its own."""
    asked = text("SELECT public_place(:secret, :number, :told)")
    found: dict[str, Any] | None = await session.scalar(asked, {"secret": secret, "number": number, "told": told})
    return found


async def objection_by_number(session: AsyncSession, secret: str, number: str) -> dict[str, Any] | None:
    """Give how far an objection has come, None where there is none of that number."""
    asked = text("SELECT public_objection(:secret, :number)")
    found: dict[str, Any] | None = await session.scalar(asked, {"secret": secret, "number": number})
    return found


async def decided_objections(session: AsyncSession, county: int) -> list[DecidedLine]:
    """List the newest published decisions of a county."""
    rows = await session.execute(text("SELECT * FROM public_objections(:county)"), {"county": county})
    return [DecidedLine(*row) for row in rows]
