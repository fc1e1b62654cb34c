"""Rooms and beds by pattern: "3楼 301–320，每间 2 床", "301、303、305", "A01 到 A12 单号，每间 A–B 床"."""

import re
import unicodedata
from dataclasses import dataclass

from app.beds.errors import PatternError
from app.core.i18n import _

__all__ = ["MOST_BEDS", "MOST_ROOMS", "Pattern", "RoomPlan", "expand", "parse_beds", "parse_pattern", "parse_rooms"]

MOST_ROOMS = 200
MOST_BEDS = 12
LONGEST_ROOM, LONGEST_BED = 20, 10

_COUNTS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_FLOOR = re.compile(r"^(?P<floor>(?:[-负地下B]*[\d一二三四五六七八九十]+\s*[楼层F])|(?:F\d+))(?=[\s,]|$)[\s,]*")
_BEDS = re.compile(r"[,\s]*每间\s*(?P<beds>[^,]*?)\s*(?:个)?\s*(?:床|张|张床|人)?\s*$")
_SKIP = re.compile(r"[,\s]*(?:跳过|不含|不要|除去|除)\s*(?P<skip>.+)$")
_SIDES = re.compile(r"\s*(单号|双号)$")
_RANGE = re.compile(r"\s*(?:–|—|~|〜|至|到|\.\.)\s*")
_TAIL = re.compile(r"^(?P<head>.*?)(?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """One room to be made: its number and the labels of its places."""

    label: str
    beds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a pattern says: the floor when it names one, and the rooms in the order given."""

    floor: str | None
    rooms: tuple[RoomPlan, ...]

    @property
    def bed_count(self) -> int:
        """How many beds there will be."""
        return sum(len(room.beds) for room in self.rooms)


def parse_pattern(text: str, *, beds: str = "", skip: str = "") -> Pattern:
    """Read a whole pattern; `beds` and `skip` are the form's own fields and fill what the text leaves out."""
    text = _plain(text)
    floor = None
    if found := _FLOOR.match(text):
        floor, text = found["floor"].replace(" ", ""), text[found.end() :]
    if found := _BEDS.search(text):
        beds, text = found["beds"], text[: found.start()]
    if found := _SKIP.search(text):
        skip, text = f"{skip},{found['skip']}", text[: found.start()]
    if not beds.strip():
        raise PatternError(_("请说明每间几床，例如「每间 2 床」"), field="beds")
    return Pattern(floor, expand(text, beds=beds, skip=skip))


def expand(rooms: str, *, beds: str, skip: str = "") -> tuple[RoomPlan, ...]:
    """Make the plan of every room named, without those skipped; each gets the same bed labels."""
    places = parse_beds(beds)
    left_out = set(parse_rooms(skip)) if skip.strip(" ,，、") else set()
    labels = [label for label in parse_rooms(rooms) if label not in left_out]
    if not labels:
        raise PatternError(_("这些房号都被跳过了，没有要建的房间。请改房号或跳过的房号"), field="skip")
    return tuple(RoomPlan(label, places) for label in labels)


def parse_rooms(text: str) -> list[str]:
    """Read room numbers: single ones, ranges with –, ~, 到 or 至, and 单号 or 双号 behind a range."""
    labels: list[str] = []
    for item in re.split(r"[,、;]+", _plain(text)):
        if item.strip():
            labels += _item(item.strip())
        if len(labels) > MOST_ROOMS:
            raise PatternError(_("一次最多建 {count} 间，请分几次").format(count=MOST_ROOMS), field="rooms")
    if not labels:
        raise PatternError(_("请填写房号，例如「301–320」"), field="rooms")
    _refuse_twice(labels, "rooms")
    return labels


def parse_beds(text: str) -> tuple[str, ...]:
    """Read the places of one room: "2" and "2 床" are 1 and 2; "A–C", "A、B" or "1–4" are the labels themselves."""
    text = re.sub(r"\s*(张床|床|张|个|人)$", "", _plain(text)).strip()
    text = str(_COUNTS.index(text) + 1) if text in _COUNTS else {"两": "2"}.get(text, text)
    if text.isdecimal():
        labels = [str(number) for number in range(1, _count(int(text)) + 1)]
    else:
        labels = [label for item in re.split(r"[,、;\s]+", _tight(text)) if item for label in _item(item, bed=True)]
        _count(len(labels))
    _refuse_twice(labels, "beds")
    if too_long := next((label for label in labels if len(label) > LONGEST_BED), None):
        raise PatternError(
            _("床号「{label}」太长，最多 {most} 个字").format(label=too_long, most=LONGEST_BED), field="beds"
        )
    return tuple(labels)


def _plain(text: str) -> str:
    """Bring full-width signs, dashes and spaces to one form; nothing else is guessed."""
    text = unicodedata.normalize("NFKC", text).replace("。", ",").replace("，", ",").replace("−", "–")
    return re.sub(r"\s+", " ", text).strip(" ,;、")


def _tight(text: str) -> str:
    """Take the spaces around a range's sign away, so that the pieces may be split at spaces."""
    return _RANGE.sub("–", text)


def _count(beds: int) -> int:
    if beds < 1:
        raise PatternError(_("每间至少 1 床"), field="beds")
    if beds > MOST_BEDS:
        raise PatternError(_("每间最多 {count} 床，请核对").format(count=MOST_BEDS), field="beds")
    return beds


def _refuse_twice(labels: list[str], field: str) -> None:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise PatternError(_("「{label}」写了两次，请去掉一个").format(label=label), field=field)
        seen.add(label)


def _item(item: str, *, bed: bool = False) -> list[str]:
    side = None
    if found := _SIDES.search(item):
        side, item = found[1], item[: found.start()]
    parts = _RANGE.split(item)
    field = "beds" if bed else "rooms"
    if len(parts) == 1 and (hyphened := _hyphened(item)):
        parts = hyphened
    if len(parts) > 2 or not all(parts):
        raise PatternError(_("没有看懂「{item}」，请写成「301–320」或「301、303」").format(item=item), field=field)
    labels = [_label(parts[0], field)] if len(parts) == 1 else _range(parts[0].strip(), parts[1].strip(), field)
    return _only(labels, side, item, field)


def _hyphened(item: str) -> list[str] | None:
    """Tell a range from a room number with a hyphen: 301-320 and A-D are ranges, 10-044 is one room."""
    first, sign, last = item.partition("-")
    if not sign or "-" in last:
        return None
    first, last = first.strip(), last.strip()
    one, two = _TAIL.match(first), _TAIL.match(last)
    if one and two:
        same_head = two["head"] in ("", one["head"])
        return [first, last] if same_head and len(one["number"]) == len(two["number"]) else None
    return [first, last] if _letter(first) and _letter(last) else None


def _letter(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalpha()


def _label(text: str, field: str) -> str:
    label = text.strip()
    if len(label) > LONGEST_ROOM:
        raise PatternError(_("「{label}」太长，最多 {most} 个字").format(label=label, most=LONGEST_ROOM), field=field)
    if not re.fullmatch(r"[\w#号室\-/.]+", label):
        raise PatternError(
            _("「{label}」里有不认识的符号，请只用数字、字母、汉字和短横").format(label=label), field=field
        )
    return label


def _range(first: str, last: str, field: str) -> list[str]:
    if _letter(first) and _letter(last) and first.isupper() == last.isupper():
        return [chr(code) for code in range(ord(first), _end(ord(first), ord(last), first, last, field) + 1)]
    one, two = _TAIL.match(_label(first, field)), _TAIL.match(_label(last, field))
    if not one or not two or two["head"] not in ("", one["head"]):
        raise PatternError(
            _("「{first}」到「{last}」数不下去，请写成同一种房号，例如「A01 到 A12」").format(first=first, last=last),
            field=field,
        )
    start, width = int(one["number"]), len(one["number"])
    end = _end(start, int(two["number"]), first, last, field)
    return [f"{one['head']}{number:0{width}d}" for number in range(start, end + 1)]


def _end(start: int, end: int, first: str, last: str, field: str) -> int:
    if end < start:
        raise PatternError(_("「{first}」比「{last}」大，请把小的写在前面").format(first=first, last=last), field=field)
    if end - start >= MOST_ROOMS:
        raise PatternError(_("一次最多建 {count} 间，请分几次").format(count=MOST_ROOMS), field=field)
    return end


def _only(labels: list[str], side: str | None, item: str, field: str) -> list[str]:
    if side is None:
        return labels
    kept = [label for label in labels if label[-1].isdecimal() and int(label[-1]) % 2 == (side == "单号")]
    if not kept:
        raise PatternError(_("「{item}」里没有{side}").format(item=item, side=side), field=field)
    return kept
