"""Counting tries, so that guessing gets slow and nobody is locked out by a stranger."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Attempt, Device
from app.accounts.rules import Outcome, Tally
from app.accounts.rules.throttle import WINDOW_SECONDS
from app.core.clock import now

__all__ = ["TriedFrom", "find_device", "lock_name", "tally"]

REMEMBERED = timedelta(days=30)
"""How far back tries count towards the ceiling."""

WINDOW = timedelta(seconds=WINDOW_SECONDS)


@dataclass(frozen=True, slots=True)
class TriedFrom:
    """One try: for which name, from which device and address; all three as keyed hashes."""

    username_hash: bytes
    device_hash: bytes
    address_hash: bytes


async def lock_name(session: AsyncSession, username_hash: bytes) -> None:
    """Let tries for one name queue for a moment, so that a burst cannot all be judged by the same count."""
    key = int.from_bytes(username_hash[:8], "big", signed=True)
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


async def find_device(session: AsyncSession, user_id: int, device_hash: bytes) -> Device | None:
    """Find the device, if this account has signed in on it before."""
    here = select(Device).where(Device.user_id == user_id, Device.device_hash == device_hash)
    return await session.scalar(here)


async def tally(session: AsyncSession, tried: TriedFrom, user_id: int | None) -> Tally:
    """Count the failures that matter for this try, by the database's clock."""
    at = await now(session)
    on_device, last = await _own_failures(session, tried, at)
    strangers, in_a_row, oldest = await _strangers(session, tried, user_id, at)
    address, oldest_here = await _from_address(session, tried, at)
    return Tally(
        on_device=on_device,
        since_last_on_device=_seconds(at, last),
        strangers=strangers,
        strangers_in_a_row=in_a_row,
        since_oldest_stranger=_seconds(at, oldest),
        address=address,
        since_oldest_address=_seconds(at, oldest_here),
    )


def _seconds(at: datetime, since: datetime | None) -> float:
    return (at - since).total_seconds() if since is not None else 0.0


async def _own_failures(session: AsyncSession, tried: TriedFrom, at: datetime) -> tuple[int, datetime | None]:
    """Count what failed on this very device since the account last signed in on it."""
    here = and_(
        Attempt.username_hash == tried.username_hash,
        Attempt.device_hash == tried.device_hash,
        Attempt.at > at - REMEMBERED,
    )
    opened = select(func.max(Attempt.id)).where(here, Attempt.outcome == Outcome.OPENED).scalar_subquery()
    failures = select(func.count(), func.max(Attempt.at)).where(
        here, Attempt.outcome == Outcome.REFUSED, Attempt.id > func.coalesce(opened, 0)
    )
    count, last = (await session.execute(failures)).one()
    return int(count), last


async def _strangers(
    session: AsyncSession, tried: TriedFrom, user_id: int | None, at: datetime
) -> tuple[int, int, datetime | None]:
    """Count what failed on devices the account never signed in on: within the window, and in a row."""
    named = and_(Attempt.username_hash == tried.username_hash, Attempt.at > at - REMEMBERED)
    opened = select(func.max(Attempt.id)).where(named, Attempt.outcome == Outcome.OPENED).scalar_subquery()
    devices = select(Device.device_hash).where(Device.user_id == user_id)
    strange = or_(Attempt.device_hash.is_(None), Attempt.device_hash.not_in(devices))
    recent = Attempt.at > at - WINDOW
    failures = select(
        func.count().filter(recent),
        func.count().filter(Attempt.id > func.coalesce(opened, 0)),
        func.min(Attempt.at).filter(recent),
    ).where(named, strange, Attempt.outcome == Outcome.REFUSED)
    window, in_a_row, oldest = (await session.execute(failures)).one()
    return int(window), int(in_a_row), oldest


async def _from_address(session: AsyncSession, tried: TriedFrom, at: datetime) -> tuple[int, datetime | None]:
    """Count what failed from this address; every try is noted as failed first, so those that opened come off."""
    tries = select(
        func.count().filter(Attempt.outcome == Outcome.REFUSED),
        func.count().filter(Attempt.outcome == Outcome.OPENED),
        func.min(Attempt.at),
    ).where(Attempt.address_hash == tried.address_hash, Attempt.at > at - WINDOW)
    noted, opened, oldest = (await session.execute(tries)).one()
    return max(0, int(noted) - int(opened)), oldest
