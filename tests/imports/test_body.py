"""Rows that are records, and rows that only look like them."""

from dataclasses import replace

from app.imports.rules.headers import with_headers
from app.imports.rules.ledger import EXAMPLE_NOTE, Form, Ledger, Oddity, Row, Sheet, Span
from app.imports.rules.plans import Outcome
from app.imports.rules.registry import all_words
from tests.imports.ledgers import by_code, codes, ledger_of, rehearsed

HEADER = ["楼栋", "楼层", "房号", "床号", "备注"]


def rows(*lines):
    return rehearsed(ledger_of(HEADER, *lines))


def test_a_total_a_note_and_a_repeated_header_step_aside():
    rehearsal = rows(
        ["主楼", "一楼", "101", "1"],
        ["小计", "", "", "1"],
        HEADER,
        ["主楼", "二楼", "201", "1"],
        ["合 计", "", "", "2 张"],
        ["填表人：王某", "", "审核人：李某"],
        ["注：加床不在内"],
    )
    assert {row: fault.code for row, fault in rehearsal.checked.skipped.items()} == {
        3: "total_row", 4: "header_again", 6: "total_row", 7: "footer_row", 8: "footer_row",
    }  # fmt: skip
    assert not rehearsal.blocked
    assert rehearsal.plan.counts == {Outcome.NEW: 2, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.SKIPPED: 5}


def test_a_total_that_differs_from_the_rows_read_is_a_warning():
    (problem,) = by_code(rows(["主楼", "一楼", "101", "1"], ["合计", "", "", "63"]), "total_differs")
    assert (problem.cell, problem.facts["said"], problem.facts["read"]) == ("D3", 63, 1)


def test_a_bed_whose_note_begins_like_a_footer_is_a_bed():
    rehearsal = rows(["主楼", "一楼", "101", "1", "说明：靠窗"], ["主楼", "一楼", "101", "2", "合计"])
    assert len(rehearsal.checked.records) == 2


def test_a_row_that_lacks_its_room_is_an_error_and_no_total():
    rehearsal = rows(["主楼", "一楼", "101", "1"], ["主楼", "一楼", "", "2"])
    (problem,) = by_code(rehearsal, "required")
    assert (problem.cell, problem.title, problem.fix.value) == ("C3", "缺房号", "101")


def test_the_example_row_of_the_template_is_never_imported():
    rehearsal = rows(["主楼", "一楼", "101", "1", EXAMPLE_NOTE], ["主楼", "一楼", "101", "1", ""])
    assert [row.row for row in rehearsal.checked.records] == [3]
    assert len(by_code(rehearsal, "example_row")) == 1


def test_a_row_its_owner_leaves_out_is_skipped_and_said():
    ledger = ledger_of(HEADER, ["主楼", "一楼", "101", "1"], ["主楼", "一楼", "101", "1"])
    assert rehearsed(ledger).blocked
    rehearsal = rehearsed(replace(ledger, left_out=frozenset({"00000000-0-3"})))
    assert not rehearsal.blocked
    assert codes(rehearsal.problems).count("left_out") == 1


def test_merged_cells_speak_for_all_their_rows_only_in_columns_of_places():
    lines = [
        [*HEADER[:4], "护理型"],
        ["主楼", "一楼", "101", "1", "否"],
        ["", "", "", "2"],
        ["主楼", "一楼", "102", "1"],
    ]
    merged = (Span(2, 1, 3, 1), Span(2, 2, 3, 2), Span(2, 3, 3, 3), Span(2, 5, 3, 5))
    sheet = Sheet("床位", tuple(Row(n, tuple(line)) for n, line in enumerate(lines, 1)), merged)
    ledger = with_headers(Ledger("a.xlsx", Form.XLSX, "0" * 64, (sheet,)), all_words())
    rehearsal = rehearsed(ledger)
    assert [(row.room, row.bed) for row in rehearsal.checked.records] == [("101", "1"), ("101", "2"), ("102", "1")]
    assert [problem.cell for problem in by_code(rehearsal, "merged_down")] == ["A2", "B2", "C2"]
    assert [problem.cell for problem in by_code(rehearsal, "merged_once")] == ["E2"]


def test_a_label_that_is_a_day_and_a_formula_never_calculated_are_errors():
    ledger = ledger_of(HEADER, ["主楼", "一楼", "2026-10-01", "1", "x"])
    (row,) = ledger.sheet.body
    odd = replace(row, oddities={3: Oddity.DATE, 5: Oddity.HOLLOW})
    sheet = replace(ledger.sheet, rows=(ledger.sheet.rows[0], odd))
    problems = rehearsed(replace(ledger, sheets=(sheet,))).problems
    assert {(each.code, each.cell) for each in problems if each.cell in {"C2", "E2"}} == {
        ("date_for_label", "C2"), ("formula_not_calculated", "E2"),
    }  # fmt: skip


def test_stray_spaces_of_a_column_are_one_line_at_the_first_of_them():
    rehearsal = rows(["主楼", "一楼", " 101", "1"], ["主楼", "一楼", "１０1", "2 "], ["主楼", "一楼", "102 ", "1"])
    assert [(each.cell, each.count) for each in by_code(rehearsal, "tidied")] == [("C2", 3), ("D3", 1)]
    assert {row.room for row in rehearsal.checked.records} == {"101", "102"}
