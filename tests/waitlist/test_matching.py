"""Which bed suits whom, what is kept for 特困 persons, what a refusal leads to, and which step may follow which state."""

from datetime import date

import pytest

from app.beds.rules.kinds import Sex
from app.waitlist.presets import DEFAULT, PRESETS
from app.waitlist.rules.eligibility import unmet
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.kinds import CheckKind, CheckResult, RefusalReason
from app.waitlist.rules.matching import BedWish, Mismatch, call_faults, match
from app.waitlist.rules.numbers import new_pin, pin_is_right
from app.waitlist.rules.policy import policy_from, policy_to_json
from app.waitlist.rules.refusals import Outcome, Refused, consequence, months_after
from app.waitlist.rules.reserve import reserve
from app.waitlist.rules.steps import ENDED, LISTED, LIVE, EntryState, EventKind, may_follow, next_state
from tests.factories.waitlist import some_facts

DAY = date(2026, 11, 22)
ROOM = {"institution_id": 1, "sexes": frozenset({Sex.FEMALE})}
PLAIN, NURSING = BedWish(**ROOM), BedWish(**ROOM, nursing=True)
DEMENTIA = BedWish(**ROOM, dementia=True)


@pytest.mark.parametrize(
    ("facts", "bed", "missing"),
    [
        (some_facts(level=1), PLAIN, ()),
        (some_facts(), PLAIN, ()),
        (some_facts(level=2), PLAIN, (Mismatch.NURSING,)),
        (some_facts(level=2), NURSING, ()),
        (some_facts(level=1, needs_nursing=True), PLAIN, (Mismatch.NURSING,)),
        (some_facts(level=3, dementia=True), NURSING, (Mismatch.DEMENTIA,)),
        (some_facts(level=3, dementia=True), DEMENTIA, ()),
        (some_facts(level=1, needs_dementia=True), PLAIN, (Mismatch.DEMENTIA,)),
        (some_facts(level=1, sex=Sex.MALE), PLAIN, (Mismatch.SEX,)),
        (some_facts(level=1, needs_single=True), PLAIN, (Mismatch.SINGLE,)),
        (some_facts(level=1, wishes=(2,)), PLAIN, (Mismatch.HOME,)),
        (some_facts(level=1, wishes=(2,), any_home=True), PLAIN, ()),
        (some_facts(level=4, sex=Sex.MALE, wishes=(2,)), PLAIN, (Mismatch.HOME, Mismatch.SEX, Mismatch.NURSING)),
    ],
)
def test_every_thing_that_is_missing_is_named(facts: EntryFacts, bed: BedWish, missing: tuple[Mismatch, ...]) -> None:
    found = match(DEFAULT, facts, bed, DAY)
    assert (found.reasons, found.ok) == (missing, not missing)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (some_facts(level=1), ()),
        (some_facts(), (Mismatch.LEVEL_MISSING,)),
        (some_facts(level=1, level_until=DAY), (Mismatch.LEVEL_EXPIRED,)),
        (some_facts(level=1, level_scale="mzt039-2013"), (Mismatch.LEVEL_OTHER_SCALE,)),
        (some_facts(level=1, state=EntryState.OFFERED), (Mismatch.OFFERED,)),
        (some_facts(level=1, state=EntryState.DEFERRED, state_until=date(2026, 11, 23)), (Mismatch.DEFERRED,)),
        (some_facts(level=1, state=EntryState.DEFERRED, state_until=DAY), ()),
    ],
)
def test_who_cannot_be_called_whatever_the_bed(facts: EntryFacts, why: tuple[Mismatch, ...]) -> None:
    assert call_faults(facts, DAY) == why


def test_beds_are_kept_by_the_formula() -> None:
    assert [reserve(10, 7), reserve(10, 10), reserve(7, 10)] == [3, 0, 0]


def told(*earlier: tuple[int, RefusalReason, bool]) -> list[Refused]:
    """Earlier refusals, each some months ago."""
    return [Refused(months_after(DAY, -months), reason, left) for months, reason, left in earlier]


HOSPITAL, PRICE, LAPSE = RefusalReason.HOSPITAL, RefusalReason.PRICE, RefusalReason.NOT_REACHED


