"""Forms of an admission 办理入住, of what changes in a stay, and of putting right what was recorded wrongly."""

from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.hours import at_hour
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from app.web.forms import Form

__all__ = ["AdmissionForm", "CorrectionForm", "TermsForm", "VoidForm"]


class AdmissionForm(Form):
    """Admitting a person into a bed."""

    tap_id: UUID
    elder_id: int = Field(title=N_("老人"))
    bed_id: int = Field(title=N_("床位"))
    kind: StayKind = Field(title=N_("入住类型"))
    ground: Ground = Field(title=N_("入住依据"))
    ground_note: str = Field(default="", title=N_("依据说明"), max_length=120)
    payer: Payer = Field(title=N_("谁付费"))
    from_on: date = Field(title=N_("入住日期"))
    arrived_at: time | None = Field(default=None, title=N_("到院钟点"))
    planned_end_on: date | None = Field(default=None, title=N_("预计离院"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    shares_room: Literal["", "yes"] = Field(default="", title=N_("夫妻同住"))
    private_bed_ids: list[int] = Field(default_factory=list, title=N_("包房"), max_length=20)

    def draft(self) -> AdmissionDraft:
        """Give what was typed as the act takes it; a long stay has no planned end."""
        return AdmissionDraft(
            elder_id=self.elder_id, bed_id=self.bed_id, kind=self.kind, ground=self.ground, payer=self.payer,
            from_on=self.from_on, arrived_at=at_hour(self.from_on, self.arrived_at),
            planned_end_on=None if self.kind is StayKind.LONG else self.planned_end_on, ground_note=self.ground_note,
            shares_room=self.shares_room == "yes", late_reason=self.late_reason,
            private_bed_ids=tuple(self.private_bed_ids),
        )  # fmt: skip


class TermsForm(Form):
    """Saying that from a day on a stay is of another kind, or on another purse."""

    tap_id: UUID
    kind: StayKind = Field(title=N_("入住类型"))
    payer: Payer = Field(title=N_("谁付费"))
    from_on: date = Field(title=N_("起算日期"))
    notes: str = Field(default="", title=N_("说明"), max_length=500)
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))


class CorrectionForm(Form):
    """Correcting the first day of a stay, or the hour of arrival."""

    tap_id: UUID
    from_on: date = Field(title=N_("入住日期"))
    arrived_at: time | None = Field(default=None, title=N_("到院钟点"))
    reason: str = Field(title=N_("更正原因"), min_length=2, max_length=200)
    version: int | None = None


class VoidForm(Form):
    """Voiding what was entered by mistake."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
