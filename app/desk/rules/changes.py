"""登记变动 as plain values: who of those in residence is asked for."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.stays.rules.kinds import LeaveKind

__all__ = ["Where"]


class Where(StrEnum):
    """Where somebody in residence is tonight, as the counts of 今日 tell them apart."""

    PRESENT = "present"
    LEAVE = "leave"
    HOSPITAL = "hospital"

    @classmethod
    def of(cls, leave: LeaveKind | None) -> "Where":
        """Where somebody is who is on this leave, or on none."""
        if leave is None:
            return cls.PRESENT
        return cls.HOSPITAL if leave is LeaveKind.HOSPITAL else cls.LEAVE

    @classmethod
    def asked(cls, word: str) -> "Where | None":
        """Read an address; what cannot be read is taken as not asked."""
        return cls(word) if word in set(cls) else None

    @property
    def label(self) -> str:
        """The word of the chip."""
        return _(_WORDS[self])


_WORDS = {Where.PRESENT: N_("在院"), Where.LEAVE: N_("请假"), Where.HOSPITAL: N_("住院")}
