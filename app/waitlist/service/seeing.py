"""A few moments of an act that concern the whole county: they are the system's, and the rest keeps its caller's rights."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.core.actor import Actor
from app.core.db import acting_under, as_caller
from app.core.errors import DomainError

__all__ = ["PURPOSE", "over_county", "seeing_county"]

PURPOSE = "轮候"
"""The name under which the system stands in the audit for a moment of somebody's act."""


@asynccontextmanager
async def over_county(
    session: AsyncSession, county: int, *, on_behalf_of: tuple[str, ...] = ()
) -> AsyncIterator[Actor]:
    """Act as the system in one county for the length of the block; what is done in it stands or falls with the act."""
    before = acting_under.get()
    async with acting_as_system(PURPOSE, regions=[county], seconds=60, on_behalf_of=on_behalf_of) as actor:
        await as_caller(session, acting_under.get())
        try:
            yield actor
            await session.flush()
        except DomainError:
            # The refusal is drawn on a page of the caller's, with the caller's own rights.
            await as_caller(session, before)
            raise
        await as_caller(session, before)


@asynccontextmanager
async def seeing_county(session: AsyncSession, actor: Actor, county: int) -> AsyncIterator[Actor]:
    """Let the block see the whole county, by the actor's own rights where they reach it."""
    if actor.scope("waitlist.see").covers_region(county):
        yield actor
        return
    async with over_county(session, county, on_behalf_of=(actor.name,)) as system:
        yield system
