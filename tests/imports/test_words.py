"""Words as people type them."""

from datetime import date

import pytest

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.beds.words import (
    bed_key,
    care_word,
    facing_word,
    floor_key,
    room_key,
    room_word,
    sex_word,
    unit_kind_word,
)  # fmt: skip
from app.imports.rules.words import clean, has_control, known_form, read_date, tidy, truth, visible, whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  101 ", "101"), ("１０１", "101"), ("Ａ－１", "A-1"), ("一\n楼", "一 楼"), ("\u200b101\ufeff", "101"),
        ("（靠窗）", "（靠窗）"), ("\u3000", ""), ("\u202e101", "101"),
    ],
)  # fmt: skip
def test_stray_spaces_and_wide_letters_are_tidied_and_punctuation_is_kept(typed, meant):
    assert tidy(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024-03-01", date(2024, 3, 1)), ("2024/3/1", date(2024, 3, 1)), ("2024.3.1", date(2024, 3, 1)),
        ("2024年3月1日", date(2024, 3, 1)), ("20240301", date(2024, 3, 1)), ("24.3.1", date(2024, 3, 1)),
        ("2024-03-01 10:30", date(2024, 3, 1)), ("45352", date(2024, 3, 1)), ("２０２４－０３－０１", date(2024, 3, 1)),
        ("2024-13-01", None), ("2024-02-30", None), ("2024-03", None), ("去年", None), ("1.5", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_common_shape(typed, meant):
    read = read_date(typed)
    assert (read and read.value) == meant


def test_a_guessed_day_says_what_was_guessed():
    assert read_date("24.3.1").guess
    assert read_date("45352").guess
    assert not read_date("2024-3-1").guess


def test_yes_no_and_whole_numbers_are_read_and_nothing_else():
    assert [truth(word) for word in ("是", "√", "Y", "否", "×", "无", "可能", "")] == [True] * 3 + [False] * 3 + [
        None
    ] * 2
    assert [whole(word) for word in ("12", "１２", "12.0", "12.5", "十二", "-1")] == [12, 12, 12, None, None, None]


def test_control_characters_are_seen_and_shown():
    assert has_control("A\0")
    assert has_control("A\x07")
    assert not has_control("A\n 床")
    assert (clean("A\0 1"), visible("A\0"), visible("床" * 70)[-1]) == ("A 1", "A□", "…")


def test_headers_are_compared_without_marks_and_remarks():
    assert known_form("NURSE_UNIT") == known_form("Nurse Unit") == "nurseunit"
    assert known_form("＊房 号（必填）：") == "房号"


@pytest.mark.parametrize(
    ("same", "others"),
    [
        (("1", "1F", "F1", "1楼", "1 层", "一楼", "一层", "第一层", "１F"), ("2", "11", "B1", "-1")),
        (("10", "十楼", "10F", "Ｆ10"), ("1", "11", "十一楼")),
        (("B1", "负一楼", "地下一层", "-1", "b1层"), ("1", "B2")),
        (("Mezzanine", "mezzanine"), ("1",)),
    ],
)
def test_floors_of_many_spellings_are_one_floor(same, others):
    assert len({floor_key(label) for label in same}) == 1
    assert not {floor_key(label) for label in others} & {floor_key(same[0])}


def test_rooms_and_beds_of_two_spellings_are_one():
    assert room_key("101 室") == room_key("101") == room_key("１０１号房")
    assert len({room_key(label) for label in ("001", "1", "10-044", "10044")}) == 4
    assert {bed_key(label, "101") for label in ("1", "1床", "1 号床", "一床", "101-1", "101室-1")} == {"1", "101室-1"}
    assert bed_key("A", "1-1") != bed_key("B", "1-1")
    assert bed_key("1012", "101") == "1012"


def test_kinds_are_read_in_both_languages_and_never_guessed():
    kinds = [
        room_word(word) for word in ("Private", "单间", "Semi-private", "标准双人间", "Ward", "六人间", "标间", "套间")
    ]
    assert kinds == [RoomKind.SINGLE] * 2 + [RoomKind.DOUBLE, None, RoomKind.MULTI, RoomKind.MULTI, None, None]
    assert [sex_word(word) for word in ("男室", "F", "同性", "不限", "夫妻")] == [
        SexRule.MALE, SexRule.FEMALE, SexRule.SAME, SexRule.NONE, None,
    ]  # fmt: skip
    assert [facing_word(word) for word in ("南", "朝北", "东南")] == [Facing.SOUTH, Facing.NORTH, None]
    assert [unit_kind_word(word) for word in ("是", "失智专区", "普通", "ICU")] == [
        UnitKind.DEMENTIA, UnitKind.DEMENTIA, UnitKind.GENERAL, None,
    ]  # fmt: skip


def test_a_care_word_is_a_mark_only_when_it_says_so():
    said = [care_word(word) for word in ("护理型", "是", "普通", "否", "非护理型", "半自理")]
    assert said == [MarkKind.NURSING, MarkKind.NURSING, MarkKind.GENERAL, False, False, None]
