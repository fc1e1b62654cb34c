"""How the names of people are read: every reading somebody may type, full and by initials, and one for sorting.

A family name is often read otherwise than the word it is written like (单 is shan, not dan), so a table of family
names comes first and the dictionary's readings follow it.
"""

import re
from functools import lru_cache
from itertools import islice, product
from unicodedata import normalize

from pypinyin import Style, lazy_pinyin, pinyin

__all__ = ["family_of", "likely_readings", "name_sort", "plain_name", "readings"]

FAMILIES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "覃": "qin tan", "任": "ren",
    "盖": "gai ge", "乐": "yue le", "朴": "piao", "缪": "miao", "尉": "wei yu", "翟": "zhai di", "员": "yun",
    "华": "hua", "宁": "ning", "纪": "ji", "燕": "yan", "应": "ying", "卜": "bu", "种": "chong", "重": "chong",
    "繁": "po", "秘": "bi mi", "冼": "xian", "折": "she zhe", "黑": "he hei", "盛": "sheng", "洗": "xian",
    "召": "shao", "晁": "chao", "朝": "chao", "柏": "bai bo", "薄": "bo", "车": "che", "谌": "chen shen",
    "褚": "chu", "逄": "pang", "葛": "ge", "哈": "ha", "那": "na", "能": "nai", "牟": "mu mou", "万": "wan",
    "蔚": "yu wei", "洪": "hong", "幺": "yao", "佴": "nai", "乜": "nie", "粘": "nian", "撒": "sa", "隗": "wei kui",
    "郗": "xi chi", "曲": "qu", "沈": "shen", "石": "shi", "於": "yu", "尹": "yin", "俞": "yu",
    "臧": "zang", "占": "zhan", "颉": "xie", "令": "ling", "六": "lu", "莘": "shen xin", "教": "jiao", "少": "shao",
    "芮": "rui", "相": "xiang", "行": "xing", "亓": "qi", "阚": "kan", "郇": "xun huan", "都": "du", "过": "guo",
    "殷": "yin", "强": "qiang", "冯": "feng", "贾": "jia", "角": "jue jiao", "长": "chang", "俱": "ju", "吕": "lv lu",
    "闾": "lv lu", "律": "lv lu", "绿": "lv lu", "侣": "lv lu", "女": "nv nu", "王": "wang", "张": "zhang",
}  # fmt: skip
COMPOUNDS = {
    "欧阳": "ou yang", "上官": "shang guan", "司马": "si ma", "诸葛": "zhu ge", "夏侯": "xia hou",
    "皇甫": "huang fu", "尉迟": "yu chi", "公孙": "gong sun", "长孙": "zhang sun", "慕容": "mu rong",
    "司徒": "si tu", "令狐": "ling hu", "宇文": "yu wen", "轩辕": "xuan yuan", "东方": "dong fang",
    "南宫": "nan gong", "西门": "xi men", "独孤": "du gu", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu",
    "申屠": "shen tu", "公冶": "gong ye", "濮阳": "pu yang", "淳于": "chun yu", "太史": "tai shi", "钟离": "zhong li",
    "闻人": "wen ren", "赫连": "he lian", "呼延": "hu yan", "端木": "duan mu", "百里": "bai li", "司空": "si kong",
    "鲜于": "xian yu", "闾丘": "lv qiu", "子车": "zi ju", "亓官": "qi guan", "司寇": "si kou", "仉督": "zhang du",
    "巫马": "wu ma", "公西": "gong xi", "漆雕": "qi diao", "乐正": "yue zheng", "宰父": "zai fu", "谷梁": "gu liang",
    "拓跋": "tuo ba", "夹谷": "jia gu", "段干": "duan gan", "呼于": "hu yu", "左丘": "zuo qiu", "东郭": "dong guo",
    "梁丘": "liang qiu", "第五": "di wu", "羊舌": "yang she", "微生": "wei sheng",
}  # fmt: skip
# Characters of given names that people read in two ways; the dictionary's own readings hold rare ones as well.
GIVEN = {
    "乐": "le yue", "朝": "chao zhao", "长": "chang zhang", "重": "zhong chong", "行": "xing hang", "茜": "qian xi",
    "晟": "sheng cheng", "娜": "na nuo", "柏": "bai bo", "莘": "xin shen", "盛": "sheng cheng", "曾": "zeng ceng",
    "传": "chuan zhuan", "都": "du dou", "参": "shen can", "为": "wei", "给": "ji gei", "吕": "lv lu", "率": "shuai lv",
    "阿": "a e", "和": "he", "还": "huan hai", "调": "diao tiao", "藏": "cang zang", "单": "dan shan", "解": "jie xie",
    "弹": "tan dan", "降": "jiang xiang", "朴": "pu piao", "绿": "lv lu", "兴": "xing", "相": "xiang", "珏": "jue",
    "瑞": "rui", "祎": "yi", "赟": "yun bin", "燊": "shen", "琤": "cheng", "露": "lu", "薇": "wei", "濯": "zhuo",
}  # fmt: skip
MOST = 24
LONGEST = 600
SORT_LENGTH = 200

