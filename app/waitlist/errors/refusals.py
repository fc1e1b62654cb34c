"""Refusals of acts on the waitlist; every one says the way out."""

from collections.abc import Iterable

from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_

__all__ = [
    "AlreadyLinked", "AskedTwice", "Banned", "CountyNotFound", "EntryNotFound", "EntryRefused", "FaultyPolicy",
    "NoGround", "NotByThisStep", "PlacementInstead", "PolicyNotFound", "SamePerson", "SwitchNotFound",
]  # fmt: skip


class EntryNotFound(NotFound):
    """No such application, or not the caller's to see."""

    sentence = N_("没有找到这份轮候登记，或您没有查看它的权限。请回到轮候名单重新选择")


class CountyNotFound(NotFound):
    """No such county, or not the caller's to see."""

    sentence = N_("没有找到这个区县，或您没有查看它的权限。请从首页重新进入")


class PolicyNotFound(NotFound):
    """No such policy or preset."""

    sentence = N_("没有找到这份轮候规则。请回到规则页重新选择")


class SwitchNotFound(NotFound):
    """No such decision."""

    sentence = N_("没有找到这条启用轮候的决定，可能已被作废。请回到规则页重新选择")


class EntryRefused(DomainError):
    """Something about an application cannot be done; the sentence says what and what else to do."""

    sentence = N_("这份轮候登记现在不能这样办理，请刷新后再看")


class NotByThisStep(Conflict):
    """The entry's state does not allow the step; somebody else may have been quicker."""

    sentence = N_("这份登记的状态已经变了，这一步现在不能办。请刷新后再看")


class PlacementInstead(DomainError):
    """特困 persons do not queue."""

    sentence = N_("特困人员不参加轮候，请由乡镇、县级办理安置通知")


class Banned(DomainError):
    """The person may not register again before a day."""

    sentence = N_("这位老人还在限制登记期内，暂时不能重新登记")


class AlreadyLinked(DomainError):
    """One of the applications is linked to others already."""

    sentence = N_("其中一份申请已与别的申请关联，请先解除原来的关联")


class SamePerson(DomainError):
    """Whoever asked for an override may not approve it."""

    sentence = N_("提出人工调整的人不能自己批准，请由另一人批准")


class AskedTwice(DomainError):
    """An override is asked for or in force already."""

    sentence = N_("这份登记已有人工调整，请先取消原来的")


class NoGround(DomainError):
    """A home in 轮候 admits nobody without an offer, a placement order or a recorded emergency."""

    sentence = N_("本院已启用轮候，不能直接入住。请由床位通知、安置通知办理；情况紧急的，选「紧急安置」并写明情况")


class FaultyPolicy(DomainError):
    """Rules that do not hold together; each fault names its key."""

    sentence = N_("这份规则有不完整或前后不一致的地方，没有保存。请按提示逐项更正")

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults, one each."""
        super().__init__()
        self.faults = tuple(faults)
