"""What the lines of the audit say about what hangs on a file, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["FILE_ACTIONS"]

FILE_ACTIONS = {
    "residents.category_added": N_("登记人员类别"),
    "residents.category_changed": N_("改人员类别"),
    "residents.category_ended": N_("终止人员类别"),
    "residents.category_voided": N_("作废人员类别"),
    "residents.contact_added": N_("登记联系人"),
    "residents.contact_changed": N_("改联系人"),
    "residents.contact_voided": N_("作废联系人"),
    "residents.contacts_ordered": N_("调整联系人先后"),
    "residents.handed_over": N_("移交档案"),
    "residents.health_changed": N_("改健康记录"),
    "residents.health_ended": N_("终止健康记录"),
    "residents.health_noted": N_("登记健康情况"),
    "residents.health_voided": N_("作废健康记录"),
    "residents.related": N_("登记亲属关系"),
    "residents.relation_voided": N_("作废亲属关系"),
}
add_action_words(FILE_ACTIONS)
