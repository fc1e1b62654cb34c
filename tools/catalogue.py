"""The English catalogue: `python -m tools.catalogue` reads every sentence of the program and of its templates,
adds the new ones without a translation, drops those nobody says any more and keeps every translation there is.

With `--check` nothing is written; what is missing is listed and the exit code is 1. Guesses are never made: a changed
sentence is a new one.
"""

import re
import sys
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = ROOT / "app" / "core" / "locales" / "en" / "LC_MESSAGES" / "messages.po"
CHANGING = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To")
# `_(WORDS["new"])` says what stands in WORDS; the extractor sees the key as well, which nobody reads.
SAID = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HEAD = "# The English words of 颐养 Yiyang. The 中文 sentence is the key; see docs/glossary.md for the terms."


def settings() -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """Read which files are searched and how, from pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    return methods, {m["pattern"]: {k: v for k, v in m.items() if k not in {"pattern", "method"}} for m in mappings}


def extracted() -> Catalog:
    """Gather every sentence that is said anywhere."""
    methods, options = settings()
    found = Catalog(charset="utf-8")
    for filename, _line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, DEFAULT_KEYWORDS, directory_filter=_is_ours
    ):
        if SAID.search(str(message)):
            found.add(message, locations=[(filename, 0)], context=context)
    return found


def _is_ours(folder: str) -> bool:
    return Path(folder) == ROOT or Path(folder).relative_to(ROOT).parts[0] in {"app", "templates"}


def present() -> Catalog:
    """Read the catalogue as it lies in the repository."""
    if not ENGLISH.exists():
        return Catalog(locale="en", charset="utf-8")
    with ENGLISH.open("rb") as source:
        return read_po(source, locale="en")


def updated() -> Catalog:
    """Give the catalogue with what is said now, and with every translation that still has its sentence."""
    catalogue = present()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue so that the same sentences always give the same file: sorted, without dates and places."""
    catalogue.header_comment = HEAD
    out = BytesIO()
    write_po(out, catalogue, width=120, no_location=True, sort_output=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in CHANGING))).encode()


def untranslated(catalogue: Catalog) -> list[str]:
    """List the sentences that have no English yet, or only half of it."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (not message.string or message.fuzzy or not all(_forms(message.string)))
    ]


def _forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def main() -> int:
    """Update the catalogue, or only tell whether it is whole."""
    catalogue = updated()
    missing = untranslated(catalogue)
    for sentence in missing:
        print(sentence)
    print(f"{len(catalogue)} sentences, {len(missing)} without English", file=sys.stderr)
    new = written(catalogue)
    if "--check" in sys.argv[1:]:
        return 1 if missing or not ENGLISH.exists() or ENGLISH.read_bytes() != new else 0
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
