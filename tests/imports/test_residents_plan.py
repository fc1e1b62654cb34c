"""What a ledger of residents would do to a home that has people in it already."""

from dataclasses import replace
from datetime import date

import pytest

from app.beds.rules.kinds import ClaimKind, Sex
from app.imports.rules.plans import Outcome
from app.imports.rules.residents.existing import (
    Hidden,
    KnownClaim,
    KnownContact,
    KnownPerson,
    KnownStay,
    KnownTerm,
)
from app.residents.rules.kinds import BirthPrecision, Category, PaperKind, Relation
from app.stays.rules.kinds import Payer, StayKind
from tests.imports.residents import bed_names, errors, found, house_of, ledger_of, name, number, one, people, person
from tests.imports.residents import rehearsed as rehearse_all

BORN = date(1930, 1, 2)
CARD = (PaperKind.ID_CARD, number(1, BORN))
STAY = KnownStay(70, date(2022, 1, 2), date.max, StayKind.LONG, Payer.SELF, beds=(1,))
CONTACT = KnownContact(80, name(8), Relation.DAUGHTER, "13900000001")
ELDER = KnownPerson(
    50, name(1), Sex.FEMALE, BORN, BirthPrecision.DAY, frozenset({PaperKind.ID_CARD}), contacts=(CONTACT,),
    categories=frozenset({Category.SOCIAL}), stays=(STAY,),
)  # fmt: skip


def home(**changes):
    """The house with the first person of the ledger in bed 101-1; `changes` bend the person."""
    claim = KnownClaim(1, 1, ClaimKind.STAY, STAY.from_on, date.max, 50, Sex.FEMALE, stay_id=70)
    elder = replace(ELDER, **changes)
    return replace(house_of(bed_names()), persons={50: elder}, by_number={CARD: 50}, claims=(claim,))


def fields(rehearsal):
    return {change.level: change.fields for change in rehearsal.plan.changes}


def test_what_is_there_is_unchanged():
    rehearsal = one(home())
    assert not rehearsal.problems
    assert not rehearsal.plan.writes
    assert rehearsal.plan.counts[Outcome.UNCHANGED] == 1


def test_a_blank_never_erases():
    assert not one(home(notes="有备注", phone="1"), contact="", contact_phone="", category="", payer="").plan.writes


def test_changes_say_what_is_there_and_what_would_be():
    rehearsal = one(home(), phone="13800000000", category="特困", payer="政府", planned_end="2027-01-01")
    changed = fields(rehearsal)
    assert changed["person"]["phone"] == ("", "13800000000")
    assert changed["person"]["category:extreme_poverty"] == (None, Category.EXTREME_POVERTY)
    assert changed["stay"] == {"payer": (Payer.SELF, Payer.GOVERNMENT), "planned_end": (None, date(2027, 1, 1))}
    assert rehearsal.plan.outcomes == {2: Outcome.CHANGED}


def test_a_better_known_birth_takes_the_place_of_a_worse_one():
    vague = home(born_on=date(1930, 1, 1), precision=BirthPrecision.YEAR)
    assert fields(one(vague))["person"]["born"][1] == (BORN, BirthPrecision.DAY)


@pytest.mark.parametrize(
    ("said", "code", "cell"),
    [
        ({"name": "王别人"}, "residents.name_unlike_file", "A2"),
        ({"from_on": "2023-05-01"}, "residents.start_differs", "G2"),
        ({"bed": "102-1"}, "residents.bed_differs", "F2"),
    ],
)
def test_what_cannot_be_right_beside_the_file_is_an_error(said, code, cell):
    (problem,) = found(one(home(), **said), code)
    assert (problem.cell, problem.severity.value) == (cell, "error")


def test_an_end_that_differs_and_one_that_is_not_said():
    ended = home(stays=(replace(STAY, to_on=date(2025, 1, 1)),))
    assert errors(one(ended, to_on="2025-02-01", end_reason="回家")) == ["residents.end_differs"]
    (problem,) = found(one(ended), "residents.ended_already")
    assert problem.severity.value == "warning"


def test_the_dead_do_not_come_back():
    dead = home(stays=(), died_on=date(2021, 1, 1))
    assert "residents.dead" in errors(one(replace(dead, claims=())))


