"""Where the table begins, and what its columns are called."""

from dataclasses import replace

import pytest

from app.imports.rules.headers import set_header, with_headers
from app.imports.rules.ledger import OUR_ID_TITLE, Form, Ledger, Row, Sheet, Span, address, parse_address
from app.imports.rules.registry import all_words
from tests.imports.ledgers import ledger_of

DATA = ["主楼", "一楼", "一区", "101", "1", "双人间"]
PLAIN = ["楼栋", "楼层", "护理区", "房间", "床", "类型"]


def header(ledger):
    found = ledger.sheet.header
    return found and (found.first_row, found.last_row, [column.title for column in found.columns])


def test_a_title_and_a_line_of_remarks_stand_above_the_header():
    ledger = ledger_of(["代寺镇敬老院床位台账（2026 年 11 月）"], ["填报单位：代寺", "", "日期：2026-11"], PLAIN, DATA)
    assert header(ledger) == (3, 3, PLAIN)


def test_a_merged_header_is_joined():
    sheet = Sheet(
        "床位",
        (
            Row(1, ("代寺镇敬老院床位台账",)), Row(2, ("位置", "", "", "床位", "", "备注")),
            Row(3, ("楼栋", "楼层", "房间", "床", "男/女")), Row(4, ("主楼", "一楼", "101", "1", "女", "x")),
        ),
        merged=(Span(1, 1, 1, 6), Span(2, 1, 2, 3), Span(2, 4, 2, 5), Span(2, 6, 3, 6)),
    )  # fmt: skip
    ledger = with_headers(Ledger("a.xlsx", Form.XLSX, "0" * 64, (sheet,)), all_words())
    assert header(ledger) == (2, 3, ["位置/楼栋", "位置/楼层", "位置/房间", "床位/床", "床位/男/女", "备注"])


def test_a_header_of_two_rows_without_merged_cells_is_joined():
    ledger = ledger_of(["位置", "", "", "床位", "", ""], ["楼栋", "楼层", "房间", "床", "类型", "备注"], DATA)
    assert header(ledger) == (1, 2, ["位置/楼栋", "位置/楼层", "位置/房间", "床位/床", "床位/类型", "床位/备注"])


def test_a_column_without_a_header_is_kept_when_something_stands_in_it():
    ledger = ledger_of(PLAIN, [*DATA, "✓"], DATA)
    assert header(ledger) == (1, 1, [*PLAIN, ""])


def test_rows_of_data_are_no_header_and_the_owner_may_point_at_one():
    ledger = ledger_of(["Hochparterre", "Zimmer", "Platz"], ["1", "101", "A"], ["1", "102", "A"])
    assert header(ledger) is None
    assert header(set_header(ledger, 0, 1, 1)) == (1, 1, ["Hochparterre", "Zimmer", "Platz"])
    with pytest.raises(ValueError, match="9"):
        set_header(ledger, 0, 9, 2)


def test_rows_have_ids_of_their_own_and_keep_those_they_bring():
    ledger = ledger_of(PLAIN, DATA, DATA)
    assert [row.id for row in ledger.sheet.body] == ["00000000-0-2", "00000000-0-3"]
    again = ledger_of(
        [*PLAIN, "问题", OUR_ID_TITLE], [*DATA, "", "00000000-0-9"], [*DATA, "", "00000000-0-9"], [*DATA, "", "<b>"]
    )
    assert [row.id for row in again.sheet.body] == ["00000000-0-9", "00000000-0-3", "00000000-0-4"]
    assert header(again)[2] == PLAIN


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [address(column, 12) for column in (1, 26, 27, 60, 703)] == ["A12", "Z12", "AA12", "BH12", "AAA12"]
    assert [parse_address(cell) for cell in ("C12", "bh3")] == [(3, 12), (60, 3)]
    for wrong in ("12", "C", "C0", "CCCC1", "C1:D2"):
        with pytest.raises(ValueError, match=wrong):
            parse_address(wrong)


def test_the_sheet_that_says_most_is_chosen_and_never_a_hidden_one():
    best = Sheet("隐藏", (Row(1, tuple(PLAIN)), Row(2, tuple(DATA))), hidden=True)
    small = Sheet("小", (Row(1, ("房间", "床")), Row(2, ("101", "1"))))
    from app.imports.rules.headers import choose_sheet

    ledger = with_headers(Ledger("a.xlsx", Form.XLSX, "0" * 64, (best, small)), all_words())
    assert choose_sheet(ledger, all_words()) == 1
    shown = replace(ledger, sheets=(replace(ledger.sheets[0], hidden=False), small))
    assert choose_sheet(shown, all_words()) == 0
