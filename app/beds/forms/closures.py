"""Forms of closures 停用."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.beds.rules.kinds import ClosureReason
from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["CloseForm", "EndForm", "PlanForm", "UndoForm", "VoidForm"]


class CloseForm(Form):
    """Closing one bed or many."""

    tap_id: UUID
    bed_ids: list[int] = Field(title=N_("床位"), min_length=1, max_length=500)
    reason: ClosureReason = Field(title=N_("停用原因"))
    from_on: date = Field(title=N_("停用日期"))
    planned_end_on: date | None = Field(default=None, title=N_("预计恢复"))
    note: str = Field(default="", title=N_("说明"), max_length=200)


class EndForm(Form):
    """Opening a bed again."""

    tap_id: UUID
    on: date = Field(title=N_("恢复日期"))
    version: int | None = None


class PlanForm(Form):
    """Changing when a bed is expected back."""

    tap_id: UUID
    planned_end_on: date | None = Field(default=None, title=N_("预计恢复"))
    version: int | None = None


class VoidForm(Form):
    """Voiding what was entered by mistake."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)


class UndoForm(Form):
    """Taking back what has just been done."""

    tap_id: UUID
