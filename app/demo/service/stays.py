"""Writing stays with their changes, claims, leaves and discharges."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.chance import Chance
from app.demo.rules.instants import at, entered_at
from app.demo.rules.story import FOREVER, ClaimStory, DischargeStory, HomeStory, LeaveStory, StayStory
from app.demo.rules.town import Town
from app.stays.models import Discharge, DischargeBed, DischargeTask, Leave, Stay, StayChange

__all__ = ["write_stays"]

Row = dict[str, Any]


async def write_stays(session: AsyncSession, town: Town) -> None:
    """Write every stay of a town and what hangs on it."""
    # The key is drawn here once, so that pages find it.
    await sealer(session, town.county)
    stays = [stay for home in town.homes for stay in home.stays]
    rows = [_stay(town, number, stay) for number, stay in enumerate(stays)]
    for stay, new in zip(stays, await queries.insert_with_ids(session, Stay, rows), strict=True):
        stay.id = new
    await queries.insert_rows(session, StayChange, [row for stay in stays for row in _changes(stay)])
    await _claims(session, town, stays)
    leaves = [_leave(town, number, stay, leave) for number, stay in enumerate(stays) for leave in stay.leaves]
    await queries.insert_rows(session, Leave, leaves)
    await _discharges(session, [stay for stay in stays if stay.discharge is not None])


def _keys(home: HomeStory) -> Row:
    return {"county": home.plan.county, "institution_id": home.id}


def _stay(town: Town, number: int, stay: StayStory) -> Row:
    chance = Chance(f"{town.chance.seed}/hours/{number}")
    ended = stay.to_on != FOREVER
    zero = stay.from_on == stay.to_on
    return _keys(stay.home) | {
        "elder_id": stay.person.id, "kind": stay.kind, "ground": stay.ground, "ground_note": stay.ground_note,
        "payer": stay.payer, "from_on": stay.from_on, "to_on": stay.to_on, "planned_end_on": stay.planned_end_on,
        "arrived_at": None if stay.late else at(chance, stay.from_on, town.today, between=(9, 12)),
        "left_at": at(chance, stay.to_on, town.today, between=(17, 22) if zero else (8, 17)) if ended else None,
        "end_reason": stay.end_reason, "end_note": stay.end_note,
        "recorded_at": entered_at(stay.recorded_on), "recorded_by": stay.home.director_id,
        "recorded_on": stay.recorded_on, "late_reason": stay.late,
        "end_recorded_on": stay.end_recorded_on if ended else None, "end_late_reason": stay.end_late,
    }  # fmt: skip


def _changes(stay: StayStory) -> list[Row]:
    return [
        _keys(stay.home) | {
            "stay_id": stay.id, "seal": uuid7(), "from_on": change.from_on, "kind": change.kind, "payer": change.payer,
            "recorded_at": entered_at(change.from_on), "recorded_by": stay.home.director_id,
            "recorded_on": change.from_on,
        }
        for change in stay.changes
    ]  # fmt: skip


async def _claims(session: AsyncSession, town: Town, stays: list[StayStory]) -> None:
    pairs: list[tuple[ClaimStory, Row]] = [
        (claim, _claim(stay.home, claim) | _of_stay(stay, claim)) for stay in stays for claim in stay.claims
    ]
    pairs += [(closure, _claim(home, closure) | _of_nobody()) for home in town.homes for closure in home.closures]
    ids = await queries.insert_with_ids(session, BedClaim, [row for _claim_told, row in pairs])
    for (claim, _row), new in zip(pairs, ids, strict=True):
        claim.id = new


def _claim(home: HomeStory, claim: ClaimStory) -> Row:
    bed = claim.bed
    return _keys(home) | {
        "bed_id": bed.id, "room_id": bed.room.id, "service_id": bed.service_id, "service_from_on": bed.from_on,
        "service_to_on": bed.to_on, "sex_rule": bed.room.sex_rule.value != "none", "room_sex": bed.room.sex_rule.sex,
        "shares_room": claim.shares_room, "from_on": claim.from_on, "to_on": claim.to_on, "reason": claim.reason,
        "note": claim.note, "planned_end_on": claim.planned_end_on,
    }  # fmt: skip


def _of_stay(stay: StayStory, claim: ClaimStory) -> Row:
    return {
        "kind": ClaimKind.PRIVATE if claim.private else ClaimKind.STAY, "stay_id": stay.id,
        "stay_from_on": stay.from_on, "stay_to_on": stay.to_on, "elder_id": stay.person.id, "sex": stay.person.sex,
    }  # fmt: skip


def _of_nobody() -> Row:
    return {
        "kind": ClaimKind.CLOSURE, "stay_id": None, "stay_from_on": None, "stay_to_on": None, "elder_id": None,
        "sex": None,
    }  # fmt: skip


def _leave(town: Town, number: int, stay: StayStory, leave: LeaveStory) -> Row:
    chance = Chance(f"{town.chance.seed}/away/{number}/{leave.from_on}")
    back = leave.to_on != FOREVER
    returned = at(chance, leave.to_on, town.today, between=(14, 19)) if back and not leave.with_stay else None
    zero = leave.from_on == leave.to_on
    return _keys(stay.home) | {
        "stay_id": stay.id, "elder_id": stay.person.id, "stay_from_on": stay.from_on, "stay_to_on": stay.to_on,
        "seal": uuid7(), "kind": leave.kind, "escort": leave.escort, "place": leave.place,
        "from_on": leave.from_on, "to_on": leave.to_on, "expected_on": leave.expected_on,
        "left_at": at(chance, leave.from_on, town.today, between=(8, 12) if zero else (8, 17)),
        "returned_at": returned, "ended_with_stay": leave.with_stay,
        "recorded_at": entered_at(leave.recorded_on), "recorded_by": stay.home.director_id,
        "recorded_on": leave.recorded_on, "late_reason": leave.late,
        "return_recorded_on": leave.return_recorded_on if back else None,
        "return_recorded_by": stay.home.director_id if back else None, "return_late_reason": leave.return_late,
    }  # fmt: skip


async def _discharges(session: AsyncSession, stays: list[StayStory]) -> None:
    told = [(stay, stay.discharge) for stay in stays if stay.discharge is not None]
    ids = await queries.insert_with_ids(session, Discharge, [_discharge(stay, story) for stay, story in told])
    tasks, beds = list[Row](), list[Row]()
    for (stay, story), new in zip(told, ids, strict=True):
        keys = _keys(stay.home) | {"discharge_id": new}
        tasks += [
            keys | {
                "kind": kind, "state": state, "note": note, "settled_at": entered_at(settled) if settled else None,
                "settled_by": stay.home.director_id if settled else None,
            }
            for kind, (state, settled, note) in story.tasks.items()
        ]  # fmt: skip
        beds += [keys | {"claim_id": closure.id} for closure in story.closures]
    await queries.insert_rows(session, DischargeTask, tasks)
    await queries.insert_rows(session, DischargeBed, beds)


def _discharge(stay: StayStory, story: DischargeStory) -> Row:
    return _keys(stay.home) | {
        "stay_id": stay.id, "elder_id": stay.person.id, "reason": story.reason, "planned_on": story.on,
        "opened_at": entered_at(story.on), "opened_by": stay.home.director_id, "ended_at": entered_at(story.on),
        "ended_by": stay.home.director_id, "closed_at": entered_at(story.closed_on) if story.closed_on else None,
    }  # fmt: skip
