"""A forked command is a process of its own: what it is given, says and comes to is nobody else's."""

import os
from pathlib import Path

import pytest

from tests.support.commands import Commands
from tests.support.serving import bare_environment


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """Give an environment whose database does not answer."""
    return bare_environment(tmp_path) | {"DATABASE_URL": "postgresql://x:x@127.0.0.1:1/x"}


def test_it_ends_with_the_number_and_the_words_of_the_program(nowhere: dict[str, str], commands: Commands) -> None:
    for words, code, said in (
        (["--help"], 0, "figure"),
        (["figure", "nonsense"], 1, "nonsense"),
        (["none"], 2, "none"),
    ):
        answer = commands.forked(nowhere, *words)
        assert answer.returncode == code
        assert said in (answer.stderr if code else answer.stdout)
        assert not (answer.stdout if code else answer.stderr)


def test_it_has_its_own_environment_and_leaves_nothing_to_the_next(nowhere: dict[str, str], commands: Commands) -> None:
    ask = ("figure", "beds", "--json")
    assert "PORT" in commands.forked(nowhere | {"PORT": "eighty"}, *ask).stderr
    well = commands.forked(nowhere, *ask)
    assert (well.returncode, "PORT" in well.stderr, well.stdout) == (1, False, "")
    assert os.environ.get("PORT") != "eighty"


def test_a_command_that_breaks_is_seen(nowhere: dict[str, str], commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    broken = commands.forked(nowhere | {"DATA_DIR": str(tmp_path / "file"), "DATABASE_URL": ""}, "check")
    assert broken.returncode != 0


def test_one_that_was_begun_is_heard_and_waited_for_while_others_run_beside_it(
    nowhere: dict[str, str], commands: Commands
) -> None:
    begun = commands.begun(nowhere, "--help")
    assert commands.forked(nowhere, "none").returncode == 2
    with begun.stdout as said:
        assert "figure" in said.read()
    assert begun.wait() == 0
