"""Words that no file of the project holds: postponed work, places of one machine, registries, skipped tests."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.reading import ROOT

POSTPONED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b")
A_MACHINE = re.compile(r"(?<![\w.$}])/(work|root|home/[a-z]\w*|Users/\w+|mnt)/\w")
A_REGISTRY = re.compile(
    r"pypi\.|pythonhosted\.|registry\.(npmjs|yarnpkg)|(^|\s)--(extra-)?index-url|(^|\s)--trusted-host|/simple/?\s*$",
    re.MULTILINE,
)
SKIPPED = re.compile(r"pytest\.(mark\.)?(skip|xfail)|unittest\.skip|@skip")
MERGED = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
BINARY = {".png", ".ico", ".woff2", ".xlsx", ".xls", ".pdf", ".gz", ".jpg"}
LEFT_LYING = {
    ".git", ".venv", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis",
}  # fmt: skip
VENDORED = ("static/vendor/",)
NAMED_BY_REASON = {
    "tests/architecture/test_words.py": "names what it looks for",
    "tools/tidy.py": "names what it looks for",
    "app/core/settings.py": "where containers put secrets and root keeps data",
}


def tracked() -> Iterator[tuple[str, str]]:
    """Read every file that is, or is about to be, part of the repository."""
    for name in _names():
        path = ROOT / name
        if path.is_file() and path.suffix not in BINARY and not name.startswith(VENDORED):
            yield name, path.read_text("utf-8")


def _names() -> list[str]:
    """List the files that version control knows or would take; without it, all but what tools leave lying about."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return sorted(str(path) for path in found if not LEFT_LYING & set(path.parts) and path.suffix != ".pyc")
    return sorted(set(listed.stdout.splitlines()))


def words(files: Iterable[tuple[str, str]]) -> list[str]:
    """List the words found, with where they stand."""
    found = []
    for name, source in files:
        searched = {"postponed": POSTPONED, "one machine's": A_MACHINE, "a registry": A_REGISTRY, "unmerged": MERGED}
        if name.startswith("tests/"):
            searched["skipped"] = SKIPPED
        for what, pattern in searched.items():
            for match in pattern.finditer(source):
                line = source.count("\n", 0, match.start()) + 1
                found.append(f"{name}:{line}: {what}: {match[0].strip()}")
    return [fault for fault in found if fault.partition(":")[0] not in NAMED_BY_REASON]


def test_no_file_holds_such_words() -> None:
    files = list(tracked())
    assert len(files) >= 300
    assert words(files) == []


def test_no_file_is_of_two_encodings_or_line_ends() -> None:
    assert [name for name, source in tracked() if "\r" in source or source.startswith("\ufeff")] == []


def test_every_such_word_is_found() -> None:
    planted = {
        "a.py": f"# TO{'DO'}: later",
        "b.py": f'FOLDER = "/{"work"}/main"',
        "c.txt": "--index-url https://example.org",
        "d.toml": f'url = "https://{"files"}.pythonhosted.org/x"',
        "tests/e.py": "@pytest.mark.skip",
        "f.md": "<<<<<<< ours",
    }
    found = words(planted.items())
    assert [fault.partition(":")[0] for fault in found] == list(planted)


def test_an_address_of_the_application_is_no_machine_path() -> None:
    assert words([("a.py", 'path = "/homes/7/work/"\nfolder = Path("/var/lib/yiyang")')]) == []
    assert words([("README.md", str(Path("docs") / "work" / "x.md"))]) == []
