"""MZ/T 039-2013: grades, the card over all 256 profiles, its 30 ambiguous ones, and the change clauses."""

from itertools import product

import pytest

from app.assessments.errors import AnswersIncomplete
from app.assessments.rules.facts import Facts, RiskEvent
from tests.assessments.answering import MZT, best, facts, levels, of_profile, scored

PROFILES = list(product(range(4), repeat=4))

# 附录 D as typed from the card: for 日常生活活动 0–3, a line for each 精神状态, a block for each 感知觉与沟通.
CARD = """
0011 1111 1111 1111   1111 1111 1111 1111   1111 1111 1111 1111   1111 1111 1111 1111
1112 1112 1112 2222   1112 1112 1112 2222   1112 1112 1122 2222   2222 2222 2222 2222
2223 2223 2223 3333   2223 2223 2223 3333   2223 2223 2233 3333   3333 3333 3333 3333
3333 3333 3333 3333   3333 3333 3333 3333   3333 3333 3333 3333   3333 3333 3333 3333
"""
TYPED = dict(zip(PROFILES, (int(cell) for cell in CARD if cell.isdigit()), strict=True))


def card(adl: int, mind: int, senses: int, social: int) -> int:
    """Say the level as the card's text says it, the more severe reading first."""
    three = [mind, senses, social]
    if adl == 0:
        return 0 if mind == 0 and senses == 0 and social in (0, 1) else 1
    if adl == 1:
        return 2 if 3 in three or three == [2, 2, 2] else 1
    if adl == 2:
        return 3 if 3 in three or three == [2, 2, 2] else 2
    return 3


def prose(adl: int, mind: int, senses: int, social: int) -> set[int]:
    """Give every level that the sentences of the standard allow; they are silent on some profiles and say two of others."""
    three = [mind, senses, social]
    few = sum(grade in (1, 2) for grade in three)
    said = {
        0: adl == mind == senses == 0 and social in (0, 1),
        1: (adl == 0 and (mind >= 1 or senses >= 1 or social == 2)) or (adl == 1 and (0 in three or 1 in three)),
        2: (adl == 1 and (three == [2, 2, 2] or 3 in three)) or (adl == 2 and few in (1, 2)),
        3: adl == 3 or (adl == 2 and (three == [2, 2, 2] or 3 in three)),
    }
    return {level for level, holds in said.items() if holds}


def test_the_typed_card_says_what_its_text_says() -> None:
    assert {profile: card(*profile) for profile in PROFILES} == TYPED
    assert [list(TYPED.values()).count(level) for level in range(4)] == [2, 88, 64, 102]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_the_level_of_the_card(profile: tuple[int, int, int, int]) -> None:
    result = scored(MZT, of_profile(profile))
    assert result.preliminary.total == "-".join(map(str, profile))
    assert [one.grade for one in result.groups] == list(profile)
    assert levels(result) == (TYPED[profile], TYPED[profile])


def test_where_the_sentences_say_one_level_the_card_says_it_too() -> None:
    clear = {profile: said for profile in PROFILES if len(said := prose(*profile)) == 1}
    assert len(clear) > 150
    assert {profile for profile, said in clear.items() if said != {TYPED[profile]}} == set()


def test_thirty_profiles_are_ambiguous_and_say_so() -> None:
    expected = {p for p in PROFILES if p[0] == 1 and 3 in p[1:] and (0 in p[1:] or 1 in p[1:])}
    found = {p: result for p in PROFILES if (result := scored(MZT, of_profile(p))).is_ambiguous}
    assert len(expected) == 30
    assert found.keys() == expected
    assert all(prose(*p) == {1, 2} for p in expected)
    assert {(r.preliminary.readings, r.preliminary.level, r.clauses) for r in found.values()} == {
        ((1, 2), 2, "D-2:1|2")
    }


def test_the_milder_reading_is_a_setting() -> None:
    ruled = MZT.under({"ambiguous_card": "milder"})
    changed = {p for p in PROFILES if scored(ruled, of_profile(p)).final.number != TYPED[p]}
    assert changed == {p for p in PROFILES if p[0] == 1 and 3 in p[1:] and (0 in p[1:] or 1 in p[1:])}
    assert all(scored(ruled, of_profile(p)).is_ambiguous for p in changed)


SENSES = list(product(range(4), range(5), range(5), range(4)))


def senses_grade(awake: int, sight: int, hearing: int, speech: int) -> int:
    """Grade 感知觉与沟通 as the table reads, from the worst to the best."""
    if awake >= 2 or 4 in (sight, hearing) or speech == 3:
        return 3
    if awake == 1 or 3 in (sight, hearing) or speech == 2:
        return 2
    if 2 in (sight, hearing) or speech == 1:
        return 1
    return 0


