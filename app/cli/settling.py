"""After migrating: what a database needs that is no schema. Owner's work, idempotent, run at every start that migrates."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.system import SIGN_IN_PURPOSE
from app.core.crypto import KeyFile
from app.core.marks import remember_process
from app.regions.service import seed_regions

__all__ = ["seed_reference", "settle"]


async def seed_reference(owner: AsyncConnection) -> None:
    """Bring the reference tables to what the project's own data files say."""
    async with AsyncSession(owner, autoflush=False, join_transaction_mode="create_savepoint") as session:
        await seed_regions(session)
        await session.commit()


async def settle(owner_url: URL, keys: KeyFile) -> None:
    """Let the holder of this key file open sign-ins, and seed the reference tables."""
    engine = create_async_engine(owner_url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.begin() as owner:
            await remember_process(owner, keys.secret(SIGN_IN_PURPOSE))
            await seed_reference(owner)
    finally:
        await engine.dispose()
