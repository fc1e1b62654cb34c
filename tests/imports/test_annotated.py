"""The owner's workbook back with its problems, and the same ledger again from it."""

import io

import openpyxl
import pytest

from app.imports import annotated
from app.imports.annotated import annotate
from app.imports.rules.ledger import OUR_ID_TITLE
from app.imports.sheets.limits import MIB, Allowance
from app.imports.sheets.reading import read_ledger
from tests.imports.ledgers import by_code, psv, rehearsed, xlsx

HEADER = ["楼层", "房号", "床号", "房间类型", "备注"]
LINES = [
    HEADER,
    ["一楼", "101", "1", "标间", '=HYPERLINK("x")'],
    ["一楼", "101", "1", "双人间", ""],
    ["一楼", "", "2", "双人间", ""],
]


async def annotated_of(data, name):
    ledger = await read_ledger(data, name)
    rehearsal = rehearsed(ledger)
    return ledger, rehearsal, await annotate(data, ledger, rehearsal.problems)


def original():
    """A workbook with things of its owner's: a colour, a width, a second sheet, a formula, a comment."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx([[*line[:4], ""] for line in LINES])))
    sheet = book.active
    sheet["A1"].font = openpyxl.styles.Font(color="FF0000FF")
    sheet["D2"].comment = openpyxl.comments.Comment("老李写的", "老李")
    sheet.column_dimensions["A"].width = 33
    other = book.create_sheet("统计")
    other["A1"] = "=COUNTA(床位台账!B2:B99)"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_the_original_stays_and_problems_stand_in_it():
    data = original()
    _, _, back = await annotated_of(data, "床位.xlsx")
    before, book = (openpyxl.load_workbook(io.BytesIO(each)) for each in (data, back))
    sheet = book["床位台账"]
    assert book.sheetnames == ["床位台账", "统计", "说明"]
    assert all(sheet[cell.coordinate].value == cell.value for row in before["床位台账"] for cell in row)
    assert (sheet["A1"].font.color.rgb, sheet.column_dimensions["A"].width) == ("FF0000FF", 33)
    assert book["统计"]["A1"].value == "=COUNTA(床位台账!B2:B99)"
    assert sheet["D2"].fill.fgColor.rgb == "FFFFC7CE"
    assert "老李写的" in sheet["D2"].comment.text
    assert "标间" in sheet["D2"].comment.text
    assert (sheet["E1"].value, sheet["F1"].value) == ("问题", OUR_ID_TITLE)
    assert "缺房号" not in (sheet["E4"].value or "")
    assert "没有房号" in sheet["E4"].value
    assert sheet.column_dimensions["F"].hidden
    explained = [[cell.value for cell in row] for row in book["说明"]]
    assert explained[1][0].startswith("错误 3 处")


async def test_a_ledger_sent_back_is_the_same_ledger_in_any_order():
    data = original()
    ledger, rehearsal, back = await annotated_of(data, "床位.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(back))
    sheet = book["床位台账"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, line in enumerate(reversed(lines), 2):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value
    out = io.BytesIO()
    book.save(out)
    again = await read_ledger(out.getvalue(), "床位.xlsx")
    ids = {row.id: row.texts[:4] for row in again.sheet.body}
    assert ids == {row.id: (*row.texts, *[""] * 4)[:4] for row in ledger.sheet.body}
    assert len(rehearsed(again).problems) == len(rehearsal.problems)


async def test_a_second_round_uses_the_same_columns_and_takes_off_what_was_put_right():
    _, _, back = await annotated_of(original(), "床位.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(back))
    book["床位台账"]["D2"] = "双人间"
    out = io.BytesIO()
    book.save(out)
    _, rehearsal, again = await annotated_of(out.getvalue(), "床位.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(again))["床位台账"]
    assert not by_code(rehearsal, "beds.room_kind_unknown")
    assert sheet.max_column == 6
    assert "标间" not in str(sheet["E2"].value)


@pytest.mark.parametrize("name", ["床位.psv", "床位.csv"])
async def test_a_text_file_comes_back_as_text_at_the_same_addresses(name):
    data = psv(LINES)
    ledger, rehearsal, back = await annotated_of(data, name)
    book = openpyxl.load_workbook(io.BytesIO(back))
    sheet = book["床位"]
    assert [[cell.value or "" for cell in row][:5] for row in sheet.iter_rows(max_row=4)] == LINES
    assert {cell.number_format for row in sheet.iter_rows(max_col=5) for cell in row if cell.value} == {"@"}
    assert sheet["E2"].data_type == "s"
    assert sheet["D2"].comment.text.startswith("错误")
    again = await read_ledger(back, "床位.xlsx")
    assert [row.id for row in again.sheet.body] == [row.id for row in ledger.sheet.body]
    assert [each.code for each in rehearsed(again).problems] == [each.code for each in rehearsal.problems]


async def test_our_own_words_never_become_a_formula():
    lines = [HEADER, ["一楼", "101", "1", "=1+1", ""], ["一楼", "101", "2", "＋cmd|x", ""]]
    _, _, back = await annotated_of(psv(lines), "床位.psv")
    book = openpyxl.load_workbook(io.BytesIO(back))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    _, _, kept = await annotated_of(xlsx([HEADER, ["一楼", "101", "1", "@SUM(1)", ""]]), "床位.xlsx")
    explained = openpyxl.load_workbook(io.BytesIO(kept))["说明"]
    assert [cell.quotePrefix for row in explained for cell in row if cell.value == "@SUM(1)"] == [True, True]


async def test_what_cannot_be_kept_comes_back_as_text_and_says_so(monkeypatch):
    real, told = annotated.run_limited, []

    async def limited(head, data, allowance):
        told.append(head["keep"])
        return await real(head, data, Allowance(30 * MIB, 60, 60, MIB) if head["keep"] else allowance)

    monkeypatch.setattr(annotated, "run_limited", limited)
    _, _, back = await annotated_of(original(), "床位.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(back))
    assert told == [True, False]
    assert "样式没有保留" in book["说明"]["A2"].value
    assert book["床位台账"]["B2"].value == "101"


async def test_problems_of_a_file_without_a_header_stand_on_the_sheet_that_explains():
    data = xlsx([["甲", "乙"], ["1", "2"]])
    _, _, back = await annotated_of(data, "床位.xlsx")
    assert "没有认出" in str([[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(back))["说明"]])


async def test_an_original_that_is_gone_or_spoiled_does_not_stop_the_report():
    data = original()
    ledger = await read_ledger(data, "床位.xlsx")
    back = await annotate(data[:100], ledger, rehearsed(ledger).problems)
    assert "样式没有保留" in openpyxl.load_workbook(io.BytesIO(back))["说明"]["A2"].value
