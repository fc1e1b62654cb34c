"""Taking a bed ledger back: what it built goes, what it changed is as before, or the list of what stands on it."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.undoing import used_beds
from app.beds.rules.home import Home
from app.beds.rules.making import Made
from app.beds.service import take_back_marks, undo_made
from app.core.actor import Actor
from app.imports.service.bed_changes import moved_on, revert_change
from app.imports.service.pacing import Pace

__all__ = ["take_beds_back", "used_beds_of"]


async def used_beds_of(session: AsyncSession, home: Home, built: dict[str, Any], on: date) -> list[str]:
    """Name what was used or changed since: beds that were made, and places that were changed."""
    made, besides = Made(**built["made"]), built["marks"]
    used = await used_beds(session, home.scope, home.institution_id, made, besides=besides) if made.bed_ids else []
    return used + [kept["label"] for kept in built["changes"] if await moved_on(session, home, kept, on)]


async def take_beds_back(
    session: AsyncSession, actor: Actor, home: Home, built: dict[str, Any], *, on: date, reason: str, pace: Pace
) -> None:
    """Marks first, because they hold the beds; then changes, latest first; then what was built."""
    made = Made(**built["made"])
    marks = [mark for kept in built["changes"] for mark in kept["marks"]["made"]] + built["marks"]
    ended = {
        int(mark): date.fromisoformat(to_on)
        for kept in built["changes"]
        for mark, to_on in kept["marks"]["ended"].items()
    }
    await pace.begin(len(built["changes"]) + len(made.bed_ids))
    if marks or ended:
        await take_back_marks(session, actor, home, marks, ended, reason=reason)
    for kept in reversed(built["changes"]):
        await revert_change(session, actor, home, kept, on)
        await pace.on()
    await undo_made(session, actor, home, made, reason=reason)
    await pace.on(len(made.bed_ids))
