"""Forms of transfers 调院."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.stays.rules.kinds import ConsentBy, LateReason, TransferReason
from app.web.addresses import id_in
from app.web.forms import Form

__all__ = ["AcceptForm", "AskForm", "CompleteForm", "EndForm"]


class AskForm(Form):
    """Asking for a transfer. `needs` stand in the order of `needs_of`, the stays that the form lists."""

    tap_id: UUID
    stay_ids: list[int] = Field(title=N_("老人"), min_length=1, max_length=10)
    to_home: str = Field(title=N_("调入机构"), pattern=r"^\d{6}-\d{1,18}$")
    on: date = Field(title=N_("调院日期"))
    reason: TransferReason = Field(title=N_("调院原因"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    consent_by: ConsentBy = Field(title=N_("谁同意的"))
    consented_on: date = Field(title=N_("同意日期"))
    needs_of: list[int] = Field(default=[], title=N_("老人"), max_length=10)
    needs: list[str] = Field(default=[], title=N_("照护要点"), max_length=10)

    @property
    def to_county(self) -> int:
        """The county of the chosen home."""
        return int(self.to_home.partition("-")[0])

    @property
    def to_institution_id(self) -> int:
        """The id of the chosen home."""
        return int(self.to_home.partition("-")[2])


class AcceptForm(Form):
    """Agreeing to take people in: the beds stand in the order of the people; a blank one is a bed not yet chosen."""

    tap_id: UUID
    elder_ids: list[int] = Field(title=N_("老人"), min_length=1, max_length=10)
    bed_ids: list[str] = Field(default=[], title=N_("床位"), max_length=10)
    version: int

    @property
    def beds(self) -> dict[int, int]:
        """The chosen bed of each person."""
        pairs = zip(self.elder_ids, self.bed_ids, strict=False)
        return {elder: bed for elder, word in pairs if (bed := id_in(word)) is not None}


class CompleteForm(Form):
    """Carrying it out on its night."""

    tap_id: UUID
    version: int
    medicine_handed: bool = Field(default=False, title=N_("药品和档案已交接"))


class EndForm(Form):
    """Declining or withdrawing, with the reason."""

    tap_id: UUID
    version: int
    reason: str = Field(title=N_("原因"), min_length=2, max_length=200)
