"""Names are found by every reading of them, and sorted by the likeliest."""

import pytest

from app.residents.rules.readings import LONGEST, family_of, likely_readings, name_sort, plain_name, readings


@pytest.mark.parametrize(
    ("name", "first", "initials"),
    [
        ("王秀英", "wangxiuying", "wxy"),
        ("单永福", "shanyongfu", "syf"),
        ("仇大妹", "qiudamei", "qdm"),
        ("曾淑珍", "zengshuzhen", "zsz"),
        ("解放军", "xiefangjun", "xfj"),
        ("区桂兰", "ouguilan", "ogl"),
        ("查良田", "zhaliangtian", "zlt"),
        ("覃天", "qintian", "qt"),
        ("欧阳修文", "ouyangxiuwen", "oyxw"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟德", "moqide", "mqd"),
        ("吕布", "lvbu", "lb"),
    ],
)
def test_the_family_names_own_reading_comes_first(name: str, first: str, initials: str) -> None:
    assert readings(name).split()[:2] == [first, initials]
    assert name_sort(name).replace(" ", "") == first


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("单永福", "danyongfu dyf"), ("曾淑珍", "cengshuzhen csz"), ("覃天", "tantian tt"), ("仇大妹", "choudamei"),
        ("查良田", "chaliangtian"), ("吕布", "lubu"), ("王乐", "wangyue wy"), ("万俟德", "wanside"),
    ],
)  # fmt: skip
def test_other_readings_of_the_first_character_are_there_too(name: str, also: str) -> None:
    assert set(also.split()) <= set(readings(name).split())


def test_only_readings_that_people_use_count_as_likely() -> None:
    assert likely_readings("王秀英") == {"wangxiuying"}
    assert likely_readings("覃天") == {"qintian", "tantian"}
    assert "yuxiuying" in readings("王秀英").split()


def test_a_name_is_kept_in_one_form() -> None:
    assert plain_name(" 王 秀 英 ") == "王秀英"
    assert plain_name("阿依古丽•买买提") == "阿依古丽·买买提"
    assert plain_name("John  Smith") == "John Smith"
    assert plain_name("王五．") == "王五"


def test_long_and_foreign_names_are_read_as_far_as_they_can_be() -> None:
    assert readings("阿依古丽·买买提").split()[0] == "ayigulimaimaiti"
    assert readings("John Smith").split()[0] == "johnsmith"
    assert readings("𠮷秀英").endswith("xy")
    assert readings("") == ""


def test_many_readings_never_overflow_their_column() -> None:
    crowded = "乐朝长重行茜晟娜柏莘盛曾传都参" * 4
    assert len(readings(crowded[:60])) <= LONGEST
    assert len(name_sort(crowded[:60])) <= 200


def test_the_family_name_may_have_two_characters() -> None:
    assert family_of("欧阳修文") == "欧阳"
    assert family_of("欧阳") == "欧"
    assert family_of("王秀英") == "王"
