"""Keeping a bed for somebody who is on the way in, and letting it go again: low-level, for orders and admissions."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.claims import chain_of, get_claim
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.service import CLAIM_REFUSALS, Claimant, claim_bed
from app.beds.service.claims import end_claim
from app.core.actor import Actor
from app.core.db import refusing, touched
from app.residents.models import Elder

__all__ = ["end_hold", "hold_bed"]


async def hold_bed(
    session: AsyncSession, home: Home, elder: Elder, bed_id: int, *, on: date, shares_room: bool = False
) -> BedClaim:
    """Hold a bed for a person from a day on, without an end. The caller has been authorized and holds the locks."""
    claimant = Claimant(elder.id, elder.sex, shares_room=shares_room)
    async with refusing(session, CLAIM_REFUSALS):
        claims = await claim_bed(session, home, bed_id, kind=ClaimKind.HOLD, from_on=on, claimant=claimant)
    touched(session, home.county, home.institution_id, on)
    return claims[0]


async def end_hold(session: AsyncSession, actor: Actor, home: Home, claim_id: int, *, on: date) -> int:
    """Let a held bed go on a day, and give the bed that was held. The caller has been authorized and holds the locks."""
    first = await get_claim(session, home.scope, home.institution_id, claim_id)
    pieces = await chain_of(session, home.scope, first)
    async with refusing(session):
        for piece in pieces:
            if piece.to_on > on or piece.from_on > on:
                await end_claim(session, actor, piece, on)
    touched(session, home.county, home.institution_id, min(on, first.from_on))
    return pieces[-1].bed_id
