"""SQL is written in queries, models and the ground, and sent from there only."""

import ast
from collections.abc import Iterable

from tests.architecture.reading import Module, app_modules, imports_of, made_up, name_of_call

NAMES_A_TYPE = {
    "sqlalchemy.URL",
    "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlalchemy.pool.NullPool",
}
SENDS = {"execute", "scalar", "scalars", "stream", "stream_scalars", "get", "get_one", "refresh", "merge", "delete"}
SESSIONS = {"session", "side", "owner", "connection"}


def may_hold_sql(module: Module) -> bool:
    return module.storey == "core" or module.room in {"queries", "models"}


def sql_out_of_place(modules: Iterable[Module]) -> list[str]:
    """List what other files take from SQLAlchemy beyond the names of its types and errors."""
    return [
        f"{module.path}:{entered.line} takes {entered.full}"
        for module in modules
        if not may_hold_sql(module)
        for entered in imports_of(module)
        if entered.target.split(".")[0] == "sqlalchemy" and not _is_harmless(entered.full)
    ]


def _is_harmless(full: str) -> bool:
    return full in NAMES_A_TYPE or full.startswith("sqlalchemy.exc.")


def sent_out_of_place(modules: Iterable[Module]) -> list[str]:
    """List the statements that other files send by themselves; a session may add and flush anywhere."""
    found = []
    for module in modules:
        if may_hold_sql(module):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call):
                who, _, verb = name_of_call(node).rpartition(".")
                if verb in SENDS and who in SESSIONS:
                    found.append(f"{module.path}:{node.lineno} sends {who}.{verb}")
    return found


def test_sql_is_written_in_queries_models_and_core() -> None:
    modules = app_modules()
    writers = [m for m in modules if any(i.full == "sqlalchemy.select" for i in imports_of(m))]
    assert len(writers) >= 10
    assert sql_out_of_place(modules) == []


def test_nobody_else_sends_a_statement() -> None:
    assert sent_out_of_place(app_modules()) == []


def test_sql_in_a_service_is_found() -> None:
    planted = made_up(
        "app.beds.service.claims", "from sqlalchemy import select, update\nfrom sqlalchemy.exc import DBAPIError"
    )
    assert sql_out_of_place([planted]) == [
        "app/beds/service/claims.py:1 takes sqlalchemy.select",
        "app/beds/service/claims.py:1 takes sqlalchemy.update",
    ]
    assert sql_out_of_place([made_up("app.beds.routes.board", "import sqlalchemy as sa")])
    assert sql_out_of_place([made_up("app.jobs", "from sqlalchemy.dialects.postgresql import insert")])


def test_a_statement_sent_from_a_page_is_found() -> None:
    planted = made_up("app.beds.routes", "async def show(session):\n    return await session.get(Bed, 1)")
    assert sent_out_of_place([planted]) == ["app/beds/routes.py:2 sends session.get"]