@pytest.mark.parametrize(
    ("preset", "earlier", "reason", "outcome", "until"),
    [
        ("default", (), HOSPITAL, Outcome.KEEPS_PLACE, None),
        ("default", ((1, HOSPITAL, False),), HOSPITAL, Outcome.EXIT, None),
        ("default", ((12, HOSPITAL, False),), HOSPITAL, Outcome.KEEPS_PLACE, None),
        ("default", (), PRICE, Outcome.EXIT, None),
        ("default", (), LAPSE, Outcome.EXIT, None),
        ("default", ((5, PRICE, True), (2, LAPSE, True)), PRICE, Outcome.EXIT_AND_BAN, date(2027, 11, 22)),
        ("default", ((12, PRICE, True), (2, LAPSE, True)), PRICE, Outcome.EXIT, None),
        ("default", ((5, PRICE, True), (2, LAPSE, True)), HOSPITAL, Outcome.KEEPS_PLACE, None),
        ("guangzhou", (), HOSPITAL, Outcome.EXIT, None),
        ("guangzhou", ((5, HOSPITAL, True), (2, LAPSE, True)), LAPSE, Outcome.EXIT_AND_BAN, date(2027, 11, 22)),
    ],
)
def test_a_refusal_has_the_consequence_of_the_rules(
    preset: str, earlier: tuple[tuple[int, RefusalReason, bool], ...], reason: RefusalReason, outcome: Outcome,
    until: date | None,
) -> None:  # fmt: skip
    follows = consequence(PRESETS[preset], told(*earlier), reason, DAY)
    assert (follows.outcome, follows.banned_until) == (outcome, until)


def test_two_exits_in_a_year_as_a_province_says_it() -> None:
    rules = policy_to_json(DEFAULT)
    two = policy_from(rules | {"refusal": rules["refusal"] | {"exits": 2}})
    assert consequence(two, told((3, PRICE, True)), PRICE, DAY).outcome is Outcome.EXIT_AND_BAN
    never = policy_from(rules | {"refusal": rules["refusal"] | {"exits": 0, "lapse_is_exit": False}})
    assert consequence(never, told(*[(1, PRICE, True)] * 9), PRICE, DAY).outcome is Outcome.EXIT
    assert consequence(never, (), LAPSE, DAY).outcome is Outcome.KEEPS_PLACE


def test_a_pin_cannot_be_tried_without_the_key() -> None:
    pin, kept = new_pin("00" * 32)
    assert pin_is_right("00" * 32, f" {pin} ", kept)
    assert not pin_is_right("01" * 32, pin, kept)
    assert not pin_is_right("00" * 32, "１２３４５６", kept)


def test_months_end_on_days_that_exist() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_a_person_may_decide_what_the_rule_only_adds_up() -> None:
    young = some_facts(born_on=date(1970, 1, 1))
    passed = {CheckKind.IDENTITY: CheckResult.PASSED}
    assert [one.kind for one in unmet(DEFAULT, young, {}, DAY)] == [CheckKind.IDENTITY, CheckKind.AGE]
    assert unmet(DEFAULT, young, passed | {CheckKind.AGE: CheckResult.PASSED}, DAY) == []
    assert [one.kind for one in unmet(DEFAULT, some_facts(), {CheckKind.IDENTITY: CheckResult.FAILED}, DAY)] == [
        CheckKind.IDENTITY
    ]
    assert [one.kind for one in unmet(PRESETS["guangzhou"], some_facts(), passed, DAY)] == [CheckKind.HUKOU]
    assert unmet(PRESETS["guangzhou"], some_facts(hukou_county=510302), passed, DAY) == []


def steps_from(state: EntryState) -> list[EventKind]:
    """What may happen next to an entry in this state."""
    return [kind for kind in EventKind if may_follow(state, kind)]


def test_every_state_has_its_steps_and_an_ended_entry_comes_back_only_by_name() -> None:
    assert LISTED < LIVE
    for state in ENDED:
        assert set(steps_from(state)) <= {EventKind.REINSTATED, EventKind.BAN_LIFTED}
    assert EventKind.REINSTATED in steps_from(EntryState.MERGED)
    assert not may_follow(None, EventKind.LISTED)
    assert not may_follow(EntryState.WAITING, EventKind.REGISTERED)
    # An offer is answered before anything else ends the entry.
    assert {EventKind.WITHDRAWN, EventKind.REMOVED, EventKind.DEFERRED, EventKind.MERGED}.isdisjoint(
        steps_from(EntryState.OFFERED)
    )
    assert next_state(EntryState.OFFERED, EventKind.DECLINED, EntryState.REMOVED) is EntryState.REMOVED
    assert next_state(EntryState.OFFERED, EventKind.DECLINED, EntryState.ADMITTED) is None
    assert next_state(EntryState.WAITING, EventKind.CONFIRMED) is EntryState.WAITING
