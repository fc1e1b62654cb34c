"""The five steps over HTTP: each page and act, what is refused and how, few statements, and for whom."""

import re
from urllib.parse import unquote

import pytest

from app.core.db import transaction
from app.imports import queries
from app.imports.jobs import check
from app.imports.rules.states import RunState
from tests.factories.beds import a_house
from tests.imports.faults import plant
from tests.imports.ledgers import Table, clean_table, psv
from tests.imports.running import FILE, tap
from tests.support.tenants import acting_everywhere

GOOD = psv([["楼栋", "楼层", "房号", "床号", "房间类型"], *(["新楼", "一楼", "101", bed, "双人间"] for bed in "12")])
ALIKE = psv(
    [
        ["楼栋", "楼层", "房号", "床号", "房间类型"],
        *(["新楼", "一楼", room, "1", "标间"] for room in ("101", "102", "103")),
    ]
)


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


async def upload(client, base, data=GOOD, **more):
    files = {"file": (FILE, data, "text/plain")}
    answer = await client.post(base, data=tap(kind="beds", **more), files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/columns")


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def checked(client, base, data=GOOD):
    run = await upload(client, base, data)
    page = await client.get(f"{run}/columns")
    fields = {name: hidden(page, name) for name in ("version", "sheet", "first_row", "last_row")}
    answer = await client.post(f"{run}/columns", data=tap(effective_on="2026-01-05", **fields))
    assert answer.headers["location"] == f"{run}/check", answer.text
    return run


async def test_a_good_ledger_goes_all_the_way_and_back(director, base):
    run = await checked(director, base)
    page = await director.get(f"{run}/check")
    assert "没有错误，可以预演" in page.text
    rehearsal = await director.get(f"{run}/rehearsal")
    assert "导入生效，写入 2 行" in rehearsal.text
    answer = await director.post(f"{run}/apply", data=tap(agreed=hidden(rehearsal, "agreed")))
    assert answer.headers["location"] == run
    assert "已生效" in (await director.get(run)).text
    answer = await director.post(f"{run}/undo", data=tap(reason="传错了机构"))
    assert answer.status_code == 303
    assert "已撤销" in (await director.get(run)).text
    assert "已撤销" in (await director.get(base)).text


async def test_alike_errors_are_changed_together(director, base):
    run = await checked(director, base, ALIKE)
    page = await director.get(f"{run}/check")
    assert "同类 3 处一起改" in page.text
    blocked = await director.get(f"{run}/rehearsal")
    assert blocked.headers["location"] == f"{run}/check"
    form = tap(version=hidden(page, "version"), group=0, batch=0, value="单人间")
    assert (await director.post(f"{run}/edits", data=form)).status_code == 303
    assert "没有错误，可以预演" in (await director.get(f"{run}/check")).text


async def test_one_cell_is_changed_and_a_row_is_left_out(director, base):
    run = await checked(director, base, ALIKE)
    version = hidden(await director.get(f"{run}/check"), "version")
    await director.post(f"{run}/edits", data=tap(version=version, cell="E2", value="单人间"))
    version = hidden(await director.get(f"{run}/check"), "version")
    await director.post(f"{run}/edits", data=tap(version=version, cell="E3", skip="yes"))
    assert "1 处错误" in (await director.get(f"{run}/check?severity=error")).text


async def test_the_grid_takes_what_was_typed_and_rows_left_out(director, base):
    run = await checked(director, base, ALIKE)
    page = await director.get(f"{run}/edits")
    rows = re.findall(r'name="rows" value="([^"]+)"', page.text)
    form = tap(version=hidden(page, "version")) | {
        "rows": rows,
        "left_out": rows[2:],
        "cell-E2": "单人间",
        "cell-E3": "单人间",
    }
    assert (await director.post(f"{run}/edits", data=form)).status_code == 303
    assert "没有错误，可以预演" in (await director.get(f"{run}/check")).text


async def test_an_act_on_an_older_state_is_a_conflict_and_keeps_what_was_typed(director, base):
    run = await checked(director, base, ALIKE)
    page = await director.get(f"{run}/edits")
    rows = re.findall(r'name="rows" value="([^"]+)"', page.text)
    answer = await director.post(f"{run}/edits", data=tap(version=1) | {"rows": rows, "cell-E2": "我填的单间"})
    assert answer.status_code == 409
    assert "我填的单间" in answer.text


async def test_counts_other_than_the_rehearsed_ones_are_a_conflict(director, base):
    run = await checked(director, base)
    answer = await director.post(f"{run}/apply", data=tap(agreed="error=0;new=9"))
    assert answer.status_code == 409
    assert "什么都没有写入" in answer.text


async def test_the_same_tap_again_does_nothing_more(director, base):
    run = await checked(director, base)
    form = tap(agreed=hidden(await director.get(f"{run}/rehearsal"), "agreed"))
    first, second = [await director.post(f"{run}/apply", data=form) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "请先选一个文件|文件是空的"), (b"%PDF-1.4 x", "不是表格"), (b"\x00" * (11 << 20), "")]
)
async def test_a_file_that_cannot_be_taken_is_said_beside_its_field(director, base, data, sentence):
    answer = await director.post(base, data=tap(kind="beds"), files={"file": (FILE, data, "text/plain")})
    assert answer.status_code in (413, 422)
    assert re.search(sentence, answer.text)


