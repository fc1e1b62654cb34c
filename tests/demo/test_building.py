"""The small demo, from the first-run page to the director's board: built once, recounted, refused elsewhere."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.system import acting_as_system
from app.assessments.models import Assessment
from app.assessments.queries.proof import wrong_assessments
from app.audit.models import AuditEntry
from app.beds.models import Bed
from app.core.clock import business_date
from app.core.db import transaction
from app.core.marks import is_demo
from app.demo import service
from app.demo.errors import DemoRefused, NotADemo
from app.demo.jobs import build
from app.demo.service import DEMO_ACCOUNTS
from app.institutions.models import Institution
from app.offers.models import BedOffer
from app.placements.models import PlacementOrder
from app.residents.models import Elder
from app.stays.models import Discharge, Leave, Stay, Transfer
from app.stays.queries.proof import wrong_stays
from app.waitlist.models import WaitlistCount, WaitlistEntry
from app.waitlist.queries.policies import policy_on
from app.waitlist.queries.proof import verify_entries, wrong_receipts
from app.waitlist.queries.published import facts_of_day, happened_on
from app.waitlist.rules.figures import count_day
from tests.factories.institutions import an_institution
from tests.support.people import Client, a_first_run_link

COUNTY = 510322
MODELS = {
    Institution: 7, Bed: 650, Elder: 550, Stay: 550, Leave: 600, Discharge: 120, Transfer: 10, Assessment: 200,
    WaitlistEntry: 110, BedOffer: 50, PlacementOrder: 60,
}  # fmt: skip


async def test_the_small_demo_from_the_link_to_the_board(client: Client) -> None:
    token = await a_first_run_link()
    assert "先看演示数据" in (await client.get(f"/first-run/{token}")).text
    answer = await client.post("/first-run/demo", data={"token": token})
    assert answer.headers["Location"].endswith(f"/first-run/{token}/demo")
    assert "已装好 0 家机构" in (await client.get(f"/first-run/{token}/demo")).text
    assert (await client.get(f"/first-run/{token}")).status_code == 404
    assert (await client.post(f"/first-run/{token}/demo/entry")).status_code == 409
    await build(orjson.dumps({"seed": 1, "small": True}))
    assert "已装好 10 家机构" in (await client.get(f"/first-run/{token}/demo/progress")).text
    async with acting_as_system("测试", regions=[COUNTY]), transaction(read_only=True) as session:
        await recount(session)
    entry = await client.post(f"/first-run/{token}/demo/entry")
    assert entry.status_code == 200
    assert all(account.username in entry.text for account in DEMO_ACCOUNTS)
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        home = await session.scalar(select(Institution.id).where(Institution.code == "ZHZX"))
    board = await client.get(f"/institutions/{home}/board")
    assert board.status_code == 200
    assert "这里的人和事都是虚构的" in board.text
    paper = await client.get(f"/institutions/{home}/board/sheet")
    assert "演示数据，均为虚构" in paper.text


async def recount(session: AsyncSession) -> None:
    """Hold what was written against what the constraints and the story promise."""
    assert await is_demo(session)
    assert await wrong_stays(session) == []
    for model, least in MODELS.items():
        count = await session.scalar(select(func.count()).select_from(model))
        assert int(count or 0) >= least, model
    assert await verify_entries(session) == []
    assert await wrong_receipts(session) == []
    assert [wrong async for wrong in wrong_assessments(session)] == []
    for ago in (1, 30, 200):
        await figures_are_those_of_the_log(session, ago)
    actions = set(await session.scalars(select(AuditEntry.action)))
    assert "demo.county_built" in actions


async def figures_are_those_of_the_log(session: AsyncSession, ago: int) -> None:
    """The figures of a past day, written in one pass, are what the job would count from the events."""
    day = await business_date(session) - timedelta(days=ago)
    policy = await policy_on(session, COUNTY, day)
    wanted = count_day(policy, await facts_of_day(session, COUNTY, day), await happened_on(session, COUNTY, day), day)
    rows = list(await session.scalars(select(WaitlistCount).where(WaitlistCount.day == day)))
    kept = {(row.institution_id, row.tier, row.state): (row.entries, row.waiting_days, row.longest) for row in rows}
    assert kept == {place: (one.entries, one.waiting_days, one.longest) for place, one in wanted.items()}


async def test_a_database_with_a_home_is_refused(session: AsyncSession) -> None:
    await an_institution(session)
    async with acting_as_system("测试", regions=[0]) as actor, transaction() as own:
        with pytest.raises(DemoRefused):
            await service.begin(own, actor, seed=1, small=True)
        with pytest.raises(NotADemo):
            await service.open_the_doors(own, actor, "Zg-1234567890")
        with pytest.raises(NotADemo):
            await service.build_county(own, actor, COUNTY, seed=1)


async def test_a_link_that_began_no_demo_shows_none(client: Client) -> None:
    token = await a_first_run_link()
    assert (await client.get(f"/first-run/{token}/demo")).status_code == 404
    assert (await client.post("/first-run/demo", data={"token": "x"})).status_code == 404
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 0
