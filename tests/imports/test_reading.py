"""From bytes to rows of text: every form, every encoding, and what spreadsheets do to labels on the way."""

import datetime
import io

import openpyxl
import pytest
import xlwt

from app.imports.mapping.columns import match_columns
from app.imports.rules.beds.existing import ExistingStructure
from app.imports.rules.beds.kind import BEDS
from app.imports.rules.checking import rehearse
from app.imports.rules.ledger import Form, Oddity
from app.imports.sheets.packing import pack, unpack
from app.imports.sheets.reading import read_ledger
from tests.imports.archives import ods
from tests.imports.ledgers import CONTEXT, clean_table, psv, rehearsed, xlsx

HEADER = ["楼层", "房间", "床号", "备注"]


def texts(ledger):
    return [list(row.texts) for row in ledger.sheet.body]


async def test_pipes_commas_and_tabs_are_read_alike():
    lines = clean_table(1, 2).lines()
    read = [await read_ledger(psv(lines).replace(b"|", mark), f"床位{name}") for mark, name in
            ((b"|", ".psv"), (b",", ".csv"), (b"\t", ".tsv"), (b";", ".csv"))]  # fmt: skip
    assert all(texts(each) == lines[1:] for each in read)


async def test_a_row_knows_its_address_and_its_line():
    data = '楼层,房间,床号,备注\n一楼,101,1,"两\n行"\n一楼,101,2,\n'.encode()
    rows = list((await read_ledger(data, "床位.csv")).sheet.body)
    assert [(row.number, row.line) for row in rows] == [(2, 2), (3, 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
async def test_an_encoding_is_found_and_a_foreign_one_is_said(encoding):
    data = "楼层,房间,床号,备注\n一楼,101,1,朝南\n".encode(encoding)
    ledger = await read_ledger(data, "床位.csv")
    assert texts(ledger) == [["一楼", "101", "1", "朝南"]]
    assert [each.code for each in ledger.notices] == ([] if encoding.startswith("utf-8") else ["encoding"])


async def test_a_workbook_gives_labels_as_their_owner_sees_them():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append([1, "001", 101.0, datetime.date(2024, 3, 1)])
    sheet.append([2, 7, True, 3.5])
    sheet["B3"].number_format = "000"
    out = io.BytesIO()
    book.save(out)
    ledger = await read_ledger(out.getvalue(), "床位.xlsx")
    assert texts(ledger) == [["1", "001", "101", "2024-03-01"], ["2", "007", "TRUE", "3.5"]]
    first = next(iter(ledger.sheet.body))
    assert first.oddities == {1: Oddity.NUMBER, 3: Oddity.NUMBER, 4: Oddity.DATE}


async def test_a_number_beyond_fifteen_digits_is_lost_and_said():
    lines = [HEADER, ["一楼", 110105194912310026, "1", ""]]
    rehearsal = rehearsed(await read_ledger(xlsx(lines), "床位.xlsx"))
    lost = next(problem for problem in rehearsal.problems if problem.code == "number_lost")
    assert lost.cell == "B2"
    assert lost.fix is None


async def test_a_failed_and_an_uncalculated_formula_are_no_blanks():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append(["一楼", "101", "1", "#REF!"])
    sheet.append(["一楼", "=B2", "2", ""])
    sheet["D2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    rehearsal = rehearsed(await read_ledger(out.getvalue(), "床位.xlsx"))
    found = {(problem.code, problem.cell) for problem in rehearsal.problems}
    assert {("cell_error", "D2"), ("formula_not_calculated", "B3")} <= found


async def test_a_room_that_excel_took_for_a_day_is_an_error_with_a_guess():
    lines = [HEADER, ["一楼", datetime.date(2026, 10, 1), "1", ""]]
    rehearsal = rehearsed(await read_ledger(xlsx(lines), "床位.xlsx"))
    problem = next(problem for problem in rehearsal.problems if problem.code == "date_for_label")
    assert (problem.cell, problem.fix.value) == ("B2", "10-1")


async def test_an_old_xls_is_read_with_its_merged_cells_and_failed_formulas():
    book = xlwt.Workbook()
    sheet = book.add_sheet("床位")
    for column, title in enumerate(HEADER):
        sheet.write(0, column, title)
    sheet.write_merge(1, 2, 0, 0, "一楼")
    sheet.write_merge(1, 2, 1, 1, 101)
    sheet.write(1, 2, "1")
    sheet.write(2, 2, "2")
    sheet.row(2).set_cell_error(3, "#REF!")
    # A workbook of less than 4 KiB lies in another part of the file; a real one never is so small.
    for row in range(3, 200):
        for column, text in enumerate(("二楼", f"{row + 200}", "1", "备注")):
            sheet.write(row, column, text)
    out = io.BytesIO()
    book.save(out)
    ledger = await read_ledger(out.getvalue(), "床位.xls")
    rehearsal = rehearsed(ledger)
    assert ledger.form is Form.XLS
    assert [problem.cell for problem in rehearsal.problems if problem.code == "cell_error"] == ["D3"]
    assert {(row.floor, row.room) for row in rehearsal.checked.records if row.row < 4} == {("一楼", "101")}


async def test_an_ods_is_read():
    ledger = await read_ledger(ods([HEADER, ["一楼", "101", "1", "朝南"]]), "床位.ods")
    assert ledger.form is Form.ODS
    assert texts(ledger) == [["一楼", "101", "1", "朝南"]]


async def test_the_sheet_with_the_table_is_chosen_and_its_twin_is_said():
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active["A1"] = "请按说明填写"
    for name, rows in (("二号楼", 1), ("一号楼", 3)):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        for bed in range(rows):
            sheet.append(["一楼", "101", str(bed + 1), ""])
    hidden = book.create_sheet("旧表")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    ledger = await read_ledger(out.getvalue(), "床位.xlsx")
    rehearsal = rehearsed(ledger)
    assert ledger.sheet.name == "一号楼"
    said = [problem for problem in rehearsal.problems if problem.code in {"other_sheet", "hidden_sheet"}]
    assert [problem.facts["sheet"] for problem in said] == ["二号楼", "旧表"]


async def test_a_name_that_promises_something_else_is_said_and_the_content_decides():
    lines = clean_table(1, 2).lines()
    as_workbook = await read_ledger(xlsx(lines), "床位.xls")
    as_text = await read_ledger(psv(lines), "床位.xlsx")
    assert (as_workbook.form, as_text.form) == (Form.XLSX, Form.TEXT)
    assert [each.notices[0].code for each in (as_workbook, as_text)] == ["form_unlike_name"] * 2


async def test_a_ledger_survives_being_packed():
    ledger = await read_ledger(xlsx([HEADER, [1, "101", "1", "x"]], merged=("A2:A3",)), "床位.xlsx")
    assert unpack(pack(ledger)) == ledger


@pytest.mark.timeout(10)
async def test_five_thousand_rows_are_checked_with_progress():
    table, told = clean_table(10, 250), []
    ledger = await read_ledger(psv(table.lines()), "床位.psv")
    layout = match_columns(ledger, BEDS).layout
    rehearsal = rehearse(
        ledger, BEDS, layout, CONTEXT, ExistingStructure(), progress=lambda *counts: told.append(counts)
    )  # fmt: skip
    assert len(rehearsal.plan.created("bed")) == len(table.rows) > 5000
    assert [told[0][:2], told[-1][:2]] == [(250, len(table.rows)), (len(table.rows), len(table.rows))]
