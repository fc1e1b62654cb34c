"""Ledgers of many rows: the worker checks, writes and takes them back, says how far it is, and gives back what it cannot do."""

import orjson
import pytest
from sqlalchemy import text

from app.accounts.system import acting_as_system
from app.beds import service as beds
from app.beds.rules.kinds import ClosureReason
from app.core.db import transaction
from app.imports import jobs, queries, service
from app.imports.errors import RunBusy, StillRunning
from app.imports.rules.agreeing import Agreed
from app.imports.rules.states import Phase, RunState
from app.imports.service import lengths
from tests.factories.beds import a_house
from tests.imports.ledgers import psv
from tests.imports.running import FILE, a_received, now_there, tap
from tests.imports.test_routes import checked, hidden

ROWS = [["新楼", "一楼", "一区", f"1{room:02d}", bed] for room in range(1, 6) for bed in "12"]
LEDGER = psv([["楼栋", "楼层", "护理单元", "房号", "床号"], *ROWS])


@pytest.fixture(autouse=True)
def ten_rows_are_many(monkeypatch):
    monkeypatch.setattr(lengths, "AT_ONCE", 5)


@pytest.fixture
async def house(actor):
    async with transaction() as session:
        return await a_house(session, rooms="301–302", beds="2")


@pytest.fixture
async def director(client_as, house):
    return await client_as("director", house.institution)


@pytest.fixture
def base(house):
    return f"/institutions/{house.home.institution_id}/imports"


class Worker:
    """The worker as it meets one run: the payload that was queued, and the run as it lies there."""

    def __init__(self, house, run):
        self.house, self.run_id = house, int(run.rsplit("/", 1)[1])

    async def does(self, job, locale="zh"):
        home = self.house.home
        ids = {"county": home.county, "home": home.institution_id, "run": self.run_id, "by": "王院长", "locale": locale}
        await job(orjson.dumps(ids))

    async def run(self):
        async with transaction() as session:
            return await queries.get_run(session, self.house.home.scope, self.run_id)

    async def state(self):
        return (await self.run()).state


async def applying(director, base, house):
    """A ledger that is checked, agreed to and queued."""
    run = await checked(director, base, LEDGER)
    worker = Worker(house, run)
    await worker.does(jobs.check)
    rehearsal = await director.get(f"{run}/rehearsal")
    answer = await director.post(f"{run}/apply", data=tap(agreed=hidden(rehearsal, "agreed")))
    assert answer.headers["location"] == run
    return run, worker


async def applied(director, base, house):
    run, worker = await applying(director, base, house)
    await worker.does(jobs.apply)
    assert await worker.state() is RunState.APPLIED
    return run, worker


async def test_a_long_ledger_is_written_and_taken_back_by_the_worker(director, base, house):
    run, worker = await applying(director, base, house)
    page = await director.get(run)
    assert "every 2s" in page.text
    assert "在排队" in page.text
    assert "正在写入" in (await director.get(base)).text
    await worker.does(jobs.apply)
    fragment = (await director.get(f"{run}/progress", headers={"HX-Request": "true"})).text
    assert "every 2s" not in fragment
    assert "写入完，共 10 行" in fragment
    assert "已生效" in (await director.get(run)).text
    answer = await director.post(f"{run}/undo", data=tap(reason="传错了机构"))
    assert answer.headers["location"] == run
    assert "正在撤销" in (await director.get(run)).text
    await worker.does(jobs.undo)
    assert "撤销完" in (await director.get(f"{run}/progress")).text
    assert "已撤销" in (await director.get(run)).text
    async with transaction() as session:
        assert len((await now_there(session, house, (await worker.run()).effective_on)).beds) == 4


async def test_how_far_it_is_is_said_in_rows(director, base, house, monkeypatch):
    said = []

    async def note(self, phase, **rows):
        said.append((phase, rows.get("rows_done"), rows.get("rows_total")))

    monkeypatch.setattr(jobs.Saying, "say", note)
    run, worker = await applied(director, base, house)
    assert (Phase.WRITING, 0, 10) in said
    assert (Phase.WRITING, 10, 10) in said
    await director.post(f"{run}/undo", data=tap(reason="传错了机构"))
    await worker.does(jobs.undo)
    assert said[-1] == (Phase.CLEARING, 10, 10)


async def test_what_is_said_stands_on_the_page(director, base, house):
    run, worker = await applying(director, base, house)
    async with transaction() as session:
        county = house.home.county
        await queries.say_progress(session, worker.run_id, county, Phase.WRITING, rows_done=4, rows_total=10)
    assert "已写入 4/10 行" in (await director.get(run)).text


