"""The board of 300 beds: the page as it is served, beside its own queries with their template, and the bare SQL."""

from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from app.core.db import Database, transaction
from app.core.live import Hub
from app.core.postgres.urls import Urls
from app.main import create_app
from bench.ground import interleaved, throw_away_house, write_figures
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.people import Client, a_user, client_for, open_sign_in_for
from tests.support.tenants import acting_everywhere

ROOMS = "101–200"
BEDS_PER_ROOM = "3"
ROUNDS = 60

Statement = tuple[str, tuple[Any, ...]]


async def measure() -> None:
    """Measure and write docs/figures/board.json."""
    async with throw_away_house() as (urls, pools):
        house, token = await _people_and_beds()
        app = create_app()
        app.state.hub = Hub()
        path = f"/institutions/{house.institution.id}/board"
        async with client_for(app, token) as browser:
            page = await browser.get(path)
            assert page.status_code == 200, page.text
            statements = await _statements_of(pools, browser, path)
            bare = await _connected(urls)
            try:
                works = {
                    "page": lambda: browser.get(path),
                    "sql": lambda: _replay(bare, token, statements),
                }
                timings = await interleaved(works, rounds=ROUNDS)
            finally:
                await bare.close()
    ratio = timings["page"]["median"] / timings["sql"]["median"]
    write_figures(
        "board",
        "make bench ARGS=board",
        {
            "beds": len(house.beds),
            "statements": len(statements),
            "page_bytes": len(page.content),
            "milliseconds": timings,
            "page_over_bare_sql": round(ratio, 2),
        },
    )


async def _people_and_beds() -> tuple[HouseOfBeds, str]:
    async with acting_everywhere(), transaction() as session:
        house = await a_house(session, rooms=ROOMS, beds=BEDS_PER_ROOM)
    user = await a_user("director", house.institution)
    return house, await open_sign_in_for(user.id)


async def _statements_of(pools: Database, browser: Client, path: str) -> list[Statement]:
    """Write down what one request sends, with its values, frame and rights included."""
    sent: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, tuple(parameters)))

    engine = pools.engines["app"].sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await browser.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [(text, values) for text, values in sent if not text.startswith(("SET ", "SAVEPOINT", "RELEASE"))]


async def _connected(urls: Urls) -> Any:
    arguments: dict[str, Any] = dialect().create_connect_args(urls.app)[1]
    return await asyncpg.connect(**arguments)


async def _replay(connection: Any, token: str, statements: list[Statement]) -> None:
    """Send the same SQL by bare asyncpg, in one transaction under the same rights."""
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.tok', $1, true)", token)
        for text, values in statements:
            await connection.fetch(text, *values)
