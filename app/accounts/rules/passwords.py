"""What a password must be, in the two profiles: `dengbao` 等保 (kinds of characters, 90 days) and `asvs` (length)."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.i18n import N_, _

__all__ = ["CHANGE_DAYS", "MAX_LENGTH", "Profile", "is_due_for_change", "min_length", "password_fault"]

MAX_LENGTH = 128
CHANGE_DAYS = 90
ENOUGH_BESIDE_WORDS = 8
"""What must remain of a password once the words anyone would guess are taken out of it."""

HOUSE_WORDS = ("颐养", "养老", "敬老", "福利院", "机构", "民政", "yiyang", "yanglao", "jinglao", "minzheng", "password")
"""Words anyone would try at a nursing home."""


class Profile(StrEnum):
    """Which standard the passwords follow; an operator chooses one for the whole system."""

    DENGBAO = "dengbao"
    ASVS = "asvs"

    @property
    def label(self) -> str:
        """The profile in the reader's language."""
        return _(_LABELS[self])


_LABELS = {
    Profile.DENGBAO: N_("至少 8 位，大写字母、小写字母、数字、符号里要有 3 种，每 90 天换一次"),
    Profile.ASVS: N_("至少 12 位，什么字符都可以"),
}


def min_length(profile: Profile) -> int:
    """Give the shortest length the profile allows."""
    return 8 if profile is Profile.DENGBAO else 12


def password_fault(password: str, profile: Profile, words: Iterable[str] = ()) -> str | None:
    """Say what is wrong with a new password, or None; `words` are the reader's own name, number and home."""
    return _length_fault(password, profile) or _kinds_fault(password, profile) or _guess_fault(password, words)


def is_due_for_change(changed_at: datetime | None, at: datetime, profile: Profile) -> bool:
    """Tell whether the password is too old to go on with."""
    if profile is not Profile.DENGBAO or changed_at is None:
        return False
    return at - changed_at >= timedelta(days=CHANGE_DAYS)


def _length_fault(password: str, profile: Profile) -> str | None:
    shortest = min_length(profile)
    if len(password) < shortest:
        return _("密码至少要 {n} 位，现在是 {now} 位，请再加几位").format(n=shortest, now=len(password))
    if len(password) > MAX_LENGTH:
        return _("密码最多 {n} 位，请改短一些").format(n=MAX_LENGTH)
    return None


def _kinds_fault(password: str, profile: Profile) -> str | None:
    if profile is not Profile.DENGBAO or len({_kind(letter) for letter in password}) >= 3:
        return None
    return _("大写字母、小写字母、数字、符号里至少要有 3 种，请补上缺的")


def _kind(letter: str) -> str:
    category = unicodedata.category(letter)
    return {"Lu": "upper", "Ll": "lower", "Nd": "digit"}.get(category, "other")


def _guess_fault(password: str, words: Iterable[str]) -> str | None:
    small = _plain(password)
    if small in common_passwords() or len(set(small)) < 4:
        return _("这个密码太常见，别人一试就中，请换一个")
    rest = small
    for word in sorted({_plain(word) for word in (*HOUSE_WORDS, *words)}, key=len, reverse=True):
        if len(word) >= 2:
            rest = rest.replace(word, "")
    if rest != small and len(rest) < ENOUGH_BESIDE_WORDS:
        return _("密码里不能主要是姓名、工号、机构名或「养老」这类词，请换一个")
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def common_passwords() -> frozenset[str]:
    """The most common passwords of leaked lists, read once."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))
