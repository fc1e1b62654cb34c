"""Finding homes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import NotFound
from app.core.scope import Scope, within
from app.institutions.models import Institution


async def lock_home(session: AsyncSession, scope: Scope, institution_id: int) -> Institution:
    """Lock the home's row: whoever changes who has what bed takes this lock first."""
    wanted = select(Institution).where(Institution.id == institution_id, within(Institution, scope, home="id"))
    home = await session.scalar(wanted.with_for_update(key_share=True))
    if home is None:
        raise NotFound
    return home
