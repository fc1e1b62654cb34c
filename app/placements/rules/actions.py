"""What the lines of the audit say about placements, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "placements.agreed": N_("登记三方协议"),
    "placements.bed_held": N_("为安置通知预留床位"),
    "placements.bed_released": N_("放开安置通知预留的床位"),
    "placements.cancelled": N_("撤销安置通知"),
    "placements.changed": N_("改安置通知"),
    "placements.decided": N_("县级决定安置"),
    "placements.declined": N_("答复不能接收安置"),
    "placements.drafted": N_("登记安置通知"),
    "placements.received": N_("接收安置"),
    "placements.support_ended": N_("终止分散供养"),
    "placements.support_voided": N_("作废分散供养登记"),
    "placements.supported": N_("登记分散供养"),
    "placements.wish_recorded": N_("记录供养意愿"),
    "placements.wish_voided": N_("作废供养意愿"),
}
add_action_words(ACTIONS)
