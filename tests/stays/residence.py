"""People in residence for tests of leaves and discharges: admitted into a bed of a house, and what a bed is on a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries as beds
from app.beds.rules.states import BedState
from app.stays import service
from app.stays.models import Stay
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.hours import SHANGHAI
from app.stays.rules.kinds import Ground, LateReason, LeaveKind, Payer, StayKind
from app.stays.rules.leaves import LeaveDraft
from tests.factories.beds import HouseOfBeds
from tests.factories.residents import an_elder

__all__ = ["NOON", "TODAY", "a_leave", "args", "at", "bed_state", "housed"]

TODAY = date(2026, 3, 20)
NOON = "2026-03-20 12:00"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2026, by the clock of the home."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def args(session: AsyncSession, house: HouseOfBeds) -> tuple[AsyncSession, Any, Any]:
    """What every act of the service begins with: who does it, and in which home."""
    return session, house.actor, house.home


async def housed(
    session: AsyncSession, house: HouseOfBeds, bed: str = "301-1", *, from_on: date = date(2026, 3, 1), **person: Any
) -> Stay:
    """Admit somebody into a bed since a day in March."""
    elder = await an_elder(session, house.home, **person)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=from_on, late_reason=LateReason.LEDGER,
    )  # fmt: skip
    return await service.admit(session, house.actor, house.home, draft)


def a_leave(kind: LeaveKind = LeaveKind.HOME, on: int = 20, **other: Any) -> LeaveDraft:
    """A leave that begins on a day in March; an earlier one says why it is entered late."""
    late = {"late_reason": LateReason.HANDOVER} if on < TODAY.day else {}
    return LeaveDraft(**({"kind": kind, "from_on": date(2026, 3, on)} | late | other))


async def bed_state(session: AsyncSession, house: HouseOfBeds, bed: str, day: date = TODAY) -> BedState:
    """What a bed is on a day, as the board tells it."""
    found = (await beds.board(session, house.home.scope, house.home.institution_id, day)).find(house.beds[bed])
    assert found is not None
    return found[3].state
