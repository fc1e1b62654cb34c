"""More ability in any one item never gives a worse level: with and without clauses, under every ruling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessments.rules.facts import Facts
from app.assessments.rules.scale import Scale
from app.assessments.scales import SCALES
from tests.assessments.answering import GBT, HEALTHY, MZT, any_answers, any_facts, any_rulings, by_ability, scored

ON = [scale for scale in SCALES.values() if scale.is_on]


def improved(scale: Scale, answers: dict[str, str]) -> list[dict[str, str]]:
    """Give the answers with one item one step better, for each item that can be."""
    found = []
    for group in scale.groups:
        for item in group.items:
            ordered = [choice.answer for choice in by_ability(group, item.choices)]
            better = ordered[ordered.index(answers[item.code]) + 1 :]
            found += [answers | {item.code: answer} for answer in better[:1]]
    return found


def check(scale: Scale, answers: dict[str, str], known: Facts) -> None:
    before = scored(scale, answers, known)
    for better in improved(scale, answers):
        after = scored(scale, better, known)
        assert after.preliminary.level <= before.preliminary.level
        assert after.final.number <= before.final.number


@pytest.mark.parametrize("scale", ON, ids=lambda scale: scale.code)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_more_ability_never_gives_a_worse_level(scale: Scale, data: st.DataObject) -> None:
    answers = data.draw(any_answers(scale))
    check(scale, answers, HEALTHY)
    check(scale.under(data.draw(any_rulings(scale))), answers, data.draw(any_facts))


@pytest.mark.parametrize("scale", [GBT, MZT], ids=lambda scale: scale.code)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_fact_makes_a_level_better_and_none_leaves_the_scale(scale: Scale, data: st.DataObject) -> None:
    answers, known = data.draw(any_answers(scale)), data.draw(any_facts)
    result = scored(scale, answers, known)
    assert result.preliminary.level <= result.final.number <= scale.top
    steps = [(one.before, one.after) for one in result.fired]
    assert [after for _, after in steps[:-1]] == [before for before, _ in steps[1:]]


@given(answers=any_answers(GBT), known=any_facts)
@settings(max_examples=60, deadline=None)
def test_without_coma_one_level_is_the_most_that_is_added(answers: dict[str, str], known: Facts) -> None:
    awake = Facts(False, known.dementia, known.psychiatric, known.risk_events)
    result = scored(GBT, answers | {"B.3.9": "2"}, awake)
    assert result.final.number - result.preliminary.level in (0, 1)
