"""What the lines of the audit say about accounts, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "accounts.first_administrator_created": N_("首次设置：建立管理员"),
    "accounts.grant_ended": N_("结束授权"),
    "accounts.granted": N_("授权"),
    "accounts.locale_chosen": N_("选择语言"),
    "accounts.password_changed": N_("修改密码"),
    "accounts.signed_in": N_("登录"),
    "accounts.signed_out": N_("退出登录"),
    "accounts.signed_out_everywhere": N_("在所有设备上退出"),
    "accounts.text_size_chosen": N_("选择字号"),
    "accounts.user_created": N_("新建账号"),
    "accounts.user_disabled": N_("停用账号"),
    "accounts.user_enabled": N_("重新启用账号"),
    "accounts.user_renamed": N_("改姓名"),
    "accounts.user_reset": N_("发一次性登录码"),
}
add_action_words(ACTIONS)
