"""Codes, limits, numbers, names and devices."""

import os

import pytest

from app.accounts.rules import (
    Role,
    code_from,
    device_label,
    idle_minutes,
    looks_like_code,
    name_fault,
    plain_code,
    plain_name,
    plain_username,
    shown_code,
    username_fault,
)
from app.accounts.rules.codes import ALPHABET


def test_a_code_has_eight_letters_nobody_mixes_up() -> None:
    code = code_from(os.urandom(8))
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert not set("01IO") & set(ALPHABET)


def test_every_letter_of_a_code_is_equally_likely() -> None:
    spelled = [code_from(bytes([byte] * 8))[0] for byte in range(256)]
    assert {spelled.count(letter) for letter in ALPHABET} == {8}


@pytest.mark.parametrize("typed", ["ABCD-2345", "abcd2345", " ab cd-23 45 ", "ＡＢＣＤ－２３４５", "abcd—2345"])
def test_a_code_is_read_however_it_was_copied(typed: str) -> None:
    assert plain_code(typed) == "ABCD2345"
    assert looks_like_code(typed)


def test_a_code_is_printed_in_two_halves() -> None:
    assert shown_code("ABCD2345") == "ABCD-2345"
    assert not looks_like_code("ABCD-234")
    assert not looks_like_code("ABCD-2340")


@pytest.mark.parametrize(
    ("roles", "minutes"),
    [
        ([Role.CAREGIVER], 30), ([Role.NURSE, Role.KITCHEN], 30), ([Role.DIRECTOR], 15), ([Role.ADMINISTRATOR], 15),
        ([Role.CAREGIVER, Role.DIRECTOR], 15), ([Role.CITY_BUREAU], 15), ([Role.CASE_OFFICER], 15),
        ([Role.STATISTICS_CLERK], 15), ([Role.NETWORK_MANAGER], 15), ([], 15),
    ],
)  # fmt: skip
def test_the_strictest_role_sets_the_idle_limit(roles: list[Role], minutes: int) -> None:
    assert idle_minutes(roles) == minutes


@pytest.mark.parametrize(
    ("typed", "kept"), [(" FS0312 ", "fs0312"), ("ｆｓ０３１２", "fs0312"), ("Wang.Li", "wang.li")]
)
def test_a_number_is_kept_small_and_narrow(typed: str, kept: str) -> None:
    assert plain_username(typed) == kept
    assert username_fault(kept) is None


@pytest.mark.parametrize("bad", ["", "a", "-ab", "王", "a b", "a" * 33, "a@b"])
def test_a_number_that_could_be_misread_is_refused(bad: str) -> None:
    assert username_fault(bad) is not None


def test_a_name_is_kept_whole_and_visible() -> None:
    assert plain_name("  王\u200b 建国\u202e ") == "王 建国"
    assert plain_name("阿依古丽·买买提") == "阿依古丽·买买提"
    assert name_fault("") == "请填写姓名"
    assert name_fault("王" * 61) is not None


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Windows，Edge"),
        ("Mozilla/5.0 (Linux; Android 14; M2102) Chrome/110.0 Mobile MicroMessenger/8.0", "Android，微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "iPhone，Safari"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/110.0 MicroMessenger/7.0 wxwork/4.1", "Android，企业微信"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_called_by_words_people_know(agent: str, label: str) -> None:
    assert device_label(agent) == label
