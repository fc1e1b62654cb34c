"""Reading a file of answers for `score`: one row an assessment, and every problem by its row and column."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.assessments.rules.answers import problems_of
from app.assessments.rules.facts import COUNTED, FACTS, NO_FACTS, Facts, RiskEvent
from app.assessments.rules.scale import Scale
from app.core.i18n import _

__all__ = ["AnswerFile", "Assessed", "CellProblem", "read_answers"]

ID = "id"
_WHOLE_NUMBER = re.compile("[0-9]{1,6}")
_YES_OR_NO = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong and what to do, at a row (the header is row 1; None for the whole file) and a column's name."""

    row: int | None
    column: str
    message: str

    @property
    def line(self) -> str:
        """One line for a reader."""
        if self.row is None:
            return self.message
        if not self.column:
            return _("第 {row} 行：{message}").format(row=self.row, message=self.message)
        return _("第 {row} 行 {column} 列：{message}").format(row=self.row, column=self.column, message=self.message)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One row that can be scored."""

    id: str
    answers: Mapping[str, str]
    facts: Facts


@dataclass(slots=True)
class AnswerFile:
    """What a file of answers gave: rows that can be scored, and problems in the order of the file."""

    rows: list[Assessed] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def complain(self, row: int | None, column: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(CellProblem(row, column, message))


def read_answers(scale: Scale, data: bytes) -> AnswerFile:
    """Read a CSV file in UTF-8 (with or without BOM) or GB 18030; columns are `id`, the items and the scale's facts."""
    found = AnswerFile()
    records = _records(data, found)
    if not records:
        return found
    header = [title.strip() for title in records[0]]
    _check_header(scale, header, found)
    reader = _RowReader(scale, header, found)
    for number, cells in enumerate(records[1:], 2):
        if any(cell.strip() for cell in cells):
            reader.read(number, cells)
    return found


def _records(data: bytes, found: AnswerFile) -> list[list[str]]:
    """Split the text into rows, blank ones included, so that the nth is the nth row of the owner's program."""
    text = _decoded(data)
    if text is None:
        found.complain(None, "", _("文件不是文本。请用 WPS 或 Excel 打开，另存为 CSV（UTF-8）再试"))
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error:
        line = reader.line_num
        found.complain(None, "", _("第 {line} 行附近有一个引号没有配上。请补上或删掉这个引号，再试").format(line=line))
        return []
    if not records or not any(cell.strip() for cell in records[0]):
        found.complain(None, "", _("第 1 行没有列名。请在第 1 行写 id、各项编号和事实列"))
        return []
    return records


def _decoded(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_header(scale: Scale, header: Sequence[str], found: AnswerFile) -> None:
    """Refuse columns by name: unknown ones, those that stand twice, those that are missing."""
    wanted = [ID, *(item.code for item in scale.items), *scale.facts]
    for place, title in enumerate(header, 1):
        if not title:
            found.complain(1, str(place), _("这一列没有列名。请写上列名，或删去这一列"))
        elif title not in wanted:
            found.complain(1, title, _("量表 {scale} 没有这一列。请核对列名，或删去这一列").format(scale=scale.code))
        elif title in header[: place - 1]:
            found.complain(1, title, _("这一列出现了两次。请只留一列"))
    if missing := [title for title in wanted if title not in header]:
        found.complain(1, "", _("缺少列 {columns}。请补上这些列").format(columns=_("、").join(missing)))


class _RowReader:
    """Reads row after row under one header, and remembers which id stood where."""

    def __init__(self, scale: Scale, header: Sequence[str], found: AnswerFile) -> None:
        self.scale, self.header, self.found = scale, header, found
        self.items = {item.code for item in scale.items}
        self.places: dict[str, int] = {}

    def read(self, number: int, cells: Sequence[str]) -> None:
        """Read one row; it can be scored only if nothing is wrong with it."""
        before = len(self.found.problems)
        values = [cell.strip() for cell in cells]
        if any(values[len(self.header) :]):
            self._complain(number, "", _("这一行的格子比列名多。请核对是否多了逗号"))
        padded = values + [""] * (len(self.header) - len(values))
        told = dict(zip(self.header, padded, strict=False))
        name = self._name(number, told)
        answers = {code: value for code, value in told.items() if code in self.items}
        for problem in problems_of(self.scale, answers):
            if problem.item in told:
                self._complain(number, problem.item, problem.message)
        facts = self._facts(number, told)
        if len(self.found.problems) == before:
            self.found.rows.append(Assessed(name, answers, facts))

    def _name(self, number: int, told: Mapping[str, str]) -> str:
        name = told.get(ID, "")
        if not name and ID in told:
            self._complain(number, ID, _("没有填。请给这一行一个编号"))
        elif name in self.places:
            first = self.places[name]
            self._complain(
                number, ID, _("「{name}」在第 {first} 行已经有了。请改成不同的编号").format(name=name, first=first)
            )
        elif name:
            self.places[name] = number
        return name

    def _facts(self, number: int, told: Mapping[str, str]) -> Facts:
        """Read the facts the scale asks for; a blank one is a problem, never a no."""
        if not self.scale.facts:
            return NO_FACTS
        told_facts = {name: told[name] for name in FACTS if name in told}
        for name, value in told_facts.items():
            if not _FITS[name](value):
                self._complain(number, name, _fact_message(name, value))
        yes = {name: _YES_OR_NO.get(value, False) for name, value in told_facts.items() if name != COUNTED}
        count = told_facts.get(COUNTED, "")
        events = {RiskEvent.UNSORTED: int(count)} if _FITS[COUNTED](count) else {}
        return Facts(
            coma=yes.get("coma", False),
            dementia=yes.get("dementia", False),
            psychiatric=yes.get("psychiatric", False),
            risk_events=events,
        )

    def _complain(self, number: int, column: str, message: str) -> None:
        self.found.complain(number, column, message)


_FITS: Mapping[str, Callable[[str], bool]] = {
    **{name: _YES_OR_NO.__contains__ for name in FACTS if name != COUNTED},
    COUNTED: lambda value: _WHOLE_NUMBER.fullmatch(value) is not None,
}


def _fact_message(name: str, value: str) -> str:
    if name == COUNTED:
        said = _("没有填。请填近 30 天照护风险事件的次数，没有发生填 0")
        wrong = _("「{found}」不是次数。请填近 30 天照护风险事件的次数，没有发生填 0")
    else:
        said = _("没有填。请填 1（有）或 0（没有）")
        wrong = _("「{found}」不是 0 或 1。请填 1（有）或 0（没有）")
    return wrong.format(found=value) if value else said
