"""Forms of changing the bed 移床, of two who change beds 对调, and of 包房."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.stays.rules.kinds import LateReason
from app.web.forms import Form

__all__ = ["ExchangeForm", "GiveUpForm", "MoveForm", "TakeForm", "UndoForm"]


class MoveForm(Form):
    """Moving one person to another bed."""

    tap_id: UUID
    bed_id: int = Field(title=N_("床位"))
    on: date = Field(title=N_("移床日期"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))
    shares_room: Literal["", "yes"] = Field(default="", title=N_("夫妻同住"))
    version: int | None = None


class ExchangeForm(Form):
    """Letting two people change beds with each other."""

    tap_id: UUID
    other_stay_id: int = Field(title=N_("对调的老人"))
    on: date = Field(title=N_("对调日期"))
    late_reason: LateReason | None = Field(default=None, title=N_("补录原因"))


class TakeForm(Form):
    """Taking further beds of the room."""

    tap_id: UUID
    bed_ids: list[int] = Field(title=N_("床位"), min_length=1, max_length=20)
    from_on: date = Field(title=N_("包房日期"))


class GiveUpForm(Form):
    """Giving further beds of the room up."""

    tap_id: UUID
    bed_ids: list[int] = Field(title=N_("床位"), min_length=1, max_length=20)
    on: date = Field(title=N_("退包房日期"))


class UndoForm(Form):
    """Taking back what has just been done."""

    tap_id: UUID
