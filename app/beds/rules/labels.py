"""Room and bed labels: the order a person expects, and saying many of them in few words."""

import re
from collections.abc import Iterable, Sequence

from app.core.i18n import _

__all__ = ["bed_name", "natural_key", "next_labels", "say_labels"]

_PIECES = re.compile(r"\d+|[零一二三四五六七八九十]+|[^\d零一二三四五六七八九十]+")
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")}
_TAIL = re.compile(r"^(.*?)(\d+)$", re.DOTALL)

Key = tuple[tuple[tuple[int, int, str], ...], str]


def natural_key(label: str) -> Key:
    """Order labels as people count: 2 before 10, 二楼 before 十楼, 10-44 before 10-105. Equal only when the same."""
    return tuple(_piece(piece) for piece in _PIECES.findall(label)), label


def _piece(piece: str) -> tuple[int, int, str]:
    if piece.isdecimal():
        return 0, int(piece), ""
    number = _chinese_number(piece)
    return (0, number, "") if number is not None else (1, 0, piece)


def _chinese_number(word: str) -> int | None:
    """Read 一 to 九十九, the only numbers a floor or a building bears."""
    tens, ten, ones = word.partition("十")
    if not ten:
        return _DIGITS.get(word)
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def say_labels(labels: Iterable[str], *, at_most: int = 6) -> str:
    """Say labels in order with their runs drawn together: 301 至 304、306. What is too much is counted."""
    runs = _runs(sorted(set(labels), key=natural_key))
    said = [first if first == last else _("{first} 至 {last}").format(first=first, last=last) for first, last in runs]
    if len(said) <= at_most:
        return _("、").join(said)
    return _("、").join(said[:at_most]) + "…"


def _runs(ordered: Sequence[str]) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    for label in ordered:
        if runs and _follows(runs[-1][1], label):
            runs[-1] = (runs[-1][0], label)
        else:
            runs.append((label, label))
    return runs


def _follows(before: str, after: str) -> bool:
    one, two = _TAIL.match(before), _TAIL.match(after)
    if not one or not two or one[1] != two[1] or len(one[2]) != len(two[2]):
        return False
    return int(two[2]) == int(one[2]) + 1


def next_labels(taken: Iterable[str], count: int) -> list[str]:
    """Give the next free bed labels of a room, in the manner of those it has: numbers, else letters."""
    used = set(taken)
    letters = bool(used) and all(len(label) == 1 and label.isascii() and label.isalpha() for label in used)
    pool = (chr(ord("A") + place) for place in range(26)) if letters else (str(n) for n in range(1, 1000))
    return [label for label in pool if label not in used][:count]


def bed_name(room: str, place: str) -> str:
    """Name a bed as people say it: room number, hyphen, place: 301-1, 10-044-A."""
    return f"{room}-{place}"
