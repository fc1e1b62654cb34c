"""A ledger of residents takes effect: files, stays and beds at once; twice the same is once; what changed is updated."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from app.beds.models import BedClaim
from app.beds.rules.kinds import SexRule
from app.core.db import close_work
from app.core.errors import NotAllowed
from app.core.keys import sealer
from app.imports import service
from app.imports.errors import StillWrong
from app.imports.rules.ledger import address
from app.residents.models import Contact, Elder, ElderCategory, ElderPaper, ElderRelation, HealthNote
from app.residents.rules.kinds import BirthPrecision, Category, HealthKind
from app.stays.models import Stay, StayChange
from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind
from app.waitlist.models import WaitlistSwitch
from tests.imports.residents import number, people, person
from tests.imports.settling import a_home_of, applied, counted, received, the_only, whole

EVERYTHING = {
    "category": "特困、重残", "disease": "高血压、糖尿病", "allergy": "青霉素", "diet": "低盐、软食", "notes": "爱听川剧",
    "payer": "政府",
}  # fmt: skip


@pytest.fixture
async def house(session):
    return await a_home_of(session)


def one(bed="101-1", seq=1, **said):
    table = people([])
    table.rows.append(person(seq, bed, **said))
    return table


def wider(table, **columns):
    for name, said in columns.items():
        for row in table.rows:
            row[table.column(name)] = said
    return table


async def test_everything_a_row_says_is_there_afterwards(session, house):
    table = wider(one(**EVERYTHING), guardian="李监护", guardian_relation="儿子", level="半自理", ethnicity="汉")
    run = await applied(session, house, table)
    elder, stay, claim = [await the_only(session, model) for model in (Elder, Stay, BedClaim)]
    keys = await sealer(session, house.home.county)
    assert (elder.ethnicity, elder.birth_precision) == ("汉族", BirthPrecision.DAY)
    assert "lxx" in elder.readings.split()
    assert keys.open("elders", "notes", elder.seal, elder.notes) == "爱听川剧"
    assert (stay.kind, stay.payer, stay.ground) == (StayKind.LONG, Payer.GOVERNMENT, Ground.LEDGER)
    assert (stay.late_reason, claim.stay_id, claim.bed_id) == (LateReason.LEDGER, stay.id, house.beds["101-1"])
    kinds = set(await session.scalars(select(ElderCategory.kind)))
    assert kinds == {Category.EXTREME_POVERTY, Category.SEVERE_DISABILITY}
    notes = list(await session.scalars(select(HealthNote.kind)))
    assert sorted(notes) == sorted(
        [HealthKind.DIAGNOSIS] * 2 + [HealthKind.ALLERGY] + [HealthKind.DIET] * 2 + [HealthKind.NOTE]
    )
    guardian = (await session.scalars(select(Contact).where(Contact.guardian))).one()
    assert keys.open("contacts", "name", guardian.seal, guardian.name) == "李监护"
    assert run.counts["new"] == 1


async def test_numbers_are_sealed_and_can_be_found_again(session, house):
    table = one()
    await applied(session, house, table)
    keys, paper = await sealer(session, house.home.county), await the_only(session, ElderPaper)
    said = table.rows[0][table.column("id_no")]
    assert paper.number_bi == keys.blind("elder_papers.id_card", said)
    assert keys.open("elder_papers", "number", paper.seal, paper.number) == said
    assert said not in await whole(session, "elder_papers")


async def test_the_same_ledger_again_changes_nothing(session, house):
    table = wider(people(["101-1", "101-2", "102-1"]), level="半自理", guardian="王监护", hukou="自贡市自流井区")
    table.rows.append(person(9, "102-2", to_on="2024-05-01", end_reason="回家", from_on="2023-01-01"))
    table.rows.append(person(11, "103-1", id_no="证件还没带来"))
    for row in table.rows:
        row.extend([""] * (len(table.header) - len(row)))
    await applied(session, house, table)
    before = await counted(session)
    again = await received(session, house, table)
    found = await service.check_run(session, house.actor, again)
    assert not found.rehearsal.plan.writes
    assert found.counts["unchanged"] == 5
    await service.apply_run(session, house.actor, again)
    assert await counted(session) == before


async def test_what_changed_is_updated_and_said_before_and_after(session, house):
    await applied(session, house, one())
    await applied(session, house, one(payer="家属"))
    assert (await the_only(session, StayChange)).payer is Payer.FAMILY
    changed = one(contact_phone="13800001234", payer="家属", to_on="2026-01-10", end_reason="去世", allergy="海鲜")
    run = await received(session, house, changed)
    found = await service.check_run(session, house.actor, run)
    assert found.counts["changed"] == 1
    lines = [line for each in found.rehearsal.plan.changes for line in found.kind.telling.lines_of(each.fields)]
    assert [title for title, _before, _after in lines] == ["联系人", "健康情况", "退住日期"]
    assert "138****1234" in lines[0][2]
    await service.apply_run(session, house.actor, run)
    stay, elder, claim = [await the_only(session, model) for model in (Stay, Elder, BedClaim)]
    assert (stay.to_on, stay.end_reason, elder.died_on) == (date(2026, 1, 10), EndReason.DEATH, date(2026, 1, 10))
    assert claim.to_on == stay.to_on
    again = await received(session, house, changed)
    assert not (await service.examine(session, again)).rehearsal.plan.writes


async def test_who_has_left_long_ago_is_an_ended_stay_and_the_bed_is_free(session, house):
    table = people([])
    table.rows.append(person(1, "101-1", from_on="2022-01-01", to_on="2023-01-01", end_reason="病故"))
    table.rows.append(person(2, "101-1", from_on="2023-01-01"))
    await applied(session, house, table)
    stays = {stay.to_on: stay for stay in await session.scalars(select(Stay))}
    assert stays.keys() == {date(2023, 1, 1), date.max}
    died = stays[date(2023, 1, 1)]
    assert (died.end_reason, died.end_late_reason) == (EndReason.DEATH, LateReason.LEDGER)


async def test_a_couple_shares_a_room_whatever_its_rule(session):
    house = await a_home_of(session, sex_rule=SexRule.SAME)
    table = people([])
    table.rows.append(person(1, "101-1", contact="张丈夫", relation="配偶"))
    man = number(2, date(1938, 2, 2), female=False)
    table.rows.append(
        person(2, "101-2", name="张丈夫", id_no=man, sex="男", born="1938-02-02", contact="", relation="")
    )
    await applied(session, house, table)
    claims = list(await session.scalars(select(BedClaim).where(BedClaim.shares_room)))
    assert len(claims) == 2
    assert await the_only(session, ElderRelation)


async def test_a_row_without_a_card_is_taken_with_its_reason_and_gets_the_card_later(session, house):
    await applied(session, house, one(id_no="救助送来"))
    elder = await the_only(session, Elder)
    assert elder.no_id_reason.value == "rescued"
    run = await applied(session, house, one())
    assert run.counts["changed"] == 1
    assert (await the_only(session, ElderPaper)).elder_id == elder.id


async def test_a_person_of_another_home_is_named_only_as_living_elsewhere(session, house):
    other = await a_home_of(session)
    await applied(session, other, one())
    run = await received(session, house, one())
    found = await service.check_run(session, house.actor, run)
    assert "residents.lives_elsewhere" in [each.code for each in found.rehearsal.problems]
    with pytest.raises(StillWrong):
        await service.apply_run(session, house.actor, run)


async def test_a_bed_that_is_had_already_is_named_with_its_days(session, house):
    await applied(session, house, one())
    run = await received(session, house, one(seq=2))
    found = await service.check_run(session, house.actor, run)
    (problem,) = [each for each in found.rehearsal.problems if each.code == "residents.bed_taken"]
    assert "101-1" in problem.message
    assert "2022-01-02 起" in problem.message


async def test_nothing_private_lies_open_in_the_run_or_in_the_audit(session, house):
    table = one(seq=3, notes="每月初五女儿来", id_no="110105194912310000")
    run = await received(session, house, table)
    found = await service.check_run(session, house.actor, run)
    private = [table.rows[0][table.column(name)] for name in ("name", "id_no", "contact", "contact_phone", "notes")]
    report = str(found.report)
    dump = await whole(session, "import_runs") + await whole(session, "audit_entries")
    assert found.counts["error"] == 1
    assert not [word for word in private if word in report or word in dump]


async def test_the_ledger_needs_the_rights_of_the_desk_besides(session, house):
    lesser = [
        type(grant)(grant.role, frozenset({"imports.run", "residents.edit"}), grant.region, grant.institution_id)
        for grant in house.actor.grants
    ]
    clerk = type(house.actor)(user_id=None, sign_in_id=house.actor.sign_in_id, name="管理员", grants=tuple(lesser))
    with pytest.raises(NotAllowed) as refusal:
        await service.receive(session, clerk, house.home, kind="residents", filename="a.csv", data=b"x")
    assert "院长" in refusal.value.message


async def test_one_import_leaves_one_line_in_the_audit(session, house):
    await applied(session, house, people(["101-1", "101-2", "102-1"]))
    await session.flush()
    await close_work(session)
    lines = await session.execute(text("SELECT action, count(*) FROM audit_entries GROUP BY action"))
    assert {row[0]: row[1] for row in lines if row[0].startswith(("imports", "residents", "stays"))} == {
        "imports.received": 1, "imports.applied": 1,
    }  # fmt: skip


async def test_nobody_comes_by_a_ledger_after_the_home_began_to_give_its_beds_by_the_list(session, house):
    table = one(from_on="2024-03-01")
    table.rows.append(person(2, "101-2", from_on="2024-02-29"))
    run = await received(session, house, table)
    session.add(WaitlistSwitch(**house.home.keys, document_no="轮候 1 号", from_on=date(2024, 3, 1)))
    await session.flush()
    with pytest.raises(StillWrong):
        await service.apply_run(session, house.actor, run)
    found = await service.check_run(session, house.actor, run)
    wrong = [each for each in found.rehearsal.problems if each.code == "residents.past_the_list"]
    cell = address(table.column("from_on") + 1, 2)
    assert [(each.row, each.cell) for each in wrong] == [(2, cell)]
    assert await session.scalar(select(func.count()).select_from(Stay)) == 0
