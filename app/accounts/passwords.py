"""Hashing, and nothing else: argon2id off the event loop, two at a time, twenty waiting, then 503."""

from functools import cache, partial
from typing import TypeVar

import anyio.lowlevel
import anyio.to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts.errors import TooBusy

__all__ = ["hash_secret", "verify_nothing", "verify_secret"]

T = TypeVar("T")

AT_ONCE = 2
WAITING = 20

# 24 ms a check on a small server; the library's 64 MiB would be ten a second: a denial of service of our own making.
_hasher = PasswordHash((Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1),))


class _Gate:
    """Two checks at a time; who would be the twenty-third is turned away at once instead of waiting in vain."""

    def __init__(self) -> None:
        self.inside = 0
        self._limiters: dict[object, anyio.CapacityLimiter] = {}

    async def run(self, work: partial[T]) -> T:
        if self.inside >= AT_ONCE + WAITING:
            raise TooBusy
        self.inside += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter())
        finally:
            self.inside -= 1

    def _limiter(self) -> anyio.CapacityLimiter:
        """Keep one limiter per event loop: a limiter cannot be shared between loops."""
        loop = anyio.lowlevel.current_token()
        if loop not in self._limiters:
            self._limiters = {loop: anyio.CapacityLimiter(AT_ONCE)}
        return self._limiters[loop]


_gate = _Gate()


async def hash_secret(secret: str) -> str:
    """Hash a password or a one-time code."""
    return await _gate.run(partial(_hasher.hash, secret))


async def verify_secret(secret: str, hashed: str) -> bool:
    """Tell whether the secret is right."""
    return await _gate.run(partial(_hasher.verify, secret, hashed))


async def verify_nothing(secret: str) -> None:
    """Spend the time of a check where there is nothing to check, so that nobody learns which accounts exist."""
    await _gate.run(partial(_verify_nobody, secret))


def _verify_nobody(secret: str) -> bool:
    return _hasher.verify(secret, _of_nobody())


@cache
def _of_nobody() -> str:
    return _hasher.hash("颐养 nobody has this password")
