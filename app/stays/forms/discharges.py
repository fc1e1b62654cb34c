"""Forms of discharges 退住 and their tasks."""

from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.hours import at_hour
from app.stays.rules.kinds import EndReason, LateReason, TaskState
from app.web.forms import Form

__all__ = ["DischargeForm", "TaskForm", "TurnBackForm"]


class DischargeForm(Form):
    """A discharge: prepared before its day, looked at with its consequences, or done."""

    tap_id: UUID
    act: Literal["plan", "look", "end"] = Field(default="look", title=N_("办理"))
    reason: EndReason = Field(title=N_("退住原因"))
    on: date = Field(title=N_("退住日期"))
    left_at: time | None = Field(default=None, title=N_("离院钟点"))
    note: str = Field(default="", title=N_("说明"), max_length=120)
    things_left: bool = Field(default=False, title=N_("有物品留在床位"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    clean_on: date | None = Field(default=None, title=N_("床位清理好的日子"))

    def draft(self) -> DischargeDraft:
        """Give what was typed as the act takes it."""
        return DischargeDraft(
            reason=self.reason, on=self.on, left_at=at_hour(self.on, self.left_at), note=self.note,
            late_reason=self.late_reason, clean_on=self.clean_on, things_left=self.things_left,
        )  # fmt: skip


class TaskForm(Form):
    """One task of a discharge: done, not needed for a reason, or open again."""

    tap_id: UUID
    state: TaskState = Field(title=N_("办理情况"))
    note: str = Field(default="", title=N_("不需要的原因"), max_length=200)
    on: date | None = Field(default=None, title=N_("办好的日子"))


class TurnBackForm(Form):
    """Taking a discharge back, or the plan of one."""

    tap_id: UUID
    reason: str = Field(title=N_("撤销原因"), min_length=2, max_length=200)
