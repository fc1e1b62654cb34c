"""What is asked for when a stay begins or ends."""

from dataclasses import dataclass
from datetime import date, datetime

from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind

__all__ = ["AdmissionDraft", "Ending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionDraft:
    """An admission as it was filled in. `shares_room` asks that husband and wife share a room with a sex rule."""

    elder_id: int
    bed_id: int
    kind: StayKind
    ground: Ground
    payer: Payer
    from_on: date
    arrived_at: datetime | None = None
    planned_end_on: date | None = None
    ground_note: str = ""
    shares_room: bool = False
    late_reason: LateReason | None = None
    private_bed_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of a stay: the first day that is no longer counted, and why."""

    on: date
    reason: EndReason
    left_at: datetime | None = None
    note: str = ""
    late_reason: LateReason | None = None
