"""The tables of docs/performance.md, drawn from docs/figures/*.json so that the page never says another number.

python -m bench.page
"""

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.ground import FIGURES, machine_line, write_figures
from bench.options import Options
from bench.writes.telling import ACTS_HEAD, AIMS_HEAD, act_rows, aim_rows

__all__ = ["PAGE", "drawn", "refresh", "tell"]

PAGE = Path(FIGURES).parent / "performance.md"
PART = re.compile(r"(<!-- figures: (\w+)\.(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
WAYS = {
    "json": "the application, JSON",
    "bare_json": "bare, the same SQL, JSON",
    "bare_json_of_figures": "bare, without asking who calls",
    "bare_sql": "bare, the same SQL, no HTTP",
    "page": "the application, HTML page",
}
NAIVE = {
    "naive": "",
    "naive_without_county": " (the naive query by its id alone, without the county)",
    "naive_under_rights": " (the naive query under the same row security)",
}
Figures = dict[str, Any]


def tell(options: Options, name: str, figures: Figures) -> None:
    """Print figures; those of the whole province are kept, and the page is drawn anew."""
    if options.whole:
        write_figures(name, options.command(name), figures)
        refresh()
    else:
        told = machine_line(options.command(name)) | figures
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def refresh() -> None:
    """Draw every table of the page anew."""
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")


def drawn(page: str) -> str:
    """Give the page with each marked table as its figures say it; figures that are not there leave theirs alone."""

    def table(found: re.Match[str]) -> str:
        file = FIGURES / f"{found[2]}.json"
        if not file.exists():
            return found[0]
        return found[1] + "\n".join(TABLES[found[2], found[3]](json.loads(file.read_text("utf-8")))) + "\n" + found[4]

    return PART.sub(table, page)


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return ["", *(f"| {' | '.join(line)} |" for line in ruled), ""]


def _ms(timing: Figures) -> str:
    return f"{_short(timing['min'])} / **{_short(timing['median'])}** / {_short(timing['max'])}"


def _short(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"


def _machine(figures: Figures) -> list[str]:
    """Say where, when and by which command the figures of a section were measured."""
    said = (
        f"{figures['cores']} cores, {figures['machine']}, Python {figures['python']}, load {figures['load'][0]} at the end,"
        f" {figures['measured_at'][:10]}; `{figures['command']}`"
    )
    return ["", said, ""]


def _database(figures: Figures) -> list[str]:
    head = ("question", "rows", "the census", "of it planning", "the naive query", "naive ÷ census",
            "the census, prepared", "the naive query, prepared", "naive ÷ census, prepared")  # fmt: skip
    rows = [
        (
            f"{one['question']}{words}", one["rows"], _ms(one["in_database"]["census"]),
            _short(_median(one, "census") - _median(one, "census_without_planning")), _ms(one["in_database"][way]),
            f"{_short(one['ratios'][f'{way}_over_census_in_database'])} ×",
            _ms(one["in_database"]["census_prepared"]), _ms(one["in_database"][f"{way}_prepared"]),
            f"{_short(one['ratios'][f'{way}_over_census_prepared'])} ×",
        )
        for one in figures["questions"]
        for way, words in NAIVE.items() if way in one["in_database"]
    ]  # fmt: skip
    return _table(head, rows)


def _median(one: Figures, way: str) -> float:
    return float(one["in_database"][way]["median"])


def _served(figures: Figures) -> list[str]:
    head = ("question", *WAYS.values(), "JSON ÷ bare", "÷ bare without asking who calls")
    return _table(
        head,
        (
            (
                one["question"], *(_ms(one["milliseconds"][way]) for way in WAYS),
                f"{one['ratios']['json_over_bare_json']} ×", f"{one['ratios']['json_over_bare_json_of_figures']} ×",
            )
            for one in figures["questions"]
        ),
    )  # fmt: skip


def _aims(figures: Figures) -> list[str]:
    words = {
        "in_database": "in the database, ms", "on_page": "the page, ms", "json_over_bare_json": "JSON ÷ bare",
        **{f"{way}_over_census_in_database": f"naive ÷ census{said}" for way, said in NAIVE.items()},
        **{f"{way}_over_census_prepared": f"naive ÷ census, prepared{said}" for way, said in NAIVE.items()},
    }  # fmt: skip
    return _table(
        ("question", "aim", "measured", "reached"),
        (
            (
                one["question"],
                f"{words[name]} {'≤' if 'at_most' in aim else '≥'} {aim.get('at_most', aim.get('at_least'))}",
                aim["measured"], "yes" if aim["reached"] else "**no**",
            )
            for one in figures["questions"] for name, aim in one["aims"].items()
        ),
    )  # fmt: skip


def _loading(figures: Figures) -> list[str]:
    told = figures["province"]
    rows = ", ".join(
        f"{told['rows'][table]:,} {table}" for table in ("stays", "bed_claims", "leaves", "elders", "census_days")
    )
    seconds = ", ".join(f"{step} {spent:,.0f} s" for step, spent in told["load_seconds"].items())
    province = (
        f"Size `{told['size']}`, seed {told['seed']}: {told['homes']:,} homes, {told['beds']:,} beds,"
        f" {told['counties']} counties, {told['days']:,} days; {rows}; {told['megabytes']:,} MB."
    )
    return ["", f"{province} Loaded in {sum(told['load_seconds'].values()):,.0f} s: {seconds}.", ""]


def _curves(figures: Figures) -> list[str]:
    sizes = [step["size"] for step in figures["steps"]]
    head = ("question", *(f"{step['times']} × ({step['homes']:,} homes, {step['stays']:,} stays)" for step in figures["steps"]),
            "growth in the database", "of the naive query", "of the JSON")  # fmt: skip
    return _table(
        head,
        (
            (
                one["question"], *(_short(one["in_database"][size]["census"]["median"]) for size in sizes),
                *(f"{one['growth'][way]} ×" for way in ("census", "naive", "json")),
            )
            for one in figures["questions"]
        ),
    )  # fmt: skip


def _waitlist(figures: Figures) -> list[str]:
    told, aims = figures["milliseconds"], figures["aims"]
    asked = {
        "list_of_home": ("a home's list, first page", aims["list"]), "list_of_county": ("the county's list", aims["list"]),
        "explanation": ("one explanation", aims["explanation"]), "file": ("the file of one application", None),
    }  # fmt: skip
    head = (f"page, {figures['entries']:,} waiting", "ms", "aim", "reached")
    return _table(
        head,
        (
            (words, _ms(told[name]), f"≤ {aim}" if aim else "—",
             "—" if aim is None else "yes" if told[name]["median"] <= aim else "**no**")
            for name, (words, aim) in asked.items()
        ),
    )  # fmt: skip


TABLES: dict[tuple[str, str], Callable[[Figures], list[str]]] = {
    ("census", "machine"): _machine,
    ("census", "loading"): _loading,
    ("census", "database"): _database,
    ("census", "served"): _served,
    ("census", "aims"): _aims,
    ("growth", "machine"): _machine,
    ("growth", "curves"): _curves,
    ("waitlist", "machine"): _machine,
    ("waitlist", "served"): _waitlist,
    ("writes", "machine"): _machine,
    ("writes", "acts"): lambda figures: _table(ACTS_HEAD, act_rows(figures)),
    ("writes", "aims"): lambda figures: _table(AIMS_HEAD, aim_rows(figures)),
}


if __name__ == "__main__":
    refresh()
