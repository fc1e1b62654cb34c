"""The figures of writing as rows of a table: what each act cost with so many clients, and which aims were reached."""

from collections.abc import Iterator
from typing import Any

__all__ = ["ACTS_HEAD", "AIMS_HEAD", "act_rows", "aim_rows"]

ACTS_HEAD = (
    "act (statements)",
    "clients",
    "HTTP a second",
    "pgbench a second",
    "pgbench ÷ HTTP",
    "HTTP, ms",
    "pgbench, ms",
)
AIMS_HEAD = ("aim", "measured", "reached")
MOST_TIMES, ONE_ADMISSION_MS, ONE_CORRECTION_MS = 15, 10, 100
Figures = dict[str, Any]


def act_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """One row for each act and number of clients."""
    for name, act in figures["acts"].items():
        for one in act["rounds"]:
            yield (
                f"{name} ({act['statements']})", str(one["clients"]), str(one["per_second"]),
                str(one["pgbench_per_second"]), f"{one['pgbench_over_http']} ×", _spread(one["milliseconds"]),
                _spread(one["pgbench_milliseconds"]),
            )  # fmt: skip


def aim_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """What the issue of the census asks of writing, and what came of it."""
    admission, correction = (_by_clients(figures, name) for name in ("admission", "correction"))
    times = admission[16]["pgbench_over_http"]
    yield _row("admissions with 16 clients: pgbench ÷ HTTP", MOST_TIMES, times, f"{times} ×")
    one = admission[1]["milliseconds"]["p50"]
    yield _row(
        "one client's admission, ms", ONE_ADMISSION_MS, one, f"{one} (95 of 100: {admission[1]['milliseconds']['p95']})"
    )
    one = correction[1]["milliseconds"]["p50"]
    yield _row(
        "a correction one year deep, ms",
        ONE_CORRECTION_MS,
        one,
        f"{one} (95 of 100: {correction[1]['milliseconds']['p95']})",
    )
    yield _row("deadlocks", 0, figures["deadlocks"], str(figures["deadlocks"]))


def _by_clients(figures: Figures, act: str) -> dict[int, Figures]:
    return {one["clients"]: one for one in figures["acts"][act]["rounds"]}


def _row(aim: str, at_most: float, measured: float, said: str) -> tuple[str, ...]:
    return f"{aim} ≤ {at_most}", said, "yes" if measured <= at_most else "**no**"


def _spread(times: Figures) -> str:
    return f"{times['min']} / **{times['p50']}** / {times['p95']}"
