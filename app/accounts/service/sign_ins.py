"""Opening and ending sign-ins."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import SignInRefused
from app.accounts.models import Device
from app.accounts.passwords import verify_nothing, verify_secret
from app.accounts.queries import attempts, sign_ins
from app.accounts.queries.sign_ins import Candidate
from app.accounts.rules import ABSOLUTE_HOURS, EndedWhy, Outcome, idle_minutes, plain_code, plain_username
from app.accounts.service.actors import actor_from
from app.accounts.service.tries import Begun, begin_try, note, process_secret
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.crypto import token_hash
from app.core.db import as_caller
from app.core.errors import NotAllowed

__all__ = [
    "Caller",
    "Opened",
    "end_one_sign_in",
    "end_sign_ins",
    "open_for",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of the one at the door: the device's cookie and name, and the address."""

    device_token: str
    device: str
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A sign-in just opened; the token goes into the cookie and is kept nowhere else."""

    actor: Actor
    token: str


async def sign_in(session: AsyncSession, caller: Caller, *, username: str, secret: str) -> Opened:
    """Let a person in by number and password, or by number and one-time code, or refuse without saying why."""
    tried = await begin_try(plain_username(username), device_token=caller.device_token, address=caller.address)
    if not await _is_right(tried, secret):
        raise SignInRefused(tried.left)
    candidate = tried.candidate
    if candidate is None:
        raise SignInRefused(tried.left)
    opened = await open_for(session, caller, candidate.user_id, candidate.roles)
    # The account's row is locked now: a code spent or a password changed meanwhile is seen here.
    if await sign_ins.find_candidate(session, process_secret(), tried.username) != candidate:
        raise SignInRefused(tried.left)
    if tried.code_is_open:
        await sign_ins.set_one_time_code(session, process_secret(), candidate.user_id, None, None)
    note(session, tried.tried, Outcome.OPENED)
    audit.record(
        session, opened.actor, "accounts.signed_in", opened.actor.sign_in_id, kind="sign_ins",
        device=caller.device, by="code" if tried.code_is_open else "password",
    )  # fmt: skip
    return opened


async def _is_right(tried: Begun, secret: str) -> bool:
    """Check exactly one hash whatever there is to check, so that the time says nothing."""
    hashed = _hash_to_check(tried.candidate, code_is_open=tried.code_is_open)
    if hashed is None:
        await verify_nothing(secret)
        return False
    right = await verify_secret(plain_code(secret) if tried.code_is_open else secret, hashed)
    return right and tried.candidate is not None and not tried.candidate.disabled


def _hash_to_check(candidate: Candidate | None, *, code_is_open: bool) -> str | None:
    if candidate is None:
        return None
    return candidate.code_hash if code_is_open else candidate.password_hash


async def open_for(session: AsyncSession, caller: Caller, user_id: int, roles: Iterable[str]) -> Opened:
    """Open a sign-in under a new token and go on under it; the device is known from now on."""
    token = secrets.token_urlsafe(32)
    await sign_ins.open_sign_in(
        session, process_secret(), user_id, token_hash=token_hash(token), device=caller.device[:120],
        idle=idle_minutes(roles) * 60, absolute=ABSOLUTE_HOURS * 3600,
    )  # fmt: skip
    await as_caller(session, token)
    facts, at = await sign_ins.current_actor(session)
    if facts is None:
        raise SignInRefused
    actor = actor_from(facts, at)
    await _remember_device(session, user_id, token_hash(caller.device_token))
    return Opened(actor, token)


async def _remember_device(session: AsyncSession, user_id: int, device_hash: bytes) -> None:
    device = await attempts.find_device(session, user_id, device_hash)
    if device is None:
        session.add(Device(user_id=user_id, device_hash=device_hash))
    else:
        device.last_used_at = await now(session)


async def sign_out(session: AsyncSession, actor: Actor, *, why: EndedWhy = EndedWhy.SIGNED_OUT) -> None:
    """End the sign-in at hand."""
    await end_one_sign_in(session, actor, actor.sign_in_id, why=why)


async def end_one_sign_in(
    session: AsyncSession, actor: Actor, sign_in_id: int, *, why: EndedWhy = EndedWhy.ENDED_ELSEWHERE
) -> None:
    """End one of the caller's own sign-ins, on whatever device it is."""
    row = await sign_ins.get_own_sign_in(session, _person(actor), sign_in_id)
    audit.record(session, actor, "accounts.signed_out", row, why=why)
    # With the sign-in go its rights, those to write the trail among them: the line comes first.
    await audit.chain_lines(session)
    row.ended_at, row.ended_why = await now(session), why.value


async def sign_out_everywhere(session: AsyncSession, actor: Actor) -> int:
    """End all of the caller's sign-ins, this one last, and tell how many there were."""
    ended = 1 + await end_sign_ins(session, _person(actor), EndedWhy.EVERYWHERE, keep=actor.sign_in_id)
    audit.record(session, actor, "accounts.signed_out_everywhere", actor.user_id, kind="users", ended=ended)
    await audit.chain_lines(session)
    await end_sign_ins(session, _person(actor), EndedWhy.EVERYWHERE)
    return ended


async def end_sign_ins(session: AsyncSession, user_id: int, why: EndedWhy, *, keep: int | None = None) -> int:
    """End a user's sign-ins, all but one to keep; it holds from this transaction's commit on, everywhere."""
    at = await now(session)
    ending = [row for row in await sign_ins.live_sign_ins_of(session, user_id) if row.id != keep]
    for row in ending:
        row.ended_at, row.ended_why = at, why.value
    return len(ending)


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id
