"""Forms of the tasks: identity, health check, bed, and what kitchen and carers must know."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.admissions.rules.drafts import BedDraft, CareDraft, DietDraft, HealthDraft, IdentityDraft
from app.admissions.rules.kinds import Basis, Conclusion
from app.admissions.rules.known import AIDS, RESTRICTIONS, SCREENED
from app.admissions.rules.needs import Feeding, Texture
from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["BedForm", "CareForm", "DietForm", "HealthForm", "IdentityForm"]

Result = Literal["negative", "positive", "unchecked"]


class IdentityForm(Form):
    """Who signs, once the file has been looked at."""

    tap_id: UUID
    signs: Basis = Field(title=N_("由谁签字"))

    def draft(self) -> IdentityDraft:
        """Give what was typed as the act takes it."""
        return IdentityDraft(signs=self.signs)


class HealthForm(Form):
    """A health check with its screening."""

    tap_id: UUID
    checked_on: date = Field(title=N_("体检日期"))
    hospital: str = Field(title=N_("体检医院"), max_length=80)
    valid_to: date = Field(title=N_("有效到哪天"))
    conclusion: Conclusion = Field(title=N_("体检结论"))
    tuberculosis: Result = Field(default="unchecked", title=N_("肺结核"))
    hepatitis_b: Result = Field(default="unchecked", title=N_("乙肝"))
    hepatitis_c: Result = Field(default="unchecked", title=N_("丙肝"))
    syphilis: Result = Field(default="unchecked", title=N_("梅毒"))
    hiv: Result = Field(default="unchecked", title=N_("艾滋病"))
    skin: Result = Field(default="unchecked", title=N_("传染性皮肤病"))
    findings: str = Field(default="", title=N_("主要发现"), max_length=1000)

    def draft(self) -> HealthDraft:
        """Give what was typed as the act takes it."""
        return HealthDraft(
            checked_on=self.checked_on, hospital=self.hospital, valid_to=self.valid_to, conclusion=self.conclusion,
            findings=self.findings, screening={name: getattr(self, name) for name in SCREENED},
        )  # fmt: skip


class BedForm(Form):
    """The bed that is kept."""

    tap_id: UUID
    bed_id: int = Field(title=N_("床位"))
    shares_room: Literal["", "yes"] = Field(default="", title=N_("夫妻同住"))

    def draft(self) -> BedDraft:
        """Give what was typed as the act takes it."""
        return BedDraft(bed_id=self.bed_id, shares_room=self.shares_room == "yes")


class DietForm(Form):
    """What the kitchen must know."""

    tap_id: UUID
    feeding: Feeding = Field(title=N_("怎么吃"))
    texture: Texture | None = Field(default=None, title=N_("食物性状"))
    drink: int = Field(default=0, title=N_("饮水稠度"), ge=0, le=4)
    codes: list[str] = Field(default_factory=list, title=N_("忌口和治疗饮食"), max_length=20)
    notes: str = Field(default="", title=N_("补充说明"), max_length=500)

    def draft(self) -> DietDraft:
        """Give what was typed as the act takes it; words that are not known are left out."""
        return DietDraft(
            feeding=self.feeding, texture=self.texture, drink=self.drink, codes=_known(self.codes, RESTRICTIONS),
            notes=self.notes,
        )  # fmt: skip


class CareForm(Form):
    """What the carers must know."""

    tap_id: UUID
    codes: list[str] = Field(default_factory=list, title=N_("辅具和要留意的"), max_length=20)
    notes: str = Field(default="", title=N_("照护要点"), max_length=1000)

    def draft(self) -> CareDraft:
        """Give what was typed as the act takes it; words that are not known are left out."""
        return CareDraft(codes=_known(self.codes, AIDS), notes=self.notes)


def _known(codes: list[str], words: dict[str, Any]) -> tuple[str, ...]:
    return tuple(code for code in words if code in codes)
