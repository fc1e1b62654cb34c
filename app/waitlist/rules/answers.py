"""Why somebody does not take a bed that was offered; the policy says which reasons keep the place."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["RefusalReason"]


class RefusalReason(StrEnum):
    """Why an offer came to nothing."""

    HOSPITAL = "hospital"
    MISMATCH = "mismatch"
    FAMILY_EVENT = "family_event"
    PRICE = "price"
    DISTANCE = "distance"
    STAYS_HOME = "stays_home"
    OTHER_HOME = "other_home"
    NOT_REACHED = "not_reached"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _(_REASONS[self])


_REASONS = {
    RefusalReason.HOSPITAL: N_("正在住院"),
    RefusalReason.MISMATCH: N_("床位不合适"),
    RefusalReason.FAMILY_EVENT: N_("家中突发变故"),
    RefusalReason.PRICE: N_("费用承受不了"),
    RefusalReason.DISTANCE: N_("离家太远"),
    RefusalReason.STAYS_HOME: N_("暂时想留在家里"),
    RefusalReason.OTHER_HOME: N_("已住进别的机构"),
    RefusalReason.NOT_REACHED: N_("多次联系不上，通知过期"),
    RefusalReason.OTHER: N_("其他"),
}
