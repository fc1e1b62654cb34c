"""What the outbox and the page without a script send of an assessment: answers, facts, fields."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.assessments.rules.facts import YES_OR_NO, Facts, RiskEvent
from app.assessments.rules.particulars import FIELDS

__all__ = ["SaveBody", "VisitBody", "read_posted"]

Code = Annotated[str, Field(max_length=20)]
MOST = 60


class VisitBody(BaseModel):
    """Which visit a row is about: the home and the file it was opened from, and the assessment."""

    model_config = ConfigDict(extra="forbid")

    home: Annotated[int, Field(ge=1, lt=10**18)]
    elder: Annotated[int, Field(ge=1, lt=10**18)]
    assessment: Annotated[int, Field(ge=1, lt=10**18)]


class FactsBody(BaseModel):
    """Coma, diagnoses, and how often each event happened."""

    model_config = ConfigDict(extra="forbid")

    coma: bool = False
    dementia: bool = False
    psychiatric: bool = False
    risk_events: Annotated[dict[RiskEvent, Annotated[int, Field(ge=0, le=99)]], Field(max_length=MOST)] = {}

    def facts(self) -> Facts:
        """Give them as the rules know them."""
        return Facts(self.coma, self.dementia, self.psychiatric, dict(self.risk_events))


class SaveBody(VisitBody):
    """Some answers (item → choice), the facts as a whole, some fields; each of them may be missing."""

    answers: Annotated[dict[Code, Code], Field(max_length=MOST)] = {}
    facts: FactsBody | None = None
    particulars: Annotated[dict[str, Any], Field(max_length=MOST)] | None = None

    def known(self) -> Facts | None:
        """Give the facts as the rules know them, where they were sent."""
        return self.facts.facts() if self.facts else None

    def tapped(self, at: datetime | None) -> dict[str, datetime]:
        """Say when each answer was tapped, as the device claims it."""
        return dict.fromkeys(self.answers, at) if at else {}


def read_posted(posted: Any, codes: list[str]) -> dict[str, Any]:
    """Read the whole page as it is posted where no script runs: answers, facts and fields."""
    answers = {code: str(posted[code]) for code in codes if posted.get(code)}
    facts: dict[str, Any] = {name: f"fact.{name}" in posted for name in YES_OR_NO}
    facts["risk_events"] = _events(posted)
    particulars = {field.code: _value(posted, field.code, many=field.kind == "many") for field in FIELDS}
    return {"answers": answers, "facts": facts, "particulars": particulars}


def _events(posted: Any) -> dict[str, int]:
    counts = {kind.value: str(posted.get(f"event.{kind.value}", "")) for kind in RiskEvent}
    return {kind: int(count) for kind, count in counts.items() if count.isdecimal() and 0 < int(count) < 100}


def _value(posted: Any, name: str, *, many: bool) -> Any:
    return posted.getlist(f"p.{name}") if many else posted.get(f"p.{name}", "")
