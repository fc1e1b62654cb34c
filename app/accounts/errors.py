"""What signing in and the care of accounts can refuse."""

from app.core.errors import Conflict, DomainError, NotAllowed, TooMany
from app.core.i18n import N_, _
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES",
    "AccountError",
    "CodeNeeded",
    "CurrentPasswordWrong",
    "GrantRefused",
    "LastAdministrator",
    "LinkSpent",
    "NotYours",
    "NotYourself",
    "PasswordRefused",
    "SignInRefused",
    "TooBusy",
    "TooManyKnocks",
    "TooManyTries",
    "UsernameTaken",
]


class AccountError(DomainError):
    """Any refusal of this domain."""


class SignInRefused(AccountError):
    """Number and password, or number and code, do not go together; which of the two is wrong is not said."""

    sentence = N_("工号和密码对不上，请重新输入密码")

    def __init__(self, left: int | None = None) -> None:
        """Keep how many more tries go through at once, as far as that is known."""
        super().__init__(field="password")
        self.left = left


class TooManyTries(TooMany):
    """Too many failures; the next try has to wait."""

    def __init__(self, seconds: int) -> None:
        """Say how long to wait in the unit people count in."""
        wait = _("{n} 秒").format(n=seconds) if seconds < 60 else _("{n} 分钟").format(n=-(-seconds // 60))
        super().__init__(_("连错多次，为防有人试密码，请 {wait}后再试").format(wait=wait))
        self.seconds = seconds


class TooManyKnocks(TooMany):
    """Too many knocks at a door that is no account."""

    def __init__(self, seconds: int) -> None:
        """Say how long to wait in the unit people count in."""
        wait = _("{n} 秒").format(n=seconds) if seconds < 60 else _("{n} 分钟").format(n=-(-seconds // 60))
        super().__init__(
            _("试的次数太多，为防有人乱试，请 {wait}后再来。着急的，请打电话或到受理点办理").format(wait=wait)
        )
        self.seconds = seconds


class CodeNeeded(TooMany):
    """A hundred failures in a row: from here only a one-time code opens the account."""

    sentence = N_("这个工号连错太多次，请找管理员打印一次性登录码")


class TooBusy(DomainError):
    """More people sign in at this moment than the machine can check."""

    status = 503
    sentence = N_("这会儿登录的人太多，请过一分钟再试")


class PasswordRefused(AccountError):
    """The new password does not meet the rules; the message says which one."""


class CurrentPasswordWrong(AccountError):
    """The present password was not typed right."""

    sentence = N_("现在的密码不对，请重新输入")

    def __init__(self) -> None:
        """Stand beside the field of the present password."""
        super().__init__(field="current")


class UsernameTaken(AccountError):
    """Another account has this number."""

    sentence = N_("这个工号已经有人用了，请核对，或换一个")

    def __init__(self) -> None:
        """Stand beside the field of the number."""
        super().__init__(field="username")


class GrantRefused(AccountError):
    """A role cannot be granted there, or not on these days."""


class NotYours(NotAllowed):
    """The account or grant lies outside the regions the administrator has."""

    sentence = N_("这个账号不归您管理，请找上一级的管理员")


class NotYourself(AccountError):
    """An administrator cannot disable, reset or unseat themselves."""

    sentence = N_("这件事不能给自己办，请换一位管理员来办")


class LastAdministrator(Conflict):
    """Without this administrator nobody could let anyone in."""

    sentence = N_("这是最后一位管理员，停用后就没有人能管理账号了。请先授权另一位管理员")


class LinkSpent(AccountError):
    """The one-time link for the first run is used, expired or unknown."""

    status = 404
    sentence = N_("这个首次设置链接已用过或已过期。请重新启动系统，按屏幕上新的链接打开")


SENTENCES = {
    "pk_users": N_("账号编号重复，系统没有保存。请再试一次"),
    "uq_users_username": UsernameTaken.sentence,
    "ck_users_username": N_("工号用 2 到 32 位小写字母或数字，请改一下"),
    "ck_users_name": N_("请填写姓名"),
    "ck_users_text_size": N_("字号只有标准、大、特大三种，请选一种"),
    "ck_users_locale": N_("语言只有中文和英文，请选一种"),
    "pk_user_secrets": N_("这个账号的密码刚被别人设过，请再试一次"),
    "fk_user_secrets_user": N_("没有这个账号，请从账号列表重新进入"),
    "pk_role_grants": N_("授权编号重复，系统没有保存。请再试一次"),
    "fk_role_grants_user": N_("没有这个账号，请从账号列表重新进入"),
    "ck_role_grants_role": N_("没有这种角色，请从列表里选一种"),
    "ck_role_grants_where": N_("这个角色授的范围不对：院内的角色请选机构，地区的角色请把机构留空"),
    "ck_role_grants_region": N_("没有这个地区，请从列表里选一个"),
    "ck_role_grants_span": N_("止日不能早于起日，请核对两个日期"),
    "pk_sign_ins": N_("登录编号重复，系统没有保存。请再登录一次"),
    "fk_sign_ins_user": N_("没有这个账号，请重新登录"),
    "uq_sign_ins_token": N_("登录没有完成，请再登录一次"),
    "ck_sign_ins_who": N_("登录没有完成，请再登录一次"),
    "pk_sign_in_homes": N_("同一个范围给了两次，系统没有保存。请再试一次"),
    "fk_sign_in_homes_sign_in": N_("这次登录已经结束，请重新登录"),
    "pk_devices": N_("这台设备已经登记过，请再登录一次"),
    "fk_devices_user": N_("没有这个账号，请重新登录"),
    "pk_attempts": N_("登录没有完成，请再登录一次"),
    "ck_attempts_outcome": N_("登录没有完成，请再登录一次"),
    "pk_first_run_links": N_("首次设置链接重复，请重新启动系统"),
}
add_sentences(SENTENCES)
