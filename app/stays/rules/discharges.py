"""Discharges 退住 as plain values: what is to be done, when a bed is free again, and saying what is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.beds.rules.kinds import ClosureReason
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import say_day
from app.core.i18n import _
from app.stays.rules.kinds import EndReason, LateReason, LeaveKind, TaskKind, TaskState

__all__ = [
    "BEFORE_THE_BED", "REASONS", "DischargeDraft", "DischargeLine", "all_settled", "bed_may_go", "closing_reason",
    "discharge_fault", "say_consequences", "say_discharges", "tasks_for",
]  # fmt: skip

BEFORE_THE_BED = (TaskKind.BELONGINGS, TaskKind.DISINFECTION)
"""What must be settled before somebody else may have the bed."""
REASONS = tuple(reason for reason in EndReason if reason is not EndReason.TRANSFER)
"""Why a stay ends here; 调院 has a page of its own."""
_ALWAYS = tuple(kind for kind in TaskKind if kind is not TaskKind.BUREAU)


@dataclass(frozen=True, slots=True)
class DischargeDraft:
    """The end of a stay as it is entered; `clean_on` says of a late entry since when the bed has been ready."""

    reason: EndReason
    on: date
    left_at: datetime | None = None
    note: str = ""
    late_reason: LateReason | None = None
    clean_on: date | None = None
    things_left: bool = False


def tasks_for(reason: EndReason) -> tuple[TaskKind, ...]:
    """List what is to be done; a death is also reported to the bureau."""
    return (*_ALWAYS, TaskKind.BUREAU) if reason is EndReason.DEATH else _ALWAYS


def discharge_fault(draft: DischargeDraft, from_on: date, today: date, instant: datetime) -> tuple[str, str] | None:
    """Say what cannot be about a discharge, with the field it is about; the act and the look before it ask alike."""
    if draft.reason not in REASONS:
        return "reason", _("调院请从「调院」办理，两家机构同一天交接")
    if draft.on > today:
        return "on", _("退住的日子还没到，请先「准备退住」，到了当天再办理")
    if draft.on < from_on:
        return "on", _("退住日期早于入住日期（{day}），请核对日期").format(day=say_day(from_on))
    if draft.on < today and draft.late_reason is None:
        return "late_reason", _("日期早于今天的是补录，请选补录原因")
    if draft.left_at is not None and draft.left_at > instant:
        return "left_at", _("这个钟点还没到，请核对是上午还是下午")
    if draft.clean_on is not None and not draft.on <= draft.clean_on <= today:
        return "clean_on", _("床位清理好的日子要在退住以后、今天以前，请核对日期")
    return None


def closing_reason(reason: EndReason, *, things_left: bool) -> ClosureReason:
    """Tell why the bed stays closed: for what was left in it, else for cleaning."""
    return ClosureReason.BELONGINGS if things_left or reason is EndReason.DEATH else ClosureReason.CLEANING


def bed_may_go(states: Mapping[TaskKind, TaskState]) -> bool:
    """Tell whether belongings and disinfection are settled, done or not needed."""
    return all(states.get(kind, TaskState.DONE) is not TaskState.OPEN for kind in BEFORE_THE_BED)


def all_settled(states: Collection[TaskState]) -> bool:
    """Tell whether nothing is left to be done."""
    return all(state is not TaskState.OPEN for state in states)


@dataclass(frozen=True, slots=True)
class DischargeLine:
    """One discharge that is not finished: who, when, what is missing, which beds wait."""

    discharge_id: int
    stay_id: int
    elder_id: int
    name: str
    reason: EndReason
    planned_on: date
    ended_on: date | None
    open_tasks: tuple[TaskKind, ...]
    beds: tuple[str, ...]
    today: date

    @property
    def is_planned(self) -> bool:
        """Whether the person still lives here."""
        return self.ended_on is None

    @property
    def is_overdue(self) -> bool:
        """Whether the planned day has passed and the stay still goes on."""
        return self.is_planned and self.planned_on < self.today

    @property
    def waiting_days(self) -> int:
        """How many days the beds have stood closed."""
        return (self.today - self.ended_on).days if self.ended_on else 0

    @property
    def missing(self) -> str:
        """What is missing, in words."""
        return _("、").join(kind.label for kind in self.open_tasks)

    @property
    def beds_said(self) -> str:
        """The beds that wait, in words."""
        return say_labels(self.beds)


def say_discharges(lines: Sequence[DischargeLine]) -> str:
    """Say in one sentence how many discharges are under way and how many beds wait for them."""
    if not lines:
        return _("没有未办完的退住，也没有等着清理的床。")
    planned = sum(line.is_planned for line in lines)
    said = [_("{count} 人准备退住").format(count=planned)] if planned else []
    said += [_("{count} 人已退住，事项没办完").format(count=len(lines) - planned)] if len(lines) > planned else []
    return _("，").join(said) + _say_beds(lines)


def _say_beds(lines: Iterable[DischargeLine]) -> str:
    beds = sum(len(line.beds) for line in lines)
    return _("；{count} 张床等着清理，清理完才能再安排。").format(count=beds) if beds else _("。")


def say_consequences(
    name: str, draft: DischargeDraft, today: date, beds: Sequence[str], away: LeaveKind | None
) -> list[str]:
    """Say in words and counts what a discharge will do."""
    day = _("今天") if draft.on == today else say_day(draft.on)
    died = draft.reason is EndReason.DEATH
    first = (
        _("{name} {day}离世，从这天起不再算在住。") if died else _("{name} {day}退住（{reason}），从这天起不再算在住。")
    )
    said = [first.format(name=name, day=day, reason=draft.reason.label), *_say_freed(draft, beds)]
    if away is not None:
        said.append(_("正在{kind}，随退住一起结束，不算返院。").format(kind=away.label))
    tasks = tasks_for(draft.reason)
    listed = _("、").join(kind.label for kind in tasks)
    said.append(_("列出 {count} 件要办的事：{tasks}。").format(count=len(tasks), tasks=listed))
    if died:
        said.append(_("档案上会写明离世日期。"))
    return said


def _say_freed(draft: DischargeDraft, beds: Sequence[str]) -> list[str]:
    if not beds:
        return [_("没有床位要腾。")]
    said = _("{beds} 床") if len(beds) == 1 else _("{beds} 共 {count} 张床")
    freed = said.format(beds=say_labels(beds), count=len(beds))
    if draft.clean_on is not None:
        return [_("{beds} {day}起可以安排。").format(beds=freed, day=say_day(draft.clean_on))]
    if closing_reason(draft.reason, things_left=draft.things_left) is ClosureReason.BELONGINGS:
        return [_("{beds}转为遗物待清；物品交接、消毒都完成后才能再安排。").format(beds=freed)]
    return [_("{beds}转为待消毒；物品交接、消毒都完成后才能再安排。").format(beds=freed)]
