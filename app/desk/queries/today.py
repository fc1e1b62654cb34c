"""What the day asks of a home, gathered from the storeys below."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import board
from app.beds.rules.home import Home
from app.census.queries import occupancy_series
from app.core.scope import Scope
from app.desk.rules.today import Today, TransferToDo
from app.stays.queries.discharges import open_discharges
from app.stays.queries.leaves import open_leaves
from app.stays.queries.transfers import people_of_transfers, transfers_of
from app.stays.rules.transfers import TransferState, state_of, waits_for

__all__ = ["today_of"]

DAYS = 30


async def today_of(session: AsyncSession, scope: Scope, home: Home, day: date) -> Today:
    """Gather the day of one home. The scope is the caller's for stays, who also sees its beds."""
    first = day - timedelta(days=DAYS - 1)
    return Today(
        await occupancy_series(session, scope, home.institution_id, first, day),
        await board(session, scope, home.institution_id, day),
        await open_leaves(session, scope, home.institution_id),
        await open_discharges(session, scope, home.institution_id),
        await _transfers_to_do(session, scope, home, day),
    )


async def _transfers_to_do(session: AsyncSession, scope: Scope, home: Home, day: date) -> list[TransferToDo]:
    """The transfers that wait for this home: to answer, or to carry out now that their night has come."""
    found = [
        one
        for one in await transfers_of(session, scope, home.institution_id)
        if waits_for(one, home.institution_id, day)
    ]
    people = await people_of_transfers(session, found) if found else {}
    lines = [
        TransferToDo(
            one.id, tuple(person.name for person in people[one.id]), one.from_name, one.to_name, one.on,
            state_of(one) is TransferState.APPROVED,
        )
        for one in found
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.on, line.transfer_id))
