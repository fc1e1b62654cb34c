"""Files and functions stay small enough to be read at three in the morning; what is longer is listed with its reason."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.reading import ROOT, Module, app_modules, functions, made_up, modules_under, name_of_call

FILE, HARD_STOP = 250, 400
FUNCTION_P90, FUNCTION_LONGEST, HANDLER, POSITIONAL = 30, 60, 20, 5
LONGER_FILES = {
    "migrations/versions/0001_ground.py": "one revision: the SQL of every table of the ground, read as a whole",
    "migrations/versions/0003_beds.py": "one revision: the SQL of buildings, rooms, beds and claims",
    "migrations/versions/0007_residents.py": "one revision: the SQL of people's files",
    "migrations/versions/0008_stays.py": "one revision: the SQL of stays, leaves, discharges and transfers",
    "migrations/versions/0017_waitlist.py": "one revision: the SQL of entries, their events, evidence and rules",
    "migrations/versions/0018_offers.py": "one revision: the SQL of offers and objections, and the calendar it is seeded with",
    "migrations/versions/0020_admissions.py": "one revision: the SQL of admissions, their papers and first needs",
    "tests/architecture/route_access.py": "one table: a line for each route, reviewed from top to bottom",
}
LONGER_HANDLERS = {
    "app/web/live.py stream_events": "a stream waits, tells and ends in one place; taken apart it would hide who cancels whom",
}
FOLDERS = ("app", "tests", "tools", "bench", "migrations", "static/js", "static/css")


def source_files() -> list[tuple[str, int]]:
    """Count the lines of every file of our own that people read."""
    found = [path for folder in FOLDERS for kind in ("py", "js", "css") for path in (ROOT / folder).rglob(f"*.{kind}")]
    return [(str(path.relative_to(ROOT)), _lines(path)) for path in sorted(found)]


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def too_long(files: Iterable[tuple[str, int]]) -> list[str]:
    """List files over the measure that nobody has argued for, and those over the hard stop in any case."""
    return [
        f"{path}: {lines} lines"
        for path, lines in files
        if lines > HARD_STOP or (lines > FILE and path not in LONGER_FILES)
    ]


def lengths(modules: Iterable[Module]) -> dict[str, int]:
    """Measure every function, its decorators left out."""
    return {
        f"{module.path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for module in modules
        for node in functions(module)
    }


def handlers(modules: Iterable[Module]) -> dict[str, int]:
    """Measure the handlers: functions registered on a router."""
    return {
        f"{module.path} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for module in modules
        for node in functions(module)
        if any(_registers(decorator, "router.get", "router.post") for decorator in node.decorator_list)
    }


def _registers(decorator: ast.expr, *registers: str) -> bool:
    return isinstance(decorator, ast.Call) and name_of_call(decorator).endswith(registers)


def crowded(modules: Iterable[Module]) -> list[str]:
    """List doors with more than five positional arguments; what a handler or a command takes is filled in by name."""
    return [
        f"{module.path}:{node.lineno} {node.name}"
        for module in modules
        for node in functions(module)
        if not node.name.startswith("_")
        if not any(_registers(decorator, "router.get", "router.post", "command") for decorator in node.decorator_list)
        if len([arg for arg in [*node.args.posonlyargs, *node.args.args] if arg.arg not in {"self", "cls"}])
        > POSITIONAL
    ]


def p90(numbers: Iterable[int]) -> int:
    """Give the number that nine of ten do not exceed."""
    ordered = sorted(numbers)
    return ordered[int(len(ordered) * 0.9)]


def test_files_keep_their_measure() -> None:
    files = source_files()
    assert len(files) >= 200
    assert too_long(files) == []


def test_the_longer_files_are_still_longer() -> None:
    assert {path for path, lines in source_files() if lines > FILE} == LONGER_FILES.keys()


def test_nine_of_ten_functions_are_short_and_none_is_long() -> None:
    measured = lengths(app_modules()) | lengths(modules_under(ROOT / "tests")) | lengths(modules_under(ROOT / "tools"))
    assert len(measured) >= 800
    assert p90(measured.values()) <= FUNCTION_P90
    assert {name: lines for name, lines in measured.items() if lines > FUNCTION_LONGEST} == {}


def test_handlers_are_short() -> None:
    measured = handlers(app_modules())
    assert len(measured) >= 50
    assert {name: lines for name, lines in measured.items() if lines > HANDLER and name not in LONGER_HANDLERS} == {}


def test_functions_take_five_arguments_by_place_at_most() -> None:
    assert crowded(app_modules()) == []


def test_a_long_file_is_found() -> None:
    listed = next(iter(LONGER_FILES))
    assert too_long([("app/beds/rules.py", 251), (listed, 251), (listed, 401)]) == [
        "app/beds/rules.py: 251 lines",
        f"{listed}: 401 lines",
    ]


def test_a_long_handler_and_a_crowded_function_are_found() -> None:
    body = "\n".join(["    x = 1"] * 20)
    planted = made_up("app.beds.routes", f'@router.get("/", name="x")\nasync def show(a, b, c, d, e, f):\n{body}')
    assert handlers([planted]) == {"app/beds/routes.py show": 21}
    assert crowded([planted]) == []
    assert crowded([made_up("app.beds.rules", "def f(a, b, c, d, e, f): ...")]) == ["app/beds/rules.py:1 f"]


def test_the_measure_of_nine_in_ten_is_right() -> None:
    assert p90([1] * 90 + [99] * 10) == 99
    assert p90([1] * 91 + [99] * 9) == 1
