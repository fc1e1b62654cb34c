"""Rulings and leaves as plain rows, without the services that make them."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.stays.models import Leave, Stay
from app.stays.rules.kinds import LateReason, LeaveKind

__all__ = ["a_leave", "a_ruling"]

LONG_AGO = date(2020, 1, 1)


async def a_ruling(
    session: AsyncSession, county: int, code: RulingCode = RulingCode.LEAVE, counts: bool = False, **other: Any
) -> Ruling:
    """Rule since long ago."""
    row = Ruling(
        county=county, code=code, counts=counts, **({"from_on": LONG_AGO, "basis": "富民函〔2020〕1 号"} | other)
    )
    session.add(row)
    await session.flush()
    return row


async def a_leave(session: AsyncSession, stay: Stay, from_on: date, **other: Any) -> Leave:
    """Let somebody be away from a day on."""
    said: dict[str, Any] = {"kind": LeaveKind.HOME, "late_reason": LateReason.LEDGER}
    row = Leave(
        county=stay.county, institution_id=stay.institution_id, stay_id=stay.id, elder_id=stay.elder_id,
        stay_from_on=stay.from_on, stay_to_on=stay.to_on, seal=uuid4(), from_on=from_on, **(said | other),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row