async def test_a_field_chosen_twice_is_refused_with_the_page_as_it_was(director, base):
    run = await upload(director, base)
    page = await director.get(f"{run}/columns")
    fields = {name: hidden(page, name) for name in ("version", "sheet", "first_row", "last_row")}
    twice = tap(effective_on="2026-01-05", **fields) | {"column-1": "room", "column-3": "room"}
    answer = await director.post(f"{run}/columns", data=twice)
    assert answer.status_code == 422
    assert "请只留一列" in answer.text


async def test_a_corrected_file_takes_the_place_of_the_first(director, base):
    run = await checked(director, base, ALIKE)
    version = hidden(await director.get(f"{run}/file"), "version")
    answer = await director.post(f"{run}/file", data=tap(version=version), files={"file": (FILE, GOOD, "text/plain")})
    assert answer.headers["location"] == f"{run}/columns"


async def test_downloads_carry_their_chinese_names(director, base):
    run = await checked(director, base, ALIKE)
    for path, name in ((f"{run}/annotated", "床位（带错误说明）.xlsx"), (f"{base}/template", "床位台账模板.xlsx")):
        answer = await director.get(path)
        assert unquote(answer.headers["content-disposition"]).endswith(f"UTF-8''{name}")
        assert answer.content.startswith(b"PK")


async def test_a_long_ledger_is_checked_by_the_worker(director, base, house):
    table = clean_table(floors=4, rooms=70)
    column = table.column("institution")
    for row in table.rows:
        row[column] = house.institution.code
    run = await checked(director, base, psv(table.lines()))
    page = await director.get(f"{run}/check")
    assert "every 2s" in page.text
    run_id = int(run.rsplit("/", 1)[1])
    await check(b'{"county":%d,"home":%d,"run":%d,"by":"x"}' % (house.home.county, house.home.institution_id, run_id))
    fragment = await director.get(f"{run}/progress", headers={"HX-Request": "true"})
    assert "every 2s" not in fragment.text
    assert "看校验结果" in fragment.text


async def test_every_planted_error_is_on_the_page_by_its_cell(director, base, house):
    table = clean_table()
    for row in table.rows:
        row[table.column("institution")] = house.institution.code
    spoiled, expected = plant(Table(table.header, table.rows, table.names))
    run = await checked(director, base, psv(spoiled.lines()))
    page = (await director.get(f"{run}/check?severity=error")).text
    assert not [each.cell for each in expected if each.severity.value == "error" and f"<b>{each.cell}</b>" not in page]


async def test_pages_take_few_statements(director, base, counting):
    run = await checked(director, base)
    most = {base: 16, f"{run}/columns": 16, f"{run}/check": 16, f"{run}/edits": 16, f"{run}/rehearsal": 26}
    for path, limit in most.items():
        with counting() as seen:
            assert (await director.get(path)).status_code == 200
        assert seen.count <= limit, (path, seen.count)


@pytest.mark.parametrize("role", ["nurse", "caregiver", "kitchen"])
async def test_other_roles_are_refused(client_as, house, base, role):
    person = await client_as(role, house.institution)
    assert (await person.get(base)).status_code == 403
    assert (await person.post(base, data=tap(kind="beds"))).status_code == 403


async def test_another_homes_director_finds_nothing(client_as, director, base):
    run = await upload(director, base)
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    stranger = await client_as("director", other.institution)
    for path in (base, f"{run}/check", f"/institutions/{other.home.institution_id}/imports/{run.rsplit('/', 1)[1]}"):
        assert (await stranger.get(path)).status_code == 404


async def test_a_run_is_left_as_it_was_by_looking(director, base, house):
    run = await upload(director, base)
    await director.get(f"{run}/columns")
    async with transaction() as fresh:
        assert (await queries.get_run(fresh, house.home.scope, int(run.rsplit("/", 1)[1]))).state is RunState.UPLOADED
