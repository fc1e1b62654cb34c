"""Acts on people: admission to discharge, leaves, corrections. Each picks rows by chance, as a page would be used."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.stays import service as stays
from app.stays.models import Discharge, Leave, Stay
from app.stays.rules.discharges import REASONS, DischargeDraft
from app.stays.rules.drafts import AdmissionDraft, Ending
from app.stays.rules.kinds import Ground, LateReason, LeaveKind, Payer, StayKind
from app.stays.rules.leaves import LeaveDraft
from tests.factories.beds import HouseOfBeds
from tests.prove.keeping.town import Town

__all__ = [
    "admit", "change_terms", "come_back", "correct", "discharge", "leave", "move", "record_past_stay", "take_private",
    "undo_discharge", "void", "void_leave",
]  # fmt: skip

PAPER = LateReason.PAPER
OPEN = date.max


async def admit(session: AsyncSession, town: Town) -> None:
    """Admit somebody, today or long ago."""
    house = town.house()
    draft = _draft(town, house, town.one(list(StayKind)), town.day())
    await stays.admit(session, town.actor, house.home, draft)


async def record_past_stay(session: AsyncSession, town: Town) -> None:
    """Record a stay that is over, some of zero days."""
    house, on = town.house(), town.day()
    ending = Ending(on=min(on + timedelta(days=town.chance.randint(0, 40)), town.today), reason=town.one(REASONS),
                    late_reason=PAPER)  # fmt: skip
    await stays.record_past_stay(session, town.actor, house.home, _draft(town, house, StayKind.LONG, on), ending)


def _draft(town: Town, house: HouseOfBeds, kind: StayKind, on: date) -> AdmissionDraft:
    return AdmissionDraft(
        elder_id=town.person(house.home), bed_id=town.one(sorted(house.beds.values())), kind=kind, ground=Ground.DIRECT,
        payer=town.one(list(Payer)), from_on=on, late_reason=PAPER,
    )  # fmt: skip


async def move(session: AsyncSession, town: Town) -> None:
    """Move somebody to another bed."""
    house = town.house()
    stay = await town.row(session, Stay, house.home)
    if stay:
        bed = town.one(sorted(house.beds.values()))
        await stays.move_to_bed(session, town.actor, house.home, stay.id, bed, on=town.day(30), late_reason=PAPER)


async def take_private(session: AsyncSession, town: Town) -> None:
    """Pay for a further bed."""
    house = town.house()
    stay = await town.row(session, Stay, house.home, Stay.to_on == OPEN)
    if stay:
        bed = town.one(sorted(house.beds.values()))
        await stays.take_private_beds(session, town.actor, house.home, stay.id, [bed], from_on=town.day(30))


async def leave(session: AsyncSession, town: Town) -> None:
    """Go away, some for a past span."""
    house = town.house()
    stay = await town.row(session, Stay, house.home)
    if stay:
        on = town.day(60)
        back = town.one((None, min(on + timedelta(days=town.chance.randint(0, 20)), town.today)))
        expected = on + timedelta(days=town.chance.randint(0, 15))
        draft = LeaveDraft(town.one(list(LeaveKind)), on, expected_on=expected, late_reason=PAPER, back_on=back)
        await stays.start_leave(session, town.actor, house.home, stay.id, draft)


async def come_back(session: AsyncSession, town: Town) -> None:
    """Come back."""
    house = town.house()
    away = await town.row(session, Leave, house.home, Leave.to_on == OPEN)
    if away:
        await stays.record_return(session, town.actor, house.home, away.id, on=town.day(20), late_reason=PAPER)


async def void_leave(session: AsyncSession, town: Town) -> None:
    """Say that a leave never was."""
    house = town.house()
    away = await town.row(session, Leave, house.home)
    if away:
        await stays.void_leave(session, town.actor, house.home, away.id, reason="登记错人")


async def discharge(session: AsyncSession, town: Town) -> None:
    """End a stay."""
    house = town.house()
    stay = await town.row(session, Stay, house.home, Stay.to_on == OPEN)
    if stay:
        on = town.day(40)
        draft = DischargeDraft(town.one(REASONS), on, late_reason=PAPER, clean_on=town.one((None, on)))
        await stays.discharge(session, town.actor, house.home, stay.id, draft)


async def undo_discharge(session: AsyncSession, town: Town) -> None:
    """Take the end of a stay back."""
    house = town.house()
    ended = await town.row(session, Discharge, house.home)
    if ended:
        await stays.undo_discharge(session, town.actor, house.home, ended.id, reason="人没有走")


async def correct(session: AsyncSession, town: Town) -> None:
    """Correct the day of an admission."""
    house = town.house()
    stay = await town.row(session, Stay, house.home)
    if stay:
        await stays.correct_stay(session, town.actor, house.home, stay.id, from_on=town.day(), reason="日期记错")


async def void(session: AsyncSession, town: Town) -> None:
    """Say that a stay never was."""
    house = town.house()
    stay = await town.row(session, Stay, house.home)
    if stay:
        await stays.void_stay(session, town.actor, house.home, stay.id, reason="登记错人")


async def change_terms(session: AsyncSession, town: Town) -> None:
    """Become another kind of stay."""
    house = town.house()
    stay = await town.row(session, Stay, house.home)
    if stay:
        kind, payer = town.one(list(StayKind)), town.one(list(Payer))
        await stays.change_terms(
            session, town.actor, house.home, stay.id, kind=kind, payer=payer, from_on=town.day(60), late_reason=PAPER
        )
