"""Writing offers with the beds they hold, the attempts to reach families, objections, skips and what the bureau asks."""

import secrets
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.applying import Past, at
from app.demo.rules.chance import Chance
from app.demo.rules.door import Door, OfferStory
from app.demo.rules.homes import SHOWPIECE
from app.demo.rules.story import BedStory, HomeStory, Person, days
from app.demo.rules.town import Town
from app.offers.models import BedExplanation, BedOffer, Objection, OfferAttempt, OfferSkip, SpotCheck
from app.offers.queries.calendar import working_calendar
from app.offers.rules.calendar import Calendar, due_after, due_instant
from app.offers.rules.kinds import ExplainReason, ObjectionOutcome, ObjectionSource, OfferState, SkipReason
from app.offers.rules.lots import lot_of

__all__ = ["hold", "write_offers"]

Row = dict[str, Any]


async def write_offers(session: AsyncSession, town: Town, door: Door, officer: tuple[int, str]) -> None:
    """Write everything about offers of a town."""
    calendar = await working_calendar(session)
    offers = sorted(door.offers, key=lambda one: one.sent_at)
    holds = [hold(one.home, one.bed, one.entry.person, one.on, one.held_to) for one in offers]
    for one, new in zip(offers, await queries.insert_with_ids(session, BedClaim, holds), strict=True):
        one.claim_id = new
    rows = [_offer(town, one, calendar) for one in offers]
    for one, new in zip(offers, await queries.insert_with_ids(session, BedOffer, rows), strict=True):
        one.id = new
    keys = await sealer(session, town.county)
    tried = [_attempt(keys, one, number) for one in offers for number in range(len(one.tried))]
    await queries.insert_rows(session, OfferAttempt, tried)
    await _objections(session, town, offers, calendar, officer)
    await _around(session, town, door, offers)


def hold(home: HomeStory, bed: BedStory, person: Person, on: date, until: date) -> Row:
    """Give the claim by which a bed waits for somebody."""
    return {
        "county": home.plan.county, "institution_id": home.id, "bed_id": bed.id, "room_id": bed.room.id,
        "service_id": bed.service_id, "service_from_on": bed.from_on, "service_to_on": bed.to_on,
        "sex_rule": bed.room.sex_rule.value != "none", "room_sex": bed.room.sex_rule.sex, "kind": ClaimKind.HOLD,
        "shares_room": bed.room.sex is None and bed.room.sex_rule.value == "same", "from_on": on, "to_on": until,
        "elder_id": person.id, "sex": person.sex, "planned_end_on": on + days(7),
    }  # fmt: skip


def _offer(town: Town, one: OfferStory, calendar: Calendar) -> Row:
    one.due_on = due_after(one.on, 5, calendar)
    return {
        "county": town.county, "institution_id": one.home.id, "entry_id": one.entry.id,
        "elder_id": one.entry.person.id, "bed_id": one.bed.id, "claim_id": one.claim_id, "state": one.state,
        "sent_at": one.sent_at, "on_day": one.on, "working_days": 5, "attempts_needed": 3, "due_on": one.due_on,
        "due_at": due_instant(one.due_on), "rank": one.rank, "out_of": one.out_of, "ladder": one.ladder,
        "policy_no": one.policy_no, "offered_by": one.home.director_id, "offered_name": one.home.director,
        "answered_at": one.answered_at, "answered_by": one.home.director_id if one.answered_at else None,
        "answer_reason": one.reason, "consequence": one.consequence, "ended_at": one.ended_at,
        "stay_id": one.stay.id if one.stay else None,
    }  # fmt: skip


def _attempt(keys: Any, one: OfferStory, number: int) -> Row:
    tried, seal = one.tried[number], uuid7()
    contacts = one.entry.person.contacts
    return {
        "county": one.home.plan.county, "institution_id": one.home.id, "offer_id": one.id, "at": tried.at,
        "on_day": tried.at.date(), "channel": tried.channel, "result": tried.result, "seal": seal,
        "whom": keys.seal("offer_attempts", "whom", seal, contacts[0].name if contacts else one.entry.person.name),
        "by": one.home.director_id, "by_name": one.home.director,
    }  # fmt: skip


