"""What the lines of the audit say about the waitlist, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "waitlist.recorded": N_("办理轮候登记"),
    "waitlist.circumstance_added": N_("登记轮候情况"),
    "waitlist.circumstance_verified": N_("核实轮候情况"),
    "waitlist.circumstance_voided": N_("作废轮候情况"),
    "waitlist.contact_changed": N_("变更轮候联系人"),
    "waitlist.family_told": N_("告知轮候家属"),
    "waitlist.pin_renewed": N_("重发轮候查询码"),
    "waitlist.policy_published": N_("公布轮候规则"),
    "waitlist.policy_voided": N_("作废轮候规则"),
    "waitlist.switched_on": N_("启用轮候"),
    "waitlist.switched_off": N_("停用轮候"),
    "waitlist.switch_voided": N_("作废启用轮候的决定"),
    "waitlist.intake_taken": N_("受理网上申请"),
    "waitlist.intake_refused": N_("不受理网上申请"),
}
add_action_words(ACTIONS)
