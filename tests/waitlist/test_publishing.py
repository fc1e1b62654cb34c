"""What is published of an order, and the figures of a day, against a count by hand over the log."""

import random
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.clock import business_date
from app.core.db import transaction
from app.waitlist import jobs
from app.waitlist.models import PublishedList, WaitlistCount, WaitlistEntry, WaitlistEvent
from app.waitlist.presets import DEFAULT
from app.waitlist.queries import lock_entries
from app.waitlist.rules.facts import from_json
from app.waitlist.rules.figures import FLOWS
from app.waitlist.rules.publishing import publication
from app.waitlist.rules.ranking import rank, tier_by_rule
from app.waitlist.rules.steps import LIVE, EventKind
from app.waitlist.service.publishing import PUBLISH, publish_county
from app.waitlist.service.saying import say
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, an_entry, some_facts
from tests.support.tenants import acting_everywhere

COUNTY = 510302
HERE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 22)
COLUMNS = ("entries", "waiting_days", "longest", *dict.fromkeys(FLOWS.values()))
STEPS = [
    (EventKind.LISTED, {}), (EventKind.OFFERED, {}), (EventKind.DECLINED, {"state": "waiting"}), (EventKind.WITHDRAWN, {}),
    (EventKind.OFFERED, {}), (EventKind.LAPSED, {}), (EventKind.INELIGIBLE, {}), (EventKind.OFFERED, {}), (EventKind.ADMITTED, {}),
    (EventKind.CONFIRMED, {}),
]  # fmt: skip


def test_lines_and_rungs_of_many_orders_tell_nobody_elses_value() -> None:
    chance = random.Random(5)
    for _round in range(20):
        facts = [
            some_facts(receipt_no=number, level=chance.choice([None, 0, 2, 4]), elder_id=number,
                       consent_public=chance.random() < 0.4, held=chance.choice(["", "minimum_living", "lives_alone"]))
            for number in range(1, 13)
        ]  # fmt: skip
        ranking = rank(DEFAULT, facts, DAY)
        told = publication(DEFAULT, ranking, {number: f"欧阳{number:02d}芳" for number in range(1, 13)})
        assert [line["number"] for line in told.lines] == [line.facts.number for line in ranking]
        agreed = {one.number for one in facts if one.consent_public}
        assert {line["number"] for line in told.lines if "name" in line} == agreed
        assert {key for line in told.lines for key in line} <= {
            "number", "position", "tier", "accepted_on", "state", "name", "by_hand"
        }  # fmt: skip
        for number, own in told.own.items():
            assert [other.number for other in facts if other.number != number and other.number in str(own)] == []
            assert all(1 <= one["position"] < own["position"] for one in own["what_if"])


async def test_a_what_if_is_where_the_entry_would_really_stand() -> None:
    facts = [some_facts(receipt_no=number, level=1 + number % 3) for number in range(1, 9)]
    told = publication(DEFAULT, rank(DEFAULT, facts, DAY), {})
    for one in facts:
        for supposed in told.own[one.number]["what_if"]:
            kind, _sign, value = supposed["code"].partition(":")
            if kind != "level":
                continue
            changed = one.with_change({"level": int(value), "level_on": str(DAY)})
            others = [other for other in facts if other is not one]
            assert rank(DEFAULT, [*others, changed], DAY).position_of(one.entry_id) == supposed["position"]


async def test_counts_of_each_day_are_those_of_the_log(session: AsyncSession, actor: Any, clock: Any) -> None:
    chance = random.Random(11)
    homes = [(await a_house(session, county=COUNTY)).home for _home in range(2)]
    entries: list[WaitlistEntry] = []
    for day in range(1, 6):
        await clock.at(f"2026-11-{day:02d} {chance.randint(0, 23):02d}:30")
        session.sync_session.info.pop("business_date", None)
        entries.append(
            await an_entry(session, chance.choice(homes), state="submitted", level=chance.choice([None, 2, 4]))
        )
        for entry in chance.sample(entries, k=min(3, len(entries))):
            await _something(session, chance, entry)
        if day % 2:
            await publish_county(session, COUNTY)
    await clock.at("2026-11-08 12:00")
    session.sync_session.info.pop("business_date", None)
    await publish_county(session, COUNTY)
    session.expire_all()
    kept = {(row.institution_id, row.day, row.tier, row.state): {name: getattr(row, name) for name in COLUMNS}
            for row in await session.scalars(select(WaitlistCount))}  # fmt: skip
    by_hand: dict[Any, dict[str, int]] = {}
    for day in range(1, 9):
        _count_by_hand(by_hand, await _log(session), date(2026, 11, day))
    assert kept == by_hand
    assert sum(row["received"] for (home, *_rest), row in kept.items() if home == 0) == 5
    for name in ("entries", *dict.fromkeys(FLOWS.values())):
        whole = sum(row[name] for (home, *_rest), row in kept.items() if home == 0)
        assert whole == sum(row[name] for (home, *_rest), row in kept.items() if home != 0), name


