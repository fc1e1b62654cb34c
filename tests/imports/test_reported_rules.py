"""Reading a workbook of reported figures and comparing it with what is on record: every fault, nothing zeroed."""

from dataclasses import replace
from datetime import date

import pytest

from app.census.rules.reported import Reported, ReportedKind
from app.imports.errors import MappingRefused
from app.imports.mapping.columns import match_columns
from app.imports.mapping.reported import read_reported_mapping
from app.imports.rules.checking import rehearse
from app.imports.rules.plans import Outcome
from app.imports.rules.reported.existing import HomeRef, KnownPlaces, Standing
from app.imports.rules.reported.kind import REPORTED
from app.imports.rules.reported.rows import BedType, ReportedContext
from tests.imports.ledgers import ledger_of

TODAY = date(2026, 11, 22)
COUNTY = 510322
CONTEXT = ReportedContext(TODAY, COUNTY, "富顺县")
REGION = ReportedContext(TODAY, None, "测试省", makes=True)
HEAD = ["机构代码", "机构名称", "区县", "统计日期", "床位类别", "核定床位", "在住", "空余床位", "新入住"]
HOMES = (
    HomeRef(1, COUNTY, "ZH01", "赵化镇敬老院"),
    HomeRef(2, COUNTY, "DS01", "代寺镇敬老院"),
    HomeRef(3, COUNTY, "TM01", "同名敬老院"),
    HomeRef(4, COUNTY, "TM02", "同名敬老院"),
)
KNOWN = KnownPlaces({"富顺县": COUNTY}, HOMES)
PLAIN = ["ZH01", "赵化镇敬老院", "", "2026-10-31", "", "100", "80", "", ""]
RESIDENTIAL = ReportedKind.RESIDENTIAL


def ledger(*rows):
    return ledger_of(HEAD, *rows)


def rehearsed(*rows, known=KNOWN, context=CONTEXT):
    book = ledger(*rows)
    return rehearse(book, REPORTED, match_columns(book, REPORTED).layout, context, known)


def codes(found):
    return [problem.code for problem in found.problems if problem.severity.value != "notice"]


def row(**said):
    names = ("code", "name", "county", "as_of", "beds", "registered", "occupied", "available", "admitted")
    return [said.get(name, now) for name, now in zip(names, PLAIN, strict=True)]


def test_a_plain_row_is_new_and_the_same_again_unchanged():
    first = rehearsed(PLAIN)
    assert codes(first) == []
    assert first.plan.outcomes == {2: Outcome.NEW}
    there = KnownPlaces(
        KNOWN.counties, HOMES, {((1, RESIDENTIAL, ""), date(2026, 10, 31)): Standing(9, (100, 80, None, None))}
    )
    assert rehearsed(PLAIN, known=there).plan.outcomes == {2: Outcome.UNCHANGED}
    changed = rehearsed(row(occupied="81"), known=there).plan
    assert changed.outcomes == {2: Outcome.CHANGED}
    assert REPORTED.telling.lines_of(changed.changes[0].fields) == [("在住", "80", "81")]


