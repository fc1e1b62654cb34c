"""What a password must be, in both profiles."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.rules import Profile, is_due_for_change, password_fault
from app.accounts.rules.passwords import common_passwords

DENGBAO, ASVS = Profile.DENGBAO, Profile.ASVS
TOO_COMMON = "这个密码太常见，别人一试就中，请换一个"
TOO_NEAR = "密码里不能主要是姓名、工号、机构名或「养老」这类词，请换一个"


@pytest.mark.parametrize("good", ["Deng-Bao7", "红旗渠 1965 Ab", "aB3aB3cc", "Zhao!huA", "ＱＺＸkbm47"])
def test_dengbao_takes_eight_characters_of_three_kinds(good: str) -> None:
    assert password_fault(good, DENGBAO) is None


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("Ab3!xyz", "密码至少要 8 位，现在是 7 位，请再加几位"),
        ("abcdefgh12", "大写字母、小写字母、数字、符号里至少要有 3 种，请补上缺的"),
        ("A" * 60 + "b3" * 40, "密码最多 128 位，请改短一些"),
        ("P@ssw0rd", TOO_COMMON),
        ("Aa1Aa1Aa1", TOO_COMMON),
        ("Yanglao123!", TOO_NEAR),
        ("颐养2026Ab", TOO_NEAR),
        ("FS0312.Ab", TOO_NEAR),
        ("赵化镇敬老院Ab1", TOO_NEAR),
    ],
)
def test_dengbao_says_what_is_missing(bad: str, why: str) -> None:
    assert password_fault(bad, DENGBAO, ["fs0312", "王建国", "赵化镇敬老院"]) == why


@pytest.mark.parametrize(
    "good", ["correct horse battery", "每天早上六点起来烧一壶水", "我在颐养院上班已经十二年了每天都坐五路车"]
)
def test_asvs_asks_for_length_and_for_no_kinds(good: str) -> None:
    assert password_fault(good, ASVS) is None


@pytest.mark.parametrize("bad", ["shortpass11", "qwertyuiop123", "yiyangyiyangyiyang", "wangjianguo1990"])
def test_asvs_refuses_short_common_and_guessable_ones(bad: str) -> None:
    assert password_fault(bad, ASVS, ["wangjianguo"]) is not None


def test_the_common_list_is_long_and_plain() -> None:
    known = common_passwords()
    assert len(known) > 8000
    assert known >= {"password", "1234567890", "1qaz2wsx"}
    assert all(word == word.lower() and len(word) >= 8 for word in known)


def test_dengbao_wants_a_new_password_after_ninety_days_and_asvs_never() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert is_due_for_change(at - timedelta(days=90), at, DENGBAO)
    assert not is_due_for_change(at - timedelta(days=89, hours=23), at, DENGBAO)
    assert not is_due_for_change(at - timedelta(days=900), at, ASVS)
    assert not is_due_for_change(None, at, DENGBAO)
