"""Looking into a zipped workbook before anything is built from it: bombs, entities, damage, wrong contents."""

import io
import zipfile
import zlib

from app.imports.sheets.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, MIB, Refusal

__all__ = ["open_workbook"]

_CHUNK = 1 << 16
# A document type is the way entities come in, and no spreadsheet program writes one; UTF-16 parts are looked at too.
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_TAKEN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def open_workbook(data: bytes) -> tuple[zipfile.ZipFile, str]:
    """Check a zip file from its directory and by reading it through; give it with its form, or refuse."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        _check_directory(entries, len(data))
        form = _form(archive)
        _read_through(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        raise Refusal("damaged") from error
    return archive, form


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Refusal("too_many_parts", count=len(entries), limit=MAX_ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise Refusal("too_large_unpacked", size=unpacked // MIB, limit=MAX_UNPACKED // MIB)
    if unpacked > MAX_RATIO * max(size, 1):
        raise Refusal("too_dense", limit=MAX_RATIO)
    for entry in entries:
        _check_entry(entry)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Refusal("damaged")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refusal("locked")
    if entry.compress_type not in _TAKEN:
        raise Refusal("damaged")
    # A small part of spaces packs tightly without harm; a large one is a bomb inside a plain file.
    if entry.file_size > MIB and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Refusal("too_dense", limit=MAX_RATIO)


def _form(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refusal("binary_workbook")
    if "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:100]:
        return "ods"
    raise Refusal("not_a_table")


def _read_through(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once and keep nothing: sizes in the directory may lie, checksums may not fit."""
    total = 0
    for entry in entries:
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise Refusal("too_large_unpacked", size=total // MIB, limit=MAX_UNPACKED // MIB)
                window = tail + chunk
                if any(mark in window for mark in _DOCTYPES):
                    raise Refusal("entities")
                tail = window[-32:]
