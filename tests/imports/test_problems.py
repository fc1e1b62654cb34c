"""Problems in order, in groups, in JSON, and in the reader's language."""

from app.core.i18n import N_
from app.imports.rules import faults
from app.imports.rules.beds import faults as beds
from app.imports.rules.ledger import parse_address
from app.imports.rules.problems import FAULTS, Fix, Problem, Severity, counts, grouped, in_order
from tests.imports.faults import plant
from tests.imports.ledgers import clean_table, ledger_of, rehearsed


def unknown(cell, word, proposal):
    row = parse_address(cell)[1]
    return Problem(beds.ROOM_KIND_UNKNOWN, cell, row, {"row": row}, Fix(proposal), word)


def test_errors_come_first_then_rows_as_the_eye_walks():
    problems = [
        Problem(faults.TOTAL_ROW, "A9", 9, {"row": 9}),
        unknown("F7", "标间", "双人间"),
        Problem(faults.REQUIRED, "B7", 7, {"row": 7, "field": N_("房号")}),
        unknown("F3", "标间", "双人间"),
    ]
    assert [problem.cell for problem in in_order(problems)] == ["F3", "B7", "F7", "A9"]


def test_problems_under_one_heading_are_fixed_together_where_the_proposal_is_one():
    problems = [unknown(f"F{n}", "标间", "双人间") for n in range(2, 14)]
    problems += [unknown("F20", "标间", "三人间"), unknown("F21", "套间", "双人间")]
    groups = grouped(problems)
    assert [(group.first.title, group.count) for group in groups] == [
        ("房间类型「标间」不认识", 13), ("房间类型「套间」不认识", 1),
    ]  # fmt: skip
    ((fix, batch),) = groups[0].batches
    assert (fix.value, len(batch)) == ("双人间", 12)
    assert groups[1].batches == []


def test_a_line_that_stands_for_many_counts_as_many():
    assert counts([Problem(beds.UNMARKED, count=63)]) == {Severity.ERROR: 0, Severity.WARNING: 0, Severity.NOTICE: 63}


def test_every_problem_of_the_planted_faults_can_be_said_kept_and_said_again():
    spoiled, _ = plant(clean_table())
    problems = rehearsed(ledger_of(*spoiled.lines())).problems
    assert len({problem.code for problem in problems}) > 30
    for problem in problems:
        assert problem.title
        assert problem.message
        assert "{" not in problem.title + problem.message + (problem.fix.label if problem.fix else "")
        again = Problem.from_plain(problem.as_plain())
        assert (again.message, again.fix, again.cell) == (problem.message, problem.fix, problem.cell)


def test_an_error_says_what_to_do():
    asking = [fault for fault in FAULTS.values() if fault.severity is Severity.ERROR]
    assert all("请" in fault.sentence for fault in asking)


def test_a_proposal_reads_as_a_sentence():
    fixes = [Fix("2"), Fix("2", skip=True), Fix(skip=True), Fix(choices=("男", "女"))]
    assert [fix.label for fix in fixes] == ["改为「2」", "改为「2」，或跳过这行", "跳过这行", "改为其中之一：男、女"]
