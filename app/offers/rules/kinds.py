"""The words of offers 床位通知: states, channels, reasons and outcomes, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.waitlist.rules.kinds import Channel, RefusalReason

__all__ = [
    "LIVE", "AttemptResult", "Channel", "ExplainReason", "ObjectionOutcome", "ObjectionSource", "OfferState",
    "RefusalReason", "SkipReason", "SkipVerdict", "SpotOutcome",
]  # fmt: skip


class OfferState(StrEnum):
    """How far an offer has come. Open and accepted ones hold their bed; the others are over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ADMITTED = "admitted"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _(_STATES[self])

    @property
    def is_live(self) -> bool:
        """Whether the offer holds its bed."""
        return self in LIVE


_STATES = {
    OfferState.OPEN: N_("等答复"),
    OfferState.ACCEPTED: N_("已接受，待入住"),
    OfferState.REFUSED: N_("已拒绝"),
    OfferState.LAPSED: N_("逾期作废"),
    OfferState.WITHDRAWN: N_("已收回"),
    OfferState.ADMITTED: N_("已入住"),
}
LIVE = (OfferState.OPEN, OfferState.ACCEPTED)


class AttemptResult(StrEnum):
    """What came of an attempt."""

    REACHED = "reached"
    MESSAGE_LEFT = "message_left"
    NO_ANSWER = "no_answer"
    WRONG_ADDRESS = "wrong_address"

    @property
    def label(self) -> str:
        """The word beside the attempt."""
        return _(_RESULTS[self])


_RESULTS = {
    AttemptResult.REACHED: N_("已说明，对方在考虑"),
    AttemptResult.MESSAGE_LEFT: N_("已留言，待回复"),
    AttemptResult.NO_ANSWER: N_("没有联系上"),
    AttemptResult.WRONG_ADDRESS: N_("号码或地址不对"),
}


class SkipReason(StrEnum):
    """Why somebody further ahead is not asked first although the bed fits."""

    HOSPITAL = "hospital"
    ASKED_TO_WAIT = "asked_to_wait"
    UNREACHABLE = "unreachable"
    ISOLATION = "isolation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in a list."""
        return _(_SKIPS[self])


_SKIPS = {
    SkipReason.HOSPITAL: N_("正在住院"),
    SkipReason.ASKED_TO_WAIT: N_("本人或家属要求先等等"),
    SkipReason.UNREACHABLE: N_("多次联系不上"),
    SkipReason.ISOLATION: N_("需隔离或同室不相宜"),
    SkipReason.OTHER: N_("其他"),
}


class SkipVerdict(StrEnum):
    """What the one outside the home says to a skip."""

    AGREED = "agreed"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The word beside the skip."""
        return _("同意跳过") if self is SkipVerdict.AGREED else _("不同意跳过")


class ExplainReason(StrEnum):
    """Why a free bed has not been offered."""

    RESERVE = "reserve"
    NO_MATCH = "no_match"
    INTERNAL_MOVE = "internal_move"
    PLACEMENT = "placement"
    STAFFING = "staffing"
    WORKS = "works"
    OBJECTION = "objection"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in a list."""
        return _(_EXPLANATIONS[self])


_EXPLANATIONS = {
    ExplainReason.RESERVE: N_("兜底预留"),
    ExplainReason.NO_MATCH: N_("名单里没有合适的人"),
    ExplainReason.INTERNAL_MOVE: N_("院内调换在办"),
    ExplainReason.PLACEMENT: N_("留给安置通知"),
    ExplainReason.STAFFING: N_("护理人手不足"),
    ExplainReason.WORKS: N_("将要维修或消毒"),
    ExplainReason.OBJECTION: N_("有异议在处理"),
    ExplainReason.OTHER: N_("其他"),
}


class ObjectionSource(StrEnum):
    """How an objection arrived."""

    DESK = "desk"
    PHONE = "phone"
    LETTER = "letter"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _(_SOURCES[self])


_SOURCES = {
    ObjectionSource.DESK: N_("当面"),
    ObjectionSource.PHONE: N_("电话"),
    ObjectionSource.LETTER: N_("信函"),
    ObjectionSource.ONLINE: N_("网上"),
}


class ObjectionOutcome(StrEnum):
    """What was decided on an objection."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _(_OUTCOMES[self])


_OUTCOMES = {
    ObjectionOutcome.UPHELD: N_("异议成立"),
    ObjectionOutcome.PARTLY: N_("部分成立"),
    ObjectionOutcome.REJECTED: N_("异议不成立"),
}


class SpotOutcome(StrEnum):
    """What a second look at an assessment found."""

    SAME = "same"
    MILDER = "milder"
    GRAVER = "graver"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _(_SPOTS[self])


_SPOTS = {
    SpotOutcome.SAME: N_("结果一致"),
    SpotOutcome.MILDER: N_("复评后更轻"),
    SpotOutcome.GRAVER: N_("复评后更重"),
}
