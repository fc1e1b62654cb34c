"""What the lines of the audit say about imports, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "imports.applied": N_("导入台账生效"),
    "imports.apply_queued": N_("台账排队写入"),
    "imports.checked": N_("校验台账"),
    "imports.columns_chosen": N_("台账对列"),
    "imports.edited": N_("改台账里的格子"),
    "imports.given_back": N_("后台没有办成，台账退回"),
    "imports.queued": N_("台账排队校验"),
    "imports.received": N_("上传台账"),
    "imports.replaced": N_("重新上传台账"),
    "imports.undo_queued": N_("导入排队撤销"),
    "imports.undone": N_("撤销导入"),
}
add_action_words(ACTIONS)
