"""The pages of a home over time as workbooks: the columns of their sheets, and the notes that say what the figures are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.census.queries.series import Kept
from app.census.rules.averages import Average, DayLine
from app.census.rules.months import Month
from app.census.rules.occupancy import Standing
from app.census.rules.words import occupancy_definition, say_standing
from app.core.i18n import _
from app.web.filters import day, instant
from app.web.sheets import Column, Sheet

__all__ = [
    "Book",
    "account_sheets",
    "days_sheet",
    "months_sheet",
    "notes_of",
    "say_average",
    "say_closing",
    "say_occupancy",
]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to give: what it is about, of which days, its sheets, and how its figures are made."""

    content: str
    first: date
    last: date
    sheets: Sequence[Sheet]
    said: Sequence[tuple[str, str]]


def days_sheet(name: str, lines: Iterable[DayLine]) -> Sheet:
    """One row for each day; a day that is in no rate says why."""
    columns = [
        Column(_("日期"), "day"), Column(_("在住")), Column(_("计入")), Column(_("核定")), Column(_("入住率"), "rate"),
        Column(_("实有")), Column(_("开放")), Column(_("占用")), Column(_("说明"), "text", 28),
    ]  # fmt: skip
    rows = [
        (line.day, line.in_residence, line.counted, line.registered, line.rate, line.existing, line.open_beds, line.used,
         "" if line.standing is Standing.COUNTED else say_standing(line.standing))
        for line in lines
    ]  # fmt: skip
    return Sheet(name, columns, rows)


def months_sheet(months: Iterable[Average]) -> Sheet:
    """One row for each month, or the part of it that was asked for."""
    columns = [
        Column(_("月份"), "text"), Column(_("从"), "day"), Column(_("到"), "day"), Column(_("天数")),
        Column(_("占用床日")), Column(_("开放床日")), Column(_("平均使用率"), "rate"),
        Column(_("计入人日")), Column(_("核定床日")), Column(_("平均入住率"), "rate"),
    ]  # fmt: skip
    rows = [
        (f"{month.first:%Y-%m}", month.first, month.last, month.days, month.used, month.open, month.rate,
         month.counted, month.registered, month.official)
        for month in months
    ]  # fmt: skip
    return Sheet(_("逐月"), columns, rows)


def account_sheets(month: Month | None) -> list[Sheet]:
    """A month as an account: by day, and in every split."""
    days = month.days if month else ()
    by_day = [
        Column(_("日期"), "day"), Column(_("期初")), Column(_("入住")), Column(_("调入")), Column(_("退住")),
        Column(_("去世")), Column(_("调出")), Column(_("期末")), Column(_("转床")),
    ]  # fmt: skip
    lines = [
        (one.day, one.opening, one.admitted, one.moved_in, one.discharged, one.died, one.moved_out, one.closing, one.moves)
        for one in days
    ]  # fmt: skip
    by_split = [
        Column(_("分法"), "text", 16), Column(_("类别"), "text", 24), Column(_("期初")), Column(_("进")), Column(_("出")),
        Column(_("变入")), Column(_("变出")), Column(_("期末")),
    ]  # fmt: skip
    rows = [
        (split.group.label, row.label, row.opening, row.entered, row.left, row.changed_in, row.changed_out, row.closing)
        for split in (month.splits if month else ())
        for row in split.rows
    ]  # fmt: skip
    return [Sheet(_("逐日"), by_day, lines), Sheet(_("分类"), by_split, rows)]


def notes_of(book: Book, home: str, kept: Kept, written_at: datetime) -> list[tuple[str, str]]:
    """What the sheets are, of which home and days, and up to which day its days are counted."""
    return [
        (_("内容"), book.content),
        (_("机构"), home),
        (_("时间"), _("{first} 至 {last}").format(first=day(book.first), last=day(book.last))),
        (_("统计开到"), day(kept.to)),
        *book.said,
        (_("生成时间"), instant(written_at)),
    ]


def say_occupancy() -> list[tuple[str, str]]:
    """How the rate of a day is made."""
    open_beds = _("开放 = 实有 − 停用；占用 = 有人的床 + 包房。加床不算在里面。")
    return [(_("公式"), occupancy_definition()), (_("床位"), open_beds)]


def say_average(total: Average | None) -> list[tuple[str, str]]:
    """How an average is made, and the sum of the rows: rates cannot be added up."""
    used = _("平均床位使用率 = 占用床日 ÷ 开放床日。先把每天的床数分别相加，再相除，不是把每天的比率平均")
    found = [(_("公式"), used), (_("平均入住率"), _("计入人日 ÷ 核定床日，只加有核定文件、在办院的日子"))]
    if total is None:
        return found
    whole = _("占用床日 {used} ÷ 开放床日 {open}，{rate}；计入人日 {counted} ÷ 核定床日 {registered}，{official}")
    return [*found, (_("合计"), whole.format(
        used=total.used, open=total.open, rate=total.rate.shown, counted=total.counted, registered=total.registered,
        official=total.official.shown,
    ))]  # fmt: skip


def say_closing(month: Month | None) -> list[tuple[str, str]]:
    """How the account of a month adds up."""
    found = [(_("公式"), _("期末 = 期初 + 入住 + 调入 − 退住 − 去世 − 调出；变入、变出是在住期间换了类别的人"))]
    if month is None:
        return found
    return [*found, (_("合计"), _("期初 {opening} 人，期末 {closing} 人").format(
        opening=month.total.opening, closing=month.total.closing
    ))]  # fmt: skip
