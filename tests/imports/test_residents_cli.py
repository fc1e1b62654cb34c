"""`import residents` on a throw-away database: rehearsed, applied once, and spoiled ones that import nothing."""

import json

from tests.imports.ledgers import psv
from tests.imports.residents import bed_names, number, people

ASK = ("--institution", "MSH")


def beds_ledger(beds):
    rows = [["主楼", "一楼", *bed.split("-"), "2020-01-01"] for bed in beds]
    return psv([["楼栋", "楼层", "房号", "床号", "启用日期"], *rows])


def test_residents_are_rehearsed_applied_once_and_a_spoiled_ledger_never(machine, tmp_path):
    beds = bed_names(5)
    clean, spoiled, rooms = (tmp_path / name for name in ("老人.psv", "坏.psv", "床.psv"))
    rooms.write_bytes(beds_ledger(beds))
    clean.write_bytes(psv(people(beds).lines()))
    table = people(beds)
    table.rows[3][table.column("id_no")] = "1.10105194912310E+17"
    spoiled.write_bytes(psv(table.lines()))
    assert machine("institution", "add", "MSH", "--county", 510302, "--name", "代寺镇敬老院").returncode == 0
    assert machine("import", "beds", rooms, *ASK, "--apply").returncode == 0
    wrong = machine("import", "residents", spoiled, *ASK, "--apply", "--json")
    assert wrong.returncode == 3, wrong.stderr
    assert {"code": "residents.id_lost", "cell": "B5"}.items() <= json.loads(wrong.stdout)["found"][0].items()
    first = machine.from_nothing("import", "residents", clean, *ASK, "--apply", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["creates"] == {"couple": 0, "stay": 10, "person": 10}
    again = machine("import", "residents", clean, *ASK, "--apply")
    assert again.returncode == 0, again.stderr
    assert "不变 10 行" in again.stdout
    said = first.stdout + again.stdout + wrong.stdout
    assert number(1) not in said
    assert not [row[0] for row in table.rows if row[0] in said]
