"""Nobody asks the clock of the machine: what day and what time it is, the database says."""

import ast
from collections.abc import Iterable

from tests.architecture.reading import Module, app_modules, made_up, name_of_call

CLOCKS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.strftime",
}  # fmt: skip
EXCEPTIONS = {
    "app/core/uuid7.py": "a tap is named by the moment it is drawn; no figure or deadline is read from it",
    "app/core/postgres/questions.py": "asks what PostgreSQL's own clock says, for `check` to compare",
    "app/cli/checks.py": "`check` holds the machine's clock and the age of the last backup against the database's time",
}


def clocks(modules: Iterable[Module]) -> list[str]:
    """List every question to a clock that is not the database's; waiting (time.monotonic) is no question."""
    return [
        f"{module.path}:{node.lineno} asks {name_of_call(node)}"
        for module in modules
        if module.path not in EXCEPTIONS
        for node in module.nodes
        if isinstance(node, ast.Call) and ".".join(name_of_call(node).split(".")[-2:]) in CLOCKS
    ]


def sql_clocks(modules: Iterable[Module]) -> list[str]:
    """List SQL that asks PostgreSQL's own clock past `app_now()`, which a test or demo may set."""
    words = (
        "current_date",
        "current_timestamp",
        "clock_timestamp(",
        "localtimestamp",
        "statement_timestamp(",
        "func.now(",
    )
    return [
        f"{module.path}: {word}"
        for module in modules
        if module.path not in EXCEPTIONS
        for texts in [[text.lower() for text in _strings_and_calls(module)]]
        for word in words
        if any(word in text for text in texts)
    ]


def _strings_and_calls(module: Module) -> Iterable[str]:
    documentation = {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value
        elif isinstance(node, ast.Call):
            yield name_of_call(node) + "("


def test_the_application_asks_no_clock() -> None:
    assert len(app_modules()) > 100
    assert clocks(app_modules()) == []


def test_its_sql_asks_no_clock_but_ours() -> None:
    assert sql_clocks(app_modules()) == []


def test_the_exceptions_still_ask() -> None:
    assert all(any(m.path == path and "time" in m.source for m in app_modules()) for path in EXCEPTIONS)


def test_a_clock_is_found() -> None:
    source = "import datetime as dt\nday = dt.date.today()\nlater = datetime.now(UTC)\nwaited = time.monotonic()"
    assert clocks([made_up("app.beds.rules", source)]) == [
        "app/beds/rules.py:2 asks dt.date.today",
        "app/beds/rules.py:3 asks datetime.now",
    ]


def test_a_clock_in_sql_is_found() -> None:
    planted = 'def f():\n    """current_date is wrong."""\n    return text("SELECT CURRENT_DATE")'
    assert sql_clocks([made_up("app.beds.queries", planted)]) == ["app/beds/queries.py: current_date"]
    assert sql_clocks([made_up("app.beds.queries", "x = func.now()")]) == ["app/beds/queries.py: func.now("]
