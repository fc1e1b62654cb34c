"""The words of the house: kinds of units, rooms, claims, closures and marks, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = [
    "CAPS",
    "CARE_FACET",
    "ClaimKind",
    "ClosureReason",
    "Facing",
    "MarkKind",
    "RoomKind",
    "Sex",
    "SexRule",
    "UnitKind",
]


class Sex(StrEnum):
    """The sex of a person, as far as a shared room needs it."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """男 or 女."""
        return _("男") if self is Sex.MALE else _("女")


class UnitKind(StrEnum):
    """What a nursing unit 护理单元 is for."""

    GENERAL = "general"
    DEMENTIA = "dementia"

    @property
    def label(self) -> str:
        """The word on the tree."""
        return _("认知障碍照护专区") if self is UnitKind.DEMENTIA else _("普通护理单元")


CAPS = {UnitKind.GENERAL: 60, UnitKind.DEMENTIA: 20}
"""The most beds of one unit: JGJ 450-2018, 照料单元 ≤ 60 床, 失智 ≤ 20 床. A local rule may set less, never more."""


class RoomKind(StrEnum):
    """The kind of a room by the places it is meant for; a ledger may say another kind than its beds show."""

    SINGLE = "single"
    DOUBLE = "double"
    TRIPLE = "triple"
    MULTI = "multi"

    @property
    def label(self) -> str:
        """单人间 … 多人间."""
        return _(_ROOM_KINDS[self])

    @property
    def places(self) -> int:
        """The fewest places such a room has."""
        return list(RoomKind).index(self) + 1

    @classmethod
    def of_places(cls, places: int) -> "RoomKind":
        """Name the kind that a room with so many places is."""
        return list(cls)[min(max(places, 1), 4) - 1]


_ROOM_KINDS = {
    RoomKind.SINGLE: N_("单人间"),
    RoomKind.DOUBLE: N_("双人间"),
    RoomKind.TRIPLE: N_("三人间"),
    RoomKind.MULTI: N_("多人间"),
}


class SexRule(StrEnum):
    """Who may share a room: anyone, one sex whichever comes first, men only, women only."""

    NONE = "none"
    SAME = "same"
    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        """The word on the wall."""
        return _(_SEX_RULES[self])

    @property
    def sex(self) -> Sex | None:
        """The one sex that is allowed, where the rule names it."""
        return Sex(self.value) if self in (SexRule.MALE, SexRule.FEMALE) else None


_SEX_RULES = {
    SexRule.NONE: N_("不限男女"),
    SexRule.SAME: N_("同性同室"),
    SexRule.MALE: N_("男室"),
    SexRule.FEMALE: N_("女室"),
}


class Facing(StrEnum):
    """Where a room's window looks."""

    SOUTH = "south"
    NORTH = "north"
    EAST = "east"
    WEST = "west"

    @property
    def label(self) -> str:
        """朝南 …"""
        return _(_FACINGS[self])


_FACINGS = {
    Facing.SOUTH: N_("朝南"),
    Facing.NORTH: N_("朝北"),
    Facing.EAST: N_("朝东"),
    Facing.WEST: N_("朝西"),
}


class ClaimKind(StrEnum):
    """Who or what has a bed on a day 占床: a person, an offer, a paid-for empty place, a closure."""

    STAY = "stay"
    HOLD = "hold"
    PRIVATE = "private"
    CLOSURE = "closure"

    @property
    def label(self) -> str:
        """The word in a bed's history."""
        return _(_CLAIMS[self])


_CLAIMS = {
    ClaimKind.STAY: N_("在住"),
    ClaimKind.HOLD: N_("预留"),
    ClaimKind.PRIVATE: N_("包房"),
    ClaimKind.CLOSURE: N_("停用"),
}


class ClosureReason(StrEnum):
    """Why a bed is closed 停用."""

    REPAIR = "repair"
    CLEANING = "cleaning"
    QUARANTINE = "quarantine"
    BELONGINGS = "belongings"
    SAFETY = "safety"
    STAFFING = "staffing"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in a sentence or a list."""
        return _(_REASONS[self])


_REASONS = {
    ClosureReason.REPAIR: N_("维修"),
    ClosureReason.CLEANING: N_("清洁消毒"),
    ClosureReason.QUARANTINE: N_("隔离"),
    ClosureReason.BELONGINGS: N_("遗物待清"),
    ClosureReason.SAFETY: N_("安全整改"),
    ClosureReason.STAFFING: N_("人手不足"),
    ClosureReason.OTHER: N_("其他"),
}


class MarkKind(StrEnum):
    """What a bed is certified as 床位认定: independent, dated, on a basis; one bed may carry several."""

    NURSING = "nursing"
    GENERAL = "general"
    DEMENTIA = "dementia"
    INCLUSIVE = "inclusive"
    RESERVE = "reserve"
    MEDICAL = "medical"
    LTCI = "ltci"

    @property
    def label(self) -> str:
        """The word on the badge."""
        return _(_MARKS[self])

    @property
    def facet(self) -> str:
        """The question a mark answers: 护理型 and 普通 answer the same one, so a bed has at most one of the two."""
        return CARE_FACET if self in (MarkKind.NURSING, MarkKind.GENERAL) else self.value


_MARKS = {
    MarkKind.NURSING: N_("护理型"),
    MarkKind.GENERAL: N_("普通"),
    MarkKind.DEMENTIA: N_("认知障碍"),
    MarkKind.INCLUSIVE: N_("普惠"),
    MarkKind.RESERVE: N_("兜底保留"),
    MarkKind.MEDICAL: N_("医疗床位"),
    MarkKind.LTCI: N_("长护险"),
}

CARE_FACET = "care"
"""The facet of 护理型 and 普通. A bed without a live mark of this facet is 未认定, never 普通 by accident."""
