"""A ledger as it was read: sheets of rows of plain text, each cell under the address its owner knows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "EXAMPLE_NOTE", "OUR_ID_TITLE", "OUR_PROBLEM_TITLE", "Column", "Form", "Header", "Ledger", "Notice", "Oddity", "Row", "Sheet", "Span", "address",
    "letters", "parse_address",
]  # fmt: skip

# The column an annotated workbook carries hidden; a re-uploaded file is recognised by it, so it is never translated.
OUR_ID_TITLE = "颐养行号（请勿改动）"
OUR_PROBLEM_TITLE = "问题"
# What the template's example row says of itself, so that it is never imported by accident.
EXAMPLE_NOTE = "示例行，导入时会跳过"


class Form(StrEnum):
    """What the file turned out to be, whatever its name says."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


class Oddity(StrEnum):
    """What a cell's text alone does not show."""

    NUMBER = "number"
    DATE = "date"
    LOST = "lost"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, counted as the owner's own program counts it."""

    number: int
    texts: tuple[str, ...]
    oddities: Mapping[int, Oddity] = field(default_factory=dict)
    line: int = 0
    id: str = ""

    def text(self, column: int) -> str:
        """Give the text under a column counted from 1; a short row is blank at its end."""
        return self.texts[column - 1] if column <= len(self.texts) else ""

    @property
    def filled(self) -> list[int]:
        """Columns with something in them; a formula that was never calculated is something."""
        return [n for n, text in enumerate(self.texts, 1) if text.strip() or n in self.oddities]


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: its first and last row and column."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def wide(self) -> bool:
        """Whether it covers more than one column."""
        return self.last_column > self.first_column


@dataclass(frozen=True, slots=True)
class Column:
    """One column under its header; `parts` are the header's rows from top to bottom."""

    number: int
    parts: tuple[str, ...]

    @property
    def title(self) -> str:
        """The header as one name, the rows of a merged header joined."""
        return "/".join(self.parts)

    @property
    def letter(self) -> str:
        """The column as the owner's program names it."""
        return letters(self.number)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: every row with anything in it, and the header once it is known."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    header: Header | None = None

    @property
    def body(self) -> Iterator[Row]:
        """Rows below the header."""
        last = self.header.last_row if self.header else 0
        return (row for row in self.rows if row.number > last)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was handled while reading and that the owner should know."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A whole file. `chosen` is the sheet that will be imported, `left_out` the ids of rows its owner chose to skip."""

    filename: str
    form: Form
    digest: str
    sheets: tuple[Sheet, ...]
    chosen: int = 0
    notices: tuple[Notice, ...] = ()
    left_out: frozenset[str] = frozenset()

    @property
    def sheet(self) -> Sheet:
        """The sheet that will be imported."""
        return self.sheets[self.chosen]


def letters(column: int) -> str:
    """Name a column counted from 1 as a spreadsheet does."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(column: int, row: int) -> str:
    """Name a cell as a spreadsheet does."""
    return f"{letters(column)}{row}"


def parse_address(cell: str) -> tuple[int, int]:
    """Read a cell's name back into column and row; a name that is none raises ValueError."""
    match = re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)", cell.strip().upper())
    if not match:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])
