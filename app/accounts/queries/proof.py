"""What no foreign key holds: grants name a home by county and id, because a reference table cannot point at a tenant's."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["HomelessGrant", "homeless_grants"]

LOST = text(
    "SELECT g.id, g.user_id, g.region, g.institution_id FROM role_grants g"
    " LEFT JOIN institutions i ON i.county = g.region AND i.id = g.institution_id"
    " WHERE g.institution_id IS NOT NULL AND g.voided_at IS NULL AND i.id IS NULL ORDER BY g.id"
)


@dataclass(frozen=True, slots=True)
class HomelessGrant:
    """A grant of a role in a home that is not there."""

    id: int
    user_id: int
    region: int
    institution_id: int


async def homeless_grants(session: AsyncSession) -> list[HomelessGrant]:
    """List live grants whose home does not exist; only the owner of the database sees them all."""
    return [HomelessGrant(*row) for row in await session.execute(LOST)]
