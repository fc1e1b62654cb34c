"""What is asked for when somebody is assessed, signs, disputes, decides, rules, or looks at the nine risks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.risks import Risk, RiskGrade
from app.assessments.rules.scale import SettingValue
from app.assessments.rules.states import Reason, SignatureRole
from app.assessments.rules.validity import MONTHS

__all__ = ["RisksDraft", "RulingDraft", "SelfcareDraft", "SignDraft", "StartDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDraft:
    """One visit: whom, by which kind of scale, on which day, why. `visit_key` is drawn by the tablet, once a visit.

    `institution_id` is the home it is made for, None for none; `scale` names an older scale that is still in force,
    such as mzt039-2013, else the newest is taken. `months` is how long it is to hold.
    """

    visit_key: UUID
    elder_id: int
    institution_id: int | None = None
    kind: ScaleKind = ScaleKind.ABILITY
    scale: str = ""
    reason: Reason = Reason.FIRST
    reason_note: str = ""
    assessed_on: date
    place: str = ""
    months: int = MONTHS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDraft:
    """One signature: whose, as a name and a picture (PNG) drawn by finger.

    An assessor signs with an account: `signer_id`, else that of whoever is signed in. `without_account` is for assessors
    of a third party, who have none; informants and elders never need one.
    """

    role: SignatureRole
    name: str
    image: bytes
    signer_id: int | None = None
    without_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfcareDraft:
    """The county's decision on the six items of 特困, with who decided, when, and when it is looked at again.

    `assessment_id` names the draft a home has prepared; its answers are used where none are given here.
    """

    elder_id: int
    answers: Mapping[str, str]
    assessed_on: date
    deciding_office: str
    decided_on: date
    next_review_on: date | None = None
    assessment_id: int | None = None
    institution_id: int | None = None
    reason: Reason = Reason.FIRST
    reason_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDraft:
    """A county's answer to one setting of a scale, from a day on, and what it rests on."""

    scale: str
    code: str
    value: SettingValue
    from_on: date
    basis: str
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksDraft:
    """The nine risks as they were found; every one of them has a grade."""

    elder_id: int
    assessed_on: date
    grades: Mapping[Risk, RiskGrade]
    institution_id: int | None = None
    reason: Reason = Reason.FIRST
    next_due_on: date | None = None
    assessor_2_id: int | None = None
    told_to: str = ""
    told_on: date | None = None
    consent_signed: bool = False
