"""The words of going: tasks of a discharge, reasons of a transfer and who agreed to it, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["ConsentBy", "TaskKind", "TaskState", "TransferReason"]


class TaskKind(StrEnum):
    """What is to be done when a stay ends; the bed is free only after belongings and disinfection."""

    SETTLEMENT = "settlement"
    BELONGINGS = "belongings"
    MEDICINE = "medicine"
    DISINFECTION = "disinfection"
    ARCHIVE = "archive"
    BUREAU = "bureau"

    @property
    def label(self) -> str:
        """The task in words."""
        return _(_TASKS[self])


_TASKS = {
    TaskKind.SETTLEMENT: N_("费用结算"),
    TaskKind.BELONGINGS: N_("物品清点交接"),
    TaskKind.MEDICINE: N_("药品交还"),
    TaskKind.DISINFECTION: N_("床位消毒"),
    TaskKind.ARCHIVE: N_("档案归档"),
    TaskKind.BUREAU: N_("报民政部门"),
}


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """未完成, 已完成, 不需要."""
        return _({TaskState.OPEN: N_("未完成"), TaskState.DONE: N_("已完成"), TaskState.WAIVED: N_("不需要")}[self])


class TransferReason(StrEnum):
    """Why somebody changes the home 调院."""

    CARE = "care"
    FAMILY = "family"
    COUPLE = "couple"
    CLOSING = "closing"
    CENTRAL = "central"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _(_TRANSFERS[self])


_TRANSFERS = {
    TransferReason.CARE: N_("需要更多照护"),
    TransferReason.FAMILY: N_("离家属更近"),
    TransferReason.COUPLE: N_("与配偶同住"),
    TransferReason.CLOSING: N_("机构停业或整修"),
    TransferReason.CENTRAL: N_("集中供养统一安排"),
    TransferReason.OTHER: N_("其他"),
}


class ConsentBy(StrEnum):
    """Who agreed to a transfer."""

    SELF = "self"
    GUARDIAN = "guardian"
    FAMILY = "family"

    @property
    def label(self) -> str:
        """本人, 监护人, 家属."""
        return _({ConsentBy.SELF: N_("本人"), ConsentBy.GUARDIAN: N_("监护人"), ConsentBy.FAMILY: N_("家属")}[self])
