"""The words of placements 安置: the states of an order, who signs, wishes and levels of support, each with its label."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["LIVE", "OrderState", "Signer", "SupportLevel", "Wish", "WishBy"]


class OrderState(StrEnum):
    """How far a placement order 安置通知 has come: township, county, home, bed."""

    DRAFTED = "drafted"
    DECIDED = "decided"
    RECEIVED = "received"
    ADMITTED = "admitted"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """What the order waits for, or how it ended."""
        return _(_STATES[self])


_STATES = {
    OrderState.DRAFTED: N_("待县级决定"),
    OrderState.DECIDED: N_("待机构接收"),
    OrderState.RECEIVED: N_("已接收待入住"),
    OrderState.ADMITTED: N_("已入住"),
    OrderState.CANCELLED: N_("已撤销"),
}
LIVE = (OrderState.DRAFTED, OrderState.DECIDED, OrderState.RECEIVED)
"""States in which an order still goes on; a person has one such order at a time."""


class Signer(StrEnum):
    """Who signs for the person: themselves, or the guardian on a paper that says so."""

    SELF = "self"
    GUARDIAN = "guardian"

    @property
    def label(self) -> str:
        """本人 or 监护人."""
        return _("本人") if self is Signer.SELF else _("监护人")


class Wish(StrEnum):
    """Where a 特困 person wants to be supported 意愿."""

    HOME = "home"
    DISPERSED = "dispersed"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        """愿意集中, 愿意分散 or 还没想好."""
        return _(_WISHES[self])


_WISHES = {
    Wish.HOME: N_("愿意进机构集中供养"),
    Wish.DISPERSED: N_("愿意在家分散供养"),
    Wish.UNDECIDED: N_("还没想好"),
}


class WishBy(StrEnum):
    """Who said the wish."""

    SELF = "self"
    GUARDIAN = "guardian"
    CARER = "carer"

    @property
    def label(self) -> str:
        """本人, 监护人 or 照料人."""
        return _(_SAYERS[self])


_SAYERS = {WishBy.SELF: N_("本人"), WishBy.GUARDIAN: N_("监护人"), WishBy.CARER: N_("照料人")}


class SupportLevel(StrEnum):
    """The level of care allowance 照料护理标准, by the county's decision on self-care."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"

    @property
    def label(self) -> str:
        """全自理, 半护理 or 全护理."""
        return _(_LEVELS[self])


_LEVELS = {
    SupportLevel.FULL: N_("具备生活自理能力"),
    SupportLevel.PARTIAL: N_("部分丧失生活自理能力"),
    SupportLevel.NONE: N_("完全丧失生活自理能力"),
}
