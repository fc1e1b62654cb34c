"""What the figure `beds` counts and what it leaves out, in words."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["Excluded", "beds_definition"]


class Excluded(StrEnum):
    """Why a bed is not counted on a day."""

    EXTRA = "extra"
    NOT_YET = "not_yet"
    RETIRED = "retired"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """The reason beside the count."""
        return _(_REASONS[self])


_REASONS = {
    Excluded.EXTRA: N_("加床，不计入实有床位"),
    Excluded.NOT_YET: N_("当天尚未启用"),
    Excluded.RETIRED: N_("当天已停止使用"),
    Excluded.VOIDED: N_("登记有误，已作废"),
}


def beds_definition() -> str:
    """Say what is counted and what is not."""
    return _("实有床位：当天在用的床位数，不含加床；停用（维修、消毒等）的床仍在用，计入")
