"""Refuse what must never be committed: keys, real-looking ID numbers, machine paths, registry addresses, loose ends."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LARGEST = 2_000_000
SKIPPED = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".xls", ".mo", ".gz"}
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}|xox[bap]-[0-9A-Za-z-]{20,})\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|home/[a-z]\w*|root|Users/[a-zA-Z]\w*)/\w"),
    "an address of a package registry": re.compile(
        r"https?://(?:files\.pythonhosted|pypi|registry\.npmjs|deb\.debian)\."
    ),
    "a loose end": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"),
    "a merge left open": re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE),
    "an address with a password": re.compile(r"postgresql(?:\+asyncpg)?://\w+:[^\s@{}$<*]{24,}@"),
}
ID_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
# Numbers made up for tests lie in the part of the country whose code was never given out.
MADE_UP = ("110105194912310", "990000", "999999", "000000")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_id_number(digits: str) -> bool:
    """Whether the check digit holds, so that it could be a person's."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper() and not digits.startswith(MADE_UP)


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file, with the line it is on."""
    if path.suffix in SKIPPED or path.resolve() == Path(__file__).resolve() or not path.is_file():
        return
    if path.stat().st_size > LARGEST:
        yield f"{path}: larger than {LARGEST:,} bytes"
        return
    content = path.read_text(encoding="utf-8", errors="replace")
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(content):
            yield f"{path}:{content.count(chr(10), 0, found.start()) + 1}: {what}: {found[0][:40]}"
    for found in ID_NUMBER.finditer(content):
        if is_id_number(found[0]):
            yield f"{path}:{content.count(chr(10), 0, found.start()) + 1}: could be a person's ID number"


def files_of_the_project() -> Iterable[Path]:
    """Everything that is or could be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return (ROOT / name for name in listed.stdout.decode().split("\0") if name)


def main() -> int:
    """Check the files named, else all of the project's."""
    chosen = [Path(name) for name in sys.argv[1:]] or files_of_the_project()
    found = [fault for path in chosen for fault in faults(path)]
    print("\n".join(found) if found else "tidy: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
