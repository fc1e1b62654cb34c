"""Renewing the English catalogue keeps what is translated, adds what is new and drops what nobody says any more."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tools import catalogue

KEPT = """
msgid ""
msgstr "Language: en\\n"

msgid "停用"
msgstr "Closed, as a person translated it"

msgid "没有人再说的一句"
msgstr "A sentence nobody says any more"
"""


@cache
def gathered() -> list[Any]:
    """Read the whole house once: what is done with what was found is the matter here, and the reading takes seconds."""
    methods, options = catalogue.settings()
    return list(READ(catalogue.ROOT, methods, options, catalogue.DEFAULT_KEYWORDS, directory_filter=catalogue._is_ours))


READ = catalogue.extract_from_dir


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a small catalogue in the place of the real one."""
    path = tmp_path / "messages.po"
    path.write_text(KEPT, "utf-8")
    monkeypatch.setattr(catalogue, "ENGLISH", path)
    monkeypatch.setattr(catalogue, "extract_from_dir", lambda *_where, **_how: gathered())
    return path


def test_a_translation_is_kept_and_a_lost_sentence_dropped(english: Path) -> None:
    found = catalogue.updated()
    assert found["停用"].string == "Closed, as a person translated it"
    assert "没有人再说的一句" not in found
    assert len(catalogue.untranslated(found)) == len(found) - 1


def test_a_new_sentence_has_no_english_and_is_never_guessed(english: Path) -> None:
    found = catalogue.updated()
    assert not found["停用床位"].string
    assert not any(message.fuzzy for message in found if message.id)


def test_the_same_sentences_give_the_same_file(english: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = catalogue.written(catalogue.updated())
    english.write_bytes(once)
    # Read anew: the house is walked through twice.
    monkeypatch.setattr(catalogue, "extract_from_dir", READ)
    assert catalogue.written(catalogue.updated()) == once
    assert b"POT-Creation-Date" not in once


def test_checking_writes_nothing_and_says_what_is_missing(
    english: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = english.read_bytes()
    monkeypatch.setattr(catalogue.sys, "argv", ["catalogue", "--check"])
    assert catalogue.main() == 1
    assert english.read_bytes() == before
    assert "停用床位" in capsys.readouterr().out
    monkeypatch.setattr(catalogue.sys, "argv", ["catalogue"])
    assert catalogue.main() == 0
    assert english.read_bytes() != before
