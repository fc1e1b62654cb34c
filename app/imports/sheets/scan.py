"""What the reader does not tell of an .xlsx: failed formulas, uncalculated ones, leading zeros shown by a format.

Calamine gives '' for #REF! and 1 for a cell shown as 001; both would turn into silent mistakes.
"""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from app.imports.rules.ledger import address
from app.imports.sheets.limits import MAX_COLUMNS, MAX_LAST_ROW, MAX_ROWS, Refusal

__all__ = ["Scan", "scan_sheets"]

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Scan:
    """What one sheet's own text says beside its values; places are (row, column), counted from 1."""

    name: str
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hollow: set[tuple[int, int]] = field(default_factory=set)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: int = 0


def scan_sheets(archive: zipfile.ZipFile) -> dict[str, Scan]:
    """Scan every sheet of an .xlsx by name; a sheet too large or a word too far away is refused here."""
    widths = _padding(archive)
    found: dict[str, Scan] = {}
    for name, path in _paths(archive):
        with archive.open(path) as part:
            found[name] = _Scanner(Scan(name), widths).run(part)
    return found


def _paths(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    book = fromstring(archive.read("xl/workbook.xml"))
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    names = set(archive.namelist())
    found = []
    for sheet in _all(book, "sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if path in names and "worksheets/" in path:
            found.append((sheet.get("name", ""), path))
    return found


def _all(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == name]


def _padding(archive: zipfile.ZipFile) -> dict[int, int]:
    """Map a cell style to its number of digits where the format is nothing but zeros ("000" shows 1 as 001)."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = fromstring(archive.read("xl/styles.xml"))
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in _all(styles, "numFmt")}
    widths = {}
    for cell_formats in _all(styles, "cellXfs"):
        for style, each in enumerate(cell_formats):
            code = codes.get(each.get("numFmtId"), "")
            if re.fullmatch("0{2,18}", code):
                widths[style] = len(code)
    return widths


class _Scanner:
    """Walks the cells of one sheet without keeping them."""

    def __init__(self, scan: Scan, widths: dict[int, int]) -> None:
        self.scan = scan
        self.widths = widths
        self.row = self.column = 0
        self.kind = self.style = self.value = ""
        self.inside = self.formula = False
        self.counted = 0

    def run(self, part: IO[bytes]) -> Scan:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        try:
            parser.ParseFile(part)
        except expat.ExpatError as error:
            raise Refusal("damaged") from error
        return self.scan

    def doctype(self, *_: object) -> None:
        raise Refusal("entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition("}")[2]
        if tag == "c":
            self.column += 1
            if match := _CELL.fullmatch(attributes.get("r", "")):
                self.row, self.column = int(match[2]), _number(match[1])
            self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
            self.value, self.formula = "", False
        elif tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif tag == "f":
            self.formula = True
        elif tag in {"v", "is"}:
            self.inside = True

    def text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, name: str) -> None:
        tag = name.rpartition("}")[2]
        if tag in {"v", "is"}:
            self.inside = False
        elif tag == "c" and (self.value or self.formula):
            self.keep((self.row, self.column))

    def keep(self, place: tuple[int, int]) -> None:
        row, column = place
        if row != self.counted:
            self.counted, self.scan.rows = row, self.scan.rows + 1
        if self.scan.rows > MAX_ROWS:
            raise Refusal("too_many_rows", sheet=self.scan.name, limit=MAX_ROWS)
        if column > MAX_COLUMNS:
            raise Refusal("too_many_columns", sheet=self.scan.name, row=row, limit=MAX_COLUMNS)
        if row > MAX_LAST_ROW:
            raise Refusal("too_far", sheet=self.scan.name, cell=address(column, row), limit=MAX_LAST_ROW)
        if self.kind == "e":
            self.scan.errors[place] = self.value
        elif self.formula and not self.value and self.kind != "str":
            self.scan.hollow.add(place)
        elif self.kind in {"", "n"} and self.style.isdigit() and int(self.style) in self.widths:
            self.scan.padded[place] = self.widths[int(self.style)]


def _number(name: str) -> int:
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column
