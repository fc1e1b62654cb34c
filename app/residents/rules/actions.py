"""What the lines of the audit say about people's files, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "residents.opened": N_("建老人档案"),
    "residents.shared": N_("取用本县已有的老人档案"),
    "residents.changed": N_("改老人档案"),
    "residents.photo_changed": N_("换老人照片"),
    "residents.death_recorded": N_("登记去世"),
    "residents.death_taken_back": N_("撤销去世登记"),
    "residents.paper_added": N_("登记证件"),
    "residents.paper_voided": N_("作废证件"),
    "residents.name_added": N_("登记其他名字"),
    "residents.name_voided": N_("作废其他名字"),
}
add_action_words(ACTIONS)
