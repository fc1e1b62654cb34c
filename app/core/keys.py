"""The keys of counties as they lie wrapped in the database, and the process's own key file."""

import os

from sqlalchemy import Integer, LargeBinary, PrimaryKeyConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base
from app.core.crypto import KeyFile, Sealer

__all__ = ["EVERYWHERE", "CountyKey", "key_file", "sealer", "use_key_file"]

EVERYWHERE = 0
"""The tenant key of what belongs to no county: accounts and the global audit chain."""

_key_file: KeyFile | None = None


class CountyKey(Base):
    """The wrapped keys of one county; a new `key_no` is a rotation, older ones stay to open older values."""

    __tablename__ = "county_keys"
    __table_args__ = (PrimaryKeyConstraint("county", "key_no", name="pk_county_keys"),)

    county: Mapped[int] = mapped_column(Integer)
    key_no: Mapped[int] = mapped_column(Integer)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


def use_key_file(key: KeyFile | None) -> None:
    """Say which key file this process holds; done once by whoever starts us."""
    global _key_file  # noqa: PLW0603  (one process, one key file)
    _key_file = key


def key_file() -> KeyFile:
    """Give this process's key file."""
    if _key_file is None:
        raise RuntimeError("use_key_file() has not been called")
    return _key_file


async def sealer(session: AsyncSession, county: int = EVERYWHERE, *, key_no: int | None = None) -> Sealer:
    """Give a county's sealer; its keys are drawn the first time something is sealed there."""
    newest = select(CountyKey.key_no, CountyKey.wrapped).where(CountyKey.county == county)
    if key_no is not None:
        newest = newest.where(CountyKey.key_no == key_no)
    row = (await session.execute(newest.order_by(CountyKey.key_no.desc()).limit(1))).first()
    if row is None:
        wrapped = key_file().wrap(county, 1, os.urandom(64))
        new = insert(CountyKey).values(county=county, key_no=1, wrapped=wrapped).on_conflict_do_nothing()
        await session.execute(new)
        row = (await session.execute(newest)).one()
    keys = key_file().unwrap(county, row.key_no, row.wrapped)
    return Sealer(county, row.key_no, keys[:32], keys[32:])
