"""What the storeys above have a say in when rooms and closures change; nobody up there, and nobody is asked."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date
from typing import Protocol, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.home import Home
from app.core.actor import Actor

__all__ = ["agree_with", "agree_with_opening", "agree_with_rooms"]


class AfterCarrying(Protocol):
    """What looks at rooms after an act on them: their ids, the beds that came under another rule, and the day."""

    def __call__(
        self,
        session: AsyncSession,
        actor: Actor,
        home: Home,
        room_ids: Collection[int],
        bed_ids: Collection[int],
        *,
        on: date,
    ) -> Awaitable[None]:
        """Lay out anew, or refuse."""


BeforeOpening: TypeAlias = Callable[[AsyncSession, Home, Sequence[BedClaim]], Awaitable[None]]

_above: list[tuple[AfterCarrying, BeforeOpening]] = []


def agree_with(after_carrying: AfterCarrying, before_opening: BeforeOpening) -> None:
    """Let the storey that knows people mend or refuse what these acts would leave; it hangs itself in when imported.

    `after_carrying` is called when claims have gone into another room with their beds, or a room's rule has changed:
    with the rooms concerned, the beds that are under another rule now, and the day. `before_opening` is called with
    all pieces of a closure that somebody wants to end or to void. Both stand inside `refusing()`.
    """
    _above[:] = [(after_carrying, before_opening)]


async def agree_with_rooms(
    session: AsyncSession, actor: Actor, home: Home, *, room_ids: Collection[int], bed_ids: Collection[int], on: date
) -> None:
    """Let the storey above look at rooms after these beds came under another room's rule, or under a new one."""
    for after_carrying, _before in _above:
        await session.flush()
        await after_carrying(session, actor, home, room_ids, bed_ids, on=on)


async def agree_with_opening(session: AsyncSession, home: Home, pieces: Sequence[BedClaim]) -> None:
    """Let the storey above refuse that a closure ends, or has never been."""
    for _after, before_opening in _above:
        await session.flush()
        await before_opening(session, home, pieces)
