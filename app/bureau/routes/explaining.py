"""What a figure of the bureau is, in words: formula, numerator, denominator, rulings in force, and what is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.census.rules.rulings import DEFAULTS, RulingCode
from app.census.rules.words import say_answers
from app.core.i18n import _

__all__ = ["Definition", "average_definition", "marks_definition", "occupancy_definition"]

NAMED = 6
"""Counties named one by one; of more it is said how many they are."""

Rulings = Mapping[int, Mapping[RulingCode, bool]]


@dataclass(frozen=True, slots=True)
class Definition:
    """The words under a figure, in the order in which they are read."""

    lines: list[tuple[str, str]]


def occupancy_definition(rulings: Rulings, names: Mapping[int, str]) -> Definition:
    """Say how occupancy is made, with the rulings of the counties shown."""
    return Definition([
        (_("公式"), _("入住率 = 计入的人 ÷ 核定床位，先把各机构的分子、分母分别相加，再相除")),
        (_("分子"), _(
            "当天 24 时在住、按口径计入的老人。入住当天计入，退住、去世当天不计入。没有本院记录的机构，用它在当天或之前"
            "最近一次上报的收住数，标「上报」和距今天数"
        )),
        (_("分母"), _("当天有效的备案或法人登记文件上的核定床位；用上报数的机构，用它上报的核定数。加床不在分母里")),
        (_("口径"), _say_rulings(rulings, names)),
        (_("不计入"), _(
            "缺核定床位的、既没有本院记录也没有上报数的、上报数没填在住的、当天还没统计出来的、尚未开办和已停办的机构，"
            "分子分母都不计，另列名单和在住人数"
        )),
    ])  # fmt: skip


def average_definition(rulings: Rulings, names: Mapping[int, str]) -> Definition:
    """Say how an average over days is made."""
    return Definition([
        (_("公式"), _("平均床位使用率 = 占用床日 ÷ 开放床日，一段日子的床日先相加，再相除")),
        (_("分子"), _("占用床日：每天 24 时睡着人的床和包房占用的床，一张床一天算一个床日；加床不算")),
        (_("分母"), _("开放床日：每天在用、没有停用的床，一张床一天算一个床日；加床不算，停办和未开办的机构的床也不算")),
        (_("口径"), _("床日只看床有没有人用，不受计入口径影响。") + _say_rulings(rulings, names)),
        (_("不计入"), _("只用上报数、没有本院记录的机构没有床日，不在这张表里；没有统计出来的日子也不算")),
    ])  # fmt: skip


def marks_definition() -> Definition:
    """Say how beds by what they are certified as are counted."""
    return Definition([
        (_("公式"), _("每一类：当天 24 时有效认定的床位数，和睡在这些床上的人数")),
        (_("分子"), _("在住、床位带这一认定的人；请假、住院而床还留着的也算")),
        (_("分母"), _("当天在用、带这一认定的床位，不含加床。一张床可以有几项认定，各类不能相加")),
        (_("口径"), _("护理型和普通二选一；两样都没有的是未认定。认定以登记的起止日期为准")),
        (_("不计入"), _("只用上报数的机构没有逐床记录，不在这里")),
    ])  # fmt: skip


def _say_rulings(rulings: Rulings, names: Mapping[int, str]) -> str:
    """Say the answers: once where all counties agree, else for each set of answers whose they are."""
    agreed: dict[tuple[bool, ...], list[int]] = {}
    for county in names:
        answers = dict(DEFAULTS) | dict(rulings.get(county, {}))
        agreed.setdefault(tuple(answers[code] for code in RulingCode), []).append(county)
    said = {key: say_answers(dict(zip(RulingCode, key, strict=True))) for key in agreed}
    if len(said) <= 1:
        return next(iter(said.values()), say_answers(DEFAULTS))
    return " ".join(_("{county}：{said}").format(county=_name_some(agreed[key], names), said=said[key]) for key in said)


def _name_some(codes: list[int], names: Mapping[int, str]) -> str:
    some = _("、").join(names[code] for code in codes[:NAMED])
    return some if len(codes) <= NAMED else _("{some} 等 {n} 个区县").format(some=some, n=len(codes))
