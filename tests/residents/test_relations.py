"""Elders who belong together: one pair once, seen from both files."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.errors import DomainError, Refused
from app.residents.errors import ElderNotFound
from app.residents.queries.around import relations_of
from app.residents.rules.kinds import RelationKind
from app.residents.service import relations as service
from tests.factories.beds import a_house
from tests.factories.residents import an_elder


async def test_a_couple_is_one_pair_seen_from_both_files(session: AsyncSession) -> None:
    house = await a_house(session)
    wife, husband = (
        await an_elder(session, house.home),
        await an_elder(session, house.home, name="周光荣", sex=Sex.MALE),
    )
    args = (session, house.actor, house.home)
    pair = await service.relate(*args, husband.id, wife.id, kind=RelationKind.SPOUSE)
    assert (pair.elder_id, pair.other_id) == (wife.id, husband.id)
    [seen] = await relations_of(session, house.home.scope, wife.id)
    assert (seen.name, seen.said) == ("周光荣", "夫妻")
    [back] = await relations_of(session, house.home.scope, husband.id)
    assert back.other_id == wife.id
    with pytest.raises(Refused) as refusal:
        await service.relate(*args, wife.id, husband.id, kind=RelationKind.SPOUSE)
    assert refusal.value.constraint == "uq_elder_relations_pair"
    await service.void_relation(*args, wife.id, pair.id, reason="已离婚")
    assert await relations_of(session, house.home.scope, wife.id) == []


async def test_the_parent_stands_first_whoever_has_the_smaller_id(session: AsyncSession) -> None:
    house = await a_house(session)
    child, parent = await an_elder(session, house.home), await an_elder(session, house.home)
    await service.relate(session, house.actor, house.home, parent.id, child.id, kind=RelationKind.PARENT_CHILD)
    [of_child] = await relations_of(session, house.home.scope, child.id)
    [of_parent] = await relations_of(session, house.home.scope, parent.id)
    assert (of_child.said, of_parent.said) == ("父母", "子女")


async def test_nobody_is_related_to_themselves_or_to_a_file_of_another_home(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    one, stranger = await an_elder(session, house.home), await an_elder(session, other.home)
    with pytest.raises(DomainError) as refusal:
        await service.relate(session, house.actor, house.home, one.id, one.id, kind=RelationKind.SIBLING)
    assert refusal.value.field == "other_id"
    with pytest.raises(ElderNotFound):
        await service.relate(session, house.actor, house.home, one.id, stranger.id, kind=RelationKind.SIBLING)


async def test_a_file_that_went_into_another_is_only_looked_at(session: AsyncSession) -> None:
    house = await a_house(session)
    kept, gone, other = [await an_elder(session, house.home) for _ in range(3)]
    gone.merged_into_id = kept.id
    await session.flush()
    with pytest.raises(DomainError) as refusal:
        await service.relate(session, house.actor, house.home, gone.id, other.id, kind=RelationKind.SIBLING)
    assert "保留的那一份" in refusal.value.message
