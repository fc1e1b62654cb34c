"""The splits of people as they are read: which measures stand together, under what words, and who is left over."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.beds.rules.kinds import MarkKind, Sex
from app.census.rules.measures import AGES, CATEGORIES, HUKOU, KINDS, LEVELS, LYING, SEXES
from app.core.i18n import N_, _
from app.residents.rules.kinds import Category
from app.stays.rules.kinds import StayKind

__all__ = ["GROUPS", "Group", "say_split"]

_AGES = (N_("不满 60 岁"), N_("60–69 岁"), N_("70–79 岁"), N_("80–89 岁"), N_("90 岁及以上"))
_LEVELS = (N_("能力完好"), N_("轻度失能"), N_("中度失能"), N_("重度失能"), N_("完全失能"))
_HUKOU = (N_("本区县户籍"), N_("外区县户籍"))

_WHOLE = N_("下面几张表里，每人只在一行，合计就是全院。变入、变出是人没有进出而换了行，比如过了生日。")
_SEVERAL = N_(
    "下面几张表里，一人可以在几行，也可以一行都不在，所以没有合计。变入、变出是换了类别、换了床，或床的认定变了。"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that cut the people one way. `rest` names those in none of them; None where a person may be in several."""

    title: str
    measures: tuple[str, ...]
    rest: str | None = None
    rest_always: bool = False
    shown_empty: bool = True

    @property
    def label(self) -> str:
        """The heading."""
        return _(self.title)

    @property
    def rest_label(self) -> str:
        """Those in no row."""
        return _(self.rest) if self.rest else ""

    @property
    def note(self) -> str:
        """How to read the rows."""
        return _(_WHOLE if self.rest else _SEVERAL)

    def names(self) -> Iterator[tuple[str, str]]:
        """Give each measure with its words."""
        return ((name, say_split(name)) for name in self.measures)


GROUPS = (
    Group(N_("性别"), SEXES, N_("男"), rest_always=True),
    Group(N_("年龄"), AGES, N_("出生日期不详")),
    Group(N_("能力等级"), LEVELS, N_("没有评估"), shown_empty=False),
    Group(N_("户籍"), HUKOU, N_("户籍不详")),
    Group(N_("入住类型"), KINDS, N_("长住"), rest_always=True),
    Group(N_("人员类别"), CATEGORIES, shown_empty=False),
    Group(N_("床位认定"), LYING, shown_empty=False),
)  # fmt: skip


def say_split(name: str) -> str:
    """Say who is in a measure of people."""
    kind, _sep, rest = name.partition("_")
    if kind == "cat":
        return Category(rest).label
    if kind == "kind":
        return StayKind(rest).label
    if kind == "in":
        return _("住在{mark}床位").format(mark=MarkKind(rest).label)
    if name in SEXES:
        return Sex.FEMALE.label
    words = dict(zip((*AGES, *LEVELS, *HUKOU), (*_AGES, *_LEVELS, *_HUKOU), strict=True))
    return _(words[name])
