"""A county's workbook in the browser: handed in, corrected, applied, taken back; refused to who may not."""

import io
import re

import openpyxl

from tests.imports.ledgers import xlsx
from tests.imports.reporting import HEAD, INDEX, checked, figures, hidden, lines, upload
from tests.imports.running import tap
from tests.support.tenants import COUNTY, OTHER_COUNTY

GOOD = [
    ("residential", "", 100, 80, None, "上报.xlsx"),
    ("residential", "", 60, None, 12, "上报.xlsx"),
    ("other", "呼吸机床位", 8, None, None, "上报.xlsx"),
]


async def applied(browser, rows):
    run = await checked(browser, rows)
    page = await browser.get(run)
    answer = await browser.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert answer.status_code == 303, answer.text
    return run


async def test_a_workbook_goes_all_the_way_and_back(officer):
    run = await checked(officer, lines())
    page = await officer.get(run)
    said = " ".join(re.sub(r"<[^>]*>", " ", page.text).split())
    for words in ("没有错误", "导入生效，写入 3 行", "第 6 行是合计", "呼吸机床位」不认识", "记作未填", "60 48"):
        assert words in said, words
    assert await figures() == []
    answer = await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert answer.headers["location"].startswith(run), answer.text
    assert await figures() == GOOD
    assert "已于" in (await officer.get(run)).text

    again = await officer.get(await checked(officer, lines()))
    assert "没有要写入的" in again.text

    answer = await officer.post(f"{run}/undo", data=tap(reason="传错了县"))
    assert answer.status_code == 303, answer.text
    assert await figures() == []
    assert "已撤销" in (await officer.get(run)).text


async def test_another_figure_of_the_same_day_is_shown_before_and_after_and_comes_back(officer):
    await applied(officer, lines())
    other = ["ZH01", "赵化镇敬老院", "2026-01-31", "全托床位", 100, 84, None, 2]
    run = await checked(officer, lines(ZH01=other))
    page = await officer.get(run)
    assert "<del>80</del><ins>84</ins>" in page.text
    assert "导入生效，写入 1 行" in page.text
    await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert ("residential", "", 100, 84, None, "上报.xlsx") in await figures()
    await officer.post(f"{run}/undo", data=tap(reason="改回去"))
    assert sorted(await figures(), key=str) == sorted(GOOD, key=str)


async def test_columns_are_chosen_and_remembered(officer):
    rows = [["哪家", "甲", "乙"], ["赵化镇敬老院", 100, 80], ["代寺镇敬老院", 60, 50]]
    run = await checked(officer, rows)
    page = await officer.get(run)
    assert "缺一列" in page.text or "没有认出表头" in page.text
    chosen = {"column-1": "home_name", "column-2": "registered", "column-3": "occupied"}
    said = {"version": hidden(page, "version"), "sheet": 0, "first_row": 1, "last_row": 1, "as_of": "2026-01-31"}
    answer = await officer.post(f"{run}/columns", data=tap(**said, **chosen))
    assert answer.status_code == 303, answer.text
    page = await officer.get(run)
    assert "导入生效，写入 2 行" in page.text
    await officer.post(f"{run}/apply", data=tap(agreed=hidden(page, "agreed")))
    assert [row[2:4] for row in await figures()] == [(100, 80), (60, 50)]
    twice = await officer.post(f"{run}/columns", data=tap(**said, **chosen))
    assert twice.status_code == 409


async def test_what_was_built_on_is_listed_and_nothing_is_taken_back(officer):
    run = await applied(officer, lines())
    other = ["ZH01", "赵化镇敬老院", "2026-01-31", "全托床位", 100, 84, None, 2]
    await applied(officer, lines(ZH01=other))
    answer = await officer.post(f"{run}/undo", data=tap(reason="传错了"))
    assert answer.status_code == 422, answer.text
    assert "有 1 条在导入之后又改过" in answer.text
    assert "赵化镇敬老院，2026-01-31，全托床位：由新的上报数代替" in answer.text
    assert len(await figures()) == 3


async def test_one_tap_is_one_upload_and_a_form_without_a_file_says_so(officer):
    said = tap(county=COUNTY)
    files = {"file": ("上报.xlsx", xlsx(lines()), "application/octet-stream")}
    first = await officer.post(INDEX, data=said, files=files)
    again = await officer.post(INDEX, data=said, files=files)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["location"].startswith(INDEX + "?")
    page = await officer.get(INDEX)
    assert page.text.count("data-open") == 1
    empty = await officer.post(INDEX, data=tap(county=COUNTY))
    assert empty.status_code == 422
    assert "请先选一个文件" in empty.text


async def test_the_marked_copy_and_the_template(officer):
    run = await checked(officer, lines(DS01=["", "代寺敬老院", "2026-01-30", "", 60, None, 12, None]))
    book = openpyxl.load_workbook(io.BytesIO((await officer.get(f"{run}/annotated")).content))
    assert book.sheetnames[0] == "一月"
    assert any("代寺敬老院" in str(cell.value) and cell.comment for row in book["一月"].iter_rows() for cell in row)
    blank = openpyxl.load_workbook(io.BytesIO((await officer.get(f"{INDEX}/template")).content))
    heads = [cell.value for cell in next(blank.worksheets[0].iter_rows(max_row=1))]
    assert {"机构名称", "统计日期", "核定床位"} <= set(heads)


async def test_a_day_still_to_come_and_more_free_beds_than_beds_are_errors(officer):
    ahead = "2096-01-31"
    wrong = lines(
        ZH01=["ZH01", "赵化镇敬老院", ahead, "", 100, 80, None, 2],
        DS01=["DS01", "代寺镇敬老院", "2026-01-30", "", 60, None, 70, None],
    )
    page = (await officer.get(await checked(officer, wrong))).text
    assert "不像真的" in page
    assert "空余床位 70 多于核定床位 60" in page


async def test_who_may_and_where(client_as, homes, officer):
    run = await checked(officer, lines())
    for role, region in (("case_officer", OTHER_COUNTY), ("network_manager", OTHER_COUNTY)):
        stranger = await client_as(role, region=region)
        assert (await stranger.get(run)).status_code == 404
        assert (await upload(stranger, lines())).status_code == 404
        assert (await stranger.get(f"{INDEX}?county={COUNTY}")).status_code == 404
    director = await client_as("director", homes[0])
    assert (await director.get(run)).status_code == 403
    assert (await upload(director, lines())).status_code == 403
    # In the imports of a home the county's workbook is not there, nor is its kind.
    manager = await client_as("network_manager", region=COUNTY)
    assert (await manager.get(run)).status_code == 200
    number = run.rpartition("/")[2]
    assert (await manager.get(f"/institutions/{homes[0].id}/imports/{number}")).status_code == 404
    assert "上报数台账" not in (await manager.get(f"/institutions/{homes[0].id}/imports")).text


async def test_statements_do_not_grow_with_the_rows(officer, counting):
    few = await checked(officer, lines())
    rows = [["ZH01", "赵化镇敬老院", f"2025-{month:02d}-28", "", 100, 80, None, None] for month in range(1, 13)]
    many = await checked(officer, [HEAD, *rows])
    with counting() as short:
        await officer.get(few)
    with counting() as long:
        await officer.get(many)
    assert short.count == long.count <= 25