_NOT_SAID = re.compile(r"[\s·•・.．,，'’\-—（）()*]+")


def plain_name(name: str) -> str:
    """Write a name as it is kept: one form of each character, the dot of a long name as ·, no spaces inside 中文."""
    text = re.sub(r"[•・‧∙.．]", "·", normalize("NFKC", name)).strip("· \t\n")
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", re.sub(r"\s+", " ", text))


def family_of(name: str) -> str:
    """The family name: two characters where they are one of the known compound ones, else the first character."""
    text = _NOT_SAID.sub("", plain_name(name))
    return text[:2] if len(text) > 2 and text[:2] in COMPOUNDS else text[:1]


@lru_cache(maxsize=4096)
def readings(name: str) -> str:
    """Every way the name may be read, full and by initials, small letters with a space between: `wangxiuying wxy`."""
    spoken = islice(product(*_every_syllable(name)), MOST)
    words: dict[str, None] = {}
    for syllables in spoken:
        words["".join(syllables)] = None
        words["".join(syllable[:1] for syllable in syllables)] = None
    return _fitting(words)


@lru_cache(maxsize=4096)
def likely_readings(name: str) -> frozenset[str]:
    """The full readings people really use: without those that only a dictionary knows."""
    return frozenset("".join(syllables) for syllables in islice(product(*_likely_syllables(name)), MOST))


@lru_cache(maxsize=4096)
def name_sort(name: str) -> str:
    """The likeliest reading as syllables with a space between, so that plain text order is pinyin order."""
    return " ".join(choices[0] for choices in _likely_syllables(name))[:SORT_LENGTH]


def _fitting(words: dict[str, None]) -> str:
    """Keep as many readings as the column holds, the likeliest first."""
    kept, length = [], -1
    for word in words:
        length += len(word) + 1
        if length > LONGEST:
            break
        kept.append(word)
    return " ".join(kept)


def _every_syllable(name: str) -> list[list[str]]:
    """The likely readings of each character, and behind those of the family name all that the dictionary has."""
    found = _likely_syllables(name)
    if len(found) < len(family_of(name)) or name.isascii():
        return found
    for place, character in enumerate(family_of(name)):
        # One by one: a dictionary that sees both characters reads them as the word they make.
        known = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        found[place] = list(dict.fromkeys([*found[place], *(syllable.lower() for syllable in known)]))
    return found


def _likely_syllables(name: str) -> list[list[str]]:
    text, family = _NOT_SAID.sub("", plain_name(name)), family_of(name)
    if len(family) == 2:
        head = [[syllable] for syllable in COMPOUNDS[family].split()]
    else:
        head = [_read(family, FAMILIES)] if family else []
    given = text[len(family) :]
    if not re.search(r"[^\x00-\x7f]", text):
        # A name in Latin letters is one word: its letters are no syllables.
        return [[text.lower()]] if text else []
    return head + [_read(character, GIVEN) for character in given]


def _read(character: str, table: dict[str, str]) -> list[str]:
    if character in table:
        return table[character].split()
    return [syllable.lower() for syllable in lazy_pinyin(character)[:1]] or [character]