def test_somebody_whose_file_another_home_keeps():
    hidden = replace(house_of(bed_names()), by_number={CARD: 60}, hidden={60: Hidden(60, elsewhere=False)})
    rehearsal = one(hidden)
    assert found(rehearsal, "residents.file_elsewhere")
    assert [each.level for each in rehearsal.plan.creations] == ["stay"]
    away = replace(hidden, hidden={60: Hidden(60, elsewhere=True)})
    assert errors(one(away)) == ["residents.lives_elsewhere"]
    assert "residents.lives_elsewhere" in errors(one(replace(hidden, clashes=frozenset({2}))))


def test_a_row_without_a_card_is_known_by_name_and_birth():
    rehearsal = one(home(), id_no="遗失")
    assert found(rehearsal, "residents.known_by_name")
    assert not rehearsal.plan.writes


def test_of_two_namesakes_nobody_guesses():
    twins = home(papers=frozenset())
    twins = replace(
        twins, claims=(), persons={50: twins.persons[50], 51: replace(twins.persons[50], id=51)}, by_number={}
    )
    assert errors(one(twins, id_no="遗失")) == ["residents.ambiguous"]


def test_another_card_is_another_person():
    rehearsal = one(replace(home(), by_number={}), bed="102-1")
    assert [each.level for each in rehearsal.plan.creations] == ["person", "stay"]


@pytest.mark.parametrize(
    ("kind", "code"), [(ClaimKind.STAY, "residents.bed_taken"), (ClaimKind.CLOSURE, "residents.bed_closed")]
)
def test_a_bed_that_somebody_or_something_has(kind, code):
    claim = KnownClaim(1, 1, kind, date(2020, 1, 1), date.max, None, Sex.FEMALE)
    (problem,) = found(one(replace(house_of(bed_names()), claims=(claim,))), code)
    assert problem.cell == "F2"


def test_a_stay_of_zero_days_meets_whoever_covers_the_day():
    claim = KnownClaim(1, 1, ClaimKind.STAY, date(2020, 1, 1), date.max, 9, Sex.FEMALE)
    taken = replace(house_of(bed_names()), claims=(claim,))
    assert "residents.bed_taken" in errors(one(taken, to_on="2022-01-02", end_reason="回家"))


def test_one_sex_in_a_room_that_has_a_rule():
    table = people(["101-1"])
    man = person(3, "101-2", id_no=number(3, date(1930, 1, 4), female=False), sex="男", born="1930-01-04")
    table.rows.append(man)
    ruled = house_of(bed_names(), ruled=True)
    (problem,) = found(rehearse_all(ledger_of(*table.lines()), ruled), "residents.room_mixed")
    assert "第 2 行" in problem.message
    women = replace(ruled, terms={1: (KnownTerm(1, date(2020, 1, 1), date.max, True, Sex.FEMALE),)})
    assert [each.row for each in found(rehearse_all(ledger_of(*table.lines()), women), "residents.room_sex")] == [3]
    assert not errors(rehearse_all(ledger_of(*table.lines())))


def test_a_couple_is_exempt_and_nobody_else_moves_in():
    three = house_of([*bed_names(1), "101-3"], ruled=True)
    table = people(["101-1"])
    table.column("couple")
    man = person(3, "101-2", id_no=number(3, date(1930, 1, 4), female=False), sex="男", born="1930-01-04")
    table.rows = [[*table.rows[0][:-1], "是"], [*man, "是"]]
    assert not errors(rehearse_all(ledger_of(*table.lines()), three))
    table.rows.append([*person(5, "101-3"), ""])
    assert errors(rehearse_all(ledger_of(*table.lines()), three)) == ["residents.room_of_couple"]


def test_a_bed_in_service_only_later_is_claimed_from_then_on():
    rehearsal = one(house_of(bed_names(), since=date(2025, 1, 1)))
    (problem,) = found(rehearsal, "residents.bed_from_later")
    stay = rehearsal.plan.created("stay")[0]
    assert problem.severity.value == "warning"
    assert [piece.from_on for piece in stay.values["pieces"]] == [date(2025, 1, 1)]


def test_who_lives_there_and_is_not_named_stays():
    rehearsal = rehearse_all(ledger_of(*people(["102-1"]).lines()), replace(home(), by_number={}))
    assert [each.label for each in rehearsal.plan.absent] == ["101-1"]
