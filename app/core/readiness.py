"""Whether this process can do its work at all."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database

__all__ = ["is_ready"]


async def is_ready(pools: Database) -> bool:
    """Ask the database one thing on the side pool, so that a full main pool is not mistaken for a dead server."""
    try:
        async with pools.engines["side"].connect() as connection:
            return bool(await connection.scalar(text("SELECT business_date() IS NOT NULL")))
    except SQLAlchemyError:
        return False
