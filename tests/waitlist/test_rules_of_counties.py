"""Policies as dated data, switches, and the gate before a home in 轮候; who sees which entries."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.rules.home import Home
from app.beds.rules.spans import FOREVER
from app.core.clock import business_date
from app.core.db import transaction
from app.core.errors import DomainError, NotAllowed, Refused
from app.stays import service as stays
from app.stays.queries.footing import footing_with_clash
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from app.stays.service.gates import asked_at_gates
from app.waitlist import queries, service
from app.waitlist.errors import FaultyPolicy, NoGround
from app.waitlist.models import WaitlistEntry, WaitlistEvent, WaitlistNotice, WaitlistPolicy, WaitlistSwitch
from app.waitlist.presets import DEFAULT, PRESETS
from app.waitlist.rules.drafts import PolicyDraft, SwitchDraft
from app.waitlist.rules.facts import Held
from app.waitlist.rules.kinds import NoticeKind
from app.waitlist.rules.policy import policy_to_json
from app.waitlist.service.gating import refuse_without_ground
from tests.factories.beds import a_house
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, an_entry, an_officer
from tests.support.clock import Clock
from tests.support.constraints import write
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.waitlist.conftest import WHOLE, Order
from tests.waitlist.test_registering import a_nurse


def a_draft(from_on: date, **rules: Any) -> PolicyDraft:
    """Rules of the default with some other words."""
    return PolicyDraft(
        title="富顺县轮候规则", source="富民发〔2026〕8 号", document_no="富民发〔2026〕8 号",
        rules=policy_to_json(DEFAULT) | rules, from_on=from_on,
    )  # fmt: skip


BY_AGE = {"keys": ["age", "accepted_at", "receipt_no"]}


async def test_rules_are_published_ahead_and_whose_place_they_change_is_known_first(
    session: AsyncSession, home: Home, order: Order, clock: Clock
) -> None:
    await clock.at("2026-03-01 09:00")
    first = await an_entry(session, home, born_on=date(1945, 1, 1))
    second = await an_entry(session, home, born_on=date(1930, 1, 1))
    third = await an_entry(session, home, born_on=date(1960, 1, 1))
    soon = date(2026, 3, 10)
    moved = await queries.simulated(session, WHOLE, COUNTY, service.sound_policy(a_draft(soon, **BY_AGE).rules), soon)
    assert [(one.facts.number, one.by) for one in moved] == [(second.number, -1), (first.number, 1)]
    row = await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(soon, **BY_AGE))
    assert await order() == [first.number, second.number, third.number]
    told = {entry.id: [one.kind for one in await queries.notices_of(session, COUNTY, entry.id)]
            for entry in (first, second, third)}  # fmt: skip
    assert told == {first.id: [NoticeKind.POLICY], second.id: [NoticeKind.POLICY], third.id: []}
    future = await queries.ranked(session, WHOLE, COUNTY, day=soon)
    assert (future.policy.no, [line.facts.number for line in future][:2]) == (row.no, [second.number, first.number])
    session.sync_session.info.pop("business_date", None)
    await clock.at("2026-03-20 09:00")
    assert await order() == [second.number, first.number, third.number]
    # What held on the ninth is still what held on the ninth.
    ninth = await queries.ranked(session, WHOLE, COUNTY, day=date(2026, 3, 9))
    assert (ninth.policy.no, [line.facts.number for line in ninth][:2]) == (0, [first.number, second.number])


async def test_no_past_day_gets_other_rules(session: AsyncSession, clock: Clock) -> None:
    await clock.at("2026-03-10 09:00")
    with pytest.raises(DomainError):
        await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(date(2026, 3, 9)))
    planted = WaitlistPolicy(county=COUNTY, no=9, title="x", rules={}, source="x", from_on=date(2026, 3, 9))
    with pytest.raises(Refused) as refused:
        await write(session, [planted])
    assert refused.value.constraint == "ck_waitlist_policies_ahead"
    row = await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(date(2026, 3, 10)))
    session.sync_session.info.pop("business_date", None)
    await clock.at("2026-03-11 09:00")
    with pytest.raises(DomainError):
        await service.void_policy(session, CASE_OFFICER, row.id, reason="不要了")


async def test_one_follows_the_other_and_a_voided_one_lets_the_one_before_hold_on(
    session: AsyncSession, clock: Clock
) -> None:
    await clock.at("2026-03-01 09:00")
    days = [date(2026, 3, 1), date(2026, 5, 1), date(2026, 4, 1)]
    rows = [await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(day)) for day in days]
    assert [(row.no, row.from_on, row.to_on) for row in rows] == [
        (1, days[0], days[2]), (2, days[1], date.max), (3, days[2], days[1]),
    ]  # fmt: skip
    with pytest.raises(DomainError):
        await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(days[1]))
    await service.void_policy(session, CASE_OFFICER, rows[2].id, reason="文件没下来")
    assert rows[0].to_on == days[1]
    on = {day: (await queries.policy_on(session, COUNTY, day)).no for day in (days[0], days[2], days[1])}
    assert on == {days[0]: 1, days[2]: 1, days[1]: 2}
    assert [line.row.no for line in await queries.policies_of(session, COUNTY)] == [3, 2, 1]


async def test_faulty_rules_are_refused_by_key_and_only_the_county_publishes(session: AsyncSession, home: Home) -> None:
    day = await business_date(session)
    with pytest.raises(FaultyPolicy) as refused:
        await service.publish_policy(session, CASE_OFFICER, COUNTY, a_draft(day, keys=["accepted_at"], max_wishes=7))
    assert [fault.partition(":")[0] for fault in refused.value.faults] == ["keys", "max_wishes"]
    for stranger in (a_nurse(home), an_officer(1, "别县", OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            await service.publish_policy(session, stranger, COUNTY, a_draft(day))
    preset = PRESETS["chengdu"]
    row = await service.publish_policy(
        session, CASE_OFFICER, COUNTY,
        PolicyDraft(title=preset.title, source=preset.source, rules=policy_to_json(preset), from_on=day, preset="chengdu"),
    )  # fmt: skip
    assert (await queries.policy_on(session, COUNTY, day)).tiers == preset.tiers
    assert (await queries.policy_numbered(session, COUNTY, row.no)).no == row.no


async def test_a_switch_is_dated_and_one_holds_at_a_time(session: AsyncSession, home: Home) -> None:
    day = await business_date(session)
    other = await an_institution(session)

    async def on(institution_id: int, at: date) -> bool:
        return await queries.is_switched_on(session, COUNTY, institution_id, at)

    row = await service.switch_on(
        session, CASE_OFFICER, COUNTY, SwitchDraft(institution_id=home.institution_id, from_on=day, document_no="1 号")
    )
    assert [await on(home.institution_id, at) for at in (day - timedelta(days=1), day)] == [False, True]
    assert not await on(other.id, day)
    with pytest.raises(Refused) as refused:
        await service.switch_on(
            session,
            CASE_OFFICER,
            COUNTY,
            SwitchDraft(institution_id=home.institution_id, from_on=day, document_no="2 号"),
        )
    assert refused.value.constraint == "ex_waitlist_switches_once"
    await service.switch_off(session, CASE_OFFICER, row.id, on=day + timedelta(days=9), reason="撤并")
    assert not await on(home.institution_id, day + timedelta(days=9))
    await service.void_switch(session, CASE_OFFICER, row.id, reason="写错机构")
    assert not await on(home.institution_id, day)
    whole = SwitchDraft(institution_id=None, from_on=day, document_no="全县 3 号")
    await service.switch_on(session, CASE_OFFICER, COUNTY, whole)
    assert await on(other.id, day)
    assert await queries.switched_homes(session, WHOLE, COUNTY, day) == sorted([home.institution_id, other.id])


@pytest.mark.parametrize(
    ("ground", "days", "note", "let_in"),
    [
        (Ground.DIRECT, 0, "", False),
        (Ground.DIRECT, -1, "", False),
        (Ground.EMERGENCY, -1, "", False),
        (Ground.EMERGENCY, 0, "", False),
        (Ground.EMERGENCY, 0, "  ", False),
        (Ground.EMERGENCY, 0, "房屋失火", True),
        (Ground.LEDGER, 0, "", False),
        (Ground.LEDGER, -1, "", True),
        (Ground.OFFER, 0, "", True),
        (Ground.PLACEMENT, 0, "", True),
        (Ground.TRANSFER, 0, "", True),
    ],
)
async def test_a_home_in_the_scheme_admits_on_a_ground(
    session: AsyncSession, home: Home, ground: Ground, days: int, note: str, let_in: bool
) -> None:
    day = await business_date(session)
    await service.switch_on(
        session, CASE_OFFICER, COUNTY, SwitchDraft(institution_id=None, from_on=day, document_no="1 号")
    )
    draft = AdmissionDraft(
        elder_id=1, bed_id=1, kind=StayKind.LONG, ground=ground, payer=Payer.SELF, from_on=day + timedelta(days=days),
        ground_note=note,
    )  # fmt: skip
    if let_in:
        await _knock(session, home, draft)
    else:
        with pytest.raises(DomainError) as refused:
            await _knock(session, home, draft)
        assert refused.value.field in {"ground", "ground_note"}


async def _knock(session: AsyncSession, home: Home, draft: AdmissionDraft) -> None:
    """Ask what an admission asks, and let the gate judge by what is said."""
    also, on = await asked_at_gates(session, draft), draft.from_on
    footing = await footing_with_clash(
        session, home, draft.elder_id, [draft.bed_id], from_on=on, to_on=FOREVER, also=also
    )
    assert refuse_without_ground(home, draft, footing.answers) is None


async def test_the_gate_stands_before_every_admission(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301", beds="1")
    elder, day = await an_elder(session, house.home), await business_date(session)
    async with acting_everywhere() as system:
        draft = AdmissionDraft(
            elder_id=elder.id, bed_id=house.beds["301-1"], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.SELF,
            from_on=day,
        )  # fmt: skip
        await service.switch_on(
            session, system, COUNTY, SwitchDraft(institution_id=None, from_on=day, document_no="1 号")
        )
        with pytest.raises(NoGround):
            await stays.admit(session, system, house.home, draft)
        ledger = AdmissionDraft(
            elder_id=elder.id, bed_id=house.beds["301-1"], kind=StayKind.LONG, ground=Ground.LEDGER, payer=Payer.SELF,
            from_on=day - timedelta(days=3), late_reason=LateReason.LEDGER,
        )  # fmt: skip
        assert (await stays.admit(session, system, house.home, ledger)).id


async def test_entries_are_seen_by_the_homes_wished_for_and_by_no_other(session: AsyncSession, home: Home) -> None:
    second, third = await an_institution(session), await an_institution(session)
    far = await an_institution(session, county=OTHER_COUNTY)
    poor = (Held("minimum_living", date(2020, 1, 1)),)
    mine = await an_entry(session, home, wishes=(home.institution_id, second.id), categories=poor)
    theirs = await an_entry(session, Home(COUNTY, third.id))
    anywhere = await an_entry(session, Home(COUNTY, third.id), any_home=True)
    away = await an_entry(session, Home(OTHER_COUNTY, far.id), actor=an_officer(5, "别县", OTHER_COUNTY))
    session.add_all(WaitlistNotice(county=one.county, entry_id=one.id, kind=NoticeKind.OFFERED, data={})
                    for one in (mine, theirs, anywhere, away))  # fmt: skip
    session.add(WaitlistSwitch(county=COUNTY, institution_id=third.id, from_on=date(2026, 1, 1), document_no="1 号"))
    await session.flush()
    every = {mine.id: "mine", theirs.id: "theirs", anywhere.id: "anywhere", away.id: "away"}

    async def seen(**where: Any) -> dict[str, set[str]]:
        async with acting_as_system("看", **where), transaction(read_only=True) as other:
            found = {}
            for table in (WaitlistEntry.id, WaitlistEvent.entry_id, WaitlistNotice.entry_id):
                found[str(table)] = {every[one] for one in await other.scalars(select(table).distinct())}
            assert len(set(map(frozenset, found.values()))) == 1
            switches = set(await other.scalars(select(WaitlistSwitch.institution_id)))
            return {"entries": found["WaitlistEntry.id"], "switches": {str(one) for one in switches}}

    first_home, second_home = [(COUNTY, home.institution_id)], [(COUNTY, second.id)]
    assert (await seen(homes=first_home))["entries"] == {"mine", "anywhere"}
    assert (await seen(homes=second_home)) == {"entries": {"mine", "anywhere"}, "switches": set()}
    assert (await seen(homes=[(COUNTY, third.id)]))["entries"] == {"theirs", "anywhere"}
    assert (await seen(regions=[COUNTY])) == {"entries": {"mine", "theirs", "anywhere"}, "switches": {str(third.id)}}
    assert (await seen(regions=[OTHER_COUNTY]))["entries"] == {"away"}
    assert (await seen(homes=[(OTHER_COUNTY, far.id)]))["entries"] == {"away"}
