"""The task list of an admission: what stands, what is missing and why, from facts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, Conclusion, ConsentScope
from app.beds.rules.spans import say_day
from app.core.i18n import _

__all__ = ["FROM_FACTS", "Facts", "Kept", "TaskLine", "missing", "say_progress", "task_lines"]

FROM_FACTS = (AdmissionTaskKind.ASSESSMENT, AdmissionTaskKind.RISKS, AdmissionTaskKind.BED)
"""Tasks that are done elsewhere: nobody ticks them, they stand as the facts stand."""
SETTLED = (AdmissionTaskState.DONE, AdmissionTaskState.WAIVED)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a task: its state, why it is waived or blocked, and who settled it."""

    state: AdmissionTaskState
    note: str = ""
    by: str = ""
    has_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a task list is drawn from, besides what is kept of the tasks themselves."""

    day: date
    level: str = ""
    level_until: date | None = None
    risks_on: date | None = None
    risks_due: date | None = None
    check_until: date | None = None
    check: Conclusion | None = None
    agreement_signed_on: date | None = None
    agreement_written: bool = False
    answered: frozenset[ConsentScope] = frozenset()
    health_refused: bool = False
    bed: str = ""
    bed_why: str = ""
    moved_in: bool = False
    signer: str = ""
    diet: str = ""
    care: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of the list: its state, what it says, and why it cannot be begun."""

    kind: AdmissionTaskKind
    state: AdmissionTaskState
    said: str = ""
    why: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it no longer stands in the way."""
        return self.state in SETTLED


def task_lines(kept: dict[AdmissionTaskKind, Kept], facts: Facts) -> list[TaskLine]:
    """Draw the nine tasks in their usual order."""
    return [_line(kind, kept.get(kind, Kept(AdmissionTaskState.NOT_STARTED)), facts) for kind in AdmissionTaskKind]


def missing(lines: Sequence[TaskLine]) -> list[TaskLine]:
    """The tasks that still stand in the way of moving in."""
    return [line for line in lines if not line.is_settled]


def say_progress(lines: Sequence[TaskLine]) -> str:
    """Say in one sentence how far the list has come."""
    left = missing(lines)
    waived = sum(line.state is AdmissionTaskState.WAIVED for line in lines)
    if not left and waived:
        done = len(lines) - waived
        return _("办好 {done} 件，豁免 {waived} 件，可以办理入住。").format(done=done, waived=waived)
    if not left:
        return _("九件事都办好了，可以办理入住。")
    names = _("、").join(line.kind.label for line in left)
    return _("办好 {done} 件，还差 {left} 件：{names}。").format(
        done=len(lines) - len(left), left=len(left), names=names
    )


def _line(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    if kept.state is AdmissionTaskState.WAIVED:
        return TaskLine(kind, AdmissionTaskState.WAIVED, why=kept.note)
    return _LINES[kind](kind, kept, facts)


def _begun(kind: AdmissionTaskKind, kept: Kept) -> TaskLine:
    """A task that somebody must do here: as it is kept; a draft alone means that it was begun."""
    state = AdmissionTaskState.DOING if kept.state is AdmissionTaskState.NOT_STARTED and kept.has_draft else kept.state
    return TaskLine(kind, state, why=kept.note if state is AdmissionTaskState.BLOCKED else "")


def _identity(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    line = _begun(kind, kept)
    said = _("由{who}签字").format(who=facts.signer) if facts.signer and line.state is AdmissionTaskState.DONE else ""
    return TaskLine(kind, line.state, said, line.why)


def _assessment(kind: AdmissionTaskKind, _kept: Kept, facts: Facts) -> TaskLine:
    if not facts.level:
        return TaskLine(kind, AdmissionTaskState.NOT_STARTED, why=_("还没有签字的能力评估"))
    if facts.level_until is not None and facts.level_until <= facts.day:
        return TaskLine(
            kind,
            AdmissionTaskState.BLOCKED,
            facts.level,
            _("评估 {day}到期，要重新评估").format(day=say_day(facts.level_until)),
        )
    until = _("，有效至 {day}").format(day=facts.level_until - timedelta(days=1)) if facts.level_until else ""
    return TaskLine(kind, AdmissionTaskState.DONE, facts.level + until)


def _health(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    if facts.check is Conclusion.UNFIT:
        return TaskLine(kind, AdmissionTaskState.BLOCKED, why=_("体检结论：{said}").format(said=facts.check.label))
    if facts.check is None:
        return _begun(kind, kept)
    if facts.check_until is not None and facts.check_until < facts.day:
        return TaskLine(kind, AdmissionTaskState.BLOCKED, facts.check.label, _("体检过期了，请补一份新的"))
    said = _("{said}，有效至 {day}").format(said=facts.check.label, day=facts.check_until)
    return TaskLine(kind, AdmissionTaskState.DONE, said)


def _risks(kind: AdmissionTaskKind, _kept: Kept, facts: Facts) -> TaskLine:
    if facts.risks_on is None:
        return TaskLine(kind, AdmissionTaskState.NOT_STARTED, why=_("还没有九项风险评估"))
    if facts.risks_due is not None and facts.risks_due < facts.day:
        return TaskLine(kind, AdmissionTaskState.BLOCKED, why=_("上次风险评估已满期，要重新评估"))
    return TaskLine(kind, AdmissionTaskState.DONE, _("{day}已评估").format(day=say_day(facts.risks_on)))


def _agreement(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    if facts.agreement_signed_on is not None:
        return TaskLine(kind, AdmissionTaskState.DONE, _("{day}签字").format(day=say_day(facts.agreement_signed_on)))
    if facts.agreement_written:
        return TaskLine(kind, AdmissionTaskState.DOING, _("已写好，等签字"))
    return _begun(kind, kept)


def _consents(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    if facts.health_refused:
        return TaskLine(kind, AdmissionTaskState.BLOCKED, why=_("不同意使用健康信息，无法安排照护"))
    left = len(ConsentScope) - len(facts.answered)
    if not left:
        return TaskLine(kind, AdmissionTaskState.DONE, _("{count} 项都已答复").format(count=len(ConsentScope)))
    if facts.answered:
        return TaskLine(kind, AdmissionTaskState.DOING, _("还有 {left} 项没有答复").format(left=left))
    return _begun(kind, kept)


def _bed(kind: AdmissionTaskKind, _kept: Kept, facts: Facts) -> TaskLine:
    if facts.bed_why:
        return TaskLine(kind, AdmissionTaskState.BLOCKED, why=facts.bed_why)
    if not facts.bed:
        return TaskLine(kind, AdmissionTaskState.NOT_STARTED)
    said = _("{bed} 床，已入住") if facts.moved_in else _("{bed} 床，已预留")
    return TaskLine(kind, AdmissionTaskState.DONE, said.format(bed=facts.bed))


def _diet(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    return TaskLine(kind, AdmissionTaskState.DONE, facts.diet) if facts.diet else _begun(kind, kept)


def _care(kind: AdmissionTaskKind, kept: Kept, facts: Facts) -> TaskLine:
    return TaskLine(kind, AdmissionTaskState.DONE, facts.care) if facts.care else _begun(kind, kept)


_LINES = {
    AdmissionTaskKind.IDENTITY: _identity,
    AdmissionTaskKind.ASSESSMENT: _assessment,
    AdmissionTaskKind.HEALTH_CHECK: _health,
    AdmissionTaskKind.RISKS: _risks,
    AdmissionTaskKind.AGREEMENT: _agreement,
    AdmissionTaskKind.CONSENTS: _consents,
    AdmissionTaskKind.BED: _bed,
    AdmissionTaskKind.DIET: _diet,
    AdmissionTaskKind.CARE: _care,
}
