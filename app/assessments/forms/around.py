"""What may be posted around assessments: reminders, the nine risks, a county's rulings on a scale."""

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, create_model

from app.assessments.rules.drafts import RisksDraft, RulingDraft
from app.assessments.rules.risks import MEASURES, Risk, RiskGrade
from app.assessments.rules.states import Reason, TriggerKind
from app.core.i18n import N_
from app.web.forms import Form

__all__ = ["RisksForm", "RulingForm", "TellForm", "TriggerForm", "risks_draft"]

Tap = Annotated[UUID, Field(title=N_("提交编号"))]


class TriggerForm(Form):
    """Something happened that calls for another look."""

    tap_id: Tap
    kind: Annotated[TriggerKind, Field(title=N_("发生了什么"))]
    on: Annotated[date, Field(title=N_("哪一天"))]
    note: Annotated[str, Field(title=N_("说明"), max_length=200)] = ""


class TellForm(Form):
    """Who was told of the nine risks, when, and whether they signed."""

    tap_id: Tap
    told_to: Annotated[str, Field(title=N_("告知了谁"), min_length=2, max_length=60)]
    told_on: Annotated[date, Field(title=N_("告知日期"))]
    consent_signed: bool = False


class RulingForm(Form):
    """A county's answer to one setting of a scale, from a day on."""

    tap_id: Tap
    county: int
    scale: Annotated[str, Field(title=N_("量表"), max_length=30)]
    code: Annotated[str, Field(title=N_("哪一项"), max_length=30)]
    value: Annotated[str, Field(title=N_("怎么定"), max_length=20)]
    from_on: Annotated[date, Field(title=N_("起用日期"))]
    basis: Annotated[str, Field(title=N_("依据"), min_length=2, max_length=200)]
    unverified: bool = False

    def draft(self) -> RulingDraft:
        """Give what is asked for; the value travels as JSON writes it."""
        said = self.model_dump(exclude={"tap_id", "county", "value"})
        return RulingDraft(value=_read(self.value), **said)


def _read(value: str) -> Any:
    try:
        found = json.loads(value)
    except ValueError:
        return value
    return found if isinstance(found, bool | int | str) else value


class _AboutRisks(Form):
    """The day, why, who was told, and when it is looked at again."""

    tap_id: Tap
    assessed_on: Annotated[date, Field(title=N_("评估日期"))]
    reason: Annotated[Reason, Field(title=N_("评估原因"))] = Reason.FIRST
    next_due_on: Annotated[date | None, Field(title=N_("下次评估日期"))] = None
    told_to: Annotated[str, Field(title=N_("告知了谁"), max_length=60)] = ""
    told_on: Annotated[date | None, Field(title=N_("告知日期"))] = None
    consent_signed: bool = False


_GRADES: dict[str, Any] = {
    f"grade_{risk.value}": (Annotated[int, Field(title=risk.label, ge=0, le=3)], ...) for risk in Risk
}
_MEASURES: dict[str, Any] = {f"measures_{risk.value}": (list[str], []) for risk in Risk}
RisksForm = create_model("RisksForm", __base__=_AboutRisks, **_GRADES, **_MEASURES)


def risks_draft(form: Any, elder_id: int, institution_id: int) -> RisksDraft:
    """Give what is asked for; measures that nobody offers are left out."""
    grades = {
        risk: RiskGrade(
            getattr(form, f"grade_{risk.value}"),
            tuple(code for code in getattr(form, f"measures_{risk.value}") if code in MEASURES[risk]),
        )
        for risk in Risk
    }
    said = form.model_dump(include=set(_AboutRisks.model_fields) - {"tap_id"})
    return RisksDraft(elder_id=elder_id, institution_id=institution_id, grades=grades, **said)
