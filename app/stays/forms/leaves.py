"""Forms of leaves 请假、住院、外出 and returns."""

from dataclasses import replace
from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.stays.rules.hours import at_hour
from app.stays.rules.kinds import Escort, LateReason, LeaveKind
from app.stays.rules.leaves import LeaveDraft
from app.web.forms import Form

__all__ = ["LeaveForm", "ReturnForm", "TurnForm", "VoidForm"]


class TurnForm(Form):
    """Somebody who was at home or out has gone to hospital."""

    tap_id: UUID
    from_on: date = Field(title=N_("离院日期"))
    left_at: time | None = Field(default=None, title=N_("离院钟点"))
    expected_on: date | None = Field(default=None, title=N_("预计返院"))
    escort: Escort | None = Field(default=None, title=N_("陪同"))
    place: str = Field(default="", title=N_("地点"), max_length=60)
    notes: str = Field(default="", title=N_("备注"), max_length=500)
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    version: int | None = None

    def draft(self, kind: LeaveKind = LeaveKind.HOSPITAL) -> LeaveDraft:
        """Give what was typed as the act takes it."""
        return LeaveDraft(
            kind=kind, from_on=self.from_on, left_at=at_hour(self.from_on, self.left_at), expected_on=self.expected_on,
            escort=self.escort, place=self.place, notes=self.notes, late_reason=self.late_reason,
        )  # fmt: skip


class LeaveForm(TurnForm):
    """A leave, entered or corrected; the return is given where it is known already."""

    kind: LeaveKind = Field(title=N_("去向"))
    back_on: date | None = Field(default=None, title=N_("返院日期"))
    returned_at: time | None = Field(default=None, title=N_("返院钟点"))

    def draft(self, kind: LeaveKind | None = None) -> LeaveDraft:
        """Give what was typed as the act takes it; an hour of returning without a day is one of the day of leaving."""
        back_on = self.back_on or (self.from_on if self.returned_at else None)
        return replace(
            super().draft(kind or self.kind), back_on=back_on, returned_at=at_hour(back_on, self.returned_at)
        )  # fmt: skip


class ReturnForm(Form):
    """Somebody is back: now by one tap, or on a day and at an hour that are typed."""

    tap_id: UUID
    now: Literal["", "yes"] = ""
    on: date | None = Field(default=None, title=N_("返院日期"))
    returned_at: time | None = Field(default=None, title=N_("返院钟点"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    version: int | None = None


class VoidForm(Form):
    """Voiding what was entered by mistake."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
