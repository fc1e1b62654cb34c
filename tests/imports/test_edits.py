"""Changing a ledger in place, and taking the changes along to a corrected file."""

import pytest

from app.imports.rules.edits import Edits, apply_fixes, carry_over, ids_of
from app.imports.rules.ledger import OUR_ID_TITLE
from tests.imports.ledgers import by_code, ledger_of, rehearsed

HEADER = ["楼层", "房号", "床号", "房间类型"]
LINES = (["一楼", "101", "1", "标间"], ["一楼", "101", "2", "标间"], ["一楼", "102", "1", "标间"])


def test_many_of_a_kind_are_fixed_together():
    ledger = ledger_of(HEADER, *LINES)
    cells = [problem.cell for problem in by_code(rehearsed(ledger), "beds.room_kind_unknown")]
    fixed = apply_fixes(ledger, dict.fromkeys(cells, "双人间"))
    assert cells == ["D2", "D3", "D4"]
    assert not rehearsed(fixed).blocked
    assert ledger.sheet.rows[1].text(4) == "标间"


def test_a_cell_may_be_blanked_and_one_beyond_the_row_filled():
    fixed = apply_fixes(ledger_of([*HEADER, "备注"], *LINES), {"D2": "", "E3": "靠窗"})
    assert [row.text(5) for row in fixed.sheet.body] == ["", "靠窗", ""]


@pytest.mark.parametrize("cell", ["D99", "D1", "nonsense"])
def test_a_cell_that_is_not_there_is_refused(cell):
    with pytest.raises(ValueError, match=r"99|1|nonsense"):
        apply_fixes(ledger_of(HEADER, *LINES), {cell: "x"})


def test_edits_follow_their_rows_through_sorting_and_give_way_to_what_was_typed_since():
    before = ledger_of(HEADER, *LINES)
    first, second, third = (row.id for row in before.sheet.body)
    edits = Edits({"D2": "双人间", "D3": "双人间", "D4": "单人间"}, ids_of(before, [3]))
    header = ["房号", "楼层", "床号", "房间类型", "问题", OUR_ID_TITLE]
    after = ledger_of(
        header,
        ["102", "一楼", "1", "标间", "", third],
        ["103", "一楼", "1", "单间", "", ""],
        ["101", "一楼", "1", "三人间", "错误：…", first],
        ["101", "一楼", "2", "标间", "", second],
        digest="1" * 64,
    )
    assert carry_over(before, edits, after) == Edits({"D2": "单人间", "D5": "双人间"}, frozenset({second}))
    gone = ledger_of(header, ["101", "一楼", "1", "标间", "", first], digest="1" * 64)
    assert carry_over(before, edits, gone) == Edits({"D2": "双人间"})
