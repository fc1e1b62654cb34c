"""Forms of the service agreement, field by field after the nine contents, and of the consents."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, create_model

from app.admissions.rules.contents import clauses
from app.admissions.rules.drafts import AgreementDraft, ConsentsDraft, SigningDraft
from app.admissions.rules.kinds import Basis, ConsentChannel, ConsentScope, PayCycle
from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["AgreementForm", "ConsentsForm", "SigningForm"]

LINE, WORDS = 120, 2000
Yuan = Annotated[Decimal, Field(ge=0, le=9_999_999, decimal_places=2)]


class _Money(Form):
    """What the agreement says of money and time."""

    tap_id: UUID
    term_from_on: date = Field(title=N_("服务从哪天起"))
    term_to_on: date = Field(title=N_("服务到哪天止"))
    bed_fee: Yuan = Field(title=N_("床位费"))
    care_fee: Yuan = Field(default=Decimal(0), title=N_("护理费"))
    meal_fee: Yuan = Field(default=Decimal(0), title=N_("伙食费"))
    other_fee: Yuan = Field(default=Decimal(0), title=N_("其他费用"))
    deposit: Yuan = Field(default=Decimal(0), title=N_("押金"))
    member_fee: Yuan = Field(default=Decimal(0), title=N_("会员费"))
    prepaid_months: int = Field(default=0, title=N_("预收月数"), ge=0, le=999)
    pay_cycle: PayCycle = Field(default=PayCycle.MONTH, title=N_("怎么付"))

    def draft(self) -> AgreementDraft:
        """Give what was typed as the act takes it."""
        said = {name: getattr(self, name) for name in _Money.model_fields if name != "tap_id"}
        contents = {clause.name: str(getattr(self, clause.name)) for clause in clauses()}
        return AgreementDraft(contents=contents, **said)


_CLAUSES: dict[str, Any] = {
    clause.name: (str, Field(default="", title=clause.title, max_length=WORDS if clause.long else LINE))
    for clause in clauses()
}
AgreementForm: Any = create_model("AgreementForm", __base__=_Money, **_CLAUSES)
"""Every field of the nine contents; which of them must say something is the service's to ask."""


class SigningForm(Form):
    """That the agreement was signed."""

    tap_id: UUID
    signed_on: date = Field(title=N_("签字日期"))
    basis: Basis = Field(title=N_("由谁签字"))
    signer: str = Field(title=N_("签字人姓名"), max_length=60)
    home_signer: str = Field(title=N_("机构签字人"), max_length=60)

    def draft(self) -> SigningDraft:
        """Give what was typed as the act takes it."""
        return SigningDraft(
            signed_on=self.signed_on, basis=self.basis, signer=self.signer, home_signer=self.home_signer
        )  # fmt: skip


class _Signed(Form):
    """Who answered, and how."""

    tap_id: UUID
    signer: str = Field(title=N_("签字人姓名"), max_length=60)
    basis: Basis = Field(title=N_("由谁签字"))
    channel: ConsentChannel = Field(title=N_("怎么签的"))
    text_version: str = Field(title=N_("告知书版本"), max_length=20)

    def draft(self) -> ConsentsDraft:
        """Give what was answered as the act takes it; what was left open is not an answer."""
        said = {scope: getattr(self, scope.value) for scope in ConsentScope}
        answers = {scope: answer == "yes" for scope, answer in said.items() if answer}
        return ConsentsDraft(
            answers=answers, signer=self.signer, basis=self.basis, channel=self.channel, text_version=self.text_version
        )  # fmt: skip


_QUESTIONS: dict[str, Any] = {scope.value: (Literal["", "yes", "no"], Field(default="")) for scope in ConsentScope}
ConsentsForm: Any = create_model("ConsentsForm", __base__=_Signed, **_QUESTIONS)
"""One question for each consent."""
