"""GB/T 42195-2022: the boundaries of its levels, its change clauses singly and together, its caps."""

import pytest

from app.assessments.rules.facts import Facts, RiskEvent
from tests.assessments.answering import GBT, HEALTHY, best, facts, levels, of_total, scored

BOUNDARIES = {90: 0, 89: 1, 66: 1, 65: 2, 46: 2, 45: 3, 30: 3, 29: 4, 0: 4}
TOTAL_OF = {0: 90, 1: 70, 2: 50, 3: 35, 4: 10}

COMA, SICK, RISKY = {"coma": True}, {"dementia": True}, {"events": 2}
MIND = {"psychiatric": True}
CHANGES = [
    # facts, then the final level for each preliminary level 0–4, by default and when raises are added up
    ({}, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)),
    (COMA, (4, 4, 4, 4, 4), (4, 4, 4, 4, 4)),
    (SICK, (1, 2, 3, 4, 4), (1, 2, 3, 4, 4)),
    (MIND, (1, 2, 3, 4, 4), (1, 2, 3, 4, 4)),
    (SICK | MIND, (1, 2, 3, 4, 4), (1, 2, 3, 4, 4)),
    ({"events": 1}, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)),
    (RISKY, (1, 2, 3, 4, 4), (1, 2, 3, 4, 4)),
    ({"events": 7}, (1, 2, 3, 4, 4), (1, 2, 3, 4, 4)),
    (SICK | RISKY, (1, 2, 3, 4, 4), (2, 3, 4, 4, 4)),
    (MIND | RISKY, (1, 2, 3, 4, 4), (2, 3, 4, 4, 4)),
    (SICK | MIND | RISKY, (1, 2, 3, 4, 4), (2, 3, 4, 4, 4)),
    (COMA | SICK, (4, 4, 4, 4, 4), (4, 4, 4, 4, 4)),
    (COMA | RISKY, (4, 4, 4, 4, 4), (4, 4, 4, 4, 4)),
    (COMA | SICK | MIND | RISKY, (4, 4, 4, 4, 4), (4, 4, 4, 4, 4)),
]


@pytest.mark.parametrize(("total", "level"), BOUNDARIES.items())
def test_a_total_has_its_level(total: int, level: int) -> None:
    result = scored(GBT, of_total(GBT, total))
    assert result.preliminary.total == str(total)
    assert levels(result) == (level, level)


def test_every_total_has_a_level_and_they_never_improve_as_points_are_lost() -> None:
    found = [scored(GBT, of_total(GBT, total)).final.number for total in range(90, -1, -1)]
    assert found == sorted(found)
    assert [found.count(level) for level in range(5)] == [1, 24, 20, 16, 30]


@pytest.mark.parametrize("before", TOTAL_OF)
@pytest.mark.parametrize(("recorded", "alone", "stacked"), CHANGES)
def test_clauses_change_the_level(
    before: int, recorded: dict[str, int], alone: tuple[int, ...], stacked: tuple[int, ...]
) -> None:
    answers, known = of_total(GBT, TOTAL_OF[before]), facts(**recorded)
    assert levels(scored(GBT, answers, known)) == (before, alone[before])
    assert levels(scored(GBT.under({"stack_adjustments": True}), answers, known)) == (before, stacked[before])


def test_coma_as_a_choice_of_its_own_is_a_coma_and_stupor_is_not() -> None:
    assert levels(scored(GBT, best(GBT) | {"B.3.9": "coma"})) == (1, 4)
    assert levels(scored(GBT, best(GBT) | {"B.3.9": "0"})) == (1, 1)


def test_a_coma_is_level_three_where_the_note_of_b39_is_ruled_to_hold() -> None:
    ruled = GBT.under({"coma_level": 3})
    assert levels(scored(ruled, best(GBT), facts(coma=True))) == (0, 3)
    assert levels(scored(ruled, of_total(GBT, 10), facts(coma=True))) == (4, 4)


def test_events_are_counted_over_all_kinds_unless_ruled_otherwise() -> None:
    apart = Facts(False, False, False, {RiskEvent.FALL: 1, RiskEvent.OTHER: 1})
    twice = Facts(False, False, False, {RiskEvent.LOST: 2})
    per_kind = GBT.under({"count_risk_per_kind": True})
    assert levels(scored(GBT, best(GBT), apart)) == (0, 1)
    assert levels(scored(per_kind, best(GBT), apart)) == (0, 0)
    assert levels(scored(per_kind, best(GBT), twice)) == (0, 1)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ({}, ""),
        (SICK, "C.4-2:1>2"),
        (RISKY, "C.4-3:1>2"),
        (SICK | RISKY, "C.4-2:1>2;C.4-3:2>2"),
        (COMA | SICK | RISKY, "C.4-1:1>4;C.4-2:4>4;C.4-3:4>4"),
    ],
)
def test_every_clause_that_fired_is_kept_with_the_levels_around_it(recorded: dict[str, int], said: str) -> None:
    result = scored(GBT, of_total(GBT, 70), facts(**recorded))
    assert result.clauses == said
    assert all(one.clause.clause.startswith("附录 C.4") and one.clause.label for one in result.fired)


def test_the_ladder_names_every_primary_indicator() -> None:
    result = scored(GBT, best(GBT) | {"B.2.4": "1", "B.3.7": "0"}, HEALTHY)
    assert [(one.group.code, one.score, one.group.max) for one in result.groups] == [
        ("B.1", 32, 32), ("B.2", 13, 15), ("B.3", 27, 28), ("B.4", 15, 15),
    ]  # fmt: skip
    assert (result.scale, result.version, result.preliminary.total) == ("gbt42195-2022", GBT.version, "87")
