"""Decisions are numbered, say context, decision and consequence, and are all on the list."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.architecture.reading import ROOT

DECISIONS = ROOT / "docs" / "adr"
PARTS = ("**Context.**", "**Decision.**", "**Consequence.**")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


def faults(pages: Mapping[str, str]) -> list[str]:
    """List pages that are not numbered in order, lack a part, or run over a page."""
    wrong = []
    for number, (name, page) in enumerate(sorted(pages.items()), start=1):
        if not re.fullmatch(rf"{number:04d}-[a-z0-9-]+\.md", name) or not page.startswith(f"# {number:04d} "):
            wrong.append(f"{name}: is not number {number:04d}")
        wrong += [f"{name}: has no {part.strip('*.')}" for part in PARTS if part not in page]
        if len(page.splitlines()) > 60:
            wrong.append(f"{name}: is longer than a page")
    return wrong


def dead_links(path: Path) -> list[str]:
    """List links of a document to files that do not exist."""
    links = LINK.findall(path.read_text("utf-8"))
    return [f"{path.name}: {to}" for to in links if "://" not in to and not (path.parent / to).exists()]


def test_every_decision_is_whole() -> None:
    pages = {path.name: path.read_text("utf-8") for path in DECISIONS.glob("[0-9]*.md")}
    assert len(pages) >= 12
    assert faults(pages) == []


def test_every_decision_is_on_the_list() -> None:
    listed = LINK.findall((DECISIONS / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))


def test_no_document_links_to_nothing() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(documents) >= 15
    assert [link for path in documents for link in dead_links(path)] == []


def test_architecture_is_two_pages() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 130


def test_a_faulty_decision_is_found(tmp_path: Path) -> None:
    assert faults({"0002-x.md": "# 0002 X\n**Context.** **Decision.**"}) == [
        "0002-x.md: is not number 0001",
        "0002-x.md: has no Consequence",
    ]
    page = tmp_path / "a.md"
    page.write_text("[gone](b.md) [here](a.md#part) [out](https://example.org)", "utf-8")
    assert dead_links(page) == ["a.md: b.md"]
