"""Who may see a file: the home that keeps it, and every home that has, had or awaits the person."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.residents.models import Elder, ElderHome
from app.residents.queries.elders import is_shared

__all__ = ["let_see", "share_file"]


async def share_file(session: AsyncSession, elder: Elder, home: Home) -> None:
    """Let a home see a file; a home that already does stays as it is. The caller has been authorized."""
    await let_see(session, home, elder.id)


async def let_see(session: AsyncSession, home: Home, elder_id: int) -> None:
    """Let a home see a file it only knows the number of: it cannot be read before the row stands."""
    if not await is_shared(session, home, elder_id):
        session.add(ElderHome(**home.keys, elder_id=elder_id))
        await session.flush()
