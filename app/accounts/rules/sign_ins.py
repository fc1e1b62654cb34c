"""How long a sign-in lasts, why it ends, and what a user's number and name may be."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from app.accounts.rules.roles import Role
from app.core.i18n import N_, _

__all__ = [
    "ABSOLUTE_HOURS",
    "MAX_LIVE_SIGN_INS",
    "EndedWhy",
    "Language",
    "Outcome",
    "TextSize",
    "idle_minutes",
    "name_fault",
    "plain_name",
    "plain_username",
    "username_fault",
]

ABSOLUTE_HOURS = 12
"""One shift; after that everyone signs in again."""

MAX_LIVE_SIGN_INS = 3

_ON_THE_FLOOR = frozenset({Role.NURSE, Role.CAREGIVER, Role.KITCHEN})
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class Outcome(StrEnum):
    """How a try to sign in ended."""

    OPENED = "opened"
    REFUSED = "refused"
    THROTTLED = "throttled"


class EndedWhy(StrEnum):
    """Why a sign-in ended before its time."""

    SIGNED_OUT = "signed_out"
    ENDED_ELSEWHERE = "ended_elsewhere"
    EVERYWHERE = "everywhere"
    TOO_MANY = "too_many"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  (a reason, not a secret)
    RESET = "reset"
    DISABLED = "disabled"
    GRANT_CHANGED = "grant_changed"

    @property
    def label(self) -> str:
        """The reason in the reader's language."""
        return _(_WHY_LABELS[self])


class TextSize(StrEnum):
    """How large the letters are."""

    STANDARD = "standard"
    LARGE = "large"
    LARGER = "larger"

    @property
    def label(self) -> str:
        """The size in the reader's language."""
        return _(_SIZE_LABELS[self])


class Language(StrEnum):
    """The language of the screens."""

    ZH = "zh"
    EN = "en"

    @property
    def label(self) -> str:
        """The language in its own words, so that nobody is lost after a wrong choice."""
        return {"zh": "中文", "en": "English"}[self]


_WHY_LABELS = {
    EndedWhy.SIGNED_OUT: N_("自己退出"),
    EndedWhy.ENDED_ELSEWHERE: N_("在别处把它退出"),
    EndedWhy.EVERYWHERE: N_("全部退出"),
    EndedWhy.TOO_MANY: N_("同时登录的设备超过 3 台"),
    EndedWhy.PASSWORD_CHANGED: N_("改了密码"),
    EndedWhy.RESET: N_("管理员发了一次性登录码"),
    EndedWhy.DISABLED: N_("账号已停用"),
    EndedWhy.GRANT_CHANGED: N_("授权变了"),
}
_SIZE_LABELS = {TextSize.STANDARD: N_("标准"), TextSize.LARGE: N_("大"), TextSize.LARGER: N_("特大")}


def idle_minutes(roles: Iterable[Role | str]) -> int:
    """Give how long a sign-in may rest: 30 minutes for those at the bedside, 15 for everyone else."""
    held = {Role(role) for role in roles}
    return 30 if held and held <= _ON_THE_FLOOR else 15


def plain_username(typed: str) -> str:
    """Read a number as it is kept: narrow, small letters, no spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def username_fault(username: str) -> str | None:
    """Say what is wrong with a number 工号, or None."""
    if _USERNAME.fullmatch(username):
        return None
    return _("工号用 2 到 32 位字母或数字，中间可以有点、横线和下划线，请改一下")


def plain_name(typed: str) -> str:
    """Read a name as it is kept: composed characters, single spaces, nothing invisible in it."""
    composed = unicodedata.normalize("NFC", typed)
    visible = "".join(letter for letter in composed if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
    return " ".join(visible.split())


def name_fault(name: str) -> str | None:
    """Say what is wrong with a person's name, or None."""
    if not name:
        return _("请填写姓名")
    if len(name) > 60:
        return _("姓名最多 60 个字，请改短一些")
    return None
