"""Failed formulas of an old .xls, which the reader gives as blanks: the records BOOLERR and FORMULA say so."""

import struct
from collections.abc import Iterator

from app.imports.sheets.scan import Scan

__all__ = ["is_compound", "is_locked", "scan_records"]

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOUNDSHEET, _BOF, _EOF, _FORMULA, _BOOLERR = 0x85, 0x809, 0x0A, 0x06, 0x205


def is_compound(data: bytes) -> bool:
    """Whether the bytes are an OLE file, as .xls is (and a password-protected .xlsx)."""
    return data[:8] == _MAGIC


def is_locked(data: bytes) -> bool:
    """Whether the OLE file is an .xlsx behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in data[: 1 << 20]


def scan_records(data: bytes) -> dict[str, Scan]:
    """Find failed formulas by sheet; what cannot be followed gives nothing, the reader decides what is damaged."""
    if not is_compound(data):
        return {}
    try:
        return _scan(_stream(data))
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _scan(stream: bytes) -> dict[str, Scan]:
    starts: dict[int, Scan] = {}
    current: Scan | None = None
    for offset, kind, body in _records(stream):
        if kind == _BOUNDSHEET:
            starts[struct.unpack_from("<I", body)[0]] = Scan(_name(body[6:]))
        elif kind == _BOF:
            current = starts.get(offset)
        elif current and kind == _BOOLERR and body[7]:
            row, column = struct.unpack_from("<HH", body)
            current.errors[row + 1, column + 1] = _ERRORS.get(body[6], "#VALUE!")
        elif current and kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            row, column = struct.unpack_from("<HH", body)
            current.errors[row + 1, column + 1] = _ERRORS.get(body[8], "#VALUE!")
    return {scan.name: scan for scan in starts.values()}


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield offset, kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _name(body: bytes) -> str:
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _stream(data: bytes) -> bytes:
    """Put the workbook's stream together from the sectors of the OLE file."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    table = _table(data, sector)
    directory = b"".join(_chain(data, sector, table, struct.unpack_from("<I", data, 48)[0]))
    for start in range(0, len(directory), 128):
        entry = directory[start : start + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        first, size = struct.unpack_from("<II", entry, 116)
        if name in {"Workbook", "Book"} and size >= 4096:
            return b"".join(_chain(data, sector, table, first))[:size]
    return b""


def _table(data: bytes, sector: int) -> list[int]:
    """Read the allocation table: which sector follows which."""
    places = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector)):
        block = struct.unpack_from(f"<{sector // 4}I", data, (following + 1) * sector)
        places.extend(block[:-1])
        following = block[-1]
    table: list[int] = []
    for place in places:
        if place < _END:
            table.extend(struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector))
    return table


def _chain(data: bytes, sector: int, table: list[int], first: int) -> Iterator[bytes]:
    seen = 0
    while first < _END and seen <= len(table):
        yield data[(first + 1) * sector : (first + 2) * sector]
        first, seen = table[first], seen + 1