async def _objections(
    session: AsyncSession, town: Town, offers: list[OfferStory], calendar: Calendar, officer: tuple[int, str]
) -> None:
    """One is open and holds its bed, one was decided and published without names."""
    if SHOWPIECE not in town.by_code:
        return
    keys = await sealer(session, town.county)
    waiting = [one for one in offers if one.state is OfferState.ACCEPTED][:1]
    over = [one for one in offers if one.state is OfferState.ADMITTED][-4:-3]
    rows = [
        _objection(keys, one, calendar, on, said)
        for one, on, said in (
            *((one, town.today - days(2), "我母亲排在前面，为什么先通知了别人？请复核。") for one in waiting),
            *((one, one.on + days(1), "听说这户有儿女照顾，不应该算经济困难。") for one in over),
        )
    ]
    for row, one in zip(rows[len(waiting) :], over, strict=True):
        decided = at(one.on + days(4), 10, 15)
        row |= {
            "decided_at": decided, "decided_by": officer[0], "decided_name": officer[1],
            "outcome": ObjectionOutcome.REJECTED, "published_at": decided, "holds_bed": False,
            "result": "已复核低保证明和居住情况，类别认定无误，次序不变。",
        }  # fmt: skip
    none = dict.fromkeys(("decided_at", "decided_by", "outcome", "published_at")) | {"decided_name": "", "result": ""}
    await queries.insert_rows(session, Objection, [none | row for row in rows])


def _objection(keys: Any, one: OfferStory, calendar: Calendar, on: date, said: str) -> Row:
    seal = uuid7()
    return {
        "county": one.home.plan.county, "institution_id": one.home.id, "entry_id": one.entry.id, "offer_id": one.id,
        "code": secrets.token_hex(5).upper(), "received_at": at(on, 9, 20), "received_on": on,
        "received_by": one.home.director_id, "source": ObjectionSource.PHONE, "seal": seal,
        "name": keys.seal("objections", "name", seal, "周先生"), "phone": keys.seal("objections", "phone", seal, "13900000000"),
        "words": keys.seal("objections", "words", seal, said), "due_on": due_after(on, 5, calendar), "holds_bed": True,
        "offered_by": one.home.director_id,
    }  # fmt: skip


async def _around(session: AsyncSession, town: Town, door: Door, offers: list[OfferStory]) -> None:
    """Say why most free beds wait, ask to pass somebody over, draw who is looked at a second time."""
    past, rows = Past.of(town, door), list[Row]()
    homes = [home for home in town.homes if home.plan.code in door.switches]
    for home in homes:
        free = [bed for bed in home.beds if bed.is_free(town.today)]
        rows += [_explained(home, bed, town, past) for bed in free[2:]]
    await queries.insert_rows(session, BedExplanation, rows)
    await queries.insert_rows(session, SpotCheck, _spot_checks(town, door))
    show = town.by_code.get(SHOWPIECE)
    if show is not None:
        await _skip(session, town, door, show, offers)


def _explained(home: HomeStory, bed: BedStory, town: Town, past: Past) -> Row:
    reserve = any(kind.value == "reserve" for kind, _since in bed.marks)
    reason = ExplainReason.RESERVE if reserve else ExplainReason.NO_MATCH
    on = town.today - days(min(2, max(past.empty_before(bed, town.today), 0)))
    return {
        "county": town.county, "institution_id": home.id, "bed_id": bed.id, "on_day": on, "reason": reason,
        "at": at(on, 8, 30), "by": home.director_id, "by_name": home.director,
    }  # fmt: skip


def _spot_checks(town: Town, door: Door) -> list[Row]:
    """Applicants assessed by the very home they wish for: a few are drawn for a second look."""
    waiting = {id(one.person): one for one in door.entries if one.events[-1].kind.value == "listed"}
    own = [one for one in door.assessments if one.by_home and id(one.person) in waiting and one.scale.startswith("gbt")]
    draw: Chance = town.chance.child("spot")
    return [
        {"county": town.county, "institution_id": one.by_home.id, "entry_id": waiting[id(one.person)].id,
         "elder_id": one.person.id, "assessment_id": one.id, "assessed_on": one.on, "share": 10,
         "lot": lot_of(town.county, f"{town.today:%Y-%m}", one.id), "level_before": one.level}
        for one in draw.some(own, 2) if one.by_home is not None
    ]  # fmt: skip


async def _skip(session: AsyncSession, town: Town, door: Door, home: HomeStory, offers: list[OfferStory]) -> None:
    """The home asks to pass somebody over; nobody outside it has said anything yet."""
    free = [bed for bed in home.beds if bed.is_free(town.today) and bed.room.sex is not None]
    sex = free[0].room.sex if free else None
    ahead = [one for one in door.entries if one.home is home and one.person.sex is sex
             and one.events[-1].kind.value == "listed" and not one.single]  # fmt: skip
    ahead.sort(key=lambda one: one.received_at)
    rows = [
        {"county": town.county, "institution_id": home.id, "bed_id": free[0].id, "entry_id": one.id, "position": 2,
         "reason": SkipReason.ASKED_TO_WAIT, "note": "家属来电：等儿子春节回来再定", "asked_at": at(town.today - days(1), 16, 10),
         "offered_by": home.director_id, "offered_name": home.director}
        for one in ahead[:1]
    ]  # fmt: skip
    await queries.insert_rows(session, OfferSkip, rows)
