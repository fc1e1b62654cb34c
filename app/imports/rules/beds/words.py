"""What people write for kinds of rooms, who may share them, and marks; and when two names mean one place."""

import re
import unicodedata
from functools import lru_cache

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.words import known_form, truth, word_table

__all__ = [
    "bed_key", "care_word", "facing_word", "floor_key", "is_care_word", "is_room_word", "place_key", "room_key",
    "room_word", "sex_word", "unit_kind_word",
]  # fmt: skip

_ROOMS = word_table({
    RoomKind.SINGLE: "单人间 单人房 单人室 单间 单人 private single",
    RoomKind.DOUBLE: "双人间 双人房 双人室 双人 semi-private double twin",
    RoomKind.TRIPLE: "三人间 三人房 三人室 triple",
    RoomKind.MULTI: "多人间 多人房 多人室 多床间 大间 ward multi quad",
})  # fmt: skip
_SEXES = word_table({
    SexRule.NONE: "不限 不限男女 不限性别 男女不限 不分 不分男女 均可 any none mixed",
    SexRule.SAME: "同性 同性同室 限同性 same",
    SexRule.MALE: "男 男室 男房 男性 男间 m male men",
    SexRule.FEMALE: "女 女室 女房 女性 女间 f female women",
})  # fmt: skip
_FACINGS = word_table({
    Facing.SOUTH: "南 朝南 向南 南向 south s", Facing.NORTH: "北 朝北 向北 北向 north n",
    Facing.EAST: "东 朝东 向东 东向 east e", Facing.WEST: "西 朝西 向西 西向 west w",
})  # fmt: skip
_CARE = word_table({
    MarkKind.NURSING: "护理型 护理 护理床 护理床位 护理型床位 nursing",
    MarkKind.GENERAL: "普通 普通型 普通床 普通床位 普通型床位 general",
})  # fmt: skip
_UNITS = word_table({
    UnitKind.DEMENTIA: "认知障碍 认知障碍照护专区 认知障碍专区 认知症专区 失智 失智专区 dementia memory",
    UnitKind.GENERAL: "普通 普通护理单元 普通单元 一般 general",
})  # fmt: skip
_NOT_NURSING = {known_form(word) for word in ("非护理型", "非护理", "非护理床")}

_NUMERALS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10}
_PEOPLE = re.compile(r"(\d+|[一二两三四五六七八九十])(人|床)(间|房|室)?")


def room_word(text: str) -> RoomKind | None:
    """Read a room's kind; 六人间 is one for many."""
    word = known_form(text)
    if word in _ROOMS:
        return _ROOMS[word]
    match = _PEOPLE.fullmatch(word)
    return RoomKind.of_places(_number(match[1])) if match and _number(match[1]) else None


def is_room_word(text: str) -> bool:
    """Whether a text names a kind of room."""
    return room_word(text) is not None


def sex_word(text: str) -> SexRule | None:
    """Read who may share a room."""
    return _SEXES.get(known_form(text))


def facing_word(text: str) -> Facing | None:
    """Read where a room looks."""
    return _FACINGS.get(known_form(text))


def care_word(text: str) -> MarkKind | bool | None:
    """Read a care mark: 护理型 or 普通 by its word, or yes and no to 护理型."""
    word = known_form(text)
    if word in _CARE:
        return _CARE[word]
    answer = False if word in _NOT_NURSING else truth(text)
    return MarkKind.NURSING if answer else answer


def is_care_word(text: str) -> bool:
    """Whether a text says if a bed is a nursing bed."""
    return care_word(text) is not None


def unit_kind_word(text: str) -> UnitKind | None:
    """Read what a unit is for; yes means a dementia unit."""
    word = known_form(text)
    if word in _UNITS:
        return _UNITS[word]
    answer = truth(text)
    return None if answer is None else UnitKind.DEMENTIA if answer else UnitKind.GENERAL


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMERALS.get(word, 0)


_COUNT = r"(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_FLOOR = re.compile(rf"(?:第?{_COUNT}(?:层|楼|f|层楼)?|[fl]{_COUNT})")
_BASEMENT = re.compile(rf"(?:[-负b]|地下){_COUNT}(?:层|楼|f)?")


@lru_cache(maxsize=8192)
def place_key(label: str) -> str:
    """The form in which buildings and units are compared: width, case and spaces do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).casefold()


def floor_key(label: str) -> str:
    """The form in which floors are compared: 1, 1F, 1 层 and 一楼 are one floor, B1 and 负一楼 another."""
    plain = place_key(label)
    if match := _FLOOR.fullmatch(plain):
        return str(_count(match[1] or match[2]))
    if match := _BASEMENT.fullmatch(plain):
        return f"-{_count(match[1])}"
    return plain


def _count(word: str) -> int:
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (10 * _NUMERALS.get(tens, 1) if ten else 0) + _NUMERALS.get(ones, 0)


def room_key(label: str) -> str:
    """The form in which rooms are compared: 101 室 and 101 are one room, 001 and 1 are two."""
    return re.sub(r"(?<=.)(室|房间|房|号房间|号房|号室|号)$", "", place_key(label))


def bed_key(label: str, room: str = "") -> str:
    """The form in which beds of one room are compared: 1, 1 床, 1 号床 and 101-1 are one bed of room 101."""
    plain = re.sub(r"(?<=.)(号床|床位|床|号)$", "", place_key(label))
    inside = room_key(room)
    if inside and re.match(rf"{re.escape(inside)}[-/_]?.", plain) and plain[len(inside)] in "-/_":
        plain = plain[len(inside) + 1 :]
    return str(_count(plain)) if plain in _NUMERALS and plain != "零" else plain
