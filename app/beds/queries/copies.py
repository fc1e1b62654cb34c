"""What claims copy from the spans and rooms above them, kept true; called by the service in the act that changes them.

The keys are deferred, so parent and children may change in either order inside one `refusing()`.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries.days import live
from app.beds.rules.kinds import Sex, SexRule
from app.core.scope import Scope, within

__all__ = ["copy_room_rule", "copy_sex", "copy_spans", "crossing_claims", "cut_claims", "repoint_claims"]

QUIET = {"synchronize_session": False}


async def copy_spans(session: AsyncSession, scope: Scope, service_ids: Sequence[int]) -> None:
    """Copy the spans of these services anew into every live claim under them."""
    claim, service = BedClaim, BedService
    copies = (
        update(claim)
        .where(within(claim, scope), live(claim), claim.service_id.in_(service_ids))
        .where(service.county == claim.county, service.id == claim.service_id)
        .values(service_from_on=service.from_on, service_to_on=service.to_on)
    )
    await session.execute(copies.execution_options(**QUIET))


async def crossing_claims(session: AsyncSession, scope: Scope, service_id: int, on: date) -> list[BedClaim]:
    """Live claims under a service that have begun before the day and last beyond it."""
    claim = BedClaim
    rows = select(claim).where(within(claim, scope), live(claim), claim.service_id == service_id)
    rows = rows.where(claim.from_on < on, claim.to_on > on).order_by(claim.from_on, claim.id)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def cut_claims(session: AsyncSession, scope: Scope, service_id: int, on: date) -> None:
    """End on the day every live claim under a service that would last beyond it."""
    claim = BedClaim
    cut = update(claim).where(within(claim, scope), live(claim), claim.service_id == service_id)
    cut = cut.where(claim.from_on < on, claim.to_on > on).values(to_on=on)
    await session.execute(cut.execution_options(**QUIET))


async def repoint_claims(
    session: AsyncSession, scope: Scope, service_id: int, *, to: BedService, term: RoomTerm, on: date
) -> None:
    """Hang every live claim under a service that begins on the day or later under another one."""
    claim = BedClaim
    moved = update(claim).where(within(claim, scope), live(claim), claim.service_id == service_id, claim.from_on >= on)
    moved = moved.values(
        service_id=to.id,
        room_id=to.room_id,
        service_from_on=to.from_on,
        service_to_on=to.to_on,
        sex_rule=term.sex_rule is not SexRule.NONE,
        room_sex=term.sex_rule.sex,
    )
    await session.execute(moved.execution_options(**QUIET))


async def copy_room_rule(session: AsyncSession, scope: Scope, term: RoomTerm, on: date) -> None:
    """Copy a room's rule into every live claim in it that lasts beyond the day."""
    claim = BedClaim
    copies = update(claim).where(within(claim, scope), live(claim), claim.room_id == term.room_id, claim.to_on > on)
    copies = copies.values(sex_rule=term.sex_rule is not SexRule.NONE, room_sex=term.sex_rule.sex)
    await session.execute(copies.execution_options(**QUIET))


async def copy_sex(session: AsyncSession, scope: Scope, elder_id: int, sex: Sex) -> None:
    """Copy a person's sex, which was recorded wrongly, into every live claim that is theirs."""
    claim = BedClaim
    copies = update(claim).where(within(claim, scope), live(claim), claim.elder_id == elder_id).values(sex=sex)
    await session.execute(copies.execution_options(**QUIET))
