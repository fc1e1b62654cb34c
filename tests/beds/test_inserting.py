"""A claim that is written at once is at hand like one that was read, and gone with its savepoint."""

from datetime import date

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.service.claims import Closing
from tests.factories.beds import a_house


async def test_a_row_is_at_hand_as_if_it_had_been_read(session: AsyncSession) -> None:
    house = await a_house(session)
    how = {"kind": ClaimKind.CLOSURE, "from_on": date(2026, 3, 1), "closing": Closing(ClosureReason.REPAIR, "换床")}
    savepoint = await session.begin_nested()
    [gone] = await service.claim_bed(session, house.home, house.beds["301-1"], **how)
    await savepoint.rollback()
    assert gone not in session
    [made] = await service.claim_bed(session, house.home, house.beds["301-1"], **how)
    names = [one.key for one in inspect(BedClaim).column_attrs if not one.deferred]
    said = {name: getattr(made, name) for name in names}
    session.expunge(made)
    read = (await session.scalars(select(BedClaim).where(BedClaim.id == said["id"]))).one()
    assert {name: getattr(read, name) for name in names} == said
    read.note = "换床垫"
    await session.flush()
    assert read.version == said["version"] + 1
