"""What the lines of the audit say about admissions, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "admissions.admitted": N_("入院办理完成，办入住"),
    "admissions.agreement_signed": N_("登记服务协议签字"),
    "admissions.agreement_written": N_("写服务协议"),
    "admissions.bed_chosen": N_("为入院选床"),
    "admissions.care_kept": N_("记初始照护需要"),
    "admissions.consent_withdrawn": N_("撤回同意"),
    "admissions.consents_answered": N_("登记知情同意"),
    "admissions.diet_kept": N_("记初始膳食需要"),
    "admissions.given_up": N_("不办入院了"),
    "admissions.health_checked": N_("登记体检"),
    "admissions.identity_checked": N_("核对身份与监护"),
    "admissions.opened": N_("开始入院办理"),
    "admissions.task_blocked": N_("记入院事项办不了的原因"),
    "admissions.task_reopened": N_("收回入院事项的豁免"),
    "admissions.task_waived": N_("豁免入院事项"),
    "admissions.terms_changed": N_("改入院安排"),
}
add_action_words(ACTIONS)
