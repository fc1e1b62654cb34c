"""How the names of places are read."""

import pytest

from app.regions.readings import initials, name_sort


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("重庆市", "chong qing shi"),
        ("自贡市", "zi gong shi"),
        ("丰都县", "feng du xian"),
        ("长寿区", "chang shou qu"),
        ("长子县", "zhang zi xian"),
        ("子长市", "zi chang shi"),
        ("乐东黎族自治县", "le dong li zu zi zhi xian"),
        ("乐陵市", "lao ling shi"),
        ("卧佛镇", "wo fo zhen"),
        ("大城县", "dai cheng xian"),
        ("柏林镇", "bai lin zhen"),
        ("仙女山街道", "xian nv shan jie dao"),
    ],
)
def test_a_place_is_read_as_its_people_do(name: str, reading: str) -> None:
    assert name_sort(name) == reading


def test_a_name_without_chinese_characters_is_kept_in_small_letters() -> None:
    assert name_sort("St. Lawrence") == "st lawrence"
    assert name_sort("Albany 县") == "albany xian"


def test_initials_are_the_first_letters() -> None:
    assert initials("自流井区") == "zljq"
