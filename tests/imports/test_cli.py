"""`import` on a throw-away database: rehearsed, applied, applied again, and a spoiled copy that imports nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.imports.faults import plant
from tests.imports.ledgers import REAL_FILE, clean_table, psv
from tests.support.server import clear_away, room_for_a_server

ROOT = Path(__file__).parents[2]


def app(folder, *words):
    """Run a command as a person would."""
    known = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "KEY_FILE")}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)], cwd=ROOT, env=known | {"DATA_DIR": str(folder)},
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip


def beds_of(folder, code):
    return json.loads(app(folder, "figure", "beds", "--institution", code, "--json").stdout)["value"]


def test_a_ledger_is_rehearsed_applied_once_and_a_spoiled_one_never(tmp_path):
    folder = room_for_a_server()
    try:
        assert app(folder, "institution", "add", "MSH", "--county", 510302, "--name", "代寺镇敬老院").returncode == 0
        clean, spoiled = tmp_path / "clean.psv", tmp_path / "spoiled.psv"
        faulty, expected = plant(clean_table())
        clean.write_bytes(psv(clean_table().lines()))
        spoiled.write_bytes(psv(faulty.lines()))
        ask = ("--institution", "MSH")

        marked = tmp_path / "marked.xlsx"
        wrong = app(folder, "import", "beds", spoiled, *ask, "--apply", "--json", "--annotated", marked)
        assert wrong.returncode == 3, wrong.stderr
        said = {(each["code"], each["cell"]) for each in json.loads(wrong.stdout)["found"]}
        assert not [each for each in expected if (each.code, each.cell) not in said]
        assert marked.read_bytes().startswith(b"PK")
        assert beds_of(folder, "MSH") == 0

        rehearsed = app(folder, "import", "beds", clean, *ask)
        assert (rehearsed.returncode, beds_of(folder, "MSH")) == (0, 0)
        assert "这是预演" in rehearsed.stdout
        _applied(folder, clean if not REAL_FILE.exists() else REAL_FILE, ask)
        assert app(folder, "import", "beds", clean).returncode == 1
        assert app(folder, "import", "beds", tmp_path / "none.psv", *ask).returncode == 2
    finally:
        clear_away(folder)


def _applied(folder, file, ask):
    """The real file where it lies beside the repository, else our own: written once, and the second time nothing."""
    first = json.loads(app(folder, "import", "beds", file, *ask, "--apply", "--json").stdout)
    count = beds_of(folder, "MSH")
    assert first["applied"]
    assert count == first["creates"]["bed"] == (222 if file == REAL_FILE else 112)
    again = app(folder, "import", "beds", file, *ask, "--apply", "--json")
    assert (again.returncode, json.loads(again.stdout)["applied"]) == (0, False)
    assert beds_of(folder, "MSH") == count
