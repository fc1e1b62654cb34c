"""Which files may be one person's, and which only look like it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.residents.models import ElderRelation
from app.residents.queries.duplicates import duplicates_in
from app.residents.rules.duplicates import ALIKE, PersonFacts, likeness, pairs_among
from app.residents.rules.kinds import BirthPrecision, RelationKind
from tests.factories.beds import a_house
from tests.factories.residents import an_elder

SHE = PersonFacts(1, "曾淑珍", Sex.FEMALE, date(1941, 3, 1), BirthPrecision.DAY)


def other(**changes: Any) -> PersonFacts:
    return replace(SHE, id=2, **changes)


@pytest.mark.parametrize(
    ("changes", "degree"),
    [
        ({}, 2),
        ({"hukou_region": None, "last_fours": frozenset({b"4"})}, 2),
        ({"name": "曾淑贞"}, 2),
        ({"name": "曾素珍"}, 1),
        ({"born_on": date(1941, 3, 2)}, 1),
        ({"born_on": date(1941, 4, 9)}, 1),
        ({"born_on": date(1941, 1, 1), "birth_precision": BirthPrecision.YEAR}, 1),
        ({"born_on": date(1943, 1, 1), "birth_precision": BirthPrecision.ESTIMATED}, 1),
        ({"born_on": None, "birth_precision": BirthPrecision.UNKNOWN}, 1),
        ({"name": "王小妹", "other_names": ("曾淑珍",)}, 2),
        ({"sex": Sex.MALE}, 1),
        ({"born_on": date(1950, 7, 8)}, 0),
        ({"name": "李桂芳"}, 0),
        ({"name": "曾淑贞", "born_on": None, "birth_precision": BirthPrecision.UNKNOWN}, 0),
    ],
)
def test_how_alike_two_files_are(changes: dict[str, Any], degree: int) -> None:
    alike = likeness(SHE, other(**changes))
    assert alike.degree == degree
    assert likeness(other(**changes), SHE) == alike


def test_what_they_have_in_common_is_said() -> None:
    alike = likeness(SHE, other(name="曾淑贞", sex=Sex.MALE))
    assert alike.reasons == ("姓名同音", "出生日期相同")
    assert alike.against == ("性别不同",)


def test_two_sound_cards_are_two_people() -> None:
    alike = likeness(replace(SHE, cards=frozenset({b"1"})), other(cards=frozenset({b"2"})))
    assert alike.score < ALIKE
    assert alike.against == ("两人的身份证号不同",)
    assert likeness(replace(SHE, cards=frozenset({b"1"})), other(cards=frozenset({b"1"}))).degree == 3


def test_pairs_come_the_likest_first_and_each_once() -> None:
    people = [SHE, other(), other(name="曾素珍") and replace(SHE, id=3, name="曾淑贞"), replace(SHE, id=4, name="李四")]
    pairs = pairs_among(people)
    assert [(pair.first, pair.second) for pair in pairs] == [(1, 2), (1, 3), (2, 3)]
    assert pairs[0].likeness.score > pairs[1].likeness.score


def test_people_known_to_be_two_are_left_apart() -> None:
    assert pairs_among([SHE, other()], apart=frozenset({frozenset({1, 2})})) == []


async def test_a_homes_files_are_compared_with_each_other(session: AsyncSession) -> None:
    house = await a_house(session)
    elsewhere = await a_house(session)
    one = await an_elder(session, house.home, name="曾淑珍")
    two = await an_elder(session, house.home, name="曾淑贞")
    await an_elder(session, house.home, name="李桂芳", born_on=date(1933, 2, 2))
    await an_elder(session, elsewhere.home, name="曾淑珍")
    [pair] = await duplicates_in(session, house.home.scope, house.home)
    assert (pair.first.id, pair.second.id) == (one.id, two.id)


async def test_sisters_are_no_duplicates(session: AsyncSession) -> None:
    house = await a_house(session)
    one = await an_elder(session, house.home, name="曾淑珍")
    two = await an_elder(session, house.home, name="曾淑贞")
    session.add(ElderRelation(county=one.county, elder_id=one.id, other_id=two.id, kind=RelationKind.SIBLING))
    await session.flush()
    assert await duplicates_in(session, house.home.scope, house.home) == []
