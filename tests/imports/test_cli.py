"""`import` on a throw-away database: rehearsed, applied, applied again, and a spoiled copy that imports nothing."""

import json

from tests.imports.faults import plant
from tests.imports.ledgers import REAL_FILE, clean_table, psv


def beds_of(machine, code):
    return json.loads(machine("figure", "beds", "--institution", code, "--json").stdout)["value"]


def test_a_ledger_is_rehearsed_applied_once_and_a_spoiled_one_never(machine, tmp_path):
    assert (
        machine.from_nothing("institution", "add", "MSH", "--county", 510302, "--name", "代寺镇敬老院").returncode == 0
    )
    clean, spoiled = tmp_path / "clean.psv", tmp_path / "spoiled.psv"
    faulty, expected = plant(clean_table())
    clean.write_bytes(psv(clean_table().lines()))
    spoiled.write_bytes(psv(faulty.lines()))
    ask = ("--institution", "MSH")

    marked = tmp_path / "marked.xlsx"
    wrong = machine("import", "beds", spoiled, *ask, "--apply", "--json", "--annotated", marked)
    assert wrong.returncode == 3, wrong.stderr
    said = {(each["code"], each["cell"]) for each in json.loads(wrong.stdout)["found"]}
    assert not [each for each in expected if (each.code, each.cell) not in said]
    assert marked.read_bytes().startswith(b"PK")
    assert beds_of(machine, "MSH") == 0

    rehearsed = machine("import", "beds", clean, *ask)
    assert (rehearsed.returncode, beds_of(machine, "MSH")) == (0, 0)
    assert "这是预演" in rehearsed.stdout
    _applied(machine, clean if not REAL_FILE.exists() else REAL_FILE, ask)
    assert machine("import", "beds", clean).returncode == 1
    assert machine("import", "beds", tmp_path / "none.psv", *ask).returncode == 2


def _applied(machine, file, ask):
    """The real file where it lies beside the repository, else our own: written once, and the second time nothing."""
    first = json.loads(machine.from_nothing("import", "beds", file, *ask, "--apply", "--json").stdout)
    count = beds_of(machine, "MSH")
    assert first["applied"]
    assert count == first["creates"]["bed"] == (222 if file == REAL_FILE else 112)
    again = machine("import", "beds", file, *ask, "--apply", "--json")
    assert (again.returncode, json.loads(again.stdout)["applied"]) == (0, False)
    assert beds_of(machine, "MSH") == count
