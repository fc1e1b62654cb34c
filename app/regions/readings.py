"""How the names of places are read: pinyin for sorting and searching."""

import re

from pypinyin import lazy_pinyin

__all__ = ["initials", "name_sort"]

# A general dictionary reads these as in other words (都 dōu, 长 zhǎng); in names of places they are these.
SYLLABLES = {"都": "du", "长": "chang", "乐": "le", "佛": "fo", "什": "shi", "勒": "le", "朝": "chao", "柏": "bai",
             "蚌": "beng", "尾": "wei", "曾": "zeng", "单": "shan"}  # fmt: skip

WORDS = {
    "长子": "zhang zi", "乐亭": "lao ting", "乐陵": "lao ling", "乐清": "yue qing", "南乐": "nan le",
    "召陵": "shao ling", "大城县": "dai cheng xian", "六合": "lu he", "六安": "lu an",
    "东阿": "dong e", "浚县": "xun xian", "漯河": "luo he", "珲春": "hun chun", "洪洞": "hong tong",
    "繁峙": "fan shi", "泊头": "bo tou", "泊于": "bo yu", "红寺堡": "hong si bu", "荥经": "ying jing",
    "宕昌": "tan chang", "称多": "chen duo", "龙圩": "long xu", "覃塘": "qin tang", "崆峒": "kong tong",
}  # fmt: skip

PIECES = re.compile(
    "|".join(sorted(WORDS, key=len, reverse=True)) + "|[\u3400-\u9fff\U00020000-\U000323af]|[0-9A-Za-z]+"
)


def name_sort(name: str) -> str:
    """Write the name as syllables with a space between, so that plain text order is pinyin order."""
    plain = lazy_pinyin(name)
    # One syllable to a character only holds for names that are Chinese throughout.
    general = plain if len(plain) == len(name) else None
    return " ".join(_syllables(piece, general) for piece in PIECES.finditer(name)).lower()


def initials(name: str) -> str:
    """Give the first letters of the syllables: 自贡市 is zgs."""
    return "".join(syllable[0] for syllable in name_sort(name).split())


def _syllables(piece: re.Match[str], general: list[str] | None) -> str:
    word = piece.group()
    if word in WORDS:
        return WORDS[word]
    if word in SYLLABLES:
        return SYLLABLES[word]
    return general[piece.start()] if general else " ".join(lazy_pinyin(word))
