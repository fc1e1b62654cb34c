"""Two files that were one person's: everything moves, and goes back exactly."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.system import acting_as_system
from app.beds.models import BedClaim
from app.beds.rules.kinds import Sex
from app.core.actor import Actor
from app.core.db import acting_under, as_caller
from app.core.errors import NotAllowed
from app.residents.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.residents.queries.around import merges_of
from app.residents.rules.kinds import Category, GuardianBasis, HealthKind, PaperKind, Relation, RelationKind
from app.stays import service
from app.stays.errors import MergeNotFound, MergeRefused
from app.stays.models import Leave, Stay
from tests.factories.beds import a_house
from tests.stays.test_ending import a_leave
from tests.stays.ward import Ward, may

pytestmark = pytest.mark.usefixtures("nothing_broken")


def paper(elder: Elder, number: bytes, kind: PaperKind = PaperKind.ID_CARD) -> ElderPaper:
    return ElderPaper(county=elder.county, elder_id=elder.id, seal=uuid4(), kind=kind, number=number,
                      number_bi=number, city_bi=number, last_four_bi=number)  # fmt: skip


def contact(elder: Elder, *, guardian: bool = False) -> Contact:
    basis = GuardianBasis.LEGAL if guardian else None
    return Contact(county=elder.county, elder_id=elder.id, seal=uuid4(), relation=Relation.SON, name=b"x",
                   guardian=guardian, guardian_basis=basis)  # fmt: skip


def category(elder: Elder, first: date) -> ElderCategory:
    return ElderCategory(county=elder.county, elder_id=elder.id, kind=Category.EXTREME_POVERTY, document_no="1 号",
                         from_on=first)  # fmt: skip


async def plant(ward: Ward, *rows: Any) -> None:
    ward.session.add_all(rows)
    await ward.session.flush()


async def whose(ward: Ward, model: Any, elder_id: int) -> int:
    rows = select(model.id).where(model.elder_id == elder_id, model.county == ward.house.home.county)
    return len(list(await ward.session.scalars(rows)))


TABLES = (Stay, BedClaim, Leave, ElderPaper, Contact, ElderCategory, HealthNote, ElderRelation)


@pytest.fixture
async def pair(ward: Ward) -> tuple[int, int]:
    """王秀英 stays here since the tenth; 王秀瑛 was here in the first days of May: it was she."""
    kept, gone = await ward.person("王秀英"), await ward.person("王秀瑛")
    ward.people["王秀英"].seal = uuid4()
    await ward.admit("王秀英", "301-1", may(10))
    old = await ward.admit("王秀瑛", "302-1", may(1))
    await ward.move(old, "302-2", may(3))
    await a_leave(ward, old, may(4), may(5))
    await ward.end(old, may(8))
    husband = await ward.person("刘德明", Sex.MALE)
    file = ward.people["王秀瑛"]
    note = HealthNote(
        county=file.county, elder_id=gone, seal=uuid4(), kind=HealthKind.NOTE, code="fall", from_on=may(1)
    )
    first, second = sorted((gone, husband))
    married = ElderRelation(county=file.county, elder_id=first, other_id=second, kind=RelationKind.SPOUSE)
    await plant(ward, paper(file, b"1"), contact(file, guardian=True), category(file, may(1)), note, married)
    return kept, gone


async def merge(ward: Ward, pair: tuple[int, int]) -> Any:
    return await service.merge_elders(*ward.args, kept_id=pair[0], gone_id=pair[1], reason="同一人")


async def test_everything_moves_and_goes_back(ward: Ward, pair: tuple[int, int]) -> None:
    kept, gone = pair
    before = {model: (await whose(ward, model, kept), await whose(ward, model, gone)) for model in TABLES}
    done = await merge(ward, pair)
    assert done.moved["stays"]
    assert len(done.moved["bed_claims"]) == before[BedClaim][1]
    for model in TABLES:
        assert (await whose(ward, model, kept), await whose(ward, model, gone)) == (sum(before[model]), 0)
    assert ward.people["王秀瑛"].merged_into_id == kept
    names = select(ElderName.name).where(ElderName.elder_id == kept, ElderName.voided_at.is_(None))
    assert list(await ward.session.scalars(names)) == ["王秀瑛"]
    [line] = await merges_of(ward.session, ward.scope, kept)
    assert (line.id, line.gone_id) == (done.id, gone)
    await service.unmerge_elders(*ward.args, done.id, reason="认错了人")
    for model in TABLES:
        assert (await whose(ward, model, kept), await whose(ward, model, gone)) == before[model]
    assert ward.people["王秀瑛"].merged_into_id is None
    assert list(await ward.session.scalars(names)) == []
    with pytest.raises(MergeNotFound):
        await service.unmerge_elders(*ward.args, done.id, reason="认错了人")
    await merge(ward, pair)


async def test_stays_of_one_day_are_not_one_persons(ward: Ward, pair: tuple[int, int]) -> None:
    await ward.past("王秀英", "303-1", may(2), may(4))
    with pytest.raises(MergeRefused, match="有同一天的入住"):
        await merge(ward, pair)


async def test_a_stay_of_zero_days_inside_another_is_seen(ward: Ward, pair: tuple[int, int]) -> None:
    await ward.past("王秀英", "303-1", may(6), may(6))
    with pytest.raises(MergeRefused, match="有同一天的入住"):
        await merge(ward, pair)


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (lambda file: paper(file, b"2"), "各登记了一件同种证件"),
        (lambda file: contact(file, guardian=True), "各登记了监护人"),
        (lambda file: category(file, may(20)), "登记了同一类别"),
    ],
)
async def test_what_both_files_say_differently_is_cleared_up_first(
    ward: Ward, pair: tuple[int, int], planted: Any, said: str
) -> None:
    await plant(ward, planted(ward.people["王秀英"]))
    with pytest.raises(MergeRefused, match=said):
        await merge(ward, pair)


async def test_who_cannot_be_one_person(ward: Ward, pair: tuple[int, int]) -> None:
    man = await ward.person("周光荣", Sex.MALE)
    with pytest.raises(MergeRefused, match="性别不同"):
        await merge(ward, (pair[0], man))
    with pytest.raises(MergeRefused, match="两份不同的档案"):
        await merge(ward, (pair[0], pair[0]))
    await ward.person("李桂芳")
    first, second = sorted((pair[0], ward.people["李桂芳"].id))
    sisters = ElderRelation(county=ward.house.home.county, elder_id=first, other_id=second, kind=RelationKind.SIBLING)
    await plant(ward, sisters)
    with pytest.raises(MergeRefused, match="登记为亲属"):
        await merge(ward, (pair[0], ward.people["李桂芳"].id))
    await merge(ward, pair)
    with pytest.raises(MergeRefused, match="已并入另一份"):
        await merge(ward, (ward.people["李桂芳"].id, pair[1]))


async def test_a_pair_known_to_both_files_stays_as_it_was(ward: Ward, pair: tuple[int, int]) -> None:
    await ward.marry("王秀英", "刘德明")
    done = await merge(ward, pair)
    assert done.moved["elder_relations"] == []
    await service.unmerge_elders(*ward.args, done.id, reason="认错了人")


async def test_what_was_built_on_is_not_taken_apart(ward: Ward, pair: tuple[int, int]) -> None:
    done = await merge(ward, pair)
    await ward.move(done.moved["stays"][0], "304-1", may(6))
    with pytest.raises(MergeRefused, match="又有新的床位"):
        await service.unmerge_elders(*ward.args, done.id, reason="认错了人")


async def test_the_later_of_two_mergers_is_taken_apart_first(ward: Ward, pair: tuple[int, int]) -> None:
    done = await merge(ward, pair)
    third = await ward.person("王秀荣")
    later = await service.merge_elders(*ward.args, kept_id=third, gone_id=pair[0], reason="同一人")
    with pytest.raises(MergeRefused, match="先拆开后一次合并"):
        await service.unmerge_elders(*ward.args, done.id, reason="认错了人")
    await service.unmerge_elders(*ward.args, later.id, reason="认错了人")
    await service.unmerge_elders(*ward.args, done.id, reason="认错了人")


async def test_a_death_on_the_other_file_is_this_persons(ward: Ward, pair: tuple[int, int]) -> None:
    third = await ward.person("王秀荣", died_on=may(30))
    done = await service.merge_elders(*ward.args, kept_id=pair[1], gone_id=third, reason="同一人")
    assert ward.people["王秀瑛"].died_on == may(30)
    await service.unmerge_elders(*ward.args, done.id, reason="认错了人")
    assert ward.people["王秀瑛"].died_on is None


async def test_a_file_other_homes_use_is_merged_by_those_who_see_them_all(ward: Ward, pair: tuple[int, int]) -> None:
    other = Ward(ward.session, await a_house(ward.session, county=ward.house.home.county), ward.people)
    await other.past("王秀瑛", "301-1", may(8), may(9))
    home = (ward.house.home.county, ward.house.home.institution_id)
    before = acting_under.get()
    async with acting_as_system("测试", homes=[home]) as one_home:
        await as_caller(ward.session, acting_under.get())
        with pytest.raises(MergeRefused, match="还有别的机构在用"):
            await service.merge_elders(
                ward.session, one_home, ward.house.home, kept_id=pair[0], gone_id=pair[1], reason="同一人"
            )
        await as_caller(ward.session, before)
    done = await merge(ward, pair)
    assert len(done.moved["stays"]) == 2


async def test_nobody_without_the_permission_merges(ward: Ward, pair: tuple[int, int]) -> None:
    nobody = Actor(user_id=1, sign_in_id=1, name="护士", grants=())
    with pytest.raises(NotAllowed):
        await service.merge_elders(
            ward.session, nobody, ward.house.home, kept_id=pair[0], gone_id=pair[1], reason="同一人"
        )
