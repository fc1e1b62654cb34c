"""Forms of marks 床位认定."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.beds.rules.kinds import MarkKind
from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["EndMarksForm", "MarkForm", "VoidMarksForm"]


class MarkForm(Form):
    """Certifying one bed or many; with several the first answer is a preview, the second one counts."""

    tap_id: UUID
    bed_ids: list[int] = Field(title=N_("床位"), min_length=1, max_length=500)
    kind: MarkKind = Field(title=N_("认定类别"))
    from_on: date = Field(title=N_("认定自"))
    basis: str = Field(default="", title=N_("依据"), max_length=120)
    document_no: str = Field(default="", title=N_("文号"), max_length=60)
    certified_on: date | None = Field(default=None, title=N_("认定日期"))
    expires_on: date | None = Field(default=None, title=N_("到期日"))
    replace: bool = False
    seen: bool = False


class EndMarksForm(Form):
    """Ending marks."""

    tap_id: UUID
    mark_ids: list[int] = Field(title=N_("认定"), min_length=1, max_length=500)
    on: date = Field(title=N_("终止日期"))
    version: int | None = None


class VoidMarksForm(Form):
    """Voiding marks that were entered by mistake."""

    tap_id: UUID
    mark_ids: list[int] = Field(title=N_("认定"), min_length=1, max_length=500)
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
