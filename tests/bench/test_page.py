"""The page about performance says what the files of figures say."""

import json
import re

import pytest

from bench import page
from bench.ground import FIGURES
from bench.options import read_options


def test_the_tables_are_those_of_the_figures() -> None:
    written = page.PAGE.read_text("utf-8")
    assert page.drawn(written) == written


def test_every_marked_table_is_known() -> None:
    marked = re.findall(r"<!-- figures: (\w+)\.(\w+) -->", page.PAGE.read_text("utf-8"))
    assert marked
    assert set(marked) == page.TABLES.keys()


def test_the_aims_of_the_figures_are_what_was_measured() -> None:
    figures = json.loads((FIGURES / "census.json").read_text("utf-8"))
    assert figures["naive_answers_that_differ"] == 0
    for question in figures["questions"]:
        for aim in question["aims"].values():
            reached = aim["measured"] <= aim["at_most"] if "at_most" in aim else aim["measured"] >= aim["at_least"]
            assert aim["reached"] is reached


def test_an_unknown_benchmark_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "boards"])
    with pytest.raises(SystemExit, match="boards"):
        read_options(["board"])


def test_a_benchmark_says_how_it_is_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "census", "--size", "tiny", "--seed", "5"])
    options = read_options(["census", "growth"])
    assert (options.names, options.command("census")) == (["census"], "make bench ARGS='census --size tiny --seed 5'")
