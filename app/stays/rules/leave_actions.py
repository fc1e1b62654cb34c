"""What the lines of the audit say about leaves and discharges, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["LEAVE_ACTIONS"]

LEAVE_ACTIONS = {
    "stays.discharge_planned": N_("准备退住"),
    "stays.discharge_task_settled": N_("办退住事项"),
    "stays.discharge_undone": N_("撤销退住"),
    "stays.discharged": N_("办理退住"),
    "stays.leave_changed": N_("更正请假"),
    "stays.leave_started": N_("登记离院"),
    "stays.leave_turned": N_("请假转住院"),
    "stays.leave_voided": N_("作废请假"),
    "stays.return_undone": N_("撤销返院"),
    "stays.returned": N_("登记返院"),
}
add_action_words(LEAVE_ACTIONS)
