"""A county's workbook of many rows: the worker checks, writes and takes it back, and gives back what it cannot do."""

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.imports import jobs, queries
from app.imports.rules.places import CountyPlace
from app.imports.rules.states import Phase, RunState
from app.imports.service import lengths
from tests.imports.reporting import HEAD, checked, figures, hidden
from tests.imports.running import tap
from tests.support.tenants import COUNTY, OTHER_COUNTY

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
MANY = [HEAD, *(["ZH01", "赵化镇敬老院", f"2025-{month:02d}-28", "", 100, 80, None, None] for month in range(1, 11))]


@pytest.fixture(autouse=True)
def ten_rows_are_many(monkeypatch):
    monkeypatch.setattr(lengths, "AT_ONCE", 5)


async def works(job, run, **more):
    """What the worker does with the payload that was queued."""
    ids = {"county": COUNTY, "home": None, "run": int(run.rsplit("/", 1)[1]), "by": "王干事", "locale": "zh", **more}
    await job(orjson.dumps(ids))


async def the_run(run):
    async with transaction() as session:
        return await queries.get_run(session, CountyPlace(COUNTY).scope, int(run.rsplit("/", 1)[1]))


async def rehearsed(officer):
    run = await checked(officer, MANY)
    await works(jobs.check, run)
    return run, await officer.get(run)


async def test_a_long_workbook_is_checked_written_and_taken_back_by_the_worker(officer):
    run = await checked(officer, MANY)
    assert (await the_run(run)).state is RunState.CHECKING
    page = await officer.get(run)
    assert "正在校验「上报.xlsx」，共 10 行" in page.text
    assert f'hx-get="{run}/progress"' in page.text
    assert "every 2s" in page.text
    await works(jobs.check, run)
    line = (await officer.get(f"{run}/progress", headers=HTMX)).text
    assert "校验完：错误 0 处" in line
    assert "every 2s" not in line
    page = await officer.get(run)
    assert "导入生效，写入 10 行" in page.text
    answer = await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert answer.headers["location"] == run
    assert "正在写入" in (await officer.get(run)).text
    assert await figures() == []
    await works(jobs.apply, run)
    assert len(await figures()) == 10
    assert "写入完，共 10 行" in (await officer.get(f"{run}/progress", headers=HTMX)).text
    assert "已于" in (await officer.get(run)).text
    await officer.post(f"{run}/undo", data=tap(reason="传错了县"))
    assert "正在撤销" in (await officer.get(run)).text
    await works(jobs.undo, run)
    assert await figures() == []
    assert "已撤销" in (await officer.get(run)).text


async def test_a_correction_of_a_long_workbook_goes_to_the_waiting_page(officer):
    run, page = await rehearsed(officer)
    wanted = tap(version=hidden(page, "version"), cell="F2", value="120")
    answer = await officer.post(f"{run}/edits", data=wanted, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, run)
    assert (await the_run(run)).state is RunState.CHECKING
    await works(jobs.check, run)
    assert "<td>120</td>" in (await officer.get(run)).text


async def test_what_the_worker_could_not_do_is_said_and_may_be_tried_again(officer, monkeypatch):
    run, page = await rehearsed(officer)
    await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    other = await checked(officer, [HEAD, ["ZH01", "赵化镇敬老院", "2025-01-28", "", 100, 70, None, None]])
    shown = await officer.get(other)
    await officer.post(f"{other}/apply", data=tap(agreed=hidden(shown, "agreed")))
    await works(jobs.apply, run)
    assert (await the_run(run)).state is RunState.CHECKED
    assert "预演之后有人改过" in (await officer.get(f"{run}/progress", headers=HTMX)).text
    page = await officer.get(run)
    assert "预演之后有人改过" in page.text
    await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    await works(jobs.apply, run)
    assert (await the_run(run)).state is RunState.APPLIED


async def test_a_check_that_was_not_finished_says_so_and_writes_nothing(officer, client_as):
    run = await checked(officer, MANY)
    stranger = await client_as("case_officer", region=OTHER_COUNTY)
    assert (await stranger.get(f"{run}/progress")).status_code == 404
    early = await officer.post(f"{run}/release", data=tap())
    assert early.status_code == 409
    async with transaction() as session:
        number = int(run.rsplit("/", 1)[1])
        await queries.say_progress(session, number, COUNTY, Phase.CHECKING, rows_done=4, rows_total=10)
        await session.execute(text("UPDATE import_runs SET said_at = said_at - interval '5 minutes'"))
    waiting = (await officer.get(run)).text
    assert "已校验 4/10 行" in waiting
    assert f"{run}/release" in waiting
    freed = await officer.post(f"{run}/release", data=tap())
    assert freed.headers["location"] == run
    page = (await officer.get(run)).text
    for words in ("还没有校验完", "没有校验完，文件还在", "还没有校验完，先重新校验"):
        assert words in page, words
    said = tap(version=hidden(await officer.get(run), "version"), sheet=0, first_row=1, last_row=1)
    columns = {f"column-{n}": name for n, name in enumerate(
        ("home_code", "home_name", "as_of", "beds", "registered", "occupied", "available", "admitted"), 1
    )}  # fmt: skip
    again = await officer.post(f"{run}/columns", data=said | columns)
    assert again.status_code == 303, again.text
    await works(jobs.check, run)
    assert (await the_run(run)).state is RunState.CHECKED
