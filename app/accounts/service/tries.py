"""One try to prove who one is: judged by the throttle and noted before anything is checked."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import CodeNeeded, TooManyTries
from app.accounts.models import Attempt
from app.accounts.queries import attempts, sign_ins
from app.accounts.queries.attempts import TriedFrom
from app.accounts.queries.sign_ins import Candidate
from app.accounts.rules import Outcome, Tally, Verdict, throttle, tries_left
from app.accounts.system import SIGN_IN_PURPOSE
from app.core.clock import now
from app.core.crypto import token_hash
from app.core.db import transaction
from app.core.keys import key_file

__all__ = ["Begun", "begin_try", "keyed", "note", "process_secret"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A try that may be checked: against which account, if any, and how many more there are."""

    tried: TriedFrom
    username: str
    candidate: Candidate | None
    code_is_open: bool
    left: int


def process_secret() -> str:
    """Give the secret without which the database opens no sign-in."""
    return key_file().secret(SIGN_IN_PURPOSE)


def keyed(kind: str, value: str) -> bytes:
    """Hash a name or address with a key, because either could be found again by trying them all."""
    key = bytes.fromhex(key_file().secret("attempts"))
    return hmac.new(key, f"{kind}|{value}".encode(), hashlib.sha256).digest()


async def begin_try(username: str, *, device_token: str, address: str) -> Begun:
    """Note the try as failed and let it through, or note it as throttled and refuse.

    It is noted in its own transaction: a refused request rolls back, and a burst must be seen by its own members.
    """
    device_hash = token_hash(device_token)
    tried = TriedFrom(keyed("name", username), device_hash, keyed("address", address))
    async with transaction(pool="side") as side:
        await attempts.lock_name(side, tried.username_hash)
        candidate = await sign_ins.find_candidate(side, process_secret(), username)
        user_id = candidate.user_id if candidate else None
        known = user_id is not None and await attempts.find_device(side, user_id, device_hash) is not None
        tally = await attempts.tally(side, tried, user_id)
        verdict = throttle(tally, known_device=known)
        code_is_open = await _has_open_code(side, candidate)
        stopped = _stopped(verdict, code_is_open=code_is_open)
        note(side, tried, Outcome.THROTTLED if stopped else Outcome.REFUSED)
    if stopped:
        raise stopped
    return Begun(tried, username, candidate, code_is_open, _left_after(tally, known_device=known))


def note(session: AsyncSession, tried: TriedFrom, outcome: Outcome) -> None:
    """Keep how a try ended."""
    session.add(
        Attempt(
            username_hash=tried.username_hash,
            device_hash=tried.device_hash,
            address_hash=tried.address_hash,
            outcome=outcome.value,
        )
    )


async def _has_open_code(session: AsyncSession, candidate: Candidate | None) -> bool:
    if candidate is None or candidate.code_hash is None or candidate.code_expires_at is None:
        return False
    return candidate.code_expires_at > await now(session)


def _stopped(verdict: Verdict, *, code_is_open: bool) -> TooManyTries | CodeNeeded | None:
    """Say why the try goes no further; a code issued since then is the way out of the ceiling."""
    if verdict.wait:
        return TooManyTries(verdict.wait)
    return CodeNeeded() if verdict.needs_code and not code_is_open else None


def _left_after(tally: Tally, *, known_device: bool) -> int:
    return max(0, tries_left(tally, known_device=known_device) - 1)
