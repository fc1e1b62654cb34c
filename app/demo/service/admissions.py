"""Writing admissions under way: tasks in every state, one on an order, one that nobody went on with."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.models import Admission, AdmissionTask
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind, AdmissionTaskState
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.applying import at
from app.demo.rules.door import Door, OfferStory, OrderStory
from app.demo.rules.story import days
from app.demo.rules.town import Town
from app.offers.rules.kinds import OfferState
from app.placements.rules.kinds import OrderState
from app.stays.rules.kinds import Ground, Payer, StayKind

__all__ = ["write_admissions"]

Row = dict[str, Any]
_FAR = {
    AdmissionTaskKind.IDENTITY: (AdmissionTaskState.DONE, ""), AdmissionTaskKind.HEALTH_CHECK: (AdmissionTaskState.BLOCKED, "县医院体检排到下周二"),
    AdmissionTaskKind.AGREEMENT: (AdmissionTaskState.NOT_STARTED, ""), AdmissionTaskKind.CONSENTS: (AdmissionTaskState.DOING, ""),
    AdmissionTaskKind.RISKS: (AdmissionTaskState.NOT_STARTED, ""), AdmissionTaskKind.DIET: (AdmissionTaskState.WAIVED, "由医院带食谱，入住当天补填"),
}  # fmt: skip
_NEAR = {AdmissionTaskKind.IDENTITY: (AdmissionTaskState.DOING, "")}
_ALL = dict.fromkeys(AdmissionTaskKind, (AdmissionTaskState.DONE, ""))
_LATELY = 8


async def write_admissions(session: AsyncSession, town: Town, door: Door) -> None:
    """Write the cases of a town with their tasks."""
    cases = [*_open_cases(town, door), *_done_cases(town, door)]
    ids = await queries.insert_with_ids(session, Admission, [row for row, _tasks in cases]) if cases else []
    tasks = [
        _task(row, new, kind, told.get(kind, (AdmissionTaskState.NOT_STARTED, "")))
        for (row, told), new in zip(cases, ids, strict=True) for kind in AdmissionTaskKind
    ]  # fmt: skip
    await queries.insert_rows(session, AdmissionTask, tasks)


def _open_cases(town: Town, door: Door) -> list[tuple[Row, dict[AdmissionTaskKind, tuple[AdmissionTaskState, str]]]]:
    accepted = [one for one in door.offers if one.state is OfferState.ACCEPTED]
    received = [one for one in door.orders if one.state is OrderState.RECEIVED]
    found = [
        (_of_offer(town, one, town.today + days(3 + number)), told)
        for number, (one, told) in enumerate(zip(accepted, (_FAR, _NEAR), strict=False))
    ]
    found += [(_of_order(town, one), _NEAR) for one in received]
    if received:
        found.append((_given_up(town, received[0]), {}))
    return found


def _done_cases(town: Town, door: Door) -> list[tuple[Row, dict[AdmissionTaskKind, tuple[AdmissionTaskState, str]]]]:
    done = [one for one in door.offers if one.state is OfferState.ADMITTED and one.stay is not None]
    done.sort(key=lambda one: one.sent_at)
    found = []
    for one in done[-_LATELY:]:
        if one.stay is None:
            continue
        closed = at(one.stay.from_on, 16, 30)
        over = {"state": AdmissionState.ADMITTED, "stay_id": one.stay.id, "closed_at": closed,
                "closed_by": one.home.director_id}  # fmt: skip
        found.append((_of_offer(town, one, one.stay.from_on) | over, _ALL))
    return found


def _of_offer(town: Town, one: OfferStory, planned: date) -> Row:
    began = one.answered_at or one.sent_at
    return _case(town, one.home, one.entry.person.id, planned) | {
        "ground": Ground.OFFER, "offer_id": one.id, "entry_id": one.entry.id, "payer": Payer.FAMILY, "opened_at": began,
    }  # fmt: skip


def _of_order(town: Town, one: OrderStory) -> Row:
    return _case(town, one.home, one.person.id, town.today + days(2)) | {
        "ground": Ground.PLACEMENT, "placement_id": one.id, "payer": Payer.GOVERNMENT,
        "opened_at": at(town.today - days(1), 9, 30),
    }  # fmt: skip


def _given_up(town: Town, one: OrderStory) -> Row:
    over = at(town.today - days(3), 15)
    return _of_order(town, one) | {
        "state": AdmissionState.GIVEN_UP, "give_up_reason": "体检未完成，家属要求下周重办", "closed_at": over,
        "closed_by": one.home.director_id, "opened_at": at(town.today - days(4), 10),
    }  # fmt: skip


def _case(town: Town, home: Any, elder_id: int, planned: date) -> Row:
    return {
        "county": town.county, "institution_id": home.id, "elder_id": elder_id, "state": AdmissionState.OPEN,
        "ground_note": "", "entry_id": None, "offer_id": None, "placement_id": None, "planned_on": planned,
        "stay_kind": StayKind.LONG, "stay_id": None, "opened_by": home.director_id, "opened_name": home.director,
        "closed_at": None, "closed_by": None, "give_up_reason": "",
    }  # fmt: skip


def _task(row: Row, admission_id: int, kind: AdmissionTaskKind, told: tuple[AdmissionTaskState, str]) -> Row:
    state, note = told
    settled = state in (AdmissionTaskState.DONE, AdmissionTaskState.WAIVED)
    return {
        "county": row["county"], "institution_id": row["institution_id"], "admission_id": admission_id, "kind": kind,
        "state": state, "note": note, "seal": uuid7(), "settled_at": row["opened_at"] if settled else None,
        "settled_by": row["opened_by"] if settled else None, "settled_name": row["opened_name"] if settled else "",
    }  # fmt: skip
