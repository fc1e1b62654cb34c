"""Forty-one faults planted in one ledger: each is reported by its cell with its weight, and errors keep the file out."""

import csv
from pathlib import Path

import pytest

from app.imports.rules.problems import Severity
from app.imports.sheets.reading import read_ledger
from tests.imports.faults import PLANTS, plant
from tests.imports.ledgers import PSV_NAMES, REAL_FILE, Table, clean_table, codes, psv, rehearsed, xlsx


def real_table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as source:
        header, *rows = csv.reader(source, delimiter="|")
    return Table(header, rows, dict(PSV_NAMES))


# The real file is not part of the repository: its case runs where it lies beside it, and its name says so.
CASES = [pytest.param(clean_table, id="our-own-file")]
if REAL_FILE.exists():
    CASES.append(pytest.param(lambda: real_table(REAL_FILE), id="real-file-present"))


@pytest.mark.parametrize("table", CASES)
async def test_every_planted_fault_is_reported_by_cell_with_its_weight(table):
    spoiled, expected = plant(table())
    rehearsal = rehearsed(await read_ledger(psv(spoiled.lines()), "床位.psv"))
    reported = {(problem.code, problem.cell): problem for problem in rehearsal.problems}
    missing = [each for each in expected if (each.code, each.cell) not in reported]
    assert not missing
    assert all(reported[each.code, each.cell].severity is each.severity for each in expected)


@pytest.mark.parametrize("table", CASES)
async def test_no_error_is_reported_that_was_not_planted(table):
    spoiled, expected = plant(table())
    rehearsal = rehearsed(await read_ledger(psv(spoiled.lines()), "床位.psv"))
    errors = {(each.code, each.cell) for each in rehearsal.problems if each.severity is Severity.ERROR}
    assert errors == {(each.code, each.cell) for each in expected if each.severity is Severity.ERROR}
    assert rehearsal.blocked


def test_twenty_faults_and_more_are_planted_in_all_three_weights():
    _, expected = plant(clean_table())
    weights = [each.severity for each in expected]
    assert len(PLANTS) >= 40
    assert [weights.count(each) for each in Severity] == [26, 8, 7]


async def test_a_clean_ledger_of_the_same_shape_is_not_blocked():
    rehearsal = rehearsed(await read_ledger(psv(clean_table().lines()), "床位.psv"))
    assert not rehearsal.blocked
    assert len(rehearsal.plan.created("bed")) == len(clean_table().rows)


async def test_a_merged_header_is_joined_and_said():
    lines = [
        ["位置", "", "", "床位", ""],
        ["楼层", "护理区", "房间", "床", "类型"],
        ["一楼", "一区", "101", "1", "单间"],
    ]
    ledger = await read_ledger(xlsx(lines, merged=("A1:C1", "D1:E1")), "床位.xlsx")
    rehearsal = rehearsed(ledger)
    joined = next(problem for problem in rehearsal.problems if problem.code == "header_joined")
    assert (joined.cell, joined.severity) == ("A1", Severity.NOTICE)
    assert "位置/楼层" in joined.message
    assert not rehearsal.blocked


@pytest.mark.parametrize("path", [pytest.param(REAL_FILE, id="present" if REAL_FILE.exists() else "not-here")])
async def test_the_real_file_where_it_lies_beside_the_repository(path):
    if not path.exists():
        return
    rehearsal = rehearsed(await read_ledger(path.read_bytes(), path.name))
    warnings = [each for each in rehearsal.problems if each.severity is Severity.WARNING]
    assert not rehearsal.blocked
    assert len(rehearsal.plan.created("bed")) == 222
    assert sorted(set(codes(tuple(warnings)))) == ["beds.kind_unlike_beds", "beds.two_titles"]
    assert len(warnings) == 14
