"""What a home without rows reports: which beds a figure is about, and what it says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["Reported", "ReportedKind", "ReportedRow"]


class ReportedKind(StrEnum):
    """Which beds a reported figure is about. Only residential beds make the occupancy; the others stand apart."""

    RESIDENTIAL = "residential"
    NURSING = "nursing"
    DEMENTIA = "dementia"
    DAY = "day"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _(_LABELS[self])


_LABELS = {
    ReportedKind.RESIDENTIAL: N_("全托床位"),
    ReportedKind.NURSING: N_("其中护理型"),
    ReportedKind.DEMENTIA: N_("其中认知障碍"),
    ReportedKind.DAY: N_("日托床位"),
    ReportedKind.OTHER: N_("其他床位"),
}


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported figure of a home. What was not filled in is None 未填 and never zero."""

    as_of: date
    registered: int | None
    occupied: int | None
    available: int | None
    admitted: int | None = None

    @property
    def people(self) -> int | None:
        """Occupied beds: as said, else registered less available; None where neither was filled in."""
        if self.occupied is not None:
            return self.occupied
        if self.registered is None or self.available is None:
            return None
        return self.registered - self.available


@dataclass(frozen=True, slots=True)
class ReportedRow(Reported):
    """A figure as it is handed in: of which home, about which beds, and who said so.

    `code` and `label` are the source's own kind of bed where it knows more kinds than there are here.
    """

    institution_id: int = 0
    kind: ReportedKind = ReportedKind.RESIDENTIAL
    code: str = ""
    label: str = ""
    source: str = ""
    unverified: bool = False

    @property
    def key(self) -> tuple[int, ReportedKind, str, date]:
        """What a figure is about; of one home, one kind of beds and one day there is one live figure."""
        return self.institution_id, self.kind, self.code, self.as_of

    @property
    def said(self) -> tuple[int | None, ...]:
        """The numbers themselves."""
        return self.registered, self.occupied, self.available, self.admitted
