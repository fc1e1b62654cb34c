"""Where an assessment stands, why it was made, who signs it, and what calls for the next one."""

from enum import StrEnum

from app.core.i18n import N_, _

__all__ = ["ASSESSORS", "NEEDED", "Reason", "SignatureRole", "State", "TriggerKind"]


class State(StrEnum):
    """A draft is answered, a scored one has its level, a signed one counts and never changes again."""

    DRAFT = "draft"
    SCORED = "scored"
    SIGNED = "signed"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_STATES[self])


class Reason(StrEnum):
    """Why somebody is assessed (GB/T 42195-2022 A.1)."""

    FIRST = "first"
    ROUTINE = "routine"
    INSTANT = "instant"
    REVIEW = "review"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_REASONS[self])


class SignatureRole(StrEnum):
    """Who signs: two assessors and whoever gave the information; the elder may sign beside them."""

    ASSESSOR_1 = "assessor_1"
    ASSESSOR_2 = "assessor_2"
    INFORMANT = "informant"
    ELDER = "elder"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_ROLES[self])


class TriggerKind(StrEnum):
    """What makes an 即时评估 due before the old one has run out."""

    HOSPITAL_RETURN = "hospital_return"
    INCIDENT = "incident"
    EVENTS_30D = "events_30d"
    DIAGNOSIS = "diagnosis"
    COMA = "coma"
    CAREGIVER = "caregiver"
    EXPIRY = "expiry"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _(_TRIGGERS[self])


ASSESSORS = frozenset({SignatureRole.ASSESSOR_1, SignatureRole.ASSESSOR_2})
NEEDED = ASSESSORS | {SignatureRole.INFORMANT}
"""With these three an assessment is signed (GB/T 42195-2022 附录 C)."""

_STATES = {State.DRAFT: N_("填写中"), State.SCORED: N_("已评定，待签字"), State.SIGNED: N_("已签字")}
_REASONS = {
    Reason.FIRST: N_("首次评估"),
    Reason.ROUTINE: N_("常规评估"),
    Reason.INSTANT: N_("即时评估"),
    Reason.REVIEW: N_("因对结果有疑问进行的复评"),
    Reason.OTHER: N_("其他"),
}
_ROLES = {
    SignatureRole.ASSESSOR_1: N_("评估员一"),
    SignatureRole.ASSESSOR_2: N_("评估员二"),
    SignatureRole.INFORMANT: N_("信息提供者"),
    SignatureRole.ELDER: N_("老人本人"),
}
_TRIGGERS = {
    TriggerKind.HOSPITAL_RETURN: N_("住院返院"),
    TriggerKind.INCIDENT: N_("发生照护风险事件并受伤"),
    TriggerKind.EVENTS_30D: N_("近 30 天风险事件满 2 次"),
    TriggerKind.DIAGNOSIS: N_("新确诊痴呆或其他精神障碍"),
    TriggerKind.COMA: N_("昏迷"),
    TriggerKind.CAREGIVER: N_("护理员要求重评"),
    TriggerKind.EXPIRY: N_("上次评估到期"),
}
