"""Fill an empty system with two homes of two counties, a couple in one, and the three people who decide of a transfer.

Run as a program of its own, beside the server that the journey then starts: `DATA_DIR=… python -m tests.journeys.two_homes`.
"""

import asyncio
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant, User
from app.accounts.passwords import hash_secret
from app.accounts.queries import sign_ins
from app.accounts.service.tries import process_secret
from app.accounts.system import acting_as_system
from app.beds.rules.kinds import Sex
from app.cli.running import open_house
from app.core.db import transaction
from app.residents.rules.kinds import RelationKind
from app.residents.service.relations import relate
from app.stays import service
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.support.tenants import COUNTY, OTHER_COUNTY

__all__ = ["PASSWORD", "fill", "resident", "somebody"]

PASSWORD = "Ruixue-2026-ok"
MARCH = date(2026, 3, 1)


async def fill() -> None:
    """Write it all in one transaction."""
    async with open_house(), acting_as_system("旅程", regions=[0]), transaction() as session:
        giving = await a_house(session, rooms="301–302", county=COUNTY)
        receiving = await a_house(session, rooms="201–202", county=OTHER_COUNTY)
        wife = await resident(session, giving, "301-1", "王秀英", Sex.FEMALE)
        husband = await resident(session, giving, "301-2", "周光荣", Sex.MALE)
        await relate(session, giving.actor, giving.home, wife, husband, kind=RelationKind.SPOUSE)
        await somebody(session, "asker", "director", giving.institution)
        await somebody(session, "taker", "director", receiving.institution)
        await somebody(session, "officer", "case_officer", giving.institution, whole_county=True)


async def resident(session: AsyncSession, house: HouseOfBeds, bed: str, name: str, sex: Sex = Sex.FEMALE) -> int:
    """Somebody who lives in that bed."""
    elder = await an_elder(session, house.home, name=name, sex=sex)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=MARCH, late_reason=LateReason.LEDGER,
    )  # fmt: skip
    await service.admit(session, house.actor, house.home, draft)
    return elder.id


async def somebody(session: AsyncSession, username: str, role: str, home: Any, *, whole_county: bool = False) -> None:
    """An account that may sign in at once."""
    user = User(username=username, name=f"{username} 的姓名")
    session.add(user)
    await session.flush()
    home_id = None if whole_county else home.id
    session.add(RoleGrant(user_id=user.id, role=role, region=home.county, institution_id=home_id, from_on=MARCH))
    await session.flush()
    await sign_ins.set_password(session, process_secret(), user.id, await hash_secret(PASSWORD), must_change=False)


if __name__ == "__main__":
    asyncio.run(fill())