async def _something(session: AsyncSession, chance: random.Random, entry: WaitlistEntry) -> None:
    for kind, changed in chance.sample(STEPS, k=len(STEPS)):
        try:
            await say(session, CASE_OFFICER, entry, kind, "", **changed)
        except Exception:
            continue
        return


async def _log(session: AsyncSession) -> list[WaitlistEvent]:
    return list(await session.scalars(select(WaitlistEvent).order_by(WaitlistEvent.entry_id, WaitlistEvent.seq)))


def _count_by_hand(found: dict[Any, dict[str, int]], log: list[WaitlistEvent], day: date) -> None:
    for entry_id in {event.entry_id for event in log}:
        until = [event for event in log if event.entry_id == entry_id and event.at.astimezone(HERE).date() <= day]
        if not until:
            continue
        facts, today = from_json(until[-1].after), [e for e in until if e.at.astimezone(HERE).date() == day]
        flows = [FLOWS[event.kind] for event in today if event.kind in FLOWS]
        live = facts.state in LIVE
        if not live and not flows:
            continue
        days = (day - facts.accepted_at.astimezone(HERE).date()).days
        for home in (0, facts.wishes[0]):
            where = (home, day, tier_by_rule(DEFAULT, facts, day).number, facts.state)
            row = found.setdefault(where, dict.fromkeys(COLUMNS, 0))
            if live:
                row["entries"] += 1
                row["waiting_days"] += days
                row["longest"] = max(row["longest"], days)
            for flow in flows:
                row[flow] += 1


async def test_an_act_queues_one_job_that_publishes_it(connection: AsyncConnection) -> None:
    async with acting_everywhere():
        async with transaction() as session:
            house = await a_house(session, county=COUNTY)
            entry = await an_entry(session, house.home, elder=await an_elder(session, house.home, name="王秀英"))
            await an_entry(session, house.home, minutes_ago=9)
        async with transaction() as session:
            entry = (await lock_entries(session, COUNTY, [entry.id]))[entry.id]
            await say(session, CASE_OFFICER, entry, EventKind.CONSENTED, consent_public=True)
        queued = text("SELECT payload FROM pgqueuer WHERE entrypoint = :name AND status = 'queued'")
        payloads = list((await connection.execute(queued, {"name": PUBLISH})).scalars())
        assert payloads == [orjson.dumps({"county": COUNTY})], "two acts and one job that waits"
        async with transaction() as session:
            assert (await session.scalars(select(PublishedList.day))).all() == []
    await jobs.JOBS[PUBLISH](payloads[0])
    async with acting_everywhere(), transaction() as session:
        today = await business_date(session)
        rows = {row.institution_id: row for row in await session.scalars(select(PublishedList))}
        assert set(rows) == {0, house.home.institution_id}
        (line,) = [one for one in rows[0].lines if one["number"] == entry.number]
        assert (rows[0].day, rows[0].entries, line.get("name")) == (today, 2, "王*英")
    assert await jobs.publish_due() == 0, "nothing has changed since"


async def test_what_families_are_told_is_out_of_reach_and_gone_the_next_day(
    session: AsyncSession, actor: Any, clock: Any
) -> None:
    await clock.at("2026-11-10 09:00")
    house = await a_house(session, county=COUNTY)
    await an_entry(session, house.home)
    await publish_county(session, COUNTY)
    caught = ""
    try:
        async with session.begin_nested():
            await session.execute(text("SELECT own FROM published_lists"))
    except Exception as refused:
        caught = str(refused)
    assert "permission denied" in caught
    await clock.at("2026-11-11 09:00")
    session.sync_session.info.pop("business_date", None)
    await publish_county(session, COUNTY)
    days = list(await session.scalars(select(PublishedList.day).where(PublishedList.institution_id == 0)))
    assert sorted(days) == [date(2026, 11, 10), date(2026, 11, 11)], "the newest of each day stays as evidence"
