"""Which column carries which field, and how sure that is."""

import pytest

from app.imports.errors import MappingRefused
from app.imports.mapping.basis import Basis, Sureness
from app.imports.mapping.columns import match_columns
from app.imports.mapping.files import placed, read_mapping
from app.imports.rules.beds.kind import BEDS
from tests.imports.ledgers import by_code, ledger_of, rehearsed

ROW = ["主楼", "一楼", "101", "1"]


def matched(ledger, **options):
    return {match.column.title: (match.field, match.basis) for match in match_columns(ledger, BEDS, **options).matches}


def test_the_headers_of_the_hospital_file_need_no_mapping():
    header = [
        "FACILITY",
        "Floor",
        "NURSE_UNIT",
        "ROOM",
        "BED",
        "BED_TYPE",
        "Floor_Title",
        "Unit_Title",
        "Unit_Order",
        "Service",
    ]
    ledger = ledger_of(header, ["MSH", "10", "10N", "10-044", "A", "Private", "F10", "ACE", "1", "Medicine"])
    assert [match.field for match in match_columns(ledger, BEDS).matches] == [
        "institution", "floor", "unit", "room", "bed", "room_kind", "floor_title", "unit_title", "unit_order", "notes",
    ]  # fmt: skip


def test_sureness_has_four_steps_each_with_its_word():
    ledger = ledger_of(["楼层", "房间", "床位编号1", "天晓得"], ["一楼", "101", "1", "x"])
    found = match_columns(ledger, BEDS).matches
    assert [match.basis.sureness for match in found] == [
        Sureness.EXACT, Sureness.SYNONYM, Sureness.CONTENTS, Sureness.UNKNOWN,
    ]  # fmt: skip
    assert [match.basis.label for match in found] == ["一字不差", "同义词", "看内容猜的", "没认出"]


@pytest.mark.parametrize(
    ("values", "field"),
    [(("单人间", "双人间"), "room_kind"), (("护理型", "普通型"), "nursing"), (("甲等", "乙等"), None)],
)
def test_a_shared_word_is_decided_by_what_stands_under_it(values, field):
    ledger = ledger_of(
        ["楼层", "房间", "床号", "床位类型"], *(["一楼", "101", str(n), value] for n, value in enumerate(values))
    )
    assert matched(ledger)["床位类型"][0] == field


def test_a_price_is_no_bed():
    ledger = ledger_of(["楼层", "房间", "床号", "床位费"], ["一楼", "101", "1", "1200"])
    assert matched(ledger)["床位费"] == (None, Basis.UNKNOWN)


def test_two_columns_do_not_share_a_field_and_the_loser_names_the_winner():
    ledger = ledger_of(["楼层", "房号", "房间号", "床号"], ["一楼", "101", "101", "1"])
    matches = {match.column.title: match for match in match_columns(ledger, BEDS).matches}
    assert (matches["房号"].field, matches["房间号"].field, matches["房间号"].rival) == ("room", None, "B")


def test_what_was_remembered_and_what_a_file_says_come_first():
    ledger = ledger_of(["楼层", "房号", "床号", "Zimmer", "备注"], ["一楼", "101", "1", "1a", "x"])
    remembered = match_columns(ledger, BEDS).chosen({4: "facing", 5: "skip"}, BEDS).template
    assert remembered == {"楼层": "floor", "房号": "room", "床号": "bed", "Zimmer": "facing", "备注": "skip"}
    again = matched(ledger, remembered={**remembered, "房号": "a field that has gone"})
    assert again["Zimmer"] == ("facing", Basis.REMEMBERED)
    assert again["备注"] == (None, Basis.REMEMBERED)
    assert again["房号"] == ("room", Basis.EXACT)
    file = read_mapping('[columns]\nZimmer = "房间性别"\n'.encode())
    assert matched(ledger, remembered=remembered, mapping=file)["Zimmer"] == ("sex_rule", Basis.FILE)


def test_a_mapping_file_brings_words_constants_and_the_place_of_the_table():
    text = 'sheet = "床位"\nheader_rows = [2, 2]\n[columns]\nA = "floor"\nB = "room"\nC = "bed"\nD = "room_kind"\n'
    text += '[words."房间类型"]\n"标间" = "双人间"\n[constants]\n"楼栋" = "和乐楼"\n'
    mapping = read_mapping(text.encode())
    ledger = placed(
        ledger_of(["x", "y", "z", "w"], ["Etage", "Zimmer", "Platz", "Art"], ["一楼", "101", "1", "标间"]), mapping
    )
    (record,) = rehearsed(ledger, mapping=mapping).checked.records
    assert (record.building, record.floor, record.room, record.room_kind) == ("和乐楼", "一楼", "101", "double")
    assert read_mapping(b'{"columns": {"ROOM": "room"}, "header_rows": 3}').header_rows == (3, 3)


@pytest.mark.parametrize(
    "text", ['[columns]\nROOM = "nonsense"', '[columns]\nROOM = "bed"\nBED = "bed"', "not toml", "columns = 3", '{"a":']
)
def test_a_mapping_that_does_not_fit_is_refused(text):
    with pytest.raises(MappingRefused):
        match_columns(ledger_of(["Floor", "ROOM", "BED"], ["1", "2", "3"]), BEDS, mapping=read_mapping(text.encode()))


def test_a_sheet_that_is_not_there_is_refused():
    with pytest.raises(MappingRefused, match="床位"):
        placed(ledger_of(["Floor", "ROOM"], ["1", "2"]), read_mapping("sheet = '没有'".encode()))


def test_a_choice_of_one_field_twice_is_refused():
    columns = match_columns(ledger_of(["楼层", "房号", "床号", "某"], ROW), BEDS)
    with pytest.raises(MappingRefused, match="床号"):
        columns.chosen({4: "bed"}, BEDS)


def test_a_guessed_column_is_a_warning_and_an_unknown_one_a_notice():
    rehearsal = rehearsed(ledger_of(["楼层", "房间", "床位编号1", "天晓得"], ["一楼", "101", "1", "x"]))
    assert [problem.cell for problem in by_code(rehearsal, "column_guessed")] == ["C1"]
    assert [problem.cell for problem in by_code(rehearsal, "column_unmatched")] == ["D1"]


def test_a_missing_column_blocks_the_file_before_any_row():
    rehearsal = rehearsed(ledger_of(["楼层", "床号", "备注"], ["一楼", "1", "x"]))
    assert [problem.message for problem in by_code(rehearsal, "column_missing")] == [
        "表里没有认出「房号」这一列。请指出是哪一列，或在表里补上这一列再传"
    ]
    assert rehearsal.blocked
    assert not rehearsal.checked.records
    assert [each.code for each in rehearsed(ledger_of(["a", "b"], ["1", "2"])).problems] == ["no_header"]
