"""Who is in residence 在住 on a day, what each one is that day, and which questions of counting that touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import ClaimKind
from app.census.rules.facts import ChangeFact, HomeFacts, LeaveFact, StayFact, on_day
from app.census.rules.rulings import RulingCode
from app.residents.rules.kinds import BirthPrecision
from app.stays.rules.kinds import LeaveKind, Payer, StayKind

__all__ = ["KIND_RULINGS", "SIXTY", "Resident", "kept_out", "residents_on", "under_60", "unsure_60"]

SIXTY = 60
KIND_RULINGS = {
    StayKind.TRIAL: RulingCode.TRIAL,
    StayKind.RESPITE: RulingCode.RESPITE,
    StayKind.TRAVEL: RulingCode.TRAVEL,
}


@dataclass(frozen=True, slots=True)
class Resident:
    """One person in residence on a day: the stay as it is then, the bed, and the absence if there is one."""

    stay: StayFact
    day: date
    kind: StayKind
    payer: Payer
    leave: LeaveFact | None
    bed_id: int | None
    extra: bool

    @property
    def in_hospital(self) -> bool:
        """Away in hospital that night."""
        return self.leave is not None and self.leave.kind is LeaveKind.HOSPITAL

    @property
    def on_leave(self) -> bool:
        """Away that night for any other reason."""
        return self.leave is not None and not self.in_hospital

    @property
    def overdue(self) -> bool:
        """Still away after the day of the expected return."""
        return self.leave is not None and self.leave.expected_on is not None and self.leave.expected_on < self.day

    @property
    def traits(self) -> tuple[RulingCode, ...]:
        """The questions of counting that this person raises, in their own order."""
        raised = {
            RulingCode.LEAVE: self.on_leave,
            RulingCode.HOSPITAL: self.in_hospital,
            RulingCode.UNDER_60: under_60(self.stay.born_on, self.day),
            RulingCode.EXTRA_BED: self.extra,
        }
        return tuple(code for code in RulingCode if raised.get(code) or KIND_RULINGS.get(self.kind) is code)


def residents_on(home: HomeFacts, day: date) -> list[Resident]:
    """List who is in residence at the end of the day; somebody without a bed is in residence all the same."""
    leaves = {leave.stay_id: leave for leave in on_day(home.leaves, day)}
    beds = {claim.stay_id: claim.bed_id for claim in on_day(home.claims, day) if claim.kind is ClaimKind.STAY}
    changes = _newest(home.changes, day)
    found = []
    for stay in on_day(home.stays, day):
        now, bed_id = changes.get(stay.id, stay), beds.get(stay.id)
        extra = bed_id is not None and bed_id in home.extra
        found.append(Resident(stay, day, now.kind, now.payer, leaves.get(stay.id), bed_id, extra))
    return found


def _newest(changes: list[ChangeFact], day: date) -> dict[int, ChangeFact]:
    begun = [change for change in changes if change.from_on <= day]
    return {change.stay_id: change for change in sorted(begun, key=lambda change: change.from_on)}


def kept_out(resident: Resident, answers: Mapping[RulingCode, bool]) -> tuple[RulingCode, ...]:
    """Name the rulings that keep a person out of the official rate; none where the person counts."""
    return tuple(code for code in resident.traits if not answers[code])


def under_60(born_on: date | None, day: date) -> bool:
    """Tell whether the sixtieth birthday is still to come. 不满 60 leaves out who is 60 that very day.

    A birth known only by month or year stands on the first day of its span, so a doubt counts the person in.
    """
    if born_on is None:
        return False
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day)) < SIXTY


def unsure_60(born_on: date | None, precision: BirthPrecision | None, day: date) -> bool:
    """Tell whether nobody can say if the person is 60 that day."""
    if born_on is None or precision in (None, BirthPrecision.UNKNOWN):
        return True
    if precision is BirthPrecision.DAY or day.year - born_on.year != SIXTY:
        return False
    return precision is not BirthPrecision.MONTH or day.month == born_on.month
