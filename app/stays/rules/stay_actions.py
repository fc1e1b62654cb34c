"""What the lines of the audit say about stays, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["STAY_ACTIONS"]

STAY_ACTIONS = {
    "stays.admitted": N_("办入住"),
    "stays.bed_moved": N_("移床"),
    "stays.beds_exchanged": N_("两人对调床位"),
    "stays.corrected": N_("更正入住首日"),
    "stays.files_merged": N_("合并档案"),
    "stays.files_parted": N_("拆开合并的档案"),
    "stays.private_given_up": N_("退包房"),
    "stays.private_taken": N_("办包房"),
    "stays.terms_changed": N_("变更入住类型或付费"),
    "stays.terms_voided": N_("作废入住变更"),
    "stays.transfer_accepted": N_("同意接收调院"),
    "stays.transfer_approved": N_("批准调院"),
    "stays.transfer_asked": N_("提出调院"),
    "stays.transfer_declined": N_("不同意调院"),
    "stays.transfer_done": N_("办理调院"),
    "stays.transfer_withdrawn": N_("撤回调院"),
    "stays.voided": N_("作废入住"),
}
add_action_words(STAY_ACTIONS)
