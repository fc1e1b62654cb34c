"""From home to home: the one asks, the other answers, the county agrees, and on its night it happens."""

from datetime import timedelta
from typing import Any

from app.stays.rules.transfers import TransferState
from tests.prove.stays.desk import Acts, Desk, Post
from tests.prove.stays.known import Row

__all__ = ["OFFICER_ACTS", "TRANSFER_ACTS"]

ASKED, ACCEPTED, APPROVED = TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED


def ask(desk: Desk) -> Post:
    """Ask for one person or two: tonight, a few nights back, or the night after next."""
    stays = desk.some(desk.here.stays, 2)
    ahead = desk.today + timedelta(days=2) if desk.chance(0.1) else desk.today
    day = ahead if desk.chance(0.7) else desk.day(max(stay.from_on for stay in stays))
    said = {
        "stay_ids": [stay.id for stay in stays], "to_home": f"{desk.other[0]}-{desk.other[1]}", "reason": "care",
        "consent_by": "self", "consented_on": day.isoformat() if day <= desk.today else desk.today.isoformat(),
    }  # fmt: skip
    return "transfers", said | desk.dated(day)


def accept(desk: Desk) -> Post:
    """Take them in, each with a bed."""
    again = _coming(desk, ACCEPTED, APPROVED) if desk.chance(0.1) else []
    transfer = desk.one(again or _coming(desk, ASKED))
    people = desk.known.people.get(transfer.id, [])
    taken: list[int] = []
    for person in people:
        fitting = [bed for bed in desk.here.fitting(person.sex) if bed not in taken]
        taken.append(desk.one(fitting or desk.here.beds))
    said = {"elder_ids": [person.elder_id for person in people], "bed_ids": taken}
    return f"transfers/{transfer.id}/acceptance", said | {"version": transfer.version}


def decline(desk: Desk) -> Post:
    """Say no."""
    return _end(desk, desk.one(_coming(desk, ASKED, ACCEPTED, APPROVED)), "refusal")


def withdraw(desk: Desk) -> Post:
    """Take the question back, at whatever point it stands."""
    return _end(desk, desk.one(_going(desk)), "withdrawal")


def complete(desk: Desk) -> Post:
    """Carry an approved transfer out; either side may."""
    transfer = desk.one(desk.known.transfers[APPROVED])
    return f"transfers/{transfer.id}/completion", _versioned(transfer) | {"medicine_handed": "true"}


def approve(desk: Desk) -> Post:
    """Agree for the county; what is due is carried out in the same transaction."""
    early = _mine(desk, ASKED) if desk.chance(0.05) else []
    transfer = desk.one(_mine(desk, ACCEPTED) or early)
    return f"/transfers/{transfer.id}/approval", _versioned(transfer)


def refuse(desk: Desk) -> Post:
    """Say no for the county."""
    transfer = desk.one(_mine(desk, ASKED, ACCEPTED))
    return f"/transfers/{transfer.id}/refusal", _versioned(transfer) | {"reason": "材料不齐"}


def _mine(desk: Desk, *states: TransferState) -> list[Row]:
    found = [one for state in states for one in desk.known.transfers[state]]
    return [one for one in found if one.county == desk.county]


def _coming(desk: Desk, *states: TransferState) -> list[Row]:
    found = [one for state in states for one in desk.known.transfers[state]]
    return [one for one in found if one.to_institution_id == desk.home]


def _going(desk: Desk) -> list[Row]:
    found = [one for state in (ASKED, ACCEPTED, APPROVED) for one in desk.known.transfers[state]]
    return [one for one in found if one.institution_id == desk.home]


def _versioned(transfer: Row) -> dict[str, Any]:
    return {"version": transfer.version}


def _end(desk: Desk, transfer: Row, how: str) -> Post:
    return f"transfers/{transfer.id}/{how}", _versioned(transfer) | {"reason": desk.one(("家属不愿意", "没有合适的床"))}


TRANSFER_ACTS: Acts = {
    "ask": (6, ask), "accept": (10, accept), "decline": (1, decline), "withdraw": (1, withdraw),
    "complete": (4, complete),
}  # fmt: skip
OFFICER_ACTS: Acts = {"approve": (12, approve), "refuse": (1, refuse)}
