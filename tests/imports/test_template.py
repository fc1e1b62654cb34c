"""The blank ledger: what is typed into it comes back as records."""

import io

import openpyxl

from app.imports.rules.beds.kind import BEDS
from app.imports.rules.kinds import Kind
from app.imports.rules.registry import KINDS
from app.imports.sheets.reading import read_ledger
from app.imports.template import template
from tests.imports.ledgers import by_code, rehearsed


async def filled(rows):
    book = openpyxl.load_workbook(io.BytesIO(await template(BEDS)))
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return await read_ledger(out.getvalue(), "床位.xlsx")


async def test_every_column_is_known_to_the_letter_and_the_example_is_skipped():
    rehearsal = rehearsed(await filled([]))
    assert [problem.code for problem in rehearsal.problems] == ["example_row"]
    assert len(by_code(rehearsal, "example_row")) == 1


async def test_what_is_typed_into_it_is_read():
    line = {"floor": "一楼", "room": "101", "bed": "1", "building": "主楼", "room_kind": "单人间"}
    rehearsal = rehearsed(await filled([[line.get(field.name, "") for field in BEDS.fields]]))
    assert not rehearsal.blocked
    assert [row.room for row in rehearsal.checked.records] == ["101"]


async def test_it_has_lists_to_choose_from_and_every_choice_is_understood():
    sheet = openpyxl.load_workbook(io.BytesIO(await template(BEDS))).worksheets[0]
    lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert len(lists) == sum(bool(field.choices) for field in BEDS.fields)
    base = {"building": "主楼", "floor": "一楼", "unit": "一区", "room": "101", "bed": "1", "document_no": "41 号"}
    for field in BEDS.fields:
        for number, choice in enumerate(field.choices):
            row = {**base, field.name: choice, "bed": str(number)}
            ledger = await filled([[row.get(each.name, "") for each in BEDS.fields]])
            assert not rehearsed(ledger).blocked, (field.name, choice)


def test_every_kind_can_be_named_and_has_a_field_for_notes():
    for code, kind in KINDS.items():
        assert isinstance(kind, Kind)
        assert kind.code == code
        assert kind.label
        assert any(field.many for field in kind.fields)
        assert len({field.name for field in kind.fields}) == len(kind.fields)
