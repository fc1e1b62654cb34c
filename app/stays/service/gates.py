"""Who else has a say when somebody is admitted: storeys above add a check before, or what follows, so that no import goes up."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.stays.rules.drafts import AdmissionDraft

__all__ = ["Check", "Follower", "admission_follower", "admission_gate", "follow_admission", "pass_gates"]

Check = Callable[[AsyncSession, Home, AdmissionDraft], Awaitable[None]]
Follower = Callable[[AsyncSession, Actor, Home, AdmissionDraft], Awaitable[None]]
_checks: list[Check] = []
_followers: list[Follower] = []


def admission_gate(check: Check) -> Check:
    """Register a check of every admission; it raises a DomainError to refuse. Registering twice changes nothing."""
    if check not in _checks:
        _checks.append(check)
    return check


async def pass_gates(session: AsyncSession, home: Home, draft: AdmissionDraft) -> None:
    """Run the checks in order; the home is locked by then."""
    for check in _checks:
        await check(session, home, draft)


def admission_follower(work: Follower) -> Follower:
    """Register what follows an admission by hand, in its transaction. Registering twice changes nothing."""
    if work not in _followers:
        _followers.append(work)
    return work


async def follow_admission(session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft) -> None:
    """Do what follows in order; home and person are locked, and the person lives here by now."""
    for work in _followers:
        await work(session, actor, home, draft)
