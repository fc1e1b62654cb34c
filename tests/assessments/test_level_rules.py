"""Which level holds on which day, how long, and when the next one is due: against plain counting."""

from datetime import date, timedelta
from random import Random

from app.assessments.rules.due import DueKind, OpenTrigger, due_of, in_order
from app.assessments.rules.levels import COUNTED_SCALE, SignedLevel, spans_of
from app.assessments.rules.states import TriggerKind
from app.assessments.rules.triggers import calls_for_assessment
from app.assessments.rules.validity import is_valid, months_after, valid_to

D = date
FIRST = D(2026, 1, 1)


def test_spans_are_what_the_newest_assessment_says_each_day() -> None:
    random, days = Random(42195), [FIRST + timedelta(days=each) for each in range(60)]
    for _round in range(200):
        signed = [
            SignedLevel(random.randrange(3), number, random.choice([COUNTED_SCALE, COUNTED_SCALE, "mzt039-2013"]),
                        random.randrange(5), random.choice(days))
            for number in range(random.randrange(9))
        ]  # fmt: skip
        spans = list(spans_of(random.sample(signed, len(signed))))
        for person in range(3):
            for day in days:
                before = [one for one in signed if one.elder_id == person and one.assessed_on <= day]
                newest = max(before, key=lambda one: (one.assessed_on, one.assessment_id), default=None)
                counted = [newest.level] if newest and newest.scale == COUNTED_SCALE else []
                found = [one.level for one in spans if one.elder_id == person and one.from_on <= day < one.to_on]
                assert found == counted


def test_half_a_year_ends_on_the_same_day_of_the_month_or_its_last() -> None:
    assert valid_to(D(2026, 10, 1)) == D(2027, 4, 1)
    assert valid_to(D(2026, 8, 31)) == D(2027, 2, 28)
    assert valid_to(D(2027, 8, 31), 6) == D(2028, 2, 29)
    assert valid_to(D(2026, 12, 15), 12) == D(2027, 12, 15)
    assert months_after(D(2024, 2, 29), 12) == D(2025, 2, 28)
    assert is_valid(D(2026, 10, 1), D(2027, 4, 1), D(2027, 3, 31))
    assert not is_valid(D(2026, 10, 1), D(2027, 4, 1), D(2027, 4, 1))
    assert is_valid(D(2026, 10, 1), None, D(2099, 1, 1))


def test_why_somebody_is_due() -> None:
    on, since = D(2026, 11, 22), D(2026, 1, 5)
    fell = OpenTrigger(1, TriggerKind.INCIDENT, D(2026, 11, 20))
    ahead = OpenTrigger(2, TriggerKind.INCIDENT, D(2026, 11, 23))

    def due(valid: date | None, *triggers: OpenTrigger, assessed: bool = True) -> object:
        return due_of(on, since, assessed=assessed, valid_to=valid, triggers=triggers)

    assert due(None, assessed=False) == (DueKind.NEVER, since)
    assert due(D(2026, 11, 22)) == (DueKind.EXPIRED, D(2026, 11, 22))
    assert due(D(2026, 11, 23)) == (DueKind.EXPIRING, D(2026, 11, 23))
    assert due(D(2026, 12, 22)) == (DueKind.EXPIRING, D(2026, 12, 22))
    assert due(D(2026, 12, 23)) is None
    assert due(None) is None
    assert due(D(2026, 12, 30), fell) == (DueKind.TRIGGER, D(2026, 11, 20))
    assert due(D(2026, 12, 30), ahead) is None
    assert in_order([]) == []


def test_two_nights_in_hospital_change_nobody() -> None:
    assert not calls_for_assessment(D(2026, 11, 1), D(2026, 11, 3))
    assert calls_for_assessment(D(2026, 11, 1), D(2026, 11, 4))
