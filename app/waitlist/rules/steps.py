"""The states of an entry and the one table of which event may follow which state, and where it leads."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["ENDED", "LISTED", "LIVE", "EntryState", "EventKind", "Step", "may_follow", "next_state"]


class EntryState(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    CHECKING = "checking"
    WAITING = "waiting"
    DEFERRED = "deferred"
    OFFERED = "offered"
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    INELIGIBLE = "ineligible"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The state in the reader's language."""
        return _(_STATES[self])


_STATES = {
    EntryState.SUBMITTED: N_("待受理"),
    EntryState.CHECKING: N_("资料核验"),
    EntryState.WAITING: N_("轮候中"),
    EntryState.DEFERRED: N_("暂缓"),
    EntryState.OFFERED: N_("已发通知"),
    EntryState.ADMITTED: N_("已入住"),
    EntryState.WITHDRAWN: N_("已撤回"),
    EntryState.REMOVED: N_("已移出"),
    EntryState.INELIGIBLE: N_("不符合"),
    EntryState.MERGED: N_("已合并"),
}

LISTED = frozenset({EntryState.WAITING, EntryState.DEFERRED, EntryState.OFFERED})
"""Who stands in the order. A deferred entry keeps its place and is passed over; an offered one keeps it to the end."""

LIVE = LISTED | {EntryState.SUBMITTED, EntryState.CHECKING}
"""Who has an application under way: one for each person."""

ENDED = frozenset(EntryState) - LIVE


class EventKind(StrEnum):
    """What happened to an entry. The log is append-only; the entry is its fold."""

    REGISTERED = "registered"
    REVIEWED = "reviewed"
    CHECKED = "checked"
    LISTED = "listed"
    INELIGIBLE = "ineligible"
    DEFERRED = "deferred"
    RESUMED = "resumed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    REINSTATED = "reinstated"
    MERGED = "merged"
    WISHES_CHANGED = "wishes_changed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    BACKDATED = "backdated"
    CONSENTED = "consented"
    FACTS_CHANGED = "facts_changed"
    OVERRIDE_ASKED = "override_asked"
    OVERRIDE_APPROVED = "override_approved"
    OVERRIDE_ENDED = "override_ended"
    BAN_LIFTED = "ban_lifted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OFFER_WITHDRAWN = "offer_withdrawn"
    ADMITTED = "admitted"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return _(_EVENTS[self])


_EVENTS = {
    EventKind.REGISTERED: N_("登记申请"),
    EventKind.REVIEWED: N_("开始核验资料"),
    EventKind.CHECKED: N_("记录核验结果"),
    EventKind.LISTED: N_("列入轮候"),
    EventKind.INELIGIBLE: N_("不符合轮候条件"),
    EventKind.DEFERRED: N_("暂缓轮候"),
    EventKind.RESUMED: N_("恢复轮候"),
    EventKind.CONFIRMED: N_("确认继续轮候"),
    EventKind.WITHDRAWN: N_("撤回申请"),
    EventKind.REMOVED: N_("移出轮候"),
    EventKind.REINSTATED: N_("恢复到轮候"),
    EventKind.MERGED: N_("并入另一份申请"),
    EventKind.WISHES_CHANGED: N_("变更志愿"),
    EventKind.LINKED: N_("关联申请"),
    EventKind.UNLINKED: N_("解除关联"),
    EventKind.BACKDATED: N_("更正受理时间"),
    EventKind.CONSENTED: N_("公示姓名的意愿"),
    EventKind.FACTS_CHANGED: N_("档案情况有变化"),
    EventKind.OVERRIDE_ASKED: N_("申请人工调整"),
    EventKind.OVERRIDE_APPROVED: N_("批准人工调整"),
    EventKind.OVERRIDE_ENDED: N_("取消人工调整"),
    EventKind.BAN_LIFTED: N_("解除限制登记"),
    EventKind.OFFERED: N_("发出床位通知"),
    EventKind.ACCEPTED: N_("接受床位"),
    EventKind.DECLINED: N_("不接受床位"),
    EventKind.LAPSED: N_("床位通知过期"),
    EventKind.OFFER_WITHDRAWN: N_("收回床位通知"),
    EventKind.ADMITTED: N_("办理入住"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """From which states an event may come, and to which states it may lead: the first unless it says otherwise.

    An empty `to` leaves the state as it is.
    """

    before: frozenset[EntryState]
    to: tuple[EntryState, ...] = ()


_S = EntryState
_STEPS: dict[EventKind, Step] = {
    EventKind.REGISTERED: Step(frozenset(), (_S.SUBMITTED,)),
    EventKind.REVIEWED: Step(frozenset({_S.SUBMITTED}), (_S.CHECKING,)),
    EventKind.CHECKED: Step(LIVE),
    EventKind.LISTED: Step(frozenset({_S.SUBMITTED, _S.CHECKING}), (_S.WAITING,)),
    EventKind.INELIGIBLE: Step(LIVE - {_S.OFFERED}, (_S.INELIGIBLE,)),
    EventKind.DEFERRED: Step(frozenset({_S.WAITING, _S.DEFERRED}), (_S.DEFERRED,)),
    EventKind.RESUMED: Step(frozenset({_S.DEFERRED}), (_S.WAITING,)),
    EventKind.CONFIRMED: Step(LIVE),
    EventKind.WITHDRAWN: Step(LIVE - {_S.OFFERED}, (_S.WITHDRAWN,)),
    EventKind.REMOVED: Step(LIVE - {_S.OFFERED}, (_S.REMOVED,)),
    EventKind.REINSTATED: Step(ENDED, (_S.WAITING, _S.CHECKING)),
    EventKind.MERGED: Step(LIVE - {_S.OFFERED}, (_S.MERGED,)),
    EventKind.WISHES_CHANGED: Step(LIVE - {_S.OFFERED}),
    EventKind.LINKED: Step(LIVE - {_S.OFFERED}),
    EventKind.UNLINKED: Step(LIVE - {_S.OFFERED}),
    EventKind.BACKDATED: Step(LIVE),
    EventKind.CONSENTED: Step(LIVE),
    EventKind.FACTS_CHANGED: Step(LIVE),
    EventKind.OVERRIDE_ASKED: Step(LIVE),
    EventKind.OVERRIDE_APPROVED: Step(LIVE),
    EventKind.OVERRIDE_ENDED: Step(LIVE),
    EventKind.BAN_LIFTED: Step(ENDED),
    EventKind.OFFERED: Step(frozenset({_S.WAITING, _S.DEFERRED}), (_S.OFFERED,)),
    EventKind.ACCEPTED: Step(frozenset({_S.OFFERED})),
    EventKind.DECLINED: Step(frozenset({_S.OFFERED}), (_S.WAITING, _S.REMOVED)),
    EventKind.LAPSED: Step(frozenset({_S.OFFERED}), (_S.REMOVED, _S.WAITING)),
    EventKind.OFFER_WITHDRAWN: Step(frozenset({_S.OFFERED}), (_S.WAITING,)),
    EventKind.ADMITTED: Step(LIVE, (_S.ADMITTED,)),
}


def may_follow(state: EntryState | None, kind: EventKind) -> bool:
    """Tell whether the event may happen to an entry in this state; None is an entry that is only now made."""
    before = _STEPS[kind].before
    return state is None if not before else state in before


def next_state(state: EntryState | None, kind: EventKind, wanted: EntryState | None = None) -> EntryState | None:
    """Give the state after the event, or None where the event may not lead there."""
    to = _STEPS[kind].to
    if not to:
        return state if wanted in (None, state) else None
    if wanted is None:
        return to[0]
    return wanted if wanted in to else None
