"""Which tier each preset gives whom, as tables; ages by the one rule; faulty rules named by key."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.residents.rules.kinds import BirthPrecision
from app.waitlist.presets import DEFAULT, PRESETS, presets_for
from app.waitlist.presets.reading import FaultyPreset, read_policy, read_preset, read_presets
from app.waitlist.rules.ages import certain_age, is_unsure, latest_birth
from app.waitlist.rules.facts import Held
from app.waitlist.rules.policy import Key, policy_from, policy_to_json
from app.waitlist.rules.ranking import rank, tier_by_rule
from tests.factories.waitlist import some_facts

DAY = date(2026, 11, 22)
YOUNG: dict[str, Any] = {"born_on": date(1960, 1, 1)}
HERE = {"hukou_county": 510302}
PRESET_FILES = Path("app/waitlist/presets")

Case = tuple[str, dict[str, Any], int | None]
CASES: dict[str, list[Case]] = {
    "default": [
        ("低保高龄", {"held": "minimum_living"}, 2),
        ("低保边缘独居", {"held": "near_minimum lives_alone", **YOUNG}, 2),
        ("低保重残", {"held": "minimum_living severe_disability", **YOUNG}, 2),
        ("低保中度失能", {"held": "minimum_living", "level": 2, **YOUNG}, 2),
        ("低保失智", {"held": "minimum_living", "level": 1, "dementia": True, **YOUNG}, 2),
        ("低保，轻度，不满 80", {"held": "minimum_living", "level": 1, **YOUNG}, 7),
        ("独居但不是低保", {"held": "lives_alone", **YOUNG}, 7),
        ("计生特扶", {"held": "bereaved", **YOUNG}, 3),
        ("计生特殊家庭（情况）", {"held": "family_planning", **YOUNG}, 3),
        ("经济困难失能", {"held": "hardship", "level": 2, **YOUNG}, 4),
        ("经济困难，不失能", {"held": "hardship", "level": 1, **YOUNG}, 7),
        ("完全失能", {"level": 4, **YOUNG}, 4),
        ("重度失能", {"level": 3, **YOUNG}, 6),
        ("优抚失能", {"held": "veteran", "level": 2, **YOUNG}, 5),
        ("见义勇为失能", {"held": "contribution", "level": 3, **YOUNG}, 5),
        ("优抚不失能", {"held": "veteran", **YOUNG}, 7),
        ("高龄", {}, 6),
        ("其他", {**YOUNG}, 7),
        ("特困不排队", {"held": "extreme_poverty"}, None),
    ],
    "weihai": [
        ("低保", {"held": "minimum_living", **YOUNG}, 2),
        ("孤寡", {"held": "no_family", **YOUNG}, 2),
        ("高龄", {}, 2),
        ("优抚失能", {"held": "veteran", "level": 2, **YOUNG}, 2),
        ("优抚不失能", {"held": "veteran", **YOUNG}, 3),
        ("其他", {**YOUNG}, 3),
        ("特困不排队", {"held": "extreme_poverty"}, None),
    ],
    "chengdu": [
        ("低保失能、本地户籍", {"held": "minimum_living", "level": 2, **HERE, **YOUNG}, 2),
        ("低保不失能", {"held": "minimum_living", **HERE, **YOUNG}, 4),
        ("计生特扶、外地户籍", {"held": "bereaved", **YOUNG}, 4),
        ("计生特扶、本地户籍", {"held": "bereaved", **HERE, **YOUNG}, 2),
        ("重残", {"held": "severe_disability", **HERE, **YOUNG}, 2),
        ("高龄、常住", {"held": "resident"}, 3),
        ("高龄、外地", {}, 4),
        ("失智、本地", {"level": 0, "dementia": True, **HERE, **YOUNG}, 3),
        ("特困不排队", {"held": "extreme_poverty", **HERE}, None),
    ],
    "guangzhou": [
        ("低保失能", {"held": "minimum_living", "level": 2, **YOUNG}, 2),
        ("优抚", {"held": "veteran", **YOUNG}, 3),
        ("劳模", {"held": "model_worker", **YOUNG}, 3),
        ("普通，失能", {"level": 2, **YOUNG}, 4),
        ("普通", {}, 5),
        ("特困不排队", {"held": "extreme_poverty"}, None),
    ],
}


@pytest.mark.parametrize("preset", sorted(CASES))
def test_each_preset_puts_everybody_into_one_tier(preset: str) -> None:
    policy = PRESETS[preset]
    for said, facts, tier in CASES[preset]:
        one = some_facts(**facts)
        order = rank(policy, [one], DAY)
        got = order.lines[0].tier.number if order.lines else None
        assert got == tier, f"{preset}: {said}"
    assert {tier for _said, _facts, tier in CASES[preset]} == {None, *(tier.number for tier in policy.tiers)}


def test_a_category_counts_on_its_days_and_only_with_its_paper_seen() -> None:
    spell = Held("minimum_living", date(2026, 1, 1), date(2026, 12, 1))
    one = some_facts(categories=(spell,))
    tiers = {day: tier_by_rule(DEFAULT, one, day).number for day in (date(2025, 12, 31), DAY, date(2026, 12, 1))}
    assert tiers == {date(2025, 12, 31): 6, DAY: 2, date(2026, 12, 1): 6}
    unseen = some_facts(categories=(Held("minimum_living", date(2026, 1, 1), verified=False),))
    assert tier_by_rule(DEFAULT, unseen, DAY).number == 6
    trusting = policy_from({**policy_to_json(DEFAULT), "unverified_counts": True})
    assert tier_by_rule(trusting, unseen, DAY).number == 2


def test_a_level_that_ran_out_counts_as_the_rules_say() -> None:
    one = some_facts(level=4, level_until=DAY, **YOUNG)
    assert tier_by_rule(DEFAULT, one, DAY).number == 4
    strict = policy_from({**policy_to_json(DEFAULT), "expired_level_counts": False})
    assert [tier_by_rule(strict, one, day).number for day in (date(2026, 11, 21), DAY)] == [4, 7]


def test_a_level_of_another_scale_is_never_converted() -> None:
    assert tier_by_rule(DEFAULT, some_facts(level=3, level_scale="mzt039-2013", **YOUNG), DAY).number == 7


@pytest.mark.parametrize(
    ("precision", "born_on", "last_day_before"),
    [
        (BirthPrecision.DAY, date(1946, 11, 22), date(2026, 11, 21)),
        (BirthPrecision.MONTH, date(1946, 11, 1), date(2026, 11, 29)),
        (BirthPrecision.YEAR, date(1946, 1, 1), date(2026, 12, 30)),
        (BirthPrecision.ESTIMATED, date(1946, 1, 1), date(2026, 12, 30)),
        (BirthPrecision.DAY, date(1944, 2, 29), date(2024, 2, 28)),
    ],
)
def test_an_age_counts_once_it_is_certain(precision: BirthPrecision, born_on: date, last_day_before: date) -> None:
    first = date.fromordinal(last_day_before.toordinal() + 1)
    one = some_facts(born_on=born_on, birth_precision=precision)
    assert [tier_by_rule(DEFAULT, one, day).number for day in (last_day_before, first)] == [7, 6]
    assert certain_age(born_on, precision, first) == 80
    if precision is not BirthPrecision.DAY:
        assert is_unsure(born_on, precision, 80, last_day_before)
        assert not is_unsure(born_on, precision, 80, first)


def test_an_unknown_birth_is_no_age_and_stands_last_by_age() -> None:
    assert latest_birth(None, BirthPrecision.UNKNOWN) is None
    unknown = some_facts(born_on=None, birth_precision=BirthPrecision.UNKNOWN)
    old = some_facts(born_on=date(1965, 1, 1), accepted_at=datetime.fromisoformat("2026-09-01T00:00:00+00:00"))
    by_age = policy_from({**policy_to_json(DEFAULT), "keys": ["age", "accepted_at", "receipt_no"]})
    assert [line.facts for line in rank(by_age, [unknown, old], DAY)] == [old, unknown]
    assert [line.facts for line in rank(DEFAULT, [unknown, old], DAY)] == [unknown, old]


@pytest.mark.parametrize("key", ["level", "lives_alone", "no_family", "age"])
def test_every_switch_stands_before_the_instant_and_is_off_by_default(key: str) -> None:
    assert DEFAULT.keys == (Key.ACCEPTED_AT, Key.RECEIPT_NO)
    later = datetime.fromisoformat("2026-09-01T00:00:00+00:00")
    better: dict[str, Any] = {"level": {"level": 3}, "age": {"born_on": date(1930, 1, 1)}}.get(key, {"held": key})
    first, second = some_facts(level=2), some_facts(**({"level": 2} | better), accepted_at=later)
    switched = policy_from({**policy_to_json(DEFAULT), "keys": [key, "accepted_at", "receipt_no"]})
    assert [line.facts for line in rank(DEFAULT, [second, first], DAY)] == [first, second]
    assert [line.facts for line in rank(switched, [second, first], DAY)] == [second, first]


GOOD = (PRESET_FILES / "default.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "instead", "key"),
    [
        ('"category:near_minimum"]', '"category:rich"]', "tiers.2.when.all.1.any.2"),
        ('"age>=80", "circumstance', '"age>=800", "circumstance', "tiers.2.when.all.2.any.3"),
        ('keys = ["accepted_at", "receipt_no"]', 'keys = ["accepted_at"]', "keys"),
        ('keys = ["accepted_at", "receipt_no"]', 'keys = ["luck", "accepted_at", "receipt_no"]', "keys.1"),
        ("number = 7", "number = 2", "tiers.2"),
        ('when = "anyone"', 'when = "disabled"', "tiers.7.when"),
        ('when = { any = ["age>=80", "disabled"] }', 'when = { none = ["disabled"] }', "tiers.6.when"),
        ('code = "default"', 'code = "other"', "code"),
        ('code = "default"', 'code = "default"\nmax_wishes = 9', "max_wishes"),
        ('code = "default"', 'code = "default"\nluck = 1', "luck"),
        ('key = "objection"', 'key = "objections"', "unverified.objections"),
    ],
)
def test_a_faulty_preset_is_named_with_its_key(said: str, instead: str, key: str) -> None:
    assert said in GOOD
    with pytest.raises(FaultyPreset) as refused:
        read_preset("default.toml", GOOD.replace(said, instead))
    assert any(fault.startswith(f"{key}:") for fault in refused.value.faults), refused.value.faults


def test_the_presets_are_read_at_start_up_and_a_folder_without_a_default_stops_it(tmp_path: Path) -> None:
    assert (
        read_presets(PRESET_FILES.resolve()).keys() == PRESETS.keys() >= {"default", "weihai", "chengdu", "guangzhou"}
    )
    with pytest.raises(FaultyPreset):
        read_presets(tmp_path)


def test_rules_come_back_equal_from_the_table_they_are_kept_in() -> None:
    for policy in PRESETS.values():
        assert policy_from(policy_to_json(policy)) == policy
        assert read_policy(policy_to_json(policy))[1] == []


def test_no_county_is_shown_another_plan() -> None:
    assert [one.code for one in presets_for(371083)] == ["default", "weihai"]
    assert [one.code for one in presets_for(510302)] == ["default"]
