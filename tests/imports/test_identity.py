"""Import, export, import again: the same records, through every form of file."""

import csv
import io
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.beds.rules.kinds import CAPS, Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.beds.kind import BEDS
from app.imports.rules.beds.rows import EARLIEST, BedRow
from app.imports.rules.export import table_of
from app.imports.rules.words import tidy
from app.imports.sheets.reading import read_ledger
from tests.imports.ledgers import TODAY, ledger_of, rehearsed, xlsx

# Text as people type it, already tidied: tidying is not undone by an export.
LETTERS = st.characters(
    categories=["L", "N"], include_characters="-（）「」，。 =+@", codec="utf-8", max_codepoint=0xFFFF
)
LABELS = st.from_regex(r"[A-Z]?[0-9]{1,3}(-[0-9]{1,3})?", fullmatch=True)


def texts(most: int) -> st.SearchStrategy[str]:
    return st.text(LETTERS, max_size=most).map(tidy).filter(lambda text: len(text) <= most and "合计" not in text)


DAYS = st.dates(EARLIEST, date(TODAY.year + 9, 12, 31))
MARKS = st.dictionaries(st.sampled_from([kind for kind in MarkKind if kind is not MarkKind.GENERAL]), st.booleans())
UNITS = st.sampled_from([(None, None), (UnitKind.GENERAL, 60), (UnitKind.DEMENTIA, CAPS[UnitKind.DEMENTIA])])


@st.composite
def rows(draw: st.DrawFn, number: int) -> BedRow:
    """A row with a room of its own, so that rows need not agree with each other."""
    kind, cap = draw(UNITS)
    marks = [(each, draw(MARKS).get(each)) for each in MarkKind if each is not MarkKind.GENERAL]
    return BedRow(
        number, f"r{number}", "主楼", f"{number % 4 + 1}楼", f"{number}-{draw(LABELS)}", draw(LABELS),
        institution=draw(st.sampled_from(["", "MSH"])), floor_title=draw(texts(60)), unit=f"{number}区",
        unit_title=draw(texts(60)), unit_order=draw(st.none() | st.integers(0, 99)), unit_kind=kind, unit_cap=cap,
        room_kind=draw(st.none() | st.sampled_from(RoomKind)), sex_rule=draw(st.none() | st.sampled_from(SexRule)),
        isolation=draw(st.none() | st.booleans()), facing=draw(st.none() | st.sampled_from(Facing)),
        extra=draw(st.none() | st.booleans()), marks=tuple((each, said) for each, said in marks if said is not None),
        mark_basis="民政局认定", document_no=draw(texts(60)), certified_on=draw(st.none() | DAYS),
        in_service_from=draw(st.none() | DAYS), notes=draw(texts(200)),
    )  # fmt: skip


def some_rows() -> st.SearchStrategy[list[BedRow]]:
    return (
        st.integers(1, 6).flatmap(lambda count: st.tuples(*(rows(number) for number in range(2, 2 + count)))).map(list)
    )


@given(some_rows())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_the_same(given_rows):
    rehearsal = rehearsed(ledger_of(*table_of(BEDS, given_rows)))
    assert list(rehearsal.checked.records) == given_rows


@given(some_rows())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_the_same_through_files(given_rows):
    table = table_of(BEDS, given_rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    files = (
        ("a.csv", out.getvalue().encode("utf-8-sig")),
        ("a.csv", out.getvalue().encode("gb18030")),
        ("a.xlsx", quoted(table)),
    )
    for name, data in files:
        read = await read_ledger(data, name)
        assert list(rehearsed(read).checked.records) == given_rows


def quoted(table: list[list[str]]) -> bytes:
    """A workbook in which "=1" is a text."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx(table)))
    for row in book.active:
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
