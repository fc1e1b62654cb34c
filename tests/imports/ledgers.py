"""Small ledgers of our own making, in the shape of real ones, and the short ways of reading and checking them."""

import io
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import openpyxl

from app.imports.mapping.columns import match_columns
from app.imports.rules.beds.existing import ExistingStructure
from app.imports.rules.beds.kind import BEDS
from app.imports.rules.beds.rows import BedContext, BedRow
from app.imports.rules.checking import Rehearsal, rehearse
from app.imports.rules.headers import with_headers
from app.imports.rules.ledger import Form, Ledger, Row, Sheet
from app.imports.rules.problems import Problem
from app.imports.rules.registry import all_words

TODAY = date(2026, 11, 23)
CONTEXT = BedContext("MSH", TODAY, names=("代寺镇敬老院",))
REAL_FILE = Path(__file__).parents[3] / "shared" / "data" / "hospital-beds.psv"

PSV_NAMES = {
    "institution": "FACILITY", "floor": "Floor", "unit": "NURSE_UNIT", "room": "ROOM", "bed": "BED",
    "room_kind": "BED_TYPE", "floor_title": "Floor_Title", "unit_title": "Unit_Title", "unit_order": "Unit_Order",
    "notes": "Service",
}  # fmt: skip


@dataclass
class Table:
    """A header and rows of texts; `names` says which header carries which field."""

    header: list[str]
    rows: list[list[str]]
    names: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> int:
        """Find a field's column; one that is not there is added, blank."""
        title = self.names.setdefault(name, next(each.title for each in BEDS.fields if each.name == name))
        if title not in self.header:
            self.header.append(title)
            for row in self.rows:
                row.append("")
        return self.header.index(title)

    def lines(self) -> list[list[str]]:
        """Header and rows."""
        return [self.header, *self.rows]

    def copy(self) -> "Table":
        """A table that may be spoiled without spoiling this one."""
        return Table(list(self.header), [list(row) for row in self.rows], dict(self.names))


def clean_table(floors: int = 3, rooms: int = 18) -> Table:
    """Rooms of two beds on several floors, two units a floor, and one small unit with a title of its own."""
    rows = []
    for floor in range(1, floors + 1):
        for room in range(1, rooms + 1):
            side = "N" if room <= rooms // 2 else "S"
            unit, order = f"{floor}{side}", str(2 * floor - (side == "N"))
            title = [f"Floor {floor}", f"{floor} {side} side", order, "Medicine"]
            rows += [["MSH", str(floor), unit, f"{floor}-{room:03d}", bed, "Semi-private", *title] for bed in "AB"]
    small = ["Private", f"Floor {floors}", "Small", str(2 * floors + 1), "Surgery"]
    rows += [["MSH", str(floors), "SM", f"{floors}-9{n:02d}", "A", *small] for n in range(1, 5)]
    return Table(list(PSV_NAMES.values()), rows, dict(PSV_NAMES))


def psv(lines: list[list[str]]) -> bytes:
    """Lines as a pipe-separated file."""
    return "".join("|".join(line) + "\n" for line in lines).encode()


def xlsx(lines: list[list[object]], *, merged: tuple[str, ...] = (), name: str = "床位台账") -> bytes:
    """Lines as a workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if value != "":
                sheet.cell(number, column, value)
    for span in merged:
        sheet.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ledger_of(*lines: list[str], digest: str = "0" * 64) -> Ledger:
    """A ledger without a file: the first line is row 1."""
    rows = tuple(Row(number, tuple(line)) for number, line in enumerate(lines, 1))
    rows = tuple(row for row in rows if row.filled)
    return with_headers(Ledger("床位.psv", Form.TEXT, digest, (Sheet("床位", rows),)), all_words())


def rehearsed(
    ledger: Ledger, existing: ExistingStructure | None = None, context: BedContext = CONTEXT, **mapping: object
) -> Rehearsal[BedRow]:
    """Match, check and plan a bed ledger."""
    layout = match_columns(ledger, BEDS, **mapping).layout  # type: ignore[arg-type]
    return rehearse(ledger, BEDS, layout, context, existing or ExistingStructure())


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """What is wrong, in order."""
    return [problem.code for problem in problems]


def by_code(rehearsal: Rehearsal[BedRow], code: str) -> list[Problem]:
    """Every problem of one fault."""
    return [problem for problem in rehearsal.problems if problem.code == code]


def bed_row(**said: object) -> BedRow:
    """A bed row, valid by default, one word to bend."""
    plain = BedRow(2, "r2", "主楼", "一楼", "101", "1")
    return replace(plain, **said)  # type: ignore[arg-type]
