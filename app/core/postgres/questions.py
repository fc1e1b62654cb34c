"""What `check` asks a database about itself."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def tables_left_open(connection: AsyncConnection) -> Sequence[str]:
    """Tables with a county that this role may touch although row security is not forced on them."""
    question = text("""
        SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
         WHERE attname = 'county' AND NOT attisdropped AND relkind IN ('r', 'p')
           AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)
           AND has_table_privilege(pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE')
         ORDER BY relname
    """)
    return (await connection.scalars(question)).all()


async def audit_tables_it_can_rewrite(connection: AsyncConnection) -> Sequence[str]:
    """Tables of the audit in which this role could change or erase a line."""
    question = text("""
        SELECT relname FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
           AND relname IN ('audit_entries', 'access_entries')
           AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')
         ORDER BY relname
    """)
    return (await connection.scalars(question)).all()


async def seconds_since_1970(connection: AsyncConnection) -> float:
    """The database's clock."""
    return float(await connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())::float8")))


async def hour_in_a_shanghai_summer(connection: AsyncConnection) -> int:
    """The hour at Shanghai when 1 July 1988 began at Greenwich: 9 by summer time, for who knows of it."""
    question = text("SELECT extract(hour FROM timestamptz '1988-07-01 00:00:00+00' AT TIME ZONE 'Asia/Shanghai')::int")
    return int(await connection.scalar(question))
