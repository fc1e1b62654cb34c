"""The words of scale files for the catalogue: every 中文 text of the file is said through `_`, as data of the rules."""

import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from tools.catalogue import SAID

__all__ = ["said"]

Found = tuple[int, str, str, list[str]]


def said(source: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Give each 中文 text of a TOML file once, as Babel asks for it: line, keyword, sentence, comments."""
    texts = dict.fromkeys(_texts(tomllib.loads(source.read().decode("utf-8"))))
    yield from ((1, "_", text, []) for text in texts)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value] if SAID.search(value) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _texts(each)]
