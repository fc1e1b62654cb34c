"""Forms of offers 床位通知."""

from uuid import UUID

from pydantic import Field

from app.core.i18n import N_
from app.offers.rules.kinds import AttemptResult, Channel, ExplainReason, RefusalReason, SkipReason
from app.web.forms import Form

__all__ = ["AnswerForm", "AttemptForm", "ExplainForm", "ExtendForm", "OfferForm", "SkipForm", "WithdrawForm"]


class OfferForm(Form):
    """Sending an offer; `pair_bed_id` is the bed beside it for somebody linked."""

    tap_id: UUID
    entry_id: int = Field(title=N_("申请人"))
    pair_bed_id: int | None = Field(default=None, title=N_("同室另一张床"))
    reverified: bool = Field(default=False, title=N_("类别证明今天已核对"))
    internal_reason: str = Field(default="", title=N_("为什么不先院内调换"), max_length=200)


class SkipForm(Form):
    """Asking to pass somebody over."""

    tap_id: UUID
    entry_id: int = Field(title=N_("申请人"))
    reason: SkipReason = Field(title=N_("跳过的原因"))
    note: str = Field(title=N_("具体情况"), min_length=4, max_length=200)


class AttemptForm(Form):
    """One attempt to reach the family."""

    tap_id: UUID
    channel: Channel = Field(title=N_("联系方式"))
    result: AttemptResult = Field(title=N_("结果"))
    whom: str = Field(default="", title=N_("联系了谁"), max_length=60)
    note: str = Field(default="", title=N_("说明"), max_length=200)


class AnswerForm(Form):
    """Yes, or no with a reason."""

    tap_id: UUID
    version: int
    accept: bool = Field(title=N_("答复"))
    reason: RefusalReason | None = Field(default=None, title=N_("不接受的原因"))
    note: str = Field(default="", title=N_("说明"), max_length=200)


class ExtendForm(Form):
    """Waiting longer."""

    tap_id: UUID
    version: int
    days: int = Field(title=N_("延长几个工作日"), ge=1, le=5)
    reason: str = Field(title=N_("延长的原因"), min_length=2, max_length=200)


class WithdrawForm(Form):
    """Taking an offer back."""

    tap_id: UUID
    version: int
    reason: str = Field(title=N_("收回的原因"), min_length=2, max_length=200)


class ExplainForm(Form):
    """Saying why a free bed is not offered."""

    tap_id: UUID
    reason: ExplainReason = Field(title=N_("没有发出的原因"))
    note: str = Field(default="", title=N_("说明"), max_length=200)
