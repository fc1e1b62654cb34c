"""The place where the storey that knows people tells the board who is in which bed; nothing here reaches up to it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.tiles import TilePerson
from app.core.actor import Actor

__all__ = ["people_of_claims", "people_on", "tell_people"]

PeopleOfDay: TypeAlias = Callable[[AsyncSession, Actor, int, date, int | None], Awaitable[Mapping[int, TilePerson]]]
NamesOfBed: TypeAlias = Callable[[AsyncSession, Actor, int, int], Awaitable[Mapping[int, str]]]

_people: list[tuple[PeopleOfDay, NamesOfBed]] = []


def tell_people(of_day: PeopleOfDay, of_bed: NamesOfBed) -> None:
    """Let the storey that knows people say who is in which bed, and whose the claims of one bed were.

    It is asked with the reader, whose rights decide who is named; `main` hangs it in.
    """
    _people[:] = [(of_day, of_bed)]


async def people_on(
    session: AsyncSession, reader: Actor | None, institution_id: int, day: date, bed_id: int | None
) -> Mapping[int, TilePerson]:
    """Who has each bed on the day, as far as the reader may know; nobody without a reader."""
    return await _people[0][0](session, reader, institution_id, day, bed_id) if _people and reader else {}


async def people_of_claims(
    session: AsyncSession, reader: Actor | None, institution_id: int, bed_id: int
) -> Mapping[int, str]:
    """Whose the claims of a bed are, by claim, as far as the reader may know."""
    return await _people[0][1](session, reader, institution_id, bed_id) if _people and reader else {}
