"""The five steps with a ledger of residents: chosen on the first page, veiled on the way, refused to who may not."""

import io
import re

import openpyxl
import pytest

from app.core.db import transaction
from app.imports.jobs import check
from tests.factories.beds import a_house
from tests.imports.ledgers import psv
from tests.imports.residents import people, person
from tests.imports.running import tap

FILE = "老人.psv"


@pytest.fixture
async def house(actor):
    async with transaction() as session:
        return await a_house(session, rooms="101–110", beds="2")


@pytest.fixture
async def director(client_as, house):
    return await client_as("director", house.institution)


@pytest.fixture
def base(house):
    return f"/institutions/{house.home.institution_id}/imports"


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """Looks that were left. Their own transaction cannot write here: all of a test is one connection, read only then."""
    left = []

    async def note(_actor, **said):
        left.append(said)

    monkeypatch.setattr("app.audit.service.record_view", note)
    return left


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def upload(client, base, table):
    files = {"file": (FILE, psv(table.lines()), "text/plain")}
    answer = await client.post(base, data=tap(kind="residents"), files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/columns")


async def checked(client, base, table, **said):
    run = await upload(client, base, table)
    page = await client.get(f"{run}/columns")
    fields = {name: hidden(page, name) for name in ("version", "sheet", "first_row", "last_row")}
    answer = await client.post(f"{run}/columns", data=tap(effective_on="2026-01-05", **fields) | said)
    assert answer.headers["location"] == f"{run}/check", answer.text
    return run


async def test_a_good_ledger_goes_all_the_way_and_back(director, base):
    run = await checked(director, base, people(["101-1", "101-2", "102-1"]))
    assert "没有错误，可以预演" in (await director.get(f"{run}/check")).text
    rehearsal = await director.get(f"{run}/rehearsal")
    assert "导入生效，写入 3 行" in rehearsal.text
    assert "3 次入住、3 份老人档案" in rehearsal.text or "3 份老人档案、3 次入住" in rehearsal.text
    answer = await director.post(f"{run}/apply", data=tap(agreed=hidden(rehearsal, "agreed")))
    assert answer.headers["location"] == run
    report = (await director.get(run)).text
    assert "已生效" in report
    assert "老人档案" in report
    answer = await director.post(f"{run}/undo", data=tap(reason="传错了机构"))
    assert answer.status_code == 303
    assert "已撤销" in (await director.get(run)).text


async def test_changes_are_shown_before_and_after_with_veiled_numbers(director, base):
    table = people(["101-1"])
    run = await checked(director, base, table)
    await director.post(
        f"{run}/apply", data=tap(agreed=hidden(await director.get(f"{run}/rehearsal"), "agreed"))
    )  # fmt: skip
    table.rows[0][table.column("contact_phone")] = "13800001234"
    page = (await director.get(f"{await checked(director, base, table)}/rehearsal?outcome=changed")).text
    assert "138****1234" in page
    assert "13800001234" not in page


async def test_no_page_before_the_grid_says_a_name_or_a_number_whole(director, base, looks):
    table = people(["101-1", "999-1"])
    run = await checked(director, base, table)
    private = [table.rows[0][table.column(name)] for name in ("name", "id_no", "contact", "contact_phone")]
    for path in ("columns", "check"):
        text = (await director.get(f"{run}/{path}")).text
        assert not [word for word in private if word in text], path
    assert (
        private[1] in (await director.get(f"{run}/edits")).text or "999-1" in (await director.get(f"{run}/edits")).text
    )


async def test_a_bad_cell_is_typed_anew_and_the_ledger_goes_on(director, base):
    table = people(["101-1"])
    table.rows.append(person(2, "101-2", id_no="1.10105194912310E+17"))
    run = await checked(director, base, table)
    page = await director.get(f"{run}/check")
    assert "最后 3 位已丢失" in page.text
    assert "（不显示）" in page.text
    good = person(2, "101-2")[table.column("id_no")]
    form = tap(version=hidden(page, "version"), cell="B3", value=good)
    assert (await director.post(f"{run}/edits", data=form)).status_code == 303
    assert "没有错误，可以预演" in (await director.get(f"{run}/check")).text


async def test_what_holds_for_the_whole_table_is_said_once(director, base):
    table = people([])
    table.rows.append(person(1, "101-1", stay_kind="", payer="", id_no="")[:-1])
    for name in ("stay_kind", "payer"):
        place = table.column(name)
        table.header.pop(place)
        table.rows[0].pop(place)
    run = await checked(director, base, table, stay_kind="短托", payer="家属", no_id_reason="证件还没带来")
    page = (await director.get(f"{run}/rehearsal")).text
    assert "导入生效，写入 1 行" in page


async def test_the_template_has_drop_downs_and_an_example_that_is_never_imported(director, base):
    answer = await director.get(f"{base}/template?kind=residents")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["姓名", "身份证号"]
    assert sheet.cell(2, 2).number_format == "@"
    assert len(sheet.data_validations.dataValidation) >= 8


async def test_the_marked_workbook_comes_back_with_the_problem_at_its_cell(director, base):
    run = await checked(director, base, people(["999-1"]))
    answer = await director.get(f"{run}/annotated")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "没有找到床位" in str([cell.value for row in sheet.iter_rows() for cell in row])


async def test_a_long_ledger_is_checked_by_the_worker_with_progress(director, base, house):
    beds = [f"{101 + room}-{bed}" for room in range(10) for bed in (1, 2)]
    table = people(beds * 26)
    run = await checked(director, base, table)
    assert "every 2s" in (await director.get(f"{run}/check")).text
    run_id = int(run.rsplit("/", 1)[1])
    await check(b'{"county":%d,"home":%d,"run":%d,"by":"x"}' % (house.home.county, house.home.institution_id, run_id))
    assert "已校验 520 行" in (await director.get(f"{run}/check")).text


async def test_who_may_not_keep_files_is_told_who_may(client_as, house, base, director):
    administrator = await client_as("administrator", None)
    page = (await administrator.get(base)).text
    assert "请找院长或县级直管" in page
    files = {"file": (FILE, psv(people(["101-1"]).lines()), "text/plain")}
    answer = await administrator.post(base, data=tap(kind="residents"), files=files)
    assert answer.status_code == 403
    assert "院长" in answer.text
    run = await upload(director, base, people(["101-1"]))
    assert (await administrator.get(f"{run}/columns")).status_code == 403


async def test_pages_take_few_statements(director, base, counting):
    run = await checked(director, base, people(["101-1", "101-2"]))
    most = {base: 16, f"{run}/columns": 16, f"{run}/check": 16, f"{run}/edits": 16, f"{run}/rehearsal": 36}
    for path, limit in most.items():
        with counting() as seen:
            assert (await director.get(path)).status_code == 200
        assert seen.count <= limit, (path, seen.count)
