"""A scope covers what GB/T 2260 says it covers, in Python and in SQL alike."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor, Grant, authorize
from app.core.errors import NotAllowed
from app.core.scope import Scope, region_covers

CODES = st.sampled_from([0, 510000, 510300, 510302, 510304, 510322, 500000, 500112, 371000, 371083, 330281, 990000])


@pytest.mark.parametrize(
    ("region", "county", "covered"),
    [
        (0, 510302, True), (510000, 510302, True), (510300, 510302, True), (510302, 510302, True),
        (510300, 510300, True), (510302, 510300, False), (510304, 510302, False), (500000, 510302, False),
        (500000, 500112, True), (510300, 510402, False), (0, 990101, True),
    ],
)  # fmt: skip
def test_a_region_covers_by_its_digits(region: int, county: int, covered: bool) -> None:
    assert region_covers(region, county) is covered


async def test_the_database_agrees(session: AsyncSession) -> None:
    codes = [0, 110000, 330281, 371000, 371083, 500000, 500112, 510000, 510300, 510302, 510304, 990000, 990101]
    rows = await session.execute(
        text("SELECT r, c, region_covers(r, c) FROM unnest(CAST(:codes AS int[])) r, unnest(CAST(:codes AS int[])) c"),
        {"codes": codes},
    )
    for region, county, said in rows.all():
        assert said is region_covers(region, county), (region, county)


@given(CODES, CODES, st.integers(1, 3), st.integers(1, 3))
def test_a_home_is_covered_by_its_own_grant_only(region: int, county: int, home: int, other: int) -> None:
    scope = Scope(homes=frozenset({(region, home)}))
    assert scope.covers(county, other) is ((region, home) == (county, other))
    assert not scope.covers(county, None)


def test_a_director_of_one_home_who_cares_in_another_may_not_direct_there() -> None:
    actor = Actor(
        1, 1, "王院长",
        (Grant("director", frozenset({"beds.close", "beds.see"}), 510302, 1), Grant("caregiver", frozenset({"beds.see"}), 510302, 2)),
    )  # fmt: skip
    own, other = (SimpleNamespace(county=510302, institution_id=home) for home in (1, 2))
    authorize(actor, "beds.close", own)
    authorize(actor, "beds.see", other)
    with pytest.raises(NotAllowed):
        authorize(actor, "beds.close", other)
