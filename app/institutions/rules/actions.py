"""What the lines of the audit say about homes, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "institutions.added": N_("建机构档案"),
    "institutions.changed": N_("改机构档案"),
    "institutions.closed": N_("登记停办"),
    "institutions.reopened": N_("恢复办院"),
    "institutions.legal_unit_added": N_("加法人单位"),
    "institutions.fact_recorded": N_("登记机构事项"),
    "institutions.fact_ended": N_("终止机构事项"),
    "institutions.fact_voided": N_("作废机构事项"),
    "institutions.registered_recorded": N_("登记核定床位"),
    "institutions.registered_ended": N_("核定床位由新文件接替"),
    "institutions.registered_voided": N_("作废核定床位"),
    "institutions.price_recorded": N_("登记收费标准"),
    "institutions.price_ended": N_("终止收费标准"),
    "institutions.price_voided": N_("作废收费标准"),
}
add_action_words(ACTIONS)
