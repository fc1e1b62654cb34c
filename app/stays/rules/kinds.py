"""The words of stays: kinds, grounds, payers, leaves, ends, tasks and transfers, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.stays.rules.going import ConsentBy, TaskKind, TaskState, TransferReason

__all__ = [
    "ConsentBy",
    "EndReason",
    "Escort",
    "Ground",
    "LateReason",
    "LeaveKind",
    "Payer",
    "StayKind",
    "TaskKind",
    "TaskState",
    "TransferReason",
]


class StayKind(StrEnum):
    """What a stay 入住 is meant to be."""

    LONG = "long"
    TRIAL = "trial"
    RESPITE = "respite"
    TRAVEL = "travel"

    @property
    def label(self) -> str:
        """长住, 试住, 短期托养, 旅居."""
        return _(_KINDS[self])


_KINDS = {
    StayKind.LONG: N_("长住"),
    StayKind.TRIAL: N_("试住"),
    StayKind.RESPITE: N_("短期托养"),
    StayKind.TRAVEL: N_("旅居"),
}


class Ground(StrEnum):
    """On what somebody was admitted; an offer and a placement order come with the waitlist."""

    DIRECT = "direct"
    OFFER = "offer"
    PLACEMENT = "placement"
    EMERGENCY = "emergency"
    TRANSFER = "transfer"
    LEDGER = "ledger"

    @property
    def label(self) -> str:
        """The ground in words."""
        return _(_GROUNDS[self])


_GROUNDS = {
    Ground.DIRECT: N_("直接入住"),
    Ground.OFFER: N_("轮候通知"),
    Ground.PLACEMENT: N_("安置通知"),
    Ground.EMERGENCY: N_("紧急安置"),
    Ground.TRANSFER: N_("调院"),
    Ground.LEDGER: N_("台账补录"),
}


class Payer(StrEnum):
    """Who pays for a stay."""

    SELF = "self"
    FAMILY = "family"
    GOVERNMENT = "government"
    INSURANCE = "insurance"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        """The payer in words."""
        return _(_PAYERS[self])


_PAYERS = {
    Payer.SELF: N_("本人"),
    Payer.FAMILY: N_("家属"),
    Payer.GOVERNMENT: N_("政府供养"),
    Payer.INSURANCE: N_("长护险"),
    Payer.MIXED: N_("多方共担"),
}


class LeaveKind(StrEnum):
    """Why a resident is away while the bed is kept 留床."""

    HOME = "home"
    HOSPITAL = "hospital"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _(_LEAVES[self])


_LEAVES = {LeaveKind.HOME: N_("回家"), LeaveKind.HOSPITAL: N_("住院"), LeaveKind.OTHER: N_("外出")}


class Escort(StrEnum):
    """Who goes with a resident who leaves the house."""

    ALONE = "alone"
    FAMILY = "family"
    STAFF = "staff"
    AMBULANCE = "ambulance"

    @property
    def label(self) -> str:
        """The escort in words."""
        return _(_ESCORTS[self])


_ESCORTS = {
    Escort.ALONE: N_("自己外出"),
    Escort.FAMILY: N_("家属接走"),
    Escort.STAFF: N_("员工陪同"),
    Escort.AMBULANCE: N_("120 送走"),
}


class EndReason(StrEnum):
    """Why a stay ended 退住."""

    HOME = "home"
    HOSPITAL = "hospital"
    OTHER_HOME = "other_home"
    TRANSFER = "transfer"
    DEATH = "death"
    TERM_OVER = "term_over"
    BREACH = "breach"
    CLOSING = "closing"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _(_ENDS[self])


_ENDS = {
    EndReason.HOME: N_("回家"),
    EndReason.HOSPITAL: N_("转医院长期治疗"),
    EndReason.OTHER_HOME: N_("转到其他机构"),
    EndReason.TRANSFER: N_("调院"),
    EndReason.DEATH: N_("去世"),
    EndReason.TERM_OVER: N_("协议期满"),
    EndReason.BREACH: N_("违约解除"),
    EndReason.CLOSING: N_("机构停业"),
    EndReason.OTHER: N_("其他"),
}


class LateReason(StrEnum):
    """Why something was entered on a later day than it happened 补录."""

    HANDOVER = "handover"
    OUTAGE = "outage"
    FAMILY = "family"
    PAPER = "paper"
    LEDGER = "ledger"
    CORRECTION = "correction"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _(_LATE[self])


_LATE = {
    LateReason.HANDOVER: N_("交接时漏记"),
    LateReason.OUTAGE: N_("停电或断网"),
    LateReason.FAMILY: N_("家属后来才告知"),
    LateReason.PAPER: N_("纸质记录代录"),
    LateReason.LEDGER: N_("台账补录"),
    LateReason.CORRECTION: N_("更正以前的登记"),
    LateReason.OTHER: N_("其他"),
}
