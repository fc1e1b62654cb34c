"""The order is total and the same however it is asked; who comes below moves nobody above; the ladder tells the truth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.residents.rules.kinds import BirthPrecision
from app.waitlist.presets import DEFAULT, PRESETS
from app.waitlist.rules.facts import EntryFacts, Held, from_json
from app.waitlist.rules.ladder import Verdict, explain
from app.waitlist.rules.policy import Key, Policy, policy_from, policy_to_json
from app.waitlist.rules.ranking import place, rank
from app.waitlist.rules.steps import EntryState
from app.waitlist.rules.supposing import simulate, supposed_levels, what_if
from tests.factories.waitlist import some_facts

DAY = date(2026, 11, 22)
NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)

kinds = st.sampled_from(
    ["minimum_living", "near_minimum", "bereaved", "veteran", "severe_disability", "extreme_poverty"]
)
lives = st.sampled_from(["lives_alone", "no_family", "hardship", "contribution"])
days = st.sampled_from([date(2020, 1, 1), date(2026, 11, 22), date(2026, 11, 23), date.max])


def held(kind: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Held, ...]]:
    one = st.builds(Held, kind, days, days, st.booleans())
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def lists(draw: st.DrawFn, least: int = 2) -> list[EntryFacts]:
    """Draw a list whose instants tie often, with overrides, deferrals and every kind of birth."""
    size = draw(st.integers(least, 12))
    found = []
    for number in range(1, size + 1):
        level = draw(st.sampled_from([None, 0, 1, 2, 3, 4]))
        override = draw(st.sampled_from([None, None, None, 2, 5]))
        found.append(
            some_facts(
                receipt_no=number,
                receipt_year=draw(st.sampled_from([2025, 2026])),
                accepted_at=NOON + timedelta(minutes=draw(st.integers(0, 2))),
                categories=draw(held(kinds)),
                circumstances=draw(held(lives)),
                level=level,
                level_until=draw(days) if level is not None else None,
                dementia=draw(st.booleans()),
                born_on=draw(st.sampled_from([date(1946, 1, 1), date(1947, 1, 1), date(1930, 1, 1)])),
                birth_precision=draw(st.sampled_from(list(BirthPrecision)[:4])),
                state=draw(st.sampled_from([EntryState.WAITING, EntryState.DEFERRED, EntryState.OFFERED])),
                override_tier=override,
                override_reason="危房" if override else None,
                override_asked_by=1 if override else None,
                override_approved_by=draw(st.sampled_from([None, 2])) if override else None,
            )
        )
    return found


switches = st.lists(st.sampled_from([Key.LEVEL, Key.LIVES_ALONE, Key.NO_FAMILY, Key.AGE]), unique=True)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    base = draw(st.sampled_from(sorted(PRESETS)))
    keys = [*draw(switches), Key.ACCEPTED_AT, Key.RECEIPT_NO]
    return policy_from({**policy_to_json(PRESETS[base]), "keys": keys})


@settings(max_examples=25, deadline=None)
@given(policies(), lists(), st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_order_however_they_are_shuffled(
    policy: Policy, facts: list[EntryFacts], luck: Random
) -> None:
    order = rank(policy, facts, DAY)
    shuffled = facts.copy()
    luck.shuffle(shuffled)
    # Another database draws other ids: they decide nothing.
    renamed = [replace(each, entry_id=1000 - number, elder_id=number) for number, each in enumerate(shuffled)]
    again = rank(policy, renamed, DAY)
    assert [line.facts.number for line in order] == [line.facts.number for line in again]
    assert [each.number for each in order.outside] == [each.number for each in again.outside]
    keys = [line.keys for line in order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@settings(max_examples=25, deadline=None)
@given(policies(), lists(), st.data())
def test_whoever_comes_in_below_moves_nobody_above(
    policy: Policy, facts: list[EntryFacts], data: st.DataObject
) -> None:
    new = data.draw(st.sampled_from(facts))
    before, after = rank(policy, [each for each in facts if each is not new], DAY), rank(policy, facts, DAY)
    mine = place(policy, new, DAY).keys
    above = [line.facts.number for line in before if line.keys < mine]
    assert [line.facts.number for line in after][: len(above)] == above
    lower = [line for line in before if line.tier.number < mine[0]]
    assert all(after.position_of(line.facts.entry_id) == line.position for line in lower)


@settings(max_examples=25, deadline=None)
@given(policies(), lists())
def test_the_first_rung_that_differs_really_decides(policy: Policy, facts: list[EntryFacts]) -> None:
    order = rank(policy, facts, DAY)
    for line in order:
        ladder = explain(policy, order, line.facts.entry_id, DAY)
        assert ladder is not None
        assert [rung.code for rung in ladder.rungs] == ["tier", *policy.keys]
        for other, said, worse in ((ladder.ahead, "against_ahead", False), (ladder.behind, "against_behind", True)):
            verdicts = [getattr(rung, said) for rung in ladder.rungs]
            if other is None:
                assert set(verdicts) == {Verdict.NOBODY}
                continue
            place_of = verdicts.index(Verdict.DECIDES)
            assert set(verdicts[:place_of]) <= {Verdict.SAME}
            assert set(verdicts[place_of + 1 :]) <= {Verdict.NOT_ASKED}
            assert line.keys[:place_of] == other.keys[:place_of]
            assert (line.keys[place_of] < other.keys[place_of]) is worse


@settings(max_examples=25, deadline=None)
@given(policies(), lists())
def test_a_tier_set_by_hand_is_seen_in_the_list_and_on_the_ladder(policy: Policy, facts: list[EntryFacts]) -> None:
    order = rank(policy, facts, DAY)
    for line in order:
        approved = line.facts.override_tier is not None and line.facts.override_approved_by is not None
        assert line.overridden is approved
        ladder = explain(policy, order, line.facts.entry_id, DAY)
        assert ladder is not None
        assert ("人工调整" in ladder.rungs[0].mine) is approved
        assert ladder.to_json()["overridden"] is approved
        assert line.tier.number == (line.facts.override_tier if approved else line.by_rule.number)
        bare = replace(line.facts, override_tier=None)
        assert place(policy, bare, DAY).tier == line.by_rule


@settings(max_examples=25, deadline=None)
@given(lists())
def test_facts_come_back_equal_from_the_event_that_keeps_them(facts: list[EntryFacts]) -> None:
    for each in facts:
        assert from_json(each.to_json(), each.entry_id) == each


@settings(max_examples=20, deadline=None)
@given(policies(), lists())
def test_what_if_gives_the_place_that_the_change_would_bring(policy: Policy, facts: list[EntryFacts]) -> None:
    order = rank(policy, facts, DAY)
    for line in order:
        for level, supposed in supposed_levels(policy, order, line.facts.entry_id, DAY).items():
            changed: dict[str, Any] = {
                "level": level,
                "level_scale": "gbt42195-2022",
                "level_on": DAY,
                "level_until": None,
            }
            every = [replace(each, **changed) if each is line.facts else each for each in facts]
            really = rank(policy, every, DAY).position_of(line.facts.entry_id)
            assert supposed.position == really


@settings(max_examples=20, deadline=None)
@given(policies(), policies(), lists())
def test_simulating_other_rules_names_exactly_whose_place_they_change(
    old: Policy, new: Policy, facts: list[EntryFacts]
) -> None:
    before, after = rank(old, facts, DAY), rank(new, facts, DAY)
    moved = {one.facts.number: one for one in simulate(old, new, facts, DAY)}
    for each in facts:
        was, will = before.line_of(each.entry_id), after.line_of(each.entry_id)
        same = was and will and (was.position, was.tier.number) == (will.position, will.tier.number)
        assert (each.number in moved) is not bool(same or (was is None and will is None))
    assert simulate(old, old, facts, DAY) == []


def test_what_is_not_in_the_order_has_no_ladder_and_no_supposed_place() -> None:
    order = rank(DEFAULT, [some_facts(receipt_no=1)], DAY)
    assert explain(DEFAULT, order, 2, DAY) is None
    assert what_if(DEFAULT, order, 2, {"level": 4}, DAY) is None


def test_the_steps_of_the_tier_name_what_holds_and_what_does_not() -> None:
    one = some_facts(receipt_no=1, held="minimum_living", level=1, born_on=date(1960, 1, 1))
    ladder = explain(DEFAULT, rank(DEFAULT, [one], DAY), 1, DAY)
    assert ladder is not None
    assert [(step.tier.number, step.holds) for step in ladder.steps] == [(2, False), (3, False), (4, False), (5, False),
                                                                        (6, False), (7, True)]  # fmt: skip
    assert {each.label: each.holds for each in ladder.steps[0].tested} == {
        "低保": True, "低保边缘": False, "失能": False, "失智": False, "年满 80 岁": False, "独居": False, "重残": False,
    }  # fmt: skip
