"""`score SCALE answers.csv`: a good file gives a row each, any bad cell gives nothing but its place, and exit code 3."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app.assessments.rules.scale import Scale
from app.cli.answers import read_answers
from app.cli.root import FAILED, ROW_ERRORS
from app.cli.score import score
from tests.assessments.answering import GBT, MZT, best, of_profile, of_total

ROOT = Path(__file__).parents[2]
HEADER = "id,total,preliminary,final,clauses"
NONE = {"coma": "0", "dementia": "0", "psychiatric": "0", "risk_events": "0"}


def row(scale: Scale, name: str, **changed: str) -> dict[str, str]:
    """Give a row of the most able person; facts are changed by name."""
    return {"id": name} | best(scale) | NONE | changed


def text_of(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def problems(text: str, scale: Scale = GBT) -> list[tuple[int | None, str]]:
    """Give where the problems of a file stand; each says what to do."""
    found = read_answers(scale, text.encode()).problems
    assert all("请" in problem.message for problem in found)
    return [(problem.row, problem.column) for problem in found]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def test_a_good_file_gives_a_row_each_in_its_own_order(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        row(GBT, "王一"),
        row(GBT, "b-2", dementia="1", risk_events="2") | of_total(GBT, 89),
        row(GBT, "3") | of_total(GBT, 29),
        row(GBT, "a", coma="1"),
        row(GBT, "s") | {"B.3.9": "coma"},
    ]
    file.write_text(text_of(*rows), "utf-8")
    score("gbt42195-2022", file)
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        HEADER, "王一,90,0,0,", "b-2,89,1,2,C.4-2:1>2;C.4-3:2>2", "3,29,4,4,", "a,90,0,4,C.4-1:0>4", "s,88,1,4,C.4-1:1>4",
    ]  # fmt: skip
    assert said.err == ""


def test_the_total_of_039_is_its_four_grades(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        row(MZT, "1") | of_profile((1, 2, 0, 3)),
        row(MZT, "2", psychiatric="1") | of_profile((0, 0, 0, 1)),
        row(MZT, "3", risk_events="2") | of_profile((3, 0, 0, 0)),
    ]
    file.write_text(text_of(*rows), "utf-8")
    score("mzt039-2013", file)
    assert capsys.readouterr().out.splitlines() == [
        HEADER, "1,1-2-0-3,2,2,D-2:1|2", "2,0-0-0-1,0,1,C.3-1:0>1", "3,3-0-0-0,3,3,C.3-4:3>3",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_programs_here_write_is_read(encoding: str, line_end: str) -> None:
    data = text_of(row(GBT, "王一"), row(GBT, "赵二")).replace("\n", line_end).encode(encoding)
    found = read_answers(GBT, data)
    assert ([one.id for one in found.rows], found.problems) == (["王一", "赵二"], [])


def test_blank_rows_and_blanks_around_a_value_are_nothing() -> None:
    text = text_of(row(GBT, "1") | {"B.1.1": " 4 "}) + "," * 30 + "\n\n" + text_of(row(GBT, "2")).splitlines()[1]
    found = read_answers(GBT, text.encode())
    assert ([one.id for one in found.rows], found.problems) == (["1", "2"], [])


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        *[({"B.1.1": value}, "B.1.1") for value in ("", "5", "-1", "4.0", "04", "x", "４", "1e0", "None")],
        ({"B.3.7": "2"}, "B.3.7"),
        *[({"coma": value}, "coma") for value in ("", "2", "是", "true", "-0")],
        ({"dementia": "3"}, "dementia"),
        ({"psychiatric": ""}, "psychiatric"),
        *[({"risk_events": value}, "risk_events") for value in ("", "-1", "1.5", "两次", "1234567")],
        ({"id": " "}, "id"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(changed: dict[str, str], column: str) -> None:
    assert problems(text_of(row(GBT, "1"), row(GBT, "2") | changed)) == [(3, column)]


def test_every_bad_cell_is_named_at_once() -> None:
    bad = row(GBT, "1") | {"B.1.1": "9", "B.4.5": "", "coma": "x", "risk_events": "x"}
    assert problems(text_of(row(GBT, "0"), bad, row(GBT, "0"))) == [
        (3, "B.1.1"), (3, "B.4.5"), (3, "coma"), (3, "risk_events"), (4, "id"),
    ]  # fmt: skip


def test_columns_are_refused_by_name() -> None:
    assert problems(text_of(row(GBT, "1") | {"B.9.9": "1", "colour": "x"})) == [(1, "B.9.9"), (1, "colour")]
    header, line = text_of(row(GBT, "1")).splitlines()
    assert problems(f"{header},coma\n{line},0\n") == [(1, "coma")]
    assert problems(f"{header},\n{line},\n") == [(1, "32")]


def test_missing_columns_are_listed_together_and_never_filled_in() -> None:
    short = {key: value for key, value in row(GBT, "1").items() if key not in {"coma", "B.3.9"}}
    [problem] = read_answers(GBT, text_of(short).encode()).problems
    assert (problem.row, problem.column) == (1, "")
    assert "B.3.9、coma" in problem.message


def test_a_row_that_is_longer_or_shorter_than_the_header_is_named() -> None:
    header, line = text_of(row(GBT, "1")).splitlines()
    assert problems(f"{header}\n{line},7\n") == [(2, "")]
    assert problems(f"{header}\n{line.rpartition(',')[0]}\n") == [(2, "risk_events")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b'id,"B.1.1\n1,2', b"PK\x03\x04\x00\x00", b"\xff\xff\xff"])
def test_what_is_no_table_is_one_sentence(data: bytes) -> None:
    found = read_answers(GBT, data)
    assert len(found.problems) == 1
    assert found.problems[0].line
    assert found.rows == []


def test_a_column_of_the_other_scale_is_unknown() -> None:
    assert {place for place in problems(text_of(row(MZT, "1")), GBT) if place[0] == 1} >= {(1, "B.1.9"), (1, "B.1.10")}


def test_with_one_bad_cell_nothing_is_scored(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(text_of(row(GBT, "1"), row(GBT, "2") | {"B.1.1": "5"}), "utf-8")
    with pytest.raises(typer.Exit) as ended:
        score("gbt42195-2022", file)
    said = capsys.readouterr()
    assert (ended.value.exit_code, said.out) == (ROW_ERRORS, "")
    assert "第 3 行 B.1.1 列" in said.err


@pytest.mark.parametrize("code", ["gbt42195", "yibao37-2021"])
def test_an_unknown_scale_and_one_that_is_off_are_refused(
    file: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    file.write_text("id\n", "utf-8")
    with pytest.raises(typer.Exit) as ended:
        score(code, file)
    assert ended.value.exit_code == FAILED
    assert "gbt42195-2022、mzt039-2013" in capsys.readouterr().err


def test_no_database_is_asked_or_started(tmp_path: Path, file: Path) -> None:
    file.write_text(text_of(row(GBT, "1")), "utf-8-sig")
    data = tmp_path / "data"
    room = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "DATA_DIR": str(data)}
    command = [sys.executable, "-m", "app", "score", "gbt42195-2022", str(file)]
    done = subprocess.run(command, check=False, cwd=ROOT, env=os.environ | room, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{HEADER}\n1,90,0,0,\n", "")
    assert not data.exists()
