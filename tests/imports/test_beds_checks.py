"""What bed rows may not contradict each other in."""

import pytest

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.problems import Severity
from tests.imports.ledgers import CONTEXT, TODAY, by_code, codes, ledger_of, rehearsed

HEADER = ["楼栋", "楼层", "护理单元", "房号", "床号"]
BED = ["主楼", "一楼", "一区", "101", "1"]


def beds(*lines, more=()):
    return rehearsed(ledger_of([*HEADER, *more], *lines))


def bed(**said):
    """One bed with further columns."""
    (record,) = beds([*BED, *said.values()], more=said).checked.records
    return record


def test_a_row_says_everything_a_bed_can_be():
    row = bed(
        房间类型="双人间", 房间性别="女", 隔离房="否", 朝向="南", 加床="是", 护理型="是", 普惠="否", 认定文件号="富民函〔2026〕41 号",
        认定日期="2026.3.1", 启用日期="2024年3月1日", 单元性质="认知障碍照护专区", 单元床位上限="12", 备注="靠窗", 服务="内科",
    )  # fmt: skip
    assert (row.room_kind, row.sex_rule, row.facing) == (RoomKind.DOUBLE, SexRule.FEMALE, Facing.SOUTH)
    assert (row.isolation, row.extra, row.unit_kind, row.unit_cap) == (False, True, UnitKind.DEMENTIA, 12)
    assert row.marks == ((MarkKind.NURSING, True), (MarkKind.INCLUSIVE, False))
    assert (row.certified_on.isoformat(), row.in_service_from.isoformat()) == ("2026-03-01", "2024-03-01")
    assert row.notes == "靠窗；服务：内科"


def test_the_type_of_a_bed_becomes_the_kind_of_its_room_and_no_mark():
    row = bed(床位类型="双人间")
    assert (row.room_kind, row.marks) == (RoomKind.DOUBLE, ())


def test_a_blank_says_nothing_and_nothing_is_assumed_in_silence():
    rehearsal = beds(BED)
    (row,) = rehearsal.checked.records
    assert (row.room_kind, row.sex_rule, row.isolation, row.extra, row.in_service_from, row.marks) == (None,) * 5 + (
        (),
    )
    assert codes(rehearsal.problems) == ["beds.columns_absent", "beds.kind_by_beds", "beds.no_day", "beds.unmarked"]
    assert {problem.severity for problem in rehearsal.problems} == {Severity.NOTICE}
    assert "未认定" in by_code(rehearsal, "beds.unmarked")[0].message


def test_a_duplicate_names_the_other_row_and_proposes_the_next_label_or_to_skip():
    rehearsal = beds(BED, [*BED[:4], "2"], [*BED[:4], "1 床"], [*BED[:4], "2"])
    other, same = by_code(rehearsal, "beds.duplicate")
    assert (other.cell, other.fix.value, other.fix.skip) == ("E4", "3", True)
    assert (same.cell, same.fix.value, same.fix.skip) == ("E5", None, True)
    assert "第 2 行" in other.message


def test_a_room_with_its_number_in_the_bed_is_the_same_bed():
    assert len(by_code(beds(BED, [*BED[:4], "101-1"]), "beds.duplicate")) == 1


@pytest.mark.parametrize(
    ("column", "value", "code", "cell"),
    [(2, "二区", "beds.room_in_two_units", "C3"), (1, "二楼", "beds.room_on_two_floors", "B3")],
)
def test_a_room_stands_in_one_unit_and_on_one_floor(column, value, code, cell):
    second = [*BED[:4], "2"]
    second[column] = value
    (problem,) = by_code(beds(BED, second), code)
    assert (problem.cell, problem.severity, problem.fix.value) == (cell, Severity.ERROR, BED[column])


def test_one_room_number_in_two_buildings_is_two_rooms():
    rehearsal = beds(BED, ["附楼", "一楼", "一区", "101", "1"])
    assert not rehearsal.blocked
    assert len(rehearsal.plan.created("room")) == 2
    assert [problem.facts["places"] for problem in by_code(rehearsal, "beds.unit_spans")] == ["主楼 一楼、附楼 一楼"]


