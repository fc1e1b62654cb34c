"""Workbooks: cells have types, nothing becomes a formula, and the last sheet says what the figures are."""

import io
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from app.census.rules.rates import Rate
from app.web.sheets import Column, Sheet, write_book
from tests.bureau.townsfolk import Town
from tests.support.people import client_for

COLUMNS = [Column("机构", "text"), Column("床"), Column("率", "rate"), Column("日", "day")]
BOOKS = (
    ("overview.xlsx", "总览"), ("occupancy.xlsx?by=home", "入住率"), ("occupancy.xlsx?by=township", "入住率"),
    ("average.xlsx", "平均床位使用率"), ("series.xlsx", "入住率走势"), ("beds.xlsx", "床位认定"),
)  # fmt: skip


def read(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_cells_are_of_their_kind_and_what_is_missing_is_empty() -> None:
    rows = [("甲", 3, Rate(1, 3), date(2026, 11, 21)), ("乙", None, Rate(5, None), None)]
    sheet = read(write_book([Sheet("各机构", COLUMNS, rows)], [("公式", "a ÷ b")]))["各机构"]
    name, beds, rate, day = sheet[2]
    assert (name.value, beds.value, day.value.date()) == ("甲", 3, date(2026, 11, 21))
    assert rate.value == pytest.approx(1 / 3)
    assert (rate.number_format, day.number_format) == ("0.0%", "yyyy-mm-dd")
    assert [cell.value for cell in sheet[3]] == ["乙", None, None, None]
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", " =1", "＝1＋1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    book = read(write_book([Sheet("各机构", COLUMNS, [(text, 1, None, None)])], [("筛选", text)]))
    cell = book["各机构"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert book["说明"]["B1"].data_type == "s"


def test_the_name_of_a_sheet_is_one_that_workbooks_take() -> None:
    assert read(write_book([Sheet("a/b:c*d[e]'" + "长" * 40, COLUMNS, [])], [])).sheetnames[0] == "abcde" + "长" * 26


@pytest.mark.parametrize(("address", "name"), BOOKS)
async def test_every_page_gives_its_rows_under_a_name_of_its_own(app: Any, town: Town, address: str, name: str) -> None:
    async with client_for(app, town.clerk) as browser:
        answer = await browser.get(f"/bureau/{address}")
    assert answer.status_code == 200
    given = unquote(answer.headers["content-disposition"])
    assert name in given
    assert given.endswith(".xlsx")
    book = read(answer.content)
    assert book.worksheets[0].max_row > 1
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert {"内容", "数据截至", "筛选", "公式", "分子", "分母", "口径", "不计入", "生成时间"} <= said.keys()


async def test_a_homes_workbook_holds_its_day_its_year_and_its_reports(app: Any, town: Town) -> None:
    async with client_for(app, town.clerk) as browser:
        book = read((await browser.get(f"/bureau/homes/{town.homes['says']}/occupancy.xlsx")).content)
        there = await browser.get(f"/bureau/homes/{town.homes['there']}/occupancy.xlsx")
    assert book.sheetnames == ["当天", "近 12 个月", "上报数", "说明"]
    assert book["上报数"].max_row == 4
    assert there.status_code == 404
    # It keeps no rows: what only rows tell is left empty on every day, never zero.
    heads, *days = book["近 12 个月"].iter_rows(values_only=True)
    own = [heads.index(name) for name in ("在住", "实有床位", "在营可用", "占用")]
    assert {day[at] for day in days for at in own} == {None}


async def test_the_sum_of_the_page_is_in_the_workbook_too(app: Any, town: Town) -> None:
    async with client_for(app, town.clerk) as browser:
        for address in (f"occupancy.xlsx?by=home&day={town.ago(7)}", f"average.xlsx?to={town.ago(7)}"):
            book = read((await browser.get(f"/bureau/{address}")).content)
            said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
            assert said["合计"].count("%") == 1
            assert said["数据截至"] == f"{town.ago(7)} 24 时"
        today = read((await browser.get("/bureau/occupancy.xlsx?by=home")).content)
    said = {row[0]: row[1] for row in today["说明"].iter_rows(values_only=True)}
    assert said["数据截至"] == f"{town.today}，当天的数随登记变动"


async def test_homes_that_are_left_out_have_a_sheet_of_their_own(app: Any, town: Town) -> None:
    async with client_for(app, town.clerk) as browser:
        book = read((await browser.get("/bureau/occupancy.xlsx?by=home")).content)
    left = {row[2]: row for row in book["不计入的机构"].iter_rows(min_row=2, values_only=True)}
    assert town.codes["bare"] in left
    assert left[town.codes["bare"]][4] == 2
    # What it rests on, and of which day what was reported last is.
    assert book["不计入的机构"]["G1"].value == "数据来源"
    assert book["不计入的机构"]["H1"].value == "上报日期"
    assert left[town.codes["bare"]][6:] == ("本院记录", None)
    assert left[town.codes["silent"]][6:] == ("没有数据", None)
    source, reported_on = left[town.codes["blank"]][6:]
    assert (source, reported_on.date()) == ("上报，35 天前", town.ago(35))
    counted = {row[2] for row in book["各机构"].iter_rows(min_row=2, values_only=True)}
    assert town.codes["full"] in counted
    assert not counted & left.keys()
