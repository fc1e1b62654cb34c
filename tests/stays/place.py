"""Valid rows of stays to bend: each method gives one that the database takes, but for what is changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from app.beds.models import BedClaim, BedService
from app.beds.rules.kinds import ClaimKind, Sex
from app.stays.models import (
    Discharge,
    DischargeTask,
    Leave,
    Stay,
    StayChange,
    Transfer,
    TransferPerson,
)
from app.stays.rules.kinds import (
    ConsentBy,
    EndReason,
    Ground,
    LateReason,
    LeaveKind,
    Payer,
    StayKind,
    TaskKind,
    TaskState,
    TransferReason,
)
from tests.factories.beds import HouseOfBeds

__all__ = ["DAY", "LATER", "NOBODY", "NOON", "D", "Place"]

D, DAY, LATER = date, date(2026, 5, 1), date(2026, 6, 1)
NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
NOBODY = 99_999_999


@dataclass
class Place:
    """A house with two people, one of whom is in residence and about to be discharged and transferred."""

    house: HouseOfBeds
    stay: Stay
    other_id: int
    discharge: Discharge
    transfer: Transfer
    service: BedService

    @property
    def keys(self) -> dict[str, int]:
        return self.house.home.keys

    def a_stay(self, **changes: Any) -> Stay:
        given = {
            "elder_id": self.other_id, "kind": StayKind.LONG, "ground": Ground.DIRECT, "payer": Payer.SELF,
            "from_on": DAY, "late_reason": LateReason.PAPER,
        }  # fmt: skip
        return Stay(**self.keys, **(given | changes))

    def a_change(self, **changes: Any) -> StayChange:
        given = {
            "stay_id": self.stay.id, "seal": uuid4(), "from_on": DAY, "kind": StayKind.LONG, "payer": Payer.SELF,
            "late_reason": LateReason.PAPER,
        }  # fmt: skip
        return StayChange(**self.keys, **(given | changes))

    def a_leave(self, **changes: Any) -> Leave:
        given = {
            "stay_id": self.stay.id, "elder_id": self.stay.elder_id, "stay_from_on": self.stay.from_on,
            "stay_to_on": self.stay.to_on, "seal": uuid4(), "kind": LeaveKind.HOME, "from_on": DAY,
            "late_reason": LateReason.PAPER,
        }  # fmt: skip
        return Leave(**self.keys, **(given | changes))

    def back(self, **changes: Any) -> Leave:
        given = {"to_on": LATER, "return_recorded_on": LATER, "return_late_reason": LateReason.PAPER}
        return self.a_leave(**(given | changes))

    def a_discharge(self, **changes: Any) -> Discharge:
        given = {
            "stay_id": self.stay.id, "elder_id": self.stay.elder_id, "reason": EndReason.HOME, "planned_on": DAY,
            "voided_at": NOON, "void_reason": "登错了",
        }  # fmt: skip
        return Discharge(**self.keys, **(given | changes))

    def a_task(self, **changes: Any) -> DischargeTask:
        given = {"discharge_id": self.discharge.id, "kind": TaskKind.ARCHIVE, "state": TaskState.OPEN}
        return DischargeTask(**self.keys, **(given | changes))

    def a_transfer(self, **changes: Any) -> Transfer:
        given = {
            "to_county": self.house.home.county, "to_institution_id": NOBODY, "from_name": "甲院", "to_name": "乙院",
            "on": DAY, "reason": TransferReason.CARE, "consent_by": ConsentBy.SELF, "consented_on": DAY,
        }  # fmt: skip
        return Transfer(**self.keys, **(given | changes))

    def a_person(self, **changes: Any) -> TransferPerson:
        given = {
            "transfer_id": self.transfer.id, "elder_id": self.other_id, "stay_id": self.stay.id, "name": "王秀英",
            "sex": Sex.FEMALE, "seal": uuid4(),
        }  # fmt: skip
        return TransferPerson(**self.keys, **(given | changes))

    def a_claim(self, **changes: Any) -> BedClaim:
        given = {
            "kind": ClaimKind.STAY, "bed_id": self.house.beds["301-1"], "room_id": self.house.rooms["301"],
            "service_id": self.service.id, "service_from_on": self.service.from_on,
            "service_to_on": self.service.to_on, "from_on": DAY, "stay_id": self.stay.id,
            "stay_from_on": self.stay.from_on, "stay_to_on": self.stay.to_on, "elder_id": self.stay.elder_id,
            "sex": Sex.FEMALE,
        }  # fmt: skip
        return BedClaim(**self.keys, **(given | changes))
