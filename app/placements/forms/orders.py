"""Forms of placement orders 安置通知: the county's and the home's."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.placements.rules.drafts import AgreementDraft, DecisionDraft, OrderDraft
from app.placements.rules.kinds import Signer
from app.web.forms import Form

__all__ = ["AgreementForm", "BedForm", "DecisionForm", "OrderForm", "ReasonForm", "TapForm"]


class TapForm(Form):
    """One tap and nothing else."""

    tap_id: UUID


class ReasonForm(Form):
    """An act that asks why."""

    tap_id: UUID
    reason: str = Field(title=N_("原因"), min_length=2, max_length=150)


class OrderForm(Form):
    """An order from the township's papers."""

    tap_id: UUID
    elder_id: int = Field(title=N_("老人"))
    home_id: int = Field(title=N_("接收机构"))
    township: int = Field(title=N_("乡镇（街道）"))
    applied_on: date = Field(title=N_("申请日期"))
    township_signed_on: date | None = Field(default=None, title=N_("乡镇审核日期"))
    township_signed_by: str = Field(default="", title=N_("乡镇审核人"), max_length=60)
    note: str = Field(default="", title=N_("说明"), max_length=200)
    version: int | None = None

    def draft(self) -> OrderDraft:
        """Give what was typed as the act takes it."""
        return OrderDraft(
            elder_id=self.elder_id, township=self.township, applied_on=self.applied_on,
            township_signed_on=self.township_signed_on, township_signed_by=self.township_signed_by, note=self.note,
        )  # fmt: skip


class DecisionForm(Form):
    """The county's decision; what the township said may still be added."""

    tap_id: UUID
    decided_on: date = Field(title=N_("决定日期"))
    decision_no: str = Field(title=N_("决定文号"), max_length=60)
    township_signed_on: date | None = Field(default=None, title=N_("乡镇审核日期"))
    township_signed_by: str = Field(default="", title=N_("乡镇审核人"), max_length=60)
    version: int | None = None

    def draft(self) -> DecisionDraft:
        """Give what was typed as the act takes it."""
        return DecisionDraft(
            decided_on=self.decided_on, decision_no=self.decision_no, township_signed_on=self.township_signed_on,
            township_signed_by=self.township_signed_by,
        )  # fmt: skip


class BedForm(Form):
    """Receiving, with or without a bed that is held at once."""

    tap_id: UUID
    bed_id: int | None = Field(default=None, title=N_("床位"))


class AgreementForm(Form):
    """The three-party agreement."""

    tap_id: UUID
    agreement_on: date = Field(title=N_("签字日期"))
    agreement_by: Signer = Field(title=N_("由谁签字"))
    signer: str = Field(title=N_("签字人姓名"), max_length=60)
    home_signer: str = Field(title=N_("机构签字人"), max_length=60)

    def draft(self) -> AgreementDraft:
        """Give what was typed as the act takes it."""
        return AgreementDraft(
            agreement_on=self.agreement_on, agreement_by=self.agreement_by, signer=self.signer,
            home_signer=self.home_signer,
        )  # fmt: skip