@pytest.mark.parametrize(
    ("said", "code", "cell"),
    [
        ({"code": "", "name": "代寺敬老院"}, "reported_unknown_home", "B2"),
        ({"code": "XX", "name": "别的院"}, "reported_unknown_home", "B2"),
        ({"code": "XX"}, "reported_unknown_code", "A2"),
        ({"code": "", "name": "同名敬老院"}, "reported_home_twice", "B2"),
        ({"county": "荣县"}, "reported_other_county", "C2"),
        ({"occupied": "", "available": "101"}, "reported_more_free", "H2"),
        ({"occupied": "八十"}, "not_a_number", "G2"),
        ({"occupied": "-3"}, "not_a_number", "G2"),
        ({"as_of": "去年"}, "bad_date", "D2"),
        ({"as_of": "2026-12-01"}, "date_unlikely", "D2"),
        ({"as_of": ""}, "required", "D2"),
    ],
)
def test_what_blocks(said, code, cell):
    found = rehearsed(row(**said))
    assert [(each.code, each.cell) for each in found.problems if each.severity.value == "error"] == [(code, cell)]
    assert found.blocked
    assert not found.plan.writes


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"occupied": "120"}, "reported_over"),
        ({"occupied": "", "available": ""}, "reported_not_filled"),
        ({"registered": "", "available": "3", "occupied": ""}, "reported_not_filled"),
        ({"available": "19"}, "reported_not_adding_up"),
        ({"name": "赵化敬老院"}, "reported_name_differs"),
        ({"beds": "透析"}, "reported_kind_unknown"),
    ],
)
def test_what_is_kept_and_listed(said, code):
    found = rehearsed(row(**said))
    assert codes(found) == [code]
    assert found.plan.outcomes == {2: Outcome.NEW}


def test_a_home_that_had_closed_by_that_day_is_warned_of_at_the_cell_and_still_taken():
    shut = [replace(each, closed_on=date(2026, 10, 31)) if each.id == 1 else each for each in HOMES]
    found = rehearsed(PLAIN, row(as_of="2026-10-30"), known=replace(KNOWN, homes=tuple(shut)))
    [problem] = [each for each in found.problems if each.severity.value != "notice"]
    assert (problem.code, problem.severity.value, problem.cell, problem.row) == ("reported_closed", "warning", "D2", 2)
    assert problem.message.startswith("该机构已于 2026-10-31 关闭")
    assert found.plan.outcomes == {2: Outcome.NEW, 3: Outcome.NEW}
    assert not found.blocked


def test_blank_is_kept_as_not_filled_and_never_zero():
    [record] = rehearsed(row(occupied="", available="")).checked.records
    assert (record.figure.occupied, record.figure.available, record.figure.people) == (None, None, None)
    [zero] = rehearsed(row(occupied="0")).checked.records
    assert zero.figure.people == 0


def test_a_row_without_any_figure_is_skipped_and_said():
    found = rehearsed(row(registered="", occupied=""))
    assert codes(found) == ["reported_nothing"]
    assert found.plan.outcomes == {2: Outcome.SKIPPED}


def test_the_nearest_name_is_the_proposal():
    [problem] = [each for each in rehearsed(row(code="", name="代寺敬老院")).problems if each.fix]
    assert (problem.fix.value, problem.fix.skip) == ("代寺镇敬老院", True)


def test_no_name_is_proposed_for_being_a_home_too():
    [problem] = [each for each in rehearsed(row(code="", name="幸福敬老院")).problems if each.fix]
    assert (problem.fix.value, problem.fix.skip) == (None, True)


def test_a_wrong_code_is_corrected_by_the_code_of_the_name():
    [problem] = [each for each in rehearsed(row(code="XX")).problems if each.fix]
    assert (problem.found, problem.fix.value) == ("XX", "ZH01")
    [far] = [each for each in rehearsed(row(code="", name="qqq")).problems if each.fix]
    assert (far.fix.value, far.fix.skip) == (None, True)


def test_a_code_may_stand_in_the_column_of_names():
    assert codes(rehearsed(row(code="", name="DS01"))) == []


def test_sums_step_aside():
    found = rehearsed(PLAIN, ["", "合计", "", "", "", "100", "80", "", ""])
    assert found.plan.outcomes == {2: Outcome.NEW, 3: Outcome.SKIPPED}
    assert "total_row" in [problem.code for problem in found.problems]


def test_the_same_figure_twice_in_one_file():
    found = rehearsed(PLAIN, row(code="", occupied="79"), row(beds="护理型"))
    assert codes(found) == ["reported_twice"]


