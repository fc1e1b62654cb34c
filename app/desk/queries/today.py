"""What the day asks of a home, gathered from the storeys below."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import board
from app.beds.rules.home import Home
from app.census.queries import occupancy_series
from app.core.scope import Scope
from app.desk.rules.today import Today
from app.stays.queries.discharges import open_discharges
from app.stays.queries.leaves import open_leaves
from app.stays.queries.transfers import transfers_of
from app.stays.rules.transfers import TransferState, state_of

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
        await _transfers_to_do(session, scope, home),
    )


async def _transfers_to_do(session: AsyncSession, scope: Scope, home: Home) -> int:
    """How many transfers wait for this home: to answer, or to carry out on their night."""
    waiting = 0
    for transfer in await transfers_of(session, scope, home.institution_id):
        state = state_of(transfer)
        asked_of_us = state is TransferState.ASKED and transfer.to_institution_id == home.institution_id
        waiting += asked_of_us or state is TransferState.APPROVED
    return waiting
