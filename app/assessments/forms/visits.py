"""What may be posted about one visit: beginning it, signing, disputing, deciding, voiding."""

import base64
import binascii
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from app.assessments.rules.drafts import StartDraft
from app.assessments.rules.states import Reason, SignatureRole
from app.assessments.rules.validity import MONTHS
from app.assessments.scales import scale_named
from app.core.i18n import N_, _
from app.web.forms import Form

__all__ = ["DecisionForm", "DisputeForm", "ReasonForm", "SignForm", "StartForm", "TapForm"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]
PICTURE = "data:image/png;base64,"
LARGEST = 400_000


class TapForm(Form):
    """An act that asks for nothing."""

    tap_id: Tap


class StartForm(Form):
    """Beginning a visit; the page's own tap is the key of the visit."""

    tap_id: Tap
    scale: Annotated[str, Field(title=N_("量表"), min_length=1, max_length=30)]
    reason: Annotated[Reason, Field(title=N_("评估原因"))]
    reason_note: Annotated[str, Field(title=N_("原因说明"), max_length=200)] = ""
    assessed_on: Annotated[date, Field(title=N_("评估日期"))]
    place: Annotated[str, Field(title=N_("评估地点"), max_length=80)] = ""
    months: Annotated[int, Field(title=N_("有效几个月"))] = MONTHS[0]

    @field_validator("months")
    @classmethod
    def _offered(cls, months: int) -> int:
        if months not in MONTHS:
            raise ValueError(_("请从列出的有效期里选"))
        return months

    def draft(self, elder_id: int, institution_id: int) -> StartDraft:
        """Give what is asked for."""
        said = self.model_dump(exclude={"tap_id"})
        kind = scale_named(self.scale).kind
        return StartDraft(
            visit_key=self.tap_id, elder_id=elder_id, institution_id=institution_id, kind=kind, **said
        )  # fmt: skip


class SignForm(Form):
    """One signature: whose, the name in print, and the picture drawn by finger."""

    tap_id: Tap
    role: Annotated[SignatureRole, Field(title=N_("谁签字"))]
    name: Annotated[str, Field(title=N_("姓名"), min_length=1, max_length=60)]
    image: Annotated[str, Field(title=N_("签名"), max_length=LARGEST)] = ""

    @field_validator("image")
    @classmethod
    def _is_a_picture(cls, image: str) -> str:
        if not image.startswith(PICTURE):
            raise ValueError(_("请用手指在框里签名"))
        try:
            base64.b64decode(image.removeprefix(PICTURE), validate=True)
        except binascii.Error:
            raise ValueError(_("签名没有传上来，请清除后再签一次")) from None
        return image

    @property
    def picture(self) -> bytes:
        """The picture itself."""
        return base64.b64decode(self.image.removeprefix(PICTURE))


class DisputeForm(Form):
    """Somebody doubts the result: a 复评 begins and both are kept."""

    tap_id: Tap
    reason: Annotated[str, Field(title=N_("疑问"), min_length=2, max_length=200)]


class ReasonForm(Form):
    """Taking something back: it was never right, or its answers have to be changed."""

    tap_id: Tap
    reason: Annotated[str, Field(title=N_("原因"), min_length=2, max_length=200)]


class DecisionForm(Form):
    """The county's decision on the six items of 特困."""

    tap_id: Tap
    deciding_office: Annotated[str, Field(title=N_("认定单位"), min_length=2, max_length=80)]
    decided_on: Annotated[date, Field(title=N_("认定日期"))]
    next_review_on: Annotated[date | None, Field(title=N_("下次复核日期"))] = None
