"""Short-lived system sign-ins: jobs, the command line and acts of two homes are limited to the homes at hand."""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.queries import system as queries
from app.core.actor import Actor, Grant
from app.core.crypto import token_hash
from app.core.db import acting_under, as_caller, finish_work, transaction
from app.core.errors import DomainError
from app.core.keys import key_file

__all__ = ["SIGN_IN_PURPOSE", "acting_as_system", "acting_within"]

SIGN_IN_PURPOSE = "sign-ins"
"""The purpose under which the process's secret for opening sign-ins is derived from the key file."""


class _Everything(frozenset[str]):
    """The system may do what its caller was let do; where it may do it is what the sign-in limits."""

    def __contains__(self, permission: object) -> bool:
        return True


@asynccontextmanager
async def acting_as_system(
    purpose: str,
    *,
    regions: Iterable[int] = (),
    homes: Iterable[tuple[int, int]] = (),
    seconds: int = 900,
    on_behalf_of: tuple[str, ...] = (),
) -> AsyncIterator[Actor]:
    """Act as the system for one purpose, in whole regions or single homes (county, institution_id), and sign out.

    Row security and the audit hold for it as for a person; the sign-in ends with the block or after `seconds`.
    """
    token = secrets.token_urlsafe(32)
    where = sorted({(region, 0) for region in regions} | set(homes))
    async with transaction(pool="side") as session:
        sign_in_id = await queries.open_system_sign_in(
            session, key_file().secret(SIGN_IN_PURPOSE), purpose, token_hash(token), where, seconds=seconds
        )
    actor = Actor(
        user_id=None,
        sign_in_id=sign_in_id,
        name=f"系统：{purpose}",
        purpose=purpose,
        grants=tuple(Grant("system", _Everything(), region, home or None) for region, home in where),
        on_behalf_of=on_behalf_of,
    )
    before = acting_under.set(token)
    try:
        yield actor
    finally:
        acting_under.reset(before)
        async with transaction(pool="side") as session:
            await queries.end_system_sign_in(session, key_file().secret(SIGN_IN_PURPOSE), sign_in_id)


@asynccontextmanager
async def acting_within(
    session: AsyncSession, purpose: str, *, homes: Iterable[tuple[int, int]], on_behalf_of: tuple[str, ...]
) -> AsyncIterator[Actor]:
    """Let the rest of a transaction be the system's, limited to these homes: an act that neither home may do alone.

    What was done before and what is done inside stand or fall together. The closers of the block run before it ends,
    because afterwards the other home's chain and days are out of reach again.
    """
    before = acting_under.get()
    async with acting_as_system(purpose, homes=homes, seconds=60, on_behalf_of=on_behalf_of) as actor:
        await as_caller(session, acting_under.get())
        try:
            yield actor
            await finish_work(session)
        except DomainError:
            # The refusal is drawn on a page of the caller's, with the caller's own rights.
            await as_caller(session, before)
            raise
        await as_caller(session, before)
