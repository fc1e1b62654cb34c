"""Stays, valid by default: a long stay since long ago that nobody has ended."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.beds.service import Claimant
from app.residents.models import Elder
from app.stays.models import Stay
from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind
from tests.factories.residents import an_elder

__all__ = ["a_stay", "somebody"]

LONG_AGO = date(2020, 1, 1)


async def a_stay(session: AsyncSession, home: Home, elder: Elder, **other: Any) -> Stay:
    """Let a person be in residence, as a plain row without a bed."""
    said: dict[str, Any] = {
        "kind": StayKind.LONG, "ground": Ground.DIRECT, "payer": Payer.FAMILY,
        "from_on": LONG_AGO, "to_on": date.max, "late_reason": LateReason.LEDGER,
    }  # fmt: skip
    said |= other
    if said["to_on"] != date.max:
        said = {"end_reason": EndReason.HOME, "end_recorded_on": said["to_on"]} | said
    stay = Stay(county=home.county, institution_id=home.institution_id, elder_id=elder.id, **said)
    session.add(stay)
    await session.flush()
    return stay


async def somebody(session: AsyncSession, home: Home, number: int = 1, **changes: Any) -> Claimant:
    """Give a person to claim a bed for: a woman, with a stay since long ago. The same number is the same person.

    `stay_id=None` gives one who is only awaited. Ask outside of `refusing()`, which would undo the person too.
    """
    known: dict[tuple[int, int], tuple[Elder, Stay]] = session.sync_session.info.setdefault("somebody", {})
    sex = changes.get("sex", Sex.FEMALE)
    if (home.institution_id, number) not in known:
        elder = await an_elder(session, home, sex=sex)
        known[home.institution_id, number] = (elder, await a_stay(session, home, elder))
    elder, stay = known[home.institution_id, number]
    values = {"stay_id": stay.id, "stay_from_on": stay.from_on, "stay_to_on": stay.to_on, "sex": sex}
    return Claimant(elder_id=elder.id, **(values | changes))
