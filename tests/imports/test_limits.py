"""Files that are not taken: each is refused with a sentence and a way out, and none harms the process."""

import io
import struct
import zipfile

import openpyxl
import pytest

from app.imports.errors import REFUSALS, LedgerRefused
from app.imports.sheets import child
from app.imports.sheets.child import run_limited
from app.imports.sheets.limits import MIB, READING, Allowance
from app.imports.sheets.reading import read_ledger
from tests.imports.archives import WORKBOOK, ods, rezipped, zipped
from tests.imports.ledgers import clean_table, psv, xlsx

SMALL = xlsx(clean_table(1, 2).lines())


def sheet_with(cells: str) -> dict[str, str]:
    return {**WORKBOOK, "xl/worksheets/sheet1.xml": WORKBOOK["xl/worksheets/sheet1.xml"] % cells}


async def refusal(data: bytes, name: str = "床位.xlsx") -> str:
    with pytest.raises(LedgerRefused) as caught:
        await read_ledger(data, name)
    assert caught.value.status == 422
    assert "请" in caught.value.message
    assert "{" not in caught.value.message
    return caught.value.code


async def test_a_file_above_ten_megabytes_is_refused_before_any_reading(monkeypatch):
    monkeypatch.setattr(child, "_ROOT", None)
    assert await refusal(b"x" * (10 * MIB + 1)) == "too_large"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\0" * 5000])
async def test_an_empty_file_is_refused(data):
    assert await refusal(data, "床位.csv") == "empty"


async def test_a_bomb_is_known_by_its_directory():
    bomb = rezipped(SMALL, {"xl/media/1.xml": b" " * (30 * MIB)})
    assert await refusal(bomb) == "too_dense"


async def test_a_workbook_that_unpacks_too_large_is_refused():
    assert (
        await refusal(rezipped(SMALL, {f"xl/{n}.xml": b"%d" % n * (9 * MIB) for n in range(6)})) == "too_large_unpacked"
    )


async def test_a_directory_that_lies_about_sizes_is_refused():
    bomb = bytearray(rezipped(SMALL, {"xl/media/1.xml": b" " * (30 * MIB)}))
    size = struct.pack("<I", 30 * MIB)
    while (place := bomb.find(size)) >= 0:
        bomb[place : place + 4] = struct.pack("<I", 1000)
    assert await refusal(bytes(bomb)) == "damaged"


async def test_too_many_parts_are_refused():
    assert await refusal(rezipped(SMALL, {f"xl/media/{n}.bin": b"x" for n in range(250)})) == "too_many_parts"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_entities_are_refused_in_any_encoding(encoding):
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert await refusal(zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": bomb.encode(encoding)})) == "entities"


async def test_a_sheet_too_wide_is_refused_and_says_the_row():
    cells = '<row r="3"><c r="CA3" t="inlineStr"><is><t>x</t></is></c></row>'
    assert await refusal(zipped(sheet_with(cells))) == "too_many_columns"
    assert await refusal(b"|".join(b"x" for _ in range(61)), "床位.psv") == "too_many_columns"


async def test_a_word_in_the_last_row_of_the_sheet_does_not_fill_the_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "楼层"
    book.active["B1048576"] = "迷路的字"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(LedgerRefused) as caught:
        await read_ledger(out.getvalue(), "床位.xlsx")
    assert "B1048576" in caught.value.message


async def test_too_many_rows_are_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_002))
    assert await refusal(zipped(sheet_with(rows))) == "too_many_rows"
    assert await refusal(b"1|2\n" * 20_001, "床位.psv") == "too_many_rows"


async def test_a_damaged_workbook_is_refused():
    assert await refusal(SMALL[: len(SMALL) // 2]) == "damaged"
    broken = bytearray(SMALL)
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        begins = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    broken[begins + 100 : begins + 120] = b"\xff" * 20
    assert await refusal(bytes(broken)) == "damaged"
    assert await refusal(zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": "<worksheet><sheetData>"})) == "damaged"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "床位.xlsx", "not_a_table"),
        (b"%PDF-1.7\n1 0 obj", "床位.csv", "not_a_table"),
        ("只有一句话".encode(), "床位.xlsx", "not_a_table"),
        ("<html><table><tr><td>楼层</td></tr></table></html>".encode(), "床位.xls", "web_page"),
        (zipped({"word/document.xml": "<w/>"}), "床位.docx", "not_a_table"),
        (zipped({"xl/workbook.bin": "x"}), "床位.xlsb", "binary_workbook"),
    ],
)
async def test_what_is_no_table_is_refused_whatever_its_name(data, name, code):
    assert await refusal(data, name) == code


async def test_a_workbook_behind_a_password_is_refused():
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert await refusal(compound) == "locked"
    locked = bytearray(SMALL)
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        place = SMALL.rfind(b"PK\x01\x02", 0, archive.start_dir + 4)
    locked[place + 8] |= 1
    assert await refusal(bytes(locked)) == "locked"


@pytest.mark.parametrize(
    ("mark", "code"), [("value-type='error'", "ods_failed"), ("number-rows-spanned='2'", "ods_merged")]
)
async def test_what_an_ods_would_lose_is_refused(mark, code):
    data = ods([["楼层", "房间"], ["一楼", mark.replace("'", '"')]])
    assert await refusal(data, "床位.ods") == code


async def test_a_quotation_mark_left_open_is_refused_with_its_line():
    lines = ["楼层,房间,床号", '一楼,"101,1', *(f"一楼,{n},1" for n in range(9000))]
    assert await refusal("\n".join(lines).encode(), "床位.csv") == "open_quote"


async def test_a_stray_nul_is_told_by_its_cell_and_does_not_stop_the_reading():
    data = psv(clean_table(1, 2).lines()).replace(b"|A|", b"|A\0|", 1)
    assert "\0" in (await read_ledger(data, "床位.psv")).sheet.rows[1].text(5)


async def test_a_child_out_of_memory_or_time_is_a_refusal_and_no_more():
    data = xlsx(clean_table(3, 40).lines())
    head = {"work": "read", "filename": "床位.xlsx"}
    for allowance, code in (
        (Allowance(memory=24 * MIB, cpu_seconds=20, wall_seconds=20, answer=MIB), "too_heavy"),
        (Allowance(memory=READING.memory, cpu_seconds=20, wall_seconds=20, answer=100), "too_heavy"),
        (Allowance(memory=READING.memory, cpu_seconds=20, wall_seconds=0, answer=MIB), "too_slow"),
    ):
        with pytest.raises(LedgerRefused) as caught:
            await run_limited(head, data, allowance)
        assert caught.value.code == code


def test_the_child_is_given_no_secret():
    assert set(child._ENVIRONMENT) == {"PATH", "LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


def test_every_refusal_says_what_to_do():
    assert all("请" in sentence for sentence in REFUSALS.values())