def test_spellings_of_one_place_are_one_place_and_a_warning():
    rehearsal = beds(BED, ["主楼", "1F", "一区", "101", "2"], ["主 楼", "一楼", "一区", "102室", "1"])
    assert [(each.cell, each.found, each.facts["kept"]) for each in by_code(rehearsal, "beds.two_spellings")] == [
        ("B3", "1F", "一楼"), ("A4", "主 楼", "主楼"),
    ]  # fmt: skip
    assert [creation.label for creation in rehearsal.plan.created("floor")] == ["主楼 一楼"]


def test_a_blank_sex_rule_in_one_row_of_a_room_is_no_contradiction():
    rehearsal = beds([*BED, "女"], [*BED[:4], "2", ""], more=["房间性别"])
    assert not by_code(rehearsal, "beds.room_disagrees")
    assert rehearsal.plan.created("room")[0].values["sex_rule"] is SexRule.FEMALE


def test_units_share_no_place_in_the_order_unnoticed():
    more = ["护理单元序号", "护理单元名称"]
    rehearsal = beds([*BED, "1", "内科"], ["主楼", "二楼", "二区", "201", "1", "1", ""], more=more)
    assert [problem.cell for problem in by_code(rehearsal, "beds.same_order")] == ["F3"]
    assert [problem.cell for problem in by_code(rehearsal, "beds.unit_untitled")] == ["G3"]


def test_a_bed_of_another_home_is_an_error_and_ours_may_be_named_by_code_or_name():
    rehearsal = beds([*BED, "MSH"], [*BED[:4], "2", "代寺镇敬老院"], [*BED[:4], "3", "别家"], more=["机构"])
    (problem,) = by_code(rehearsal, "beds.other_home")
    assert (problem.cell, problem.fix.skip) == ("F4", True)


def test_a_building_column_left_blank_is_an_error_and_no_column_is_a_notice():
    assert by_code(beds(["", *BED[1:]]), "beds.building_empty")[0].cell == "A2"
    rehearsal = rehearsed(ledger_of(HEADER[1:], BED[1:]))
    assert rehearsal.checked.records[0].building == CONTEXT.default_building
    assert by_code(rehearsal, "beds.no_building")


def test_a_mark_needs_a_basis_unless_the_word_is_plain():
    rehearsal = beds([*BED, "是"], [*BED[:4], "2", "普通"], more=["护理型"])
    assert [problem.cell for problem in by_code(rehearsal, "beds.mark_without_basis")] == ["F2"]
    assert by_code(rehearsal, "beds.general_without_basis")[0].severity is Severity.NOTICE
    assert rehearsal.plan.created("bed")[1].values["marks"] == ()


def test_a_basis_may_be_given_once_for_all_rows():
    from app.imports.mapping.files import MappingFile

    ledger = ledger_of([*HEADER, "护理型"], [*BED, "是"])
    rehearsal = rehearsed(ledger, mapping=MappingFile(constants={"document_no": "富民函〔2026〕41 号"}))
    assert not rehearsal.blocked
    assert rehearsal.plan.created("bed")[0].values["marks"][0].document_no == "富民函〔2026〕41 号"


def test_more_beds_than_the_cap_are_refused_and_extra_beds_do_not_count():
    lines = [[*BED[:3], f"{n}", "1", "认知障碍照护专区", ""] for n in range(101, 122)]
    more = ["单元性质", "加床"]
    (problem,) = by_code(beds(*lines, more=more), "beds.unit_over_cap")
    assert (problem.cell, problem.facts["cap"], problem.facts["beds"]) == ("C22", 20, 21)
    lines[0][-1] = "是"
    assert not beds(*lines, more=more).blocked


def test_a_room_with_too_many_beds_or_the_wrong_kind_is_a_warning():
    lines = [[*BED[:4], str(n), "双人间"] for n in range(1, 8)]
    rehearsal = beds(*lines, more=["房间类型"])
    assert not rehearsal.blocked
    assert {"beds.kind_unlike_beds", "beds.room_crowded"} <= set(codes(rehearsal.problems))


def test_a_bed_labelled_as_extra_is_one():
    (record,) = beds([*BED[:4], "加1"]).checked.records
    assert record.extra


def test_days_are_bounded_by_the_day_of_the_import():
    last = TODAY.replace(year=TODAY.year + 11).isoformat()
    assert by_code(beds([*BED, last], more=["启用日期"]), "date_unlikely")[0].cell == "F2"