def test_the_senses_are_graded_over_all_four_hundred_profiles() -> None:
    found = {}
    for profile in SENSES:
        answers = best(MZT) | {f"B.3.{n}": str(answer) for n, answer in enumerate(profile, 1)}
        found[profile] = scored(MZT, answers).groups[2].grade
    assert found == {profile: senses_grade(*profile) for profile in SENSES}


def test_the_sums_are_graded_by_their_bands() -> None:
    adl = {100: 0, 95: 1, 65: 1, 60: 2, 45: 2, 40: 3, 0: 3}
    mind = {0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 6: 3}
    social = {0: 0, 2: 0, 3: 1, 7: 1, 8: 2, 13: 2, 14: 3, 20: 3}
    for group, wanted in zip((MZT.groups[0], MZT.groups[1], MZT.groups[3]), (adl, mind, social), strict=True):
        assert {total: [band.grade for band in group.bands if band.takes(total)] for total in wanted} == {
            total: [grade] for total, grade in wanted.items()
        }


PROFILE_OF = {0: (0, 0, 0, 0), 1: (1, 0, 0, 0), 2: (2, 0, 0, 0), 3: (3, 0, 0, 0)}
COMA, SICK, MIND, RISKY = {"coma": True}, {"dementia": True}, {"psychiatric": True}, {"events": 2}
CHANGES = [
    ({}, (0, 1, 2, 3), (0, 1, 2, 3)),
    (COMA, (3, 3, 3, 3), (3, 3, 3, 3)),
    (SICK, (1, 2, 3, 3), (1, 2, 3, 3)),
    (MIND, (1, 2, 3, 3), (1, 2, 3, 3)),
    (SICK | MIND, (1, 2, 3, 3), (1, 2, 3, 3)),
    ({"events": 1}, (0, 1, 2, 3), (0, 1, 2, 3)),
    (RISKY, (1, 2, 3, 3), (1, 2, 3, 3)),
    (SICK | RISKY, (1, 2, 3, 3), (2, 3, 3, 3)),
    (SICK | MIND | RISKY, (1, 2, 3, 3), (2, 3, 3, 3)),
    (COMA | SICK | MIND | RISKY, (3, 3, 3, 3), (3, 3, 3, 3)),
]


@pytest.mark.parametrize("before", PROFILE_OF)
@pytest.mark.parametrize(("recorded", "alone", "stacked"), CHANGES)
def test_clauses_change_the_level(
    before: int, recorded: dict[str, int], alone: tuple[int, ...], stacked: tuple[int, ...]
) -> None:
    answers, known = of_profile(PROFILE_OF[before]), facts(**recorded)
    assert levels(scored(MZT, answers, known)) == (before, alone[before])
    assert levels(scored(MZT.under({"stack_adjustments": True}), answers, known)) == (before, stacked[before])


@pytest.mark.parametrize(
    ("before", "recorded", "said"),
    [
        (1, SICK, "C.3-1:1>2"),
        (1, SICK | RISKY, "C.3-1:1>2;C.3-2:2>2"),
        (0, COMA | RISKY, "C.3-2:0>1;C.3-3:1>3"),
        (3, SICK | RISKY | COMA, "C.3-4:3>3"),
        (3, {}, ""),
    ],
)
def test_every_clause_that_fired_is_kept(before: int, recorded: dict[str, int], said: str) -> None:
    assert scored(MZT, of_profile(PROFILE_OF[before]), facts(**recorded)).clauses == said


def test_only_the_events_that_the_clause_names_are_counted() -> None:
    other = Facts(False, False, False, {RiskEvent.OTHER: 3, RiskEvent.FALL: 1})
    assert levels(scored(MZT, best(MZT), other)) == (0, 0)


def test_a_diagnosis_said_by_an_item_alone_raises_nothing_unless_ruled() -> None:
    answers = best(MZT) | {"B.2.1": "2"}
    assert levels(scored(MZT, answers)) == (1, 1)
    assert levels(scored(MZT.under({"diagnosis_from_item": True}), answers)) == (1, 2)


def test_a_coma_is_the_worst_level_and_the_items_after_it_need_no_answer() -> None:
    answers = {code: answer for code, answer in best(MZT).items() if code < "B.3.2"} | {"B.3.1": "3"}
    result = scored(MZT, answers)
    assert result.preliminary.total == "0-0-3-x"
    assert (levels(result), result.clauses) == ((1, 3), "C.3-3:1>3")


def test_without_a_coma_they_do() -> None:
    answers = {code: answer for code, answer in best(MZT).items() if code < "B.3.2"} | {"B.3.1": "2"}
    with pytest.raises(AnswersIncomplete) as refused:
        scored(MZT, answers)
    assert [problem.item for problem in refused.value.problems] == [
        "B.3.2", "B.3.3", "B.3.4", "B.4.1", "B.4.2", "B.4.3", "B.4.4", "B.4.5",
    ]  # fmt: skip
