"""The actions of this domain as the trail says them."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "demo.begun": N_("开始装演示数据"),
    "demo.county_built": N_("装好一个县区的演示数据"),
    "demo.accounts_built": N_("建演示账号"),
    "demo.opened": N_("设演示账号的密码"),
}
add_action_words(ACTIONS)
