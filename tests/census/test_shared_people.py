"""A person whom two homes share: whoever acts in one of them has the days of the other counted too, under its lock."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.system import acting_within
from app.audit.models import AuditEntry
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, Sex
from app.beds.service import claim_bed
from app.core.clock import business_date
from app.core.db import close_work, finish_work, refusing, touched_homes, transaction
from app.core.errors import Conflict
from app.imports import service as imports
from app.residents import service as residents
from app.residents.models import Elder, ElderCategory, ElderHome
from app.residents.queries.everywhere import homes_of_people
from app.residents.rules.around import CategoryDraft
from app.residents.rules.drafts import ElderDraft
from app.residents.rules.kinds import BirthPrecision, Category
from app.residents.service.everywhere import in_all_homes
from app.stays import service as stays
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, Payer, StayKind
from tests.census.opened import differences, open_committed, open_county
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay, somebody
from tests.imports.residents import people, person
from tests.imports.settling import a_home_of, applied
from tests.support.tenants import COUNTY, acting_everywhere
from tests.support.town import committing


@dataclass
class Shared:
    """Somebody who stayed in one home until a month ago and has been in the second one since."""

    one: HouseOfBeds
    two: HouseOfBeds
    elder: Elder
    today: date

    def draft(self, **said) -> ElderDraft:
        kept = {"name": self.elder.name, "sex": self.elder.sex, "born_on": self.elder.born_on,
                "birth_precision": self.elder.birth_precision, "no_id_reason": self.elder.no_id_reason}  # fmt: skip
        return ElderDraft(**kept | {"id_differs": True, "phone": None, "address": None, "notes": None} | said)

    async def change(self, session, actor, **said) -> None:
        await residents.change_file(session, actor, self.two.home, self.elder.id, self.draft(**said))

    async def categorise(self, session, actor) -> None:
        draft = CategoryDraft(Category.EXTREME_POVERTY, self.today - timedelta(days=50), document_no="1 号")
        await residents.add_category(session, actor, self.two.home, self.elder.id, draft)


async def share(session) -> Shared:
    one, two = await a_house(session), await a_house(session)
    today = await business_date(session)
    elder = await an_elder(session, one.home, born_on=date(1966, 1, 1))
    session.add(ElderHome(**two.home.keys, elder_id=elder.id))
    await session.flush()
    await a_stay(session, one.home, elder, from_on=today - timedelta(days=60), to_on=today - timedelta(days=30))
    await a_stay(session, two.home, elder, from_on=today - timedelta(days=30))
    return Shared(one, two, elder, today)


@pytest.fixture
async def shared(session) -> Shared:
    found = await share(session)
    await open_county(session, COUNTY)
    return found


def only(session, house: HouseOfBeds):
    """Have the rights of one home and no more."""
    return acting_within(session, "试", homes=[(COUNTY, house.home.institution_id)], on_behalf_of=())


@pytest.mark.parametrize("said", [
    {"born_on": date(1950, 1, 1)}, {"birth_precision": BirthPrecision.YEAR}, {"hukou_region": 510107},
])  # fmt: skip
async def test_a_corrected_line_is_counted_in_both_homes(session, shared, said):
    before = len(touched_homes(session))
    async with only(session, shared.two) as actor:
        await shared.change(session, actor, **said)
    assert await differences(session) == []
    assert {each.institution_id for each in touched_homes(session)[before:]} <= {
        shared.one.home.institution_id, shared.two.home.institution_id
    }  # fmt: skip


async def test_a_category_is_counted_in_both_homes_and_said_by_the_one_who_acted(session, shared):
    async with only(session, shared.two) as actor:
        await shared.categorise(session, actor)
    assert await differences(session) == []
    wanted = select(AuditEntry).where(AuditEntry.action == "residents.category_added")
    line = (await session.scalars(wanted.order_by(AuditEntry.seq.desc()))).first()
    assert (line.institution_id, line.sign_in_id) == (shared.two.home.institution_id, actor.sign_in_id)


async def test_merged_files_are_counted_in_both_homes(session, shared):
    gone = await an_elder(session, shared.two.home)
    since = shared.today - timedelta(days=50)
    poor = ElderCategory(
        county=COUNTY, elder_id=gone.id, kind=Category.EXTREME_POVERTY, document_no="1 号", from_on=since
    )
    session.add(poor)
    await session.flush()
    pair = {"kept_id": shared.elder.id, "gone_id": gone.id}
    async with only(session, shared.two) as actor:
        merge = await stays.merge_elders(session, actor, shared.two.home, **pair, reason="同一人")
    assert await differences(session) == []
    async with only(session, shared.two) as actor:
        await stays.unmerge_elders(session, actor, shared.two.home, merge.id, reason="不是同一人")
    assert await differences(session) == []


async def test_a_corrected_sex_reaches_the_beds_of_the_other_home(session, shared):
    claimant = await somebody(session, shared.one.home)
    session.add(ElderHome(**shared.two.home.keys, elder_id=claimant.elder_id))
    async with refusing(session):
        bed = shared.one.beds["301-1"]
        await claim_bed(session, shared.one.home, bed, kind=ClaimKind.STAY, from_on=shared.today, claimant=claimant)
    shared.elder = await session.get(Elder, (COUNTY, claimant.elder_id))
    async with only(session, shared.two) as actor:
        await shared.change(session, actor, sex=Sex.MALE)
    sexes = select(BedClaim.sex).where(BedClaim.elder_id == claimant.elder_id)
    assert set(await session.scalars(sexes)) == {Sex.MALE}


async def test_nobody_learns_the_homes_of_a_file_they_do_not_see(session, shared):
    other = await a_house(session)
    async with only(session, other):
        assert await homes_of_people(session, COUNTY, [shared.elder.id]) == {}
    async with only(session, shared.two):
        found = await homes_of_people(session, COUNTY, [shared.elder.id])
    assert {each.institution_id: each.mine for each in found.values()} == {
        shared.one.home.institution_id: False, shared.two.home.institution_id: True
    }  # fmt: skip


async def test_a_home_that_came_in_between_refuses_the_act(session, shared):
    third = await a_house(session)

    async def act() -> None:
        async with in_all_homes(session, third.actor, shared.two.home, [shared.elder.id]) as everywhere:
            session.add(ElderHome(**third.home.keys, elder_id=shared.elder.id))
            await session.flush()
            everywhere.changed()

    with pytest.raises(Conflict):
        await act()


async def test_a_ledger_and_taking_it_back_count_in_both_homes(session):
    house, other = await a_home_of(session), await a_house(session)
    table = people([])
    table.rows.append(person(1, "101-1", from_on="2026-03-01"))
    await applied(session, house, table)
    elder = (await session.scalars(select(Elder))).one()
    session.add(ElderHome(**other.home.keys, elder_id=elder.id))
    await a_stay(session, other.home, elder, from_on=date(2025, 1, 1), to_on=date(2026, 3, 1))
    await open_county(session, COUNTY)
    again = people([])
    again.rows.append(person(1, "101-1", from_on="2026-03-01", category="特困", hukou="四川省自贡市富顺县"))
    async with only(session, house):
        run = await applied(session, house, again)
    assert run.counts["changed"]
    assert await differences(session) == []
    async with only(session, house):
        await imports.undo_run(session, house.actor, run, reason="传错了机构")
    assert await differences(session) == []


async def test_terms_that_were_changed_before_the_ledger_takes_effect_are_taken_back_from_there(session):
    house = await a_home_of(session)
    for later, said in ((0, {}), (9, {"stay_kind": "短托", "payer": "家属"})):
        table = people([])
        table.rows.append(person(1, "101-1", **said))
        on = await business_date(session) + timedelta(days=later)
        run = await applied(session, house, table, effective_on=on)
        await finish_work(session)
        await open_county(session, COUNTY)
    await imports.undo_run(session, house.actor, run, reason="传错了机构")
    await finish_work(session)
    assert await differences(session) == []


async def test_an_admission_in_the_other_home_waits(pools, urls):
    async with committing(urls), acting_everywhere() as actor:
        async with transaction() as session:
            found = await share(session)
            other = (await an_elder(session, found.one.home)).id
            bed = found.one.beds["301-1"]
        await open_committed(COUNTY)
        counted = asyncio.Event()

        async def correct() -> None:
            async with transaction() as session:
                await found.change(session, actor, born_on=date(1950, 1, 1))
                await close_work(session)
                counted.set()
                await asyncio.sleep(0.3)

        async def admit() -> None:
            await counted.wait()
            draft = AdmissionDraft(elder_id=other, bed_id=bed, kind=StayKind.LONG, ground=Ground.DIRECT,
                                   payer=Payer.SELF, from_on=found.today)  # fmt: skip
            async with transaction() as session:
                await stays.admit(session, actor, found.one.home, draft)

        await asyncio.gather(correct(), admit())
        async with transaction(read_only=True) as session:
            assert await differences(session) == []
