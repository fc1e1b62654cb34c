"""What may be answered: each problem by its item, never a silent default; what contradicts itself is shown."""

import pytest

from app.assessments.errors import AnswersIncomplete, ScaleOff, SettingRefused
from app.assessments.rules.answers import AnswerFault, Contradiction, problems_of
from app.assessments.rules.facts import NO_FACTS, RiskEvent
from app.assessments.rules.kinds import Decider, ScaleKind
from app.assessments.scales import SCALES
from tests.assessments.answering import GBT, MZT, best, facts, scored


def test_every_item_without_an_answer_is_listed() -> None:
    with pytest.raises(AnswersIncomplete) as refused:
        scored(GBT, {})
    assert [problem.item for problem in refused.value.problems] == [item.code for item in GBT.items]
    assert {problem.fault for problem in refused.value.problems} == {AnswerFault.MISSING}


@pytest.mark.parametrize("answer", ["5", "-1", "1.0", "01", "四", "coma", "x"])
def test_an_answer_that_is_no_choice_is_listed_with_what_may_be_chosen(answer: str) -> None:
    [problem] = problems_of(GBT, best(GBT) | {"B.1.1": answer})
    assert (problem.item, problem.fault, problem.found) == ("B.1.1", AnswerFault.NOT_A_CHOICE, answer)
    assert problem.choices == ("4", "3", "2", "1", "0")
    assert answer in problem.message
    assert "4、3、2、1、0" in problem.message


def test_scores_between_the_steps_are_no_choices() -> None:
    assert [problem.item for problem in problems_of(MZT, best(MZT) | {"B.1.2": "10", "B.1.8": "12"})] == [
        "B.1.2",
        "B.1.8",
    ]


def test_an_item_the_scale_does_not_have_is_refused() -> None:
    [problem] = problems_of(GBT, best(GBT) | {"B.9.9": "1"})
    assert (problem.item, problem.fault) == ("B.9.9", AnswerFault.UNKNOWN_ITEM)
    assert problem.message


def test_a_scale_that_is_shipped_off_scores_nothing() -> None:
    off = SCALES["yibao37-2021"]
    with pytest.raises(ScaleOff):
        scored(off, best(off), NO_FACTS)


def test_contradictions_are_shown_and_change_nothing() -> None:
    asleep = scored(GBT, best(GBT), facts(coma=True))
    assert (asleep.contradictions, asleep.final.number) == ((Contradiction.COMA_NOT_CHOSEN,), 4)
    said = scored(MZT, best(MZT) | {"B.2.1": "2"})
    assert said.contradictions == (Contradiction.DIAGNOSIS_NOT_RECORDED,)
    assert scored(GBT, best(GBT) | {"B.3.9": "0"}, facts(coma=True)).contradictions == ()
    assert scored(MZT, best(MZT) | {"B.2.1": "2"}, facts(dementia=True)).contradictions == ()


@pytest.mark.parametrize("ruling", [{"stack_adjustments": 1}, {"stack_adjustments": "yes"}, {"colour": True}])
def test_a_ruling_the_scale_does_not_know_is_refused(ruling: dict[str, bool | int | str]) -> None:
    with pytest.raises(SettingRefused):
        GBT.under(ruling)


def test_a_ruling_leaves_the_scale_itself_alone() -> None:
    assert GBT.under({"stack_adjustments": True}).setting("stack_adjustments") is True
    assert GBT.setting("stack_adjustments") is False
    assert GBT.setting("ambiguous_card") is None


def test_everything_on_the_screen_has_its_words() -> None:
    said = [*ScaleKind, *Decider, *RiskEvent, *Contradiction, *SCALES.values()]
    said += [thing for s in SCALES.values() for thing in (*s.groups, *s.items, *s.levels, *s.clauses, *s.settings)]
    said += [choice for s in SCALES.values() for item in s.items for choice in item.choices]
    assert all(thing.label for thing in said)