async def test_a_home_changed_since_gives_the_ledger_back_with_the_reason(director, base, house):
    run, worker = await applying(director, base, house)
    async with transaction() as session:
        first = await a_received(session, house, psv([["楼栋", "楼层", "护理单元", "房号", "床号"], ROWS[0]]))
        await service.apply_run(session, house.actor, first)
    await worker.does(jobs.apply)
    assert await worker.state() is RunState.CHECKED
    fragment = (await director.get(f"{run}/progress")).text
    assert "预演之后有人改过" in fragment
    assert "看新的预演" in fragment
    rehearsal = await director.get(f"{run}/rehearsal")
    assert "预演之后有人改过" in rehearsal.text
    await director.post(f"{run}/apply", data=tap(agreed=hidden(rehearsal, "agreed")))
    await worker.does(jobs.apply)
    assert await worker.state() is RunState.APPLIED


async def test_the_same_counts_of_another_plan_are_not_what_was_agreed_to(director, base, house):
    run = await checked(director, base, LEDGER)
    worker = Worker(house, run)
    await worker.does(jobs.check)
    shown = Agreed.read(hidden(await director.get(f"{run}/rehearsal"), "agreed"))
    other = Agreed(shown.counts, "0" * 64)
    await director.post(f"{run}/apply", data=tap(agreed=str(other)))
    await worker.does(jobs.apply)
    assert await worker.state() is RunState.CHECKED


async def test_an_undo_that_meets_something_built_on_it_lists_it(director, base, house):
    run, worker = await applied(director, base, house)
    await director.post(f"{run}/undo", data=tap(reason="传错了机构"))
    async with transaction() as session:
        since = (await worker.run()).effective_on
        there = await now_there(session, house, since)
        bed = next(bed.id for bed in there.beds if bed.id not in house.beds.values())
        args = (session, house.actor, house.home, [bed])
        await beds.close_beds(*args, reason=ClosureReason.REPAIR, from_on=since)
    await worker.does(jobs.undo)
    assert await worker.state() is RunState.APPLIED
    assert "<li>101-1</li>" in (await director.get(f"{run}/progress")).text
    assert "<li>101-1</li>" in (await director.get(run)).text


async def test_a_broken_job_gives_the_ledger_back_and_nothing_stays(director, base, house, monkeypatch):
    run, worker = await applying(director, base, house)

    async def broken(*_args, **_more):
        raise RuntimeError("broken")

    monkeypatch.setattr(jobs, "apply_queued", broken)
    with pytest.raises(RuntimeError):
        await worker.does(jobs.apply, locale="en")
    assert await worker.state() is RunState.CHECKED
    assert "It could not be done in the background" in (await director.get(f"{run}/progress")).text


async def test_nobody_touches_a_ledger_that_the_worker_writes(director, base, house):
    run, worker = await applying(director, base, house)
    for page in ("columns", "check", "rehearsal"):
        assert (await director.get(f"{run}/{page}")).headers["location"] == run
    async with transaction() as session:
        found = await queries.get_run(session, house.home.scope, worker.run_id)
        with pytest.raises(RunBusy):
            await service.replace_file(session, house.actor, found, filename=FILE, data=LEDGER)
    assert (await director.post(f"{run}/undo", data=tap(reason="传错了机构"))).status_code == 422
    assert await worker.state() is RunState.APPLYING


async def test_a_silent_worker_is_waited_for_a_while_and_then_given_up(director, base, house):
    run, worker = await applying(director, base, house)
    assert "不等了" not in (await director.get(run)).text
    async with transaction() as session:
        found = await queries.get_run(session, house.home.scope, worker.run_id)
        with pytest.raises(StillRunning):
            await service.release_run(session, house.actor, found)
    async with transaction() as session:
        await session.execute(text("UPDATE import_runs SET said_at = said_at - interval '5 minutes'"))
    assert "不等了" in (await director.get(run)).text
    form = tap()
    for _tap in range(2):
        assert (await director.post(f"{run}/release", data=form)).headers["location"] == run
    assert await worker.state() is RunState.CHECKED
    await worker.does(jobs.apply)
    assert await worker.state() is RunState.CHECKED


async def test_a_finished_ledger_is_not_released(director, base, house):
    run, worker = await applied(director, base, house)
    await director.post(f"{run}/release", data=tap())
    await director.post(f"{run}/release", data={})
    assert await worker.state() is RunState.APPLIED
    async with acting_as_system("测试", homes=[(house.home.county, house.home.institution_id)]):
        await worker.does(jobs.apply)
    assert await worker.state() is RunState.APPLIED


def test_what_was_agreed_to_can_be_carried_by_a_form():
    agreed = Agreed({"new": 2, "error": 0}, "ab")
    assert str(agreed) == "error=0;new=2;plan=ab"
    assert Agreed.read(str(agreed)) == agreed
    assert Agreed().covers(agreed)
    assert Agreed({"new": 2, "error": 0}).covers(agreed)
    assert not Agreed({"new": 3, "error": 0}, "ab").covers(agreed)
