"""What the lines of the audit say about assessments, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "assessments.started": N_("开始评估"),
    "assessments.saved": N_("填写评估"),
    "assessments.scored": N_("评定等级"),
    "assessments.reopened": N_("退回修改评估"),
    "assessments.signature_added": N_("评估签字"),
    "assessments.signed": N_("评估签字完毕"),
    "assessments.disputed": N_("登记对评估的疑问"),
    "assessments.voided": N_("作废评估"),
    "assessments.decided": N_("认定特困人员自理能力"),
    "assessments.ruled": N_("定量表口径"),
    "assessments.ruling_ended": N_("终止量表口径"),
    "assessments.ruling_voided": N_("作废量表口径"),
    "assessments.triggered": N_("提醒重新评估"),
    "assessments.trigger_dismissed": N_("不用重新评估"),
    "assessments.risks_assessed": N_("评估九类风险"),
    "assessments.risks_told": N_("告知风险评估结果"),
    "assessments.risks_voided": N_("作废风险评估"),
}
add_action_words(ACTIONS)
