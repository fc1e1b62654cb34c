"""What may be posted about one application, an act each."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from app.core.i18n import N_
from app.waitlist.rules.drafts import BackDate, CheckDraft, CircumstanceDraft, NeedsDraft
from app.waitlist.rules.kinds import Channel, CheckKind, CheckResult, CircumstanceKind, LinkKind
from app.web.forms import Form

__all__ = [
    "BackdateForm", "CheckForm", "CircumstanceForm", "ConsentForm", "ContactForm", "DeferForm", "LinkForm", "MergeForm",
    "NoteForm", "OverrideForm", "ReasonForm", "TapForm", "ToldForm", "VerifyForm", "VoidForm", "WishesForm", "here",
]  # fmt: skip

HERE = ZoneInfo("Asia/Shanghai")
PHONE = r"^[0-9+\-() 转]{5,30}$"


class TapForm(Form):
    """An act that needs no words."""

    tap_id: UUID


class NoteForm(TapForm):
    """An act that may have a word beside it."""

    reason: str = Field(default="", title=N_("说明"), max_length=180)


class ReasonForm(TapForm):
    """An act that must say why."""

    reason: str = Field(title=N_("原因"), min_length=2, max_length=180)


class DeferForm(ReasonForm):
    """Waiting without being called until a day."""

    until: date = Field(title=N_("暂缓到"))


class WishesForm(NoteForm):
    """Which homes, in which order, and what kind of bed."""

    wish_1: int = Field(title=N_("第一志愿"))
    wish_2: int | None = Field(default=None, title=N_("第二志愿"))
    wish_3: int | None = Field(default=None, title=N_("第三志愿"))
    any_home: bool = Field(default=False, title=N_("服从调剂"))
    nursing: bool = Field(default=False, title=N_("要护理型床位"))
    dementia: bool = Field(default=False, title=N_("要认知障碍照护床位"))
    single: bool = Field(default=False, title=N_("要单人间"))

    @property
    def wishes(self) -> tuple[int, ...]:
        """The homes in their order."""
        return tuple(one for one in (self.wish_1, self.wish_2, self.wish_3) if one is not None)

    @property
    def needs(self) -> NeedsDraft:
        """What kind of bed."""
        return NeedsDraft(nursing=self.nursing, dementia=self.dementia, single=self.single)


class LinkForm(TapForm):
    """Which other application it belongs to."""

    number: str = Field(title=N_("另一份登记的编号"), max_length=24)
    kind: LinkKind = Field(title=N_("为什么关联"))


class MergeForm(ReasonForm):
    """Which other application is the same person's."""

    number: str = Field(title=N_("另一份登记的编号"), max_length=24)


class ContactForm(TapForm):
    """Whom to reach."""

    contact_name: str = Field(default="", title=N_("联系人"), max_length=30)
    contact_phone: str = Field(default="", title=N_("联系人电话"), max_length=30, pattern=PHONE)
    relation: str = Field(default="", title=N_("与老人的关系"), max_length=20)


class ConsentForm(TapForm):
    """Whether the masked name may stand on the published list."""

    public: bool = Field(title=N_("公示姓名"))


class CircumstanceForm(TapForm):
    """Something about the person's life that is claimed, with its paper."""

    kind: CircumstanceKind = Field(title=N_("情况"))
    from_on: date = Field(title=N_("从哪天起"))
    to_on: date | None = Field(default=None, title=N_("到哪天止"))
    document_no: str = Field(default="", title=N_("证明文号"), max_length=60)

    def draft(self, evidence: tuple[int, int] | None = None) -> CircumstanceDraft:
        """What is asked for; `evidence` are home and id of the scan."""
        home, scan = evidence or (None, None)
        return CircumstanceDraft(
            kind=self.kind, from_on=self.from_on, to_on=self.to_on or date.max, document_no=self.document_no,
            evidence_home_id=home, evidence_id=scan,
        )  # fmt: skip


class CheckForm(TapForm):
    """What one check found."""

    kind: CheckKind = Field(title=N_("核验项目"))
    result: CheckResult = Field(title=N_("核验结果"))
    note: str = Field(default="", title=N_("说明"), max_length=200)

    def draft(self) -> CheckDraft:
        """What is recorded."""
        return CheckDraft(kind=self.kind, result=self.result, note=self.note)


class VerifyForm(TapForm):
    """That the paper of a circumstance has been seen."""

    circumstance: int = Field(title=N_("情况"))


class VoidForm(ReasonForm):
    """That a circumstance was never right."""

    circumstance: int = Field(title=N_("情况"))


class BackdateForm(ReasonForm):
    """An earlier instant of acceptance."""

    accepted_at: datetime = Field(title=N_("受理时间"))

    def draft(self) -> BackDate:
        """What is granted: a time without a zone is China's."""
        return BackDate(accepted_at=here(self.accepted_at), reason=self.reason)


class OverrideForm(ReasonForm):
    """The tier somebody is to count in."""

    tier: int = Field(title=N_("按第几类排"), ge=1, le=99)


class ToldForm(NoteForm):
    """That the family has been told, and how."""

    channel: Channel = Field(title=N_("告知方式"))


def here(told: datetime) -> datetime:
    """Read a time without a zone as China's."""
    return told if told.tzinfo else told.replace(tzinfo=HERE)
