"""What `verify` recounts: grants name a home without a foreign key, because a global table has none to a tenant's."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, column, exists, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant

__all__ = ["HomelessGrant", "homeless_grants"]

# By its name only: homes live upstairs, as the foreign keys of `models` name tables upstairs by string.
HOMES = table("institutions", column("county", Integer), column("id", BigInteger))


@dataclass(frozen=True, slots=True)
class HomelessGrant:
    """A live grant in a home that is not there."""

    id: int
    user_id: int
    role: str
    region: int
    institution_id: int


async def homeless_grants(session: AsyncSession) -> list[HomelessGrant]:
    """List live grants of homes that are not there; the owner of the database sees them all."""
    grant = RoleGrant
    home = exists().where(HOMES.c.county == grant.region, HOMES.c.id == grant.institution_id)
    rows = select(grant.id, grant.user_id, grant.role, grant.region, grant.institution_id).where(
        grant.institution_id.is_not(None), grant.voided_at.is_(None), ~home
    )
    return [HomelessGrant(*row) for row in await session.execute(rows.order_by(grant.id))]
