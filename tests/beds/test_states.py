"""The eight states: every claim gives one, and none leans on colour alone."""

from datetime import date

import pytest

from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.states import Away, BedState, bed_state, is_empty_long, is_planned_over

D = date
TABLE = [
    (None, None, None, BedState.FREE),
    (ClaimKind.STAY, None, None, BedState.OCCUPIED),
    (ClaimKind.STAY, None, Away.LEAVE, BedState.LEAVE),
    (ClaimKind.STAY, None, Away.HOSPITAL, BedState.HOSPITAL),
    (ClaimKind.PRIVATE, None, None, BedState.PRIVATE),
    (ClaimKind.HOLD, None, None, BedState.HELD),
    (ClaimKind.CLOSURE, ClosureReason.CLEANING, None, BedState.CLEANING),
    (ClaimKind.CLOSURE, ClosureReason.REPAIR, None, BedState.CLOSED),
    (ClaimKind.CLOSURE, ClosureReason.BELONGINGS, None, BedState.CLOSED),
]


@pytest.mark.parametrize(("kind", "reason", "away", "state"), TABLE)
def test_a_claim_gives_a_state(
    kind: ClaimKind | None, reason: ClosureReason | None, away: Away | None, state: BedState
) -> None:
    assert bed_state(kind, reason, away=away) is state


def test_every_state_can_be_told_without_colour() -> None:
    looks = [(state.glyph, state.word) for state in BedState]
    assert len(BedState) == 8
    assert len({glyph for glyph, _word in looks}) == len({word for _glyph, word in looks}) == 8


def test_a_private_place_counts_with_those_in_residence() -> None:
    assert BedState.PRIVATE.counted_as is BedState.OCCUPIED
    assert BedState.HELD.counted_as is BedState.HELD


def test_a_plan_counts_only_on_days_to_come() -> None:
    plan, today = D(2026, 5, 20), D(2026, 5, 10)
    assert is_planned_over(plan, day=D(2026, 5, 20), today=today)
    assert not is_planned_over(plan, day=D(2026, 5, 19), today=today)
    assert not is_planned_over(plan, day=D(2026, 5, 23), today=D(2026, 5, 23))
    assert not is_planned_over(None, day=D(2026, 5, 23), today=today)


def test_two_weeks_are_not_yet_long() -> None:
    assert not is_empty_long(D(2026, 5, 1), D(2026, 5, 15))
    assert is_empty_long(D(2026, 5, 1), D(2026, 5, 16))