def test_a_jump_is_seen_inside_the_file_and_against_what_was_reported():
    rows = (PLAIN, row(as_of="2026-11-20", occupied="101", registered="120"))
    assert codes(rehearsed(*rows)) == []
    rows = (row(occupied="60"), row(as_of="2026-11-20", occupied="90"))
    assert codes(rehearsed(*rows)) == ["reported_jump"]
    # What the cell says stands in its field: whoever only means to look must not blank it.
    assert [each.found for each in rehearsed(*rows).problems if each.code == "reported_jump"] == ["90"]
    assert codes(rehearsed(rows[0], row(as_of="2026-11-20", occupied="90", admitted="30"))) == []
    around = {(1, RESIDENTIAL, ""): [Reported(date(2026, 10, 1), 100, 50, None)]}
    assert codes(rehearsed(PLAIN, known=replace(KNOWN, around=around))) == ["reported_jump"]


def test_kinds_of_beds():
    told = [
        rehearsed(row(beds=word)).checked.records[0].beds for word in ("", "养老床位", "护理型床位", "失智", "日间照料")
    ]
    assert [beds.kind.value for beds in told] == ["residential", "residential", "nursing", "dementia", "day"]
    types = {"vent": BedType(ReportedKind.OTHER, "呼吸机床位", "专科床位")}
    found = rehearsed(row(beds="VENT"), context=replace(CONTEXT, types=types))
    assert codes(found) == []
    assert [each.message for each in found.problems if each.code == "reported_kept_apart"] == [
        "床位类别「VENT」有 1 行，另列为「呼吸机床位」，不计入入住率：专科床位"
    ]


def test_counties_and_homes_are_made_only_where_that_is_allowed():
    rows = (row(county="乙县", code="B1", name="乙院"), row(county="甲县", code="A1", name="甲院"))
    made = rehearsed(*rows, known=KnownPlaces(), context=REGION).plan
    assert [each.label for each in made.created("county")] == ["乙县", "甲县"]
    assert [each.values["code"] for each in made.created("home")] == ["B1", "A1"]
    real = replace(REGION, makes=False)
    assert codes(rehearsed(*rows, known=KnownPlaces(), context=real)) == ["reported_unknown_county"] * 2
    assert codes(rehearsed(PLAIN, known=KnownPlaces(), context=REGION)) == ["reported_county_needed"]
    unfit = rehearsed(row(county="甲县", code="甲1", name="甲院"), known=KnownPlaces(), context=REGION)
    assert codes(unfit) == ["reported_code_unfit"]
    long = rehearsed(row(county="甲县", code="A1", name="长" * 90), known=KnownPlaces(), context=REGION)
    assert codes(long) == ["reported_name_cut"]
    assert len(long.plan.created("home")[0].values["name"]) == 80


def test_a_record_written_back_reads_the_same():
    for said in ({}, {"beds": "护理型"}, {"occupied": "", "available": "7", "admitted": "2"}):
        found = rehearsed(row(**said))
        [record] = found.checked.records
        texts = REPORTED.write(record)
        again = [texts.get(field.name, "") for field in REPORTED.fields[: len(HEAD)]]
        [same] = rehearsed(again).checked.records
        assert same == record


@pytest.mark.parametrize(
    "text",
    [
        "[beds.X]\nkind = 'other'\n",
        "[beds.X]\nkind = 'castle'\nwhy = 'x'\n",
        "[beds.X]\nlabel = 'x'\n",
        "beds = 3\n",
        "[beds]\nX = 'residential'\n",
        "not toml",
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused(text):
    with pytest.raises(MappingRefused):
        read_reported_mapping(text.encode())


def test_a_mapping_says_kinds_city_and_source():
    told = read_reported_mapping(
        "source = 'S'\ncity = 'C'\nsheet = 'x'\n[columns]\na = '机构名称'\n[beds.NH]\nkind = 'residential'\n".encode()
    )
    assert (told.source, told.city, told.file.sheet) == ("S", "C", "x")
    assert told.types["nh"].kind is RESIDENTIAL
