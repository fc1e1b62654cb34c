"""What the lines of the audit say about offers, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["OFFER_ACTIONS"]

OFFER_ACTIONS = {
    "offers.made": N_("发出床位通知"),
    "offers.tried": N_("登记一次联系"),
    "offers.accepted": N_("登记接受床位"),
    "offers.refused": N_("登记不接受床位"),
    "offers.extended": N_("延长答复期限"),
    "offers.withdrawn": N_("收回床位通知"),
    "offers.lapsed": N_("床位通知逾期作废"),
    "offers.admitted": N_("预留转为入住"),
    "offers.skip_asked": N_("提请跳过"),
    "offers.skip_checked": N_("院外核对跳过"),
    "offers.bed_explained": N_("说明空床为何未发"),
    "offers.spots_drawn": N_("抽查本院评估"),
    "offers.spot_done": N_("登记抽查复评结果"),
    "offers.day_changed": N_("修改工作日日历"),
    "offers.day_dropped": N_("恢复平常的工作日"),
    "offers.objection_received": N_("登记异议"),
    "offers.objection_decided": N_("处理异议"),
    "offers.objection_published": N_("公布异议处理结果"),
}
add_action_words(OFFER_ACTIONS)
