"""Forms of the register of those supported at home, and of wishes."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.placements.rules.drafts import SupportDraft, WishDraft
from app.placements.rules.kinds import SupportLevel, Wish, WishBy
from app.web.forms import Form

__all__ = ["EndForm", "SupportForm", "VoidForm", "WishForm"]


class SupportForm(Form):
    """One person supported at home."""

    tap_id: UUID
    township: int = Field(title=N_("乡镇（街道）"))
    from_on: date = Field(title=N_("从哪天起"))
    level: SupportLevel | None = Field(default=None, title=N_("自理能力认定"))
    document_no: str = Field(default="", title=N_("认定文号"), max_length=60)
    carer: str = Field(default="", title=N_("照料人"), max_length=60)
    carer_phone: str = Field(default="", title=N_("照料人电话"), max_length=30)

    def draft(self, elder_id: int) -> SupportDraft:
        """Give what was typed as the act takes it."""
        return SupportDraft(elder_id=elder_id, **self.model_dump(exclude={"tap_id"}))


class WishForm(Form):
    """What the person wants."""

    tap_id: UUID
    wish: Wish = Field(title=N_("意愿"))
    said_by: WishBy = Field(title=N_("谁说的"))
    asked_on: date = Field(title=N_("询问日期"))
    asked_by: str = Field(title=N_("询问人"), max_length=60)

    def draft(self, elder_id: int) -> WishDraft:
        """Give what was typed as the act takes it."""
        return WishDraft(elder_id=elder_id, **self.model_dump(exclude={"tap_id"}))


class EndForm(Form):
    """The end of support at home."""

    tap_id: UUID
    on: date = Field(title=N_("从哪天起不再分散供养"))
    reason: str = Field(title=N_("原因"), min_length=2, max_length=120)


class VoidForm(Form):
    """Voiding what was entered by mistake."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
