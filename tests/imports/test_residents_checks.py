"""More than sixty faults planted in one ledger of residents: each is reported by its cell, and says no name or number."""

from app.imports.rules.problems import Severity
from app.imports.sheets.reading import read_ledger
from tests.imports.ledgers import psv
from tests.imports.resident_faults import PLANTS, plant
from tests.imports.residents import bed_names, errors, found, house_of, ledger_of, name, one, people, person, rehearsed

HOUSE = house_of(bed_names(), ruled=True)


async def spoiled():
    table, expected = plant(people(bed_names()))
    return table, expected, rehearsed(await read_ledger(psv(table.lines()), "老人.psv"), HOUSE)


async def test_every_planted_fault_is_reported_by_cell_with_its_weight():
    _table, expected, rehearsal = await spoiled()
    reported = {(problem.code, problem.cell): problem for problem in rehearsal.problems}
    assert not [each for each in expected if (each.code, each.cell) not in reported]
    assert all(reported[each.code, each.cell].severity is each.severity for each in expected)


async def test_no_error_is_reported_that_was_not_planted():
    _table, expected, rehearsal = await spoiled()
    wrong = {(each.code, each.cell) for each in rehearsal.problems if each.severity is Severity.ERROR}
    assert wrong == {(each.code, each.cell) for each in expected if each.severity is Severity.ERROR}
    assert rehearsal.blocked


async def test_no_problem_says_a_name_a_number_or_a_phone():
    table, _expected, rehearsal = await spoiled()
    private = {
        row[table.column(field)]
        for row in table.rows
        for field in ("name", "id_no", "contact", "contact_phone")
        if len(row) > 20 and len(row[table.column(field)]) > 2
    } - {"救助送来", "未知"}
    said = "\n".join(f"{each.message}{each.title}{each.as_plain()}" for each in rehearsal.problems)
    assert not [word for word in private if word in said]


def test_more_than_forty_faults_are_planted_in_all_three_weights():
    _, expected = plant(people(bed_names()))
    weights = [each.severity for each in expected]
    assert len(PLANTS) >= 60
    assert all(weights.count(each) >= 4 for each in Severity)


def test_a_clean_ledger_is_not_blocked():
    rehearsal = rehearsed(ledger_of(*people(bed_names()).lines()), HOUSE)
    assert not rehearsal.problems
    assert len(rehearsal.plan.created("person")) == 120


def test_the_number_spoilt_by_excel_is_refused_in_these_very_words():
    (problem,) = found(one(id_no="1.10105194912310E+17"), "residents.id_lost")
    assert problem.message == "第 2 行：Excel 把身份证号变成了数字，最后 3 位已丢失。请把该列设为「文本」后重填"
    assert problem.fix is None


def test_one_person_may_come_again_after_having_left():
    table = people([])
    table.rows = [
        person(1, "101-1", from_on="2020-01-01", to_on="2021-01-01", end_reason="回家"),
        person(1, "101-2", from_on="2024-01-01"),
    ]
    rehearsal = rehearsed(ledger_of(*table.lines()))
    assert not rehearsal.problems
    assert [len(rehearsal.plan.created(level)) for level in ("person", "stay")] == [1, 2]


def test_who_leaves_and_who_comes_may_share_a_day_on_one_bed():
    table = people([])
    table.rows = [
        person(1, "101-1", from_on="2020-01-01", to_on="2021-01-01", end_reason="回家"),
        person(2, "101-1", from_on="2021-01-01"),
    ]
    assert not errors(rehearsed(ledger_of(*table.lines())))


def test_two_guardians_of_one_person_are_asked_for():
    table = people([])
    table.rows = [
        person(1, "101-1", from_on="2020-01-01", to_on="2021-01-01", end_reason="回家"),
        person(1, "101-1", from_on="2024-01-01"),
    ]
    place = table.column("guardian")
    table.rows[0][place], table.rows[1][place] = name(30), name(31)
    assert errors(rehearsed(ledger_of(*table.lines()))) == ["residents.two_guardians"]
