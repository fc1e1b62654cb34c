"""What the random acts draw from; everything shrinks towards the first and the plain."""

from hypothesis import strategies as st

from tests.stays.model import TODAY

__all__ = ["BED", "DAY", "LATER", "NUMBER", "STEER"]

DAY = st.integers(0, TODAY)
LATER = st.one_of(DAY, DAY, DAY, st.just(TODAY + 1))
NUMBER = st.integers(0, 5)
BED = st.tuples(st.sampled_from(["甲", "甲", "甲", "乙"]), st.integers(0, 8))
STEER = st.booleans()
"""Whether an act asks the model first for something it would take: without it most tries of a full house fail."""
