"""Two files that may be one person's: how alike they are by name, birth date, sex and papers, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.beds.rules.kinds import Sex
from app.core.i18n import _
from app.residents.rules.kinds import BirthPrecision
from app.residents.rules.readings import likely_readings

__all__ = ["ALIKE", "Likeness", "Pair", "PersonFacts", "likeness", "pairs_among"]

ALIKE = 60
"""From here on two files are worth a look by a person; nothing is ever merged by itself."""
SURE, LIKELY = 90, 75
MOST_IN_A_GROUP = 40


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What of a file tells one person from another. `cards` are blind indexes, equal where the numbers are."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    birth_precision: BirthPrecision
    other_names: tuple[str, ...] = ()
    cards: frozenset[bytes] = frozenset()
    last_fours: frozenset[bytes] = frozenset()
    hukou_region: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the person goes by."""
        return (self.name, *self.other_names)

    @property
    def spoken(self) -> frozenset[str]:
        """Every likely reading of every name."""
        return frozenset().union(*(likely_readings(name) for name in self.names))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, from 0 to 100, and in what, in words."""

    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def degree(self) -> int:
        """3 very likely, 2 likely, 1 possible, 0 hardly."""
        return sum(self.score >= limit for limit in (ALIKE, LIKELY, SURE))

    @property
    def label(self) -> str:
        """The degree in words."""
        return (_("不像"), _("可能是同一人"), _("很可能是同一人"), _("几乎可以确定"))[self.degree]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files and how alike they are; the older file stands first, for it is the one to keep."""

    first: int
    second: int
    likeness: Likeness


def likeness(one: PersonFacts, other: PersonFacts) -> Likeness:
    """Weigh two files: the name counts up to 45, the birth date up to 40, the end of a card's number 25, the 户籍 5."""
    weighed = [_names(one, other), _births(one, other), _papers(one, other), _places(one, other)]
    score = sum(weight for weight, _word in weighed)
    reasons = tuple(word for weight, word in weighed if weight > 0)
    against = [word for weight, word in weighed if weight < 0]
    if one.sex is not other.sex:
        score -= 25
        against.append(_("性别不同"))
    return Likeness(max(0, min(100, score)), reasons, tuple(against))


def pairs_among(people: Iterable[PersonFacts], *, apart: frozenset[frozenset[int]] = frozenset()) -> list[Pair]:
    """Find the pairs worth a look, the likest first; `apart` are pairs known to be two people, as spouses are.

    Only files that share a reading, a birth date or the end of a number are compared, so that a home of thousands
    of files costs no more than its namesakes.
    """
    groups: dict[object, list[PersonFacts]] = defaultdict(list)
    for person in people:
        for key in _keys(person):
            groups[key].append(person)
    found: dict[tuple[int, int], Pair] = {}
    for group in groups.values():
        for one, other in combinations(group[:MOST_IN_A_GROUP], 2):
            first, second = sorted((one, other), key=lambda person: person.id)
            key = (first.id, second.id)
            if first.id == second.id or key in found or frozenset(key) in apart:
                continue
            alike = likeness(first, second)
            if alike.score >= ALIKE:
                found[key] = Pair(*key, alike)
    return sorted(found.values(), key=lambda pair: (-pair.likeness.score, pair.first, pair.second))


def _keys(person: PersonFacts) -> Sequence[object]:
    # A year alone is shared by too many, so it brings nobody together.
    exact = person.birth_precision is BirthPrecision.DAY
    born = [person.born_on] if exact and person.born_on else []
    return [*person.spoken, *born, *person.last_fours]


def _names(one: PersonFacts, other: PersonFacts) -> tuple[int, str]:
    if one.name == other.name:
        return 45, _("姓名相同")
    if set(one.names) & set(other.names):
        return 42, _("与曾用名或小名相同")
    if one.spoken & other.spoken:
        return 36, _("姓名同音")
    if _one_off(one.name, other.name):
        return 25, _("姓名只差一字")
    return 0, ""


def _one_off(one: str, other: str) -> bool:
    """Names of three or more characters that differ in one of them, or lack one."""
    if min(len(one), len(other)) < 3 - (len(one) != len(other)):
        return False
    if len(one) == len(other):
        return sum(left != right for left, right in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def _births(one: PersonFacts, other: PersonFacts) -> tuple[int, str]:
    if one.born_on is None or other.born_on is None:
        return 15, _("有一份没有出生日期")
    coarse = {one.birth_precision, other.birth_precision} - {BirthPrecision.DAY}
    if coarse:
        return _coarse_births(one.born_on, other.born_on, coarse)
    if one.born_on == other.born_on:
        return 40, _("出生日期相同")
    parts = [(day.year, day.month, day.day) for day in (one.born_on, other.born_on)]
    same = sum(left == right for left, right in zip(*parts, strict=True))
    if same == 2:
        return 25, _("出生日期只差年、月、日中的一项")
    if abs((one.born_on - other.born_on).days) <= 60:
        # A card often bears the lunar date as if it were a solar one.
        return 20, _("出生日期相差不到两个月（可能一个是农历）")
    return -20, _("出生日期不同")


def _coarse_births(one: date, other: date, coarse: set[BirthPrecision]) -> tuple[int, str]:
    if BirthPrecision.ESTIMATED in coarse:
        near = abs(one.year - other.year) <= 3
        return (15, _("估计的出生年份相近")) if near else (-10, _("出生年份相差较大"))
    if one.year != other.year:
        return -20, _("出生年份不同")
    if BirthPrecision.YEAR in coarse:
        return 20, _("出生年份相同")
    return (30, _("出生年月相同")) if one.month == other.month else (-10, _("出生月份不同"))


def _papers(one: PersonFacts, other: PersonFacts) -> tuple[int, str]:
    if one.cards & other.cards:
        return 60, _("证件号相同")
    if one.last_fours & other.last_fours:
        return 25, _("证件号后四位相同")
    return (-45, _("两人的身份证号不同")) if one.cards and other.cards else (0, "")


def _places(one: PersonFacts, other: PersonFacts) -> tuple[int, str]:
    same = one.hukou_region is not None and one.hukou_region == other.hukou_region
    return (5, _("户籍所在地相同")) if same else (0, "")
