"""The columns of the workbooks: counties and townships, homes, days."""

from collections.abc import Iterable

from app.beds.rules.kinds import MarkKind
from app.bureau.routes.viewing import flags_on, say_source
from app.bureau.rules import CountyOn, Group, HomeOn, MarksOn, SeriesDay
from app.census.rules.rulings import RulingCode
from app.census.rules.words import say_left_out
from app.core.i18n import _
from app.web.sheets import Cell, Column, Sheet

__all__ = ["days_sheet", "homes_sheet", "left_sheet", "marks_sheet", "places_sheet"]


def places_sheet(name: str, title: str, rows: Iterable[CountyOn | Group]) -> Sheet:
    """Counties or townships."""
    columns = [
        Column(title, "text", 20), Column(_("核定床位")), Column(_("计入的人")), Column(_("入住率"), "rate"),
        Column(_("本院记录（家）")), Column(_("上报（家）")), Column(_("最早的上报"), "day"),
        Column(_("不计入（家）")), Column(_("不计入的机构在住（人）"), width=16),
    ]  # fmt: skip
    cells = [
        (row.name, row.registered, row.people, row.rate, row.computed, row.reported, row.oldest_report,
         row.left_homes, row.left_people)
        for row in rows
    ]  # fmt: skip
    return Sheet(name, columns, cells)


def homes_sheet(name: str, homes: Iterable[HomeOn]) -> Sheet:
    """Homes with everything that is known of each."""
    marks = [Column(f"{kind.label}{end}") for kind in MarkKind for end in (_("（床）"), _("（人）"))]
    out = [Column(say_left_out(code), width=14) for code in RulingCode]
    columns = [
        Column(_("区县"), "text", 14), Column(_("乡镇"), "text", 14), Column(_("机构代码"), "text", 14),
        Column(_("机构"), "text", 28), Column(_("核定床位")), Column(_("计入的人")), Column(_("入住率"), "rate"),
        Column(_("数据来源"), "text", 16), Column(_("上报日期"), "day"), Column(_("异常"), "text", 24),
        Column(_("不计入的原因"), "text", 28), Column(_("在住")), Column(_("请假")), Column(_("住院")),
        Column(_("实有床位")), Column(_("停用")), Column(_("有人")), Column(_("包房")), Column(_("预留")),
        Column(_("空床")), Column(_("加床上的人")), *marks, *out,
    ]  # fmt: skip
    return Sheet(name, columns, [_home_cells(home) for home in homes])


def _home_cells(home: HomeOn) -> list[Cell]:
    pairs = home.marks
    marks = [number for kind in MarkKind for number in pairs.get(kind, (None, None))]
    own = bool(home.ruled_out)
    return [
        home.county_name, home.township_name, home.code, home.name, home.registered, home.people, home.rate,
        say_source(home), home.reported_on, _("、").join(flag.label for flag in flags_on(home)), home.why_left_out,
        home.in_residence, home.on_leave, home.in_hospital, home.existing, home.closed, home.slept, home.private,
        home.held, home.free, home.extra_slept, *marks,
        *(home.out.get(code, 0) if own else None for code in RulingCode),
    ]  # fmt: skip


def left_sheet(homes: Iterable[HomeOn]) -> Sheet:
    """Homes that are in no rate: why not, who lives there, what that rests on and of which day the report is."""
    columns = [
        Column(_("区县"), "text", 14), Column(_("乡镇"), "text", 14), Column(_("机构代码"), "text", 14),
        Column(_("机构"), "text", 28), Column(_("在住")), Column(_("不计入的原因"), "text", 40),
        Column(_("数据来源"), "text", 16), Column(_("上报日期"), "day"),
    ]  # fmt: skip
    rows = [
        (home.county_name, home.township_name, home.code, home.name, home.left_people, home.why_left_out,
         say_source(home) or _("没有数据"), home.reported_on)
        for home in homes
    ]  # fmt: skip
    return Sheet(_("不计入的机构"), columns, rows)


def days_sheet(name: str, days: Iterable[SeriesDay]) -> Sheet:
    """One row for each day."""
    columns = [
        Column(_("日期"), "day"), Column(_("核定床位")), Column(_("计入的人")), Column(_("入住率"), "rate"),
        Column(_("本院记录（家）")), Column(_("上报（家）")), Column(_("其中上报的人")), Column(_("不计入（家）")),
        Column(_("不计入的机构在住（人）"), width=16), Column(_("在住")), Column(_("实有床位")), Column(_("在营可用")),
        Column(_("占用")),
    ]  # fmt: skip
    rows = [
        (day.day, day.registered, day.people, day.rate, day.computed_homes, day.reported_homes, day.reported_people,
         day.left_homes, day.left_people, *_own_cells(day))
        for day in days
    ]  # fmt: skip
    return Sheet(name, columns, rows)


def _own_cells(day: SeriesDay) -> tuple[int | None, ...]:
    """What only rows of a home's own tell; where no home has any, nothing is known, which is not none."""
    if not (day.existing or day.in_residence):
        return (None,) * 4
    return day.in_residence, day.existing, day.available, day.occupied


def marks_sheet(name: str, days: Iterable[MarksOn]) -> Sheet:
    """Beds and people by mark, one row for each day."""
    pairs = [Column(f"{kind.label}{end}", width=14) for kind in MarkKind for end in (_("（床）"), _("（人）"))]
    columns = [Column(_("日期"), "day"), Column(_("实有床位")), Column(_("未认定（床）")), *pairs]
    return Sheet(name, columns, [_mark_cells(day) for day in days])


def _mark_cells(day: MarksOn) -> list[Cell]:
    beds, people = day.beds, day.people
    both = [number for kind in MarkKind for number in (beds.get(kind, 0), people.get(kind, 0))]
    unmarked = day.existing - beds.get(MarkKind.NURSING, 0) - beds.get(MarkKind.GENERAL, 0)
    return [day.day, day.existing, unmarked, *both]
