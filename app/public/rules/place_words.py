"""What a family reads about its place: states, notices and what could bring it forward, in plain words."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import N_, _
from app.residents.rules.kinds import Category
from app.waitlist.rules.intakes import IntakeState
from app.waitlist.rules.kinds import CircumstanceKind, NoticeKind
from app.waitlist.rules.steps import EntryState

__all__ = ["change_words", "notice_words", "state_words"]

_NEXT = {
    EntryState.SUBMITTED: N_("资料还没有开始核验，通过后排进名单，先后按受理时间算。"),
    EntryState.CHECKING: N_("正在核验资料。缺材料的，受理点会打电话。"),
    EntryState.WAITING: N_("正在排队，电话请保持畅通。"),
    EntryState.DEFERRED: N_("按您的意思先不安排，名次保留。想早点恢复的，请告诉受理点。"),
    EntryState.OFFERED: N_("已经有床位留给您，请在通知写明的日子以前答复。"),
    EntryState.ADMITTED: N_("已经办理入住，这份申请办完了。"),
    EntryState.WITHDRAWN: N_("这份申请已经撤回。想再排的，请重新申请。"),
    EntryState.REMOVED: N_("这份申请已经移出名单。觉得不对的，请提异议。"),
    EntryState.INELIGIBLE: N_("核验后不符合轮候条件。觉得不对的，请提异议。"),
    EntryState.MERGED: N_("这份申请已并入另一份，请用另一份的申请号查。"),
}
_INTAKE_NEXT = {
    IntakeState.HANDED_IN: N_("已经收到，还没有人受理。受理以后，先后从您递交的时刻算起。"),
    IntakeState.REFUSED: N_("没有受理。原因写在下面；觉得不对的，请提异议，或到受理点问。"),
}


def state_words(state: str) -> tuple[str, str]:
    """Name a state, and say what comes next."""
    if state in set(IntakeState):
        intake = IntakeState(state)
        return intake.label, _(_INTAKE_NEXT[intake])
    entry = EntryState(state)
    return entry.label, _(_NEXT[entry])


def notice_words(kind: str, data: Mapping[str, Any]) -> str:
    """Say one thing the family is to be told, with the places where it has some."""
    said = NoticeKind(kind).label
    if data.get("from") and data.get("to"):
        said = _("{what}：从第 {was} 位到第 {now} 位").format(what=said, was=data["from"], now=data["to"])
    code = str(data.get("cause") or data.get("act"))
    cause = _(_CAUSES[code]) if code in _CAUSES else ""
    return _("{what}（{cause}）").format(what=said, cause=cause) if cause else said


_CAUSES = {
    "verified": N_("有别的申请核实了情况"),
    "voided": N_("有一项情况被作废"),
    "backdated": N_("有一份申请更正了受理时间"),
    "reinstated": N_("有一份申请恢复到名单"),
    "override": N_("有一份申请经两人批准作了人工调整"),
    "facts": N_("有人的档案情况有变化"),
    "merged": N_("有两份申请合并为一份"),
    "override_ended": N_("有一份申请取消了人工调整"),
    "listed": N_("有一份申请列入名单"),
    "deferred": N_("改为暂缓；不是您家的意思，请提出异议"),
    "withdrawn": N_("撤回申请；不是您家的意思，请提出异议"),
    "wishes_changed": N_("改了志愿或床位要求；不是您家的意思，请提出异议"),
    "linked": N_("没有同室的两张空床，不能和关联的申请一起发"),
}


def change_words(code: str, position: int) -> str:
    """Say what could bring an entry forward, and to which place."""
    kind, _sign, value = code.partition(":")
    if kind == "level":
        return _("如果能力评估为 {level} 级，会到第 {n} 位").format(level=value, n=position)
    label = CircumstanceKind(value).label if kind == "circumstance" else Category(value).label
    return _("如果「{what}」经核实，会到第 {n} 位").format(what=label, n=position)
