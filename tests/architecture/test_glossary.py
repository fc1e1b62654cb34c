"""Every table and every enum stands in the glossary, with its 中文 word, before it stands in code."""

import ast
import re
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import tables
from tests.architecture.reading import ROOT, Module, app_modules, made_up
from tests.architecture.words import is_chinese

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ENUMS = {"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"}
ROW = re.compile(r"^\| `(\w+)`[^|]*\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def enums(modules: Iterable[Module]) -> list[str]:
    """Name every enum of the application."""
    return sorted(
        node.name
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.ClassDef) and ENUMS & {ast.unparse(base) for base in node.bases}
    )


def explained(glossary: str) -> dict[str, tuple[str, str]]:
    """Read the glossary's rows for names in code: name → 中文 word and meaning."""
    return {name: (word.strip(), meaning.strip()) for name, word, meaning in ROW.findall(glossary)}


async def test_every_table_is_in_the_glossary(owner: AsyncConnection) -> None:
    names = {table.name for table in await tables(owner)}
    assert len(names) >= 30
    assert names - explained(GLOSSARY).keys() == set()


def test_every_enum_is_in_the_glossary() -> None:
    names = enums(app_modules())
    assert len(names) >= 30
    assert set(names) - explained(GLOSSARY).keys() == set()


async def test_the_glossary_names_nothing_that_is_gone(owner: AsyncConnection) -> None:
    standing = {table.name for table in await tables(owner)} | set(enums(app_modules()))
    assert explained(GLOSSARY).keys() - standing == set()


def test_every_row_has_its_chinese_word() -> None:
    assert [name for name, (word, _) in explained(GLOSSARY).items() if not is_chinese(word)] == []


def test_no_two_tables_or_enums_of_one_name_go_unsaid() -> None:
    names = enums(app_modules())
    twice = {name for name in names if names.count(name) > 1}
    assert {name for name in twice if GLOSSARY.count(f"| `{name}` (") < 2} == set()


def test_an_enum_without_a_row_is_found() -> None:
    planted = made_up("app.beds.rules", "class Colour(StrEnum):\n    RED = 'red'\nclass Plain(Base): ...")
    assert enums([planted]) == ["Colour"]
    assert "Colour" not in explained("| `Shape` | 形状 | what it looks like |\nColour")
    assert explained("| `Colour` (beds) | 颜色 | what it looks like |") == {"Colour": ("颜色", "what it looks like")}
