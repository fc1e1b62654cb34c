"""`import reported-census` on a throw-away database: rehearsed, applied once, again nothing; the real file where it lies."""

import csv
import json
from pathlib import Path

import pytest

from tests.imports.ledgers import xlsx

ROOT = Path(__file__).parents[2]
REAL_FILE = ROOT.parent / "shared" / "data" / "ny-bed-census-2020.xlsx"
MAPPING = ROOT / "docs" / "mappings" / "ny-bed-census-2020.toml"

HEAD = ["facility_id", "facility_name", "county", "census_date", "bed_type", "total_capacity", "available_capacity"]
ROWS = [
    [152, "Pine Haven Home", "Columbia", "2020-03-18", "NHBEDSAV", 120, 9],
    [152, "Pine Haven Home", "Columbia", "2020-03-18", "DIALYSISDEN", 13, None],
    [800, "St Josephs Home", "Saint Lawrence", "2020-03-25", "NHBEDSAV", 82, 0],
    [464, "The Friendly Home", "Albany", "2020-01-29", "NHBEDSAV", 200, 25],
]


def take(run, file, *more):
    said = run("import", "reported-census", file, "--region", 990000, "--json", *more)
    assert said.stdout, said.stderr
    return said.returncode, json.loads(said.stdout)


def by_county(machine, on):
    said = machine("figure", "occupancy", "--region", 990000, "--as-of", on, "--by", "county", "--csv")
    assert said.returncode == 0, said.stderr
    return list(csv.DictReader(said.stdout.splitlines()))


def test_a_workbook_of_our_own_making(machine, tmp_path):
    book, spoiled = tmp_path / "census.xlsx", tmp_path / "spoiled.xlsx"
    book.write_bytes(xlsx([HEAD, *ROWS], name="nystate"))
    spoiled.write_bytes(xlsx([HEAD, *ROWS, [5, "", "Albany", "2020-01-29", "NHBEDSAV", 10, 20]], name="nystate"))

    code, told = take(machine, spoiled, "--mapping", MAPPING, "--apply")
    assert (code, told["applied"], told["problems"]["error"]) == (3, False, 1)
    code, told = take(machine.from_nothing, book, "--mapping", MAPPING, "--apply")
    assert (code, told["applied"], told["creates"]) == (0, True, {"county": 3, "home": 3, "figure": 4})
    assert [each["cell"] for each in told["found"] if each["code"] == "reported_not_filled"] == ["G3"]
    code, told = take(machine, book, "--mapping", MAPPING, "--apply")
    assert (code, told["applied"], told["rows"]) == (0, False, {"new": 0, "changed": 0, "unchanged": 4, "skipped": 0})

    rows = [row for row in by_county(machine, "2020-04-01") if row["denominator"]]
    # Numbered in the order of their names, under one city of the test province.
    assert [(row["region_code"], row["region"], row["numerator"], row["denominator"]) for row in rows] == [
        ("990201", "Albany", "175", "200"),
        ("990202", "Columbia", "111", "120"),
        ("990203", "Saint Lawrence", "82", "82"),
    ]
    said = machine("import", "reported-census", book, "--apply")
    assert (said.returncode, "--region" in said.stderr) == (1, True)
    # No county and no home is ever made where real ones are.
    real = machine("import", "reported-census", book, "--region", 510300, "--mapping", MAPPING, "--apply")
    assert (real.returncode, "Columbia」在自贡市下面没有" in real.stdout) == (3, True)


def test_a_day_for_the_whole_sheet_and_no_mapping(machine, tmp_path):
    book = tmp_path / "list.csv"
    book.write_text("机构代码,机构名称,区县,核定床位,在住\nA1,甲院,甲县,10,9\n", "utf-8")
    for apply in ((), ("--apply",)):
        code, told = take(machine, book, "--as-of", "2020-03-31", *apply)
        assert (code, told["applied"]) == (0, bool(apply))
        assert told["creates"] == {"county": 1, "home": 1, "figure": 1}
    rows = {row["region"]: (row["region_code"], row["numerator"]) for row in by_county(machine, "2020-04-01")}
    # Counties are made under the first city there is.
    assert rows["甲县"] == ("990103", "9")


@pytest.mark.parametrize("path", [pytest.param(REAL_FILE, id="present" if REAL_FILE.exists() else "not-here")])
def test_the_real_file_of_new_york(machine, path):
    if not path.exists():
        return
    code, told = take(machine, path, "--mapping", MAPPING, "--apply")
    assert (code, told["applied"], told["rows"]["new"]) == (0, True, 855)
    assert told["creates"] == {"county": 60, "home": 612, "figure": 855}
    totals = {each["label"]: each for each in told["totals"]}
    homes = totals["全托床位"]
    assert (homes["registered"], homes["registered"] - homes["people"], homes["not_filled"]) == (112_125, 9_755, 0)
    blank = {each["code"]: each["not_filled"] for each in told["totals"] if each["not_filled"]}
    assert blank == {"DIALYSISDEN": 21, "PEDVENTCAP": 11}
    assert sum(each["count"] for each in told["found"] if each["code"] == "reported_not_filled") == 32
    assert {each["kind"] for each in told["totals"] if each["code"]} == {"other"}

    rows = [row for row in by_county(machine, "2020-04-18") if row["denominator"]]
    people, beds = (sum(int(row[name]) for row in rows) for name in ("numerator", "denominator"))
    assert (len(rows), beds, beds - people, round(people * 100 / beds, 1)) == (60, 112_125, 9_755, 91.3)
    assert [row["region"] for row in rows] == sorted(row["region"] for row in rows)
    # Each home keeps the day of its own census.
    assert {row["source"].partition(" ")[0] for row in rows} == {"reported_figures"}
    assert min(row["source"] for row in rows if row["region"] == "Bronx").startswith("reported_figures 2020-02-05..")

    code, told = take(machine, path, "--mapping", MAPPING, "--apply")
    assert (code, told["applied"], told["rows"]["unchanged"]) == (0, False, 855)
