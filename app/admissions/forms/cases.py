"""Forms of an admission as a whole: beginning, changing its plan, giving it up, moving in."""

from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.admissions.rules.drafts import MoveInDraft, OpenDraft
from app.core.i18n import N_
from app.stays.rules.hours import at_hour
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from app.web.forms import Form

__all__ = ["MoveInForm", "OpenForm", "ReasonForm", "TapForm", "TermsForm"]


class TapForm(Form):
    """One tap and nothing else."""

    tap_id: UUID


class ReasonForm(Form):
    """An act that asks why."""

    tap_id: UUID
    reason: str = Field(title=N_("原因"), min_length=2, max_length=200)


class OpenForm(Form):
    """Beginning an admission on its ground."""

    tap_id: UUID
    elder_id: int = Field(title=N_("老人"))
    ground: Literal["direct", "emergency", "offer", "placement"] = Field(title=N_("入住依据"))
    ground_note: str = Field(default="", title=N_("情况说明"), max_length=120)
    offer_id: int | None = Field(default=None, title=N_("床位通知"))
    placement_id: int | None = Field(default=None, title=N_("安置通知"))
    planned_on: date = Field(title=N_("计划哪天入住"))
    stay_kind: StayKind = Field(title=N_("入住类型"))
    payer: Payer = Field(title=N_("谁付费"))
    planned_end_on: date | None = Field(default=None, title=N_("预计离院"))

    def draft(self) -> OpenDraft:
        """Give what was typed as the act takes it; a long stay has no planned end."""
        return OpenDraft(
            elder_id=self.elder_id, ground=Ground(self.ground), ground_note=self.ground_note, offer_id=self.offer_id,
            placement_id=self.placement_id, planned_on=self.planned_on, stay_kind=self.stay_kind, payer=self.payer,
            planned_end_on=None if self.stay_kind is StayKind.LONG else self.planned_end_on,
        )  # fmt: skip


class TermsForm(Form):
    """Changing the plan of an admission."""

    tap_id: UUID
    planned_on: date = Field(title=N_("计划哪天入住"))
    stay_kind: StayKind = Field(title=N_("入住类型"))
    payer: Payer = Field(title=N_("谁付费"))
    planned_end_on: date | None = Field(default=None, title=N_("预计离院"))


class MoveInForm(Form):
    """Moving in."""

    tap_id: UUID
    from_on: date = Field(title=N_("入住日期"))
    arrived_at: time | None = Field(default=None, title=N_("到院钟点"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))

    def draft(self) -> MoveInDraft:
        """Give what was typed as the act takes it."""
        return MoveInDraft(
            from_on=self.from_on, arrived_at=at_hour(self.from_on, self.arrived_at), late_reason=self.late_reason
        )  # fmt: skip
