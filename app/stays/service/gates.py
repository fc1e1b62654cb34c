"""Who else has a say when somebody is admitted: storeys above add a check, so that no import goes up."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.stays.rules.drafts import AdmissionDraft

__all__ = ["Check", "Follower", "admission_gate", "follow_admission", "pass_gates"]

Follower = Callable[[AsyncSession, Actor], Awaitable[None]]
"""What follows an admission that was let through."""
Check = Callable[[AsyncSession, Home, AdmissionDraft], Awaitable[Follower | None]]
_checks: list[Check] = []


def admission_gate(check: Check) -> Check:
    """Register a check of every admission: it raises a DomainError to refuse, and gives what is to follow if anything.

    Registering twice changes nothing.
    """
    if check not in _checks:
        _checks.append(check)
    return check


async def pass_gates(session: AsyncSession, home: Home, draft: AdmissionDraft) -> list[Follower]:
    """Run the checks in order; home and person are locked, and the home may see the file. Gives what is to follow."""
    found = [await check(session, home, draft) for check in _checks]
    return [follower for follower in found if follower is not None]


async def follow_admission(session: AsyncSession, actor: Actor, followers: Sequence[Follower]) -> None:
    """Do in order what follows an admission by hand, in its transaction; the person lives here by now."""
    for work in followers:
        await work(session, actor)
