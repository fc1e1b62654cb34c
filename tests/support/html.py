"""Selecting from a page by CSS, so that a test says what a reader sees and not how the markup is spelled.

Known: `tag`, `#id`, `.class`, `[name]`, `[name=value]`, `[name^=value]`, `:not(…)` of one of these, descendants, `>` and `,`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Element", "page", "select", "the"]

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PIECE = re.compile(r"[\w-]+|\*|#[\w-]+|\.[\w-]+|\[[^\]]+\]|:not\([^)]+\)")
ATTRIBUTE = re.compile(r"\[\s*([\w:.-]+)\s*(?:(\^?=)\s*[\"']?(.*?)[\"']?\s*)?\]")


@dataclass(slots=True)
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    @property
    def text(self) -> str:
        """The words a reader sees in it, with single spaces."""
        pieces = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join("".join(f" {piece} " for piece in pieces).split())

    def __getitem__(self, name: str) -> str:
        """An attribute that must be there."""
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        """An attribute that may be there; one without a value is empty text."""
        return self.attributes.get(name)

    def select(self, css: str) -> list["Element"]:
        """Every element inside it that the selector means, in the order of the page."""
        ways = [_steps(way) for way in css.split(",")]
        return [one for one in self._inside() if any(_matches(one, way) for way in ways)]

    def _inside(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._inside()


class _Builder(HTMLParser):
    """Builds the tree; an element that is closed without having been opened, or left open, is a fault of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(new)
        if tag not in VOID:
            self.at = new

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}> (line {self.getpos()[0]})"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def page(html: str) -> Element:
    """Read a page or a fragment."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.tag}> is not closed"
    return builder.root


def select(html: str, css: str) -> list[Element]:
    """Every element of a page that the selector means."""
    return page(html).select(css)


def the(html: str, css: str) -> Element:
    """The one element that the selector means; none or several is a failure that says so."""
    found = select(html, css)
    assert len(found) == 1, f"{css} means {len(found)} elements"
    return found[0]


def _steps(way: str) -> list[tuple[str, list[str]]]:
    """Cut a selector into its steps, each with how it hangs on the one before: inside (" ") or directly in (">")."""
    steps, hangs = [], " "
    for word in re.findall(r">|(?:\[[^\]]*\]|\([^)]*\)|[^\s>])+", way.strip()):
        if word == ">":
            hangs = ">"
            continue
        assert "".join(PIECE.findall(word)) == word, f"{word} is not understood"
        steps.append((hangs, PIECE.findall(word)))
        hangs = " "
    assert steps, "an empty selector"
    return steps


def _matches(one: Element, steps: list[tuple[str, list[str]]]) -> bool:
    hangs, pieces = steps[-1]
    if not all(_is(one, piece) for piece in pieces):
        return False
    if len(steps) == 1:
        return True
    above = one.parent
    while above is not None:
        if _matches(above, steps[:-1]):
            return True
        above = above.parent if hangs == " " else None
    return False


def _is(one: Element, piece: str) -> bool:
    if piece.startswith(":not("):
        return not _is(one, piece[5:-1])
    if piece.startswith("#"):
        return one.attributes.get("id") == piece[1:]
    if piece.startswith("."):
        return piece[1:] in one.attributes.get("class", "").split()
    if piece.startswith("["):
        return _has(one, piece)
    return piece in ("*", one.tag)


def _has(one: Element, piece: str) -> bool:
    asked = ATTRIBUTE.fullmatch(piece)
    assert asked, f"{piece} is not understood"
    name, sign, value = asked.groups()
    found = one.attributes.get(name)
    if found is None or sign is None:
        return found is not None
    return found.startswith(value) if sign == "^=" else found == value
