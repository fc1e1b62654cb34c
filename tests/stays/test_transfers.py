"""From one home to another 调院: three people agree, then it happens on one night, or not at all."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.beds.errors import BedTaken
from app.beds.rules.kinds import Sex, SexRule
from app.core.db import close_work
from app.core.errors import Refused
from app.core.keys import sealer
from app.residents.models import Elder, ElderHome, ElderPaper, ElderRelation, HealthNote
from app.residents.rules.kinds import HealthKind, PaperKind, RelationKind
from app.stays import service
from app.stays.errors import ChangedMeanwhile, InResidence, TransferRefused, TransferTaken
from app.stays.models import Stay
from app.stays.queries import transfers as queries
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import EndReason, Ground, Payer, StayKind
from app.stays.rules.transfers import TransferState, state_of
from tests.factories.residents import an_elder
from tests.stays.pair import TODAY, Pair, a_pair, somebody
from tests.support.clock import Clock
from tests.support.tenants import COUNTY, OTHER_COUNTY

CARD = "510302194103010022"


async def test_one_night_ends_here_and_begins_there(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    stay = await pair.resident("301-1")
    transfer = await pair.ask(stay)
    assert state_of(transfer) is TransferState.ASKED
    transfer = await pair.approve(await pair.accept(transfer, "302-2"))
    transfer = await pair.carry_out(transfer)
    assert state_of(transfer) is TransferState.DONE
    [old], [new] = await pair.stays_of(pair.giving), await pair.stays_of(pair.receiving)
    assert (old.to_on, old.end_reason, new.from_on, new.ground) == (TODAY, EndReason.TRANSFER, TODAY, Ground.TRANSFER)
    assert new.elder_id == old.elder_id
    shared = select(ElderHome.institution_id).where(ElderHome.elder_id == old.elder_id)
    assert pair.receiving.home.institution_id in set(await session.scalars(shared))


async def test_the_freed_bed_waits_for_disinfection(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.ask(await pair.resident("301-1"))
    await pair.carry_out(await pair.approve(await pair.accept(transfer, "302-2")))
    elder = await an_elder(session, pair.giving.home)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=pair.giving.beds["301-1"], kind=StayKind.LONG, ground=Ground.DIRECT,
        payer=Payer.SELF, from_on=TODAY,
    )  # fmt: skip
    with pytest.raises(BedTaken):
        await service.admit(session, pair.giving.actor, pair.giving.home, draft)


async def test_another_county_gets_its_own_file_under_its_own_key(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock, county=OTHER_COUNTY)
    stay = await pair.resident("301-1")
    await _what_is_known(session, stay)
    await pair.carry_out(await pair.approve(await pair.accept(await pair.ask(stay), "301-1")))
    [new] = await pair.stays_of(pair.receiving)
    copy = (await session.scalars(select(Elder).where(Elder.county == OTHER_COUNTY, Elder.id == new.elder_id))).one()
    old = (await session.scalars(select(Elder).where(Elder.county == COUNTY, Elder.id == stay.elder_id))).one()
    assert (copy.name, copy.born_on, copy.institution_id) == (old.name, old.born_on, pair.receiving.home.institution_id)
    keys = await sealer(session, OTHER_COUNTY)
    paper = (await session.scalars(select(ElderPaper).where(ElderPaper.elder_id == copy.id))).one()
    assert keys.open("elder_papers", "number", paper.seal, paper.number) == CARD
    note = (await session.scalars(select(HealthNote).where(HealthNote.elder_id == copy.id))).one()
    assert note.words is not None
    assert keys.open("health_notes", "words", note.seal, note.words) == "青霉素"


async def _what_is_known(session: AsyncSession, stay: Stay) -> None:
    keys = await sealer(session, COUNTY)
    city = await sealer(session, COUNTY // 100 * 100)
    elder = (await session.scalars(select(Elder).where(Elder.id == stay.elder_id))).one()
    number, seal = CARD, elder.seal
    session.add(
        ElderPaper(
            county=COUNTY, elder_id=elder.id, seal=seal, kind=PaperKind.ID_CARD,
            number=keys.seal("elder_papers", "number", seal, number),
            number_bi=keys.blind("elder_papers.id_card", number), city_bi=city.blind("elder_papers.id_card", number),
            last_four_bi=keys.blind("elder_papers.last_four", number[-4:]),
        )
    )  # fmt: skip
    words = keys.seal("health_notes", "words", seal, "青霉素")
    session.add(
        HealthNote(
            county=COUNTY, elder_id=elder.id, seal=seal, kind=HealthKind.ALLERGY, words=words, from_on=stay.from_on
        )
    )
    await session.flush()


async def test_a_couple_moves_into_one_room_with_a_rule(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock, county=OTHER_COUNTY, rule=SexRule.SAME)
    wife = await pair.resident("301-1", name="刘素华")
    husband = await pair.resident("302-1", name="周光荣", sex=Sex.MALE)
    session.add(
        ElderRelation(
            county=COUNTY, elder_id=min(wife.elder_id, husband.elder_id),
            other_id=max(wife.elder_id, husband.elder_id), kind=RelationKind.SPOUSE,
        )
    )  # fmt: skip
    await session.flush()
    transfer = await pair.ask(wife, husband, needs={wife.id: "能扶着走"})
    transfer = await pair.carry_out(await pair.approve(await pair.accept(transfer, "303-1", "303-2")))
    assert {stay.from_on for stay in await pair.stays_of(pair.receiving)} == {TODAY}
    linked = select(ElderRelation).where(ElderRelation.county == OTHER_COUNTY)
    assert len(list(await session.scalars(linked))) == 1


async def test_the_receiving_home_reads_what_is_needed(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock, county=OTHER_COUNTY)
    stay = await pair.resident("301-1")
    transfer = await pair.ask(stay, needs={stay.id: "夜里起两次"})
    people = await queries.people_of(session, transfer)
    assert await service.needs_of(session, transfer, people) == {stay.elder_id: "夜里起两次"}


async def test_both_homes_chains_name_the_three_people(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.ask(await pair.resident("301-1"))
    await pair.carry_out(await pair.approve(await pair.accept(transfer, "302-2")))
    await close_work(session)
    rows = list(await session.scalars(select(AuditEntry).where(AuditEntry.action == "stays.transfer_done")))
    assert {row.institution_id for row in rows} == {
        pair.giving.home.institution_id, pair.receiving.home.institution_id,
    }  # fmt: skip
    for row in rows:
        assert [row.details[key] for key in ("asked_by", "accepted_by", "approved_by")] == [11, 12, 13]
        assert "王院长" in row.actor
        assert "陈经办" in row.actor


async def test_who_asked_does_not_approve(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.accept(await pair.ask(await pair.resident("301-1")), "301-1")
    both = somebody("王院长", 11, "transfers.approve", region=COUNTY)
    with pytest.raises(Refused, match="要由不同的人办理"):
        await service.approve_transfer(session, both, transfer, version=transfer.version)


async def test_a_bed_given_away_meanwhile_stops_the_whole_act(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    stay = await pair.resident("301-1")
    transfer = await pair.approve(await pair.accept(await pair.ask(stay), "302-2"))
    other = await an_elder(session, pair.receiving.home)
    draft = AdmissionDraft(
        elder_id=other.id, bed_id=pair.receiving.beds["302-2"], kind=StayKind.LONG, ground=Ground.DIRECT,
        payer=Payer.SELF, from_on=TODAY,
    )  # fmt: skip
    await service.admit(session, pair.receiving.actor, pair.receiving.home, draft)
    with pytest.raises(TransferTaken, match="先「换床位」") as refusal:
        await pair.carry_out(transfer)
    assert other.name not in str(refusal.value)
    [old] = await pair.stays_of(pair.giving)
    assert old.to_on == date.max


async def test_a_bed_of_somebody_else_is_not_accepted(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.ask(await pair.resident("301-1"))
    other = await an_elder(session, pair.receiving.home)
    draft = AdmissionDraft(
        elder_id=other.id, bed_id=pair.receiving.beds["302-2"], kind=StayKind.LONG, ground=Ground.DIRECT,
        payer=Payer.SELF, from_on=TODAY,
    )  # fmt: skip
    await service.admit(session, pair.receiving.actor, pair.receiving.home, draft)
    with pytest.raises(TransferTaken):
        await pair.accept(transfer, "302-2")


async def test_before_its_night_it_is_not_carried_out(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    stay = await pair.resident("301-1")
    transfer = await pair.approve(await pair.accept(await pair.ask(stay, on=date(2026, 11, 25)), "302-2"))
    with pytest.raises(TransferRefused, match="2026-11-25"):
        await pair.carry_out(transfer)


async def test_nobody_is_asked_for_twice_at_a_time(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    stay = await pair.resident("301-1")
    await pair.ask(stay)
    with pytest.raises(TransferRefused, match="正在办调院"):
        await pair.ask(stay)


async def test_what_was_withdrawn_is_accepted_no_more(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.ask(await pair.resident("301-1"))
    withdrawn = await service.withdraw_transfer(
        session, pair.asker, pair.giving.home, transfer.id, reason="家属不愿意", version=transfer.version
    )
    assert state_of(withdrawn) is TransferState.WITHDRAWN
    with pytest.raises(ChangedMeanwhile) as told:
        await pair.accept(withdrawn, "301-1")
    assert "已撤回" in told.value.message


async def test_a_refusal_after_approval_ends_it(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    transfer = await pair.approve(await pair.accept(await pair.ask(await pair.resident("301-1")), "302-2"))
    declined = await service.decline_transfer(
        session, pair.taker, pair.receiving.home, transfer.id, reason="床位要维修", version=transfer.version
    )
    assert state_of(declined) is TransferState.DECLINED
    assert declined.end_reason == "床位要维修"


async def test_nobody_is_taken_into_a_home_that_has_closed_meanwhile(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock)
    stay = await pair.resident("301-1")
    transfer = await pair.approve(await pair.accept(await pair.ask(stay), "302-2"))
    pair.receiving.institution.closed_on = TODAY
    await session.flush()
    with pytest.raises(TransferRefused, match="已停业，不能调入"):
        await pair.carry_out(transfer)
    [still] = await pair.stays_of(pair.giving)
    assert still.end_reason is None


async def test_of_a_stay_in_the_other_county_only_the_fact_is_told(session: AsyncSession, clock: Clock) -> None:
    pair = await a_pair(session, clock, county=OTHER_COUNTY)
    stay = await pair.resident("301-1")
    await _what_is_known(session, stay)
    there = Pair(session, pair.receiving, pair.giving)
    lives = await there.resident("303-2", name="王秀英")
    keys, city, seal, number = await sealer(session, OTHER_COUNTY), await sealer(session, 510300), uuid4(), CARD
    session.add(
        ElderPaper(
            county=OTHER_COUNTY, elder_id=lives.elder_id, seal=seal, kind=PaperKind.ID_CARD,
            number=keys.seal("elder_papers", "number", seal, number),
            number_bi=keys.blind("elder_papers.id_card", number), city_bi=city.blind("elder_papers.id_card", number),
            last_four_bi=keys.blind("elder_papers.last_four", number[-4:]),
        )
    )  # fmt: skip
    await session.flush()
    transfer = await pair.approve(await pair.accept(await pair.ask(stay), "302-2"))
    with pytest.raises(InResidence) as refused:
        await pair.carry_out(transfer)
    assert "303-2" not in refused.value.message
