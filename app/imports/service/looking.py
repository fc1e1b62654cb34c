"""What a bed ledger is read against: its home, and what stands there."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.imports import queries
from app.imports.rules.beds.existing import ExistingStructure
from app.imports.rules.beds.rows import BedContext, BedRow
from app.institutions.queries import get_institution

__all__ = ["bed_context", "beds_there"]


async def bed_context(session: AsyncSession, home: Home, on: date) -> BedContext:
    """Say for which home a bed ledger is read."""
    institution = await get_institution(session, home.scope, home.institution_id)
    names = tuple(filter(None, (institution.name, institution.short_name)))
    return BedContext(institution.code, on, names)


async def beds_there(
    session: AsyncSession, home: Home, context: BedContext, records: Sequence[BedRow]
) -> ExistingStructure:
    """Give everything in use in the home on the day the import takes effect."""
    return await queries.existing_structure(session, home.scope, home.institution_id, context.effective_on)
