"""One database per worker, built by the real migrations; each test in one transaction undone; a client per role."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as examples
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.crypto import KeyFile
from app.core.db import Database, acting_under, transaction, use_database
from app.core.keys import use_key_file
from app.core.live import Hub
from app.core.postgres.urls import Urls
from app.main import create_app
from app.web.templates import environment
from tests.support.building import build_database
from tests.support.clock import Clock
from tests.support.commands import Commands
from tests.support.counting import Counting, counting_on
from tests.support.machine import Machine, a_machine, a_prepared_room
from tests.support.people import Client, ClientAs, client_for, clients_by_role
from tests.support.server import kept_for_all
from tests.support.tenants import acting_everywhere

# Files whose tests start programs or browsers: begun last, one of them would keep every other worker waiting.
LONG = (
    "tests/journeys/", "tests/access/", "tests/cli/", "tests/imports/test_cli", "tests/imports/test_residents_cli",
    "tests/imports/test_reported_cli", "tests/demo/", "tests/beds/test_races", "tests/stays/test_races",
    "tests/offers/test_races", "tests/beds/test_recount", "tests/stays/test_model", "tests/tools/test_catalogue",
    "tests/bureau/test_pages_charts", "tests/core/postgres/test_embedded",
)  # fmt: skip


# No test asserts a time, so no example does: what is slow on a busy machine is not wrong.
examples.register_profile("any machine", deadline=None)
examples.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files with long tests begin first; all others keep their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


ROOM_FOR_TESTS = KeyFile(b"a key file of the tests, 32 long")


@pytest.fixture(scope="session")
def urls(server: URL, worker_id: str) -> Urls:
    """Give the addresses of this worker's migrated database, marked as a test's own."""
    use_key_file(ROOM_FOR_TESTS)
    return asyncio.run(build_database(server, f"yiyang_{worker_id}", f"y_{worker_id}_"))


@pytest.fixture(scope="session")
async def pools(urls: Urls) -> AsyncIterator[Database]:
    """Open this worker's pools once."""
    opened = Database(urls.app, urls.bureau)
    use_database(opened)
    yield opened
    await opened.dispose()


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Run commands of the program: from nothing, which takes seconds, or forked."""
    made = Commands()
    yield made
    made.close()


@pytest.fixture(scope="session")
def prepared(commands: Commands) -> Iterator[Path]:
    """Make one migrated database of a machine, which tests take copies of (`a_room_like`)."""
    with a_prepared_room(commands) as folder:
        yield folder


@pytest.fixture
def machine(commands: Commands, prepared: Path) -> Iterator[Machine]:
    """Give a machine of its own for commands, where nothing was ever done."""
    with a_machine(commands, prepared) as made:
        yield made


@pytest.fixture
async def connection(pools: Database) -> AsyncIterator[AsyncConnection]:
    """Bind every transaction of the test to one connection whose own transaction is undone at the end.

    The real transaction(), the real commit and the real READ ONLY run; nothing is left behind.
    """
    async with pools.engines["app"].connect() as one:
        await one.begin()
        for maker in pools.sessions.values():
            maker.configure(bind=one, join_transaction_mode="create_savepoint")
        try:
            yield one
        finally:
            for pool, maker in pools.sessions.items():
                maker.configure(bind=pools.engines[pool], join_transaction_mode="conditional_savepoint")
            await one.rollback()


@pytest.fixture
async def actor(connection: AsyncConnection) -> AsyncIterator[object]:
    """Act as the system in the test's counties."""
    async with acting_everywhere() as system:
        yield system


@pytest.fixture
async def session(actor: object) -> AsyncIterator[AsyncSession]:
    """Give one open transaction of the web role under that sign-in."""
    async with transaction() as opened:
        yield opened


@pytest.fixture
async def owner_session(urls: Urls, actor: object) -> AsyncIterator[AsyncSession]:
    """Give a session of the owner, whom row security spares, undone at the end: for planting faults and recounting."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with AsyncSession(engine, autoflush=False) as opened:
        yield opened
        await opened.rollback()
    await engine.dispose()


@pytest.fixture(scope="session")
def app(urls: Urls) -> object:
    """Build the application as it serves, without starting a server."""
    # What one worker has compiled of a template the others read, as long as its words are the same.
    environment.bytecode_cache = FileSystemBytecodeCache(str(kept_for_all("templates")))
    built = create_app()
    built.state.hub = Hub()
    return built


@pytest.fixture
async def client(app: object, connection: AsyncConnection) -> AsyncIterator[Client]:
    """Give a browser that nobody has signed in on."""
    async with client_for(app) as browser:
        yield browser


@pytest.fixture
async def client_as(app: object, connection: AsyncConnection) -> AsyncIterator[ClientAs]:
    """Give browsers of people: `await client_as("director", home)` signs one in with that role there."""
    async with clients_by_role(app) as sign_in:
        yield sign_in


@pytest.fixture
def counting(pools: Database) -> Callable[[], Counting]:
    """Count statements: `with counting() as seen: …; assert seen.count <= 6`."""
    return lambda: counting_on(pools.engines["app"])


@pytest.fixture
async def clock(connection: AsyncConnection) -> Clock:
    """Set the database's clock for this test: `await clock.at("2026-03-01 08:00")`."""
    return Clock(connection)


@pytest.fixture(autouse=True)
def _no_leftover_rights() -> Iterator[None]:
    """Begin each test without anybody's rights."""
    acting_under.set("")
    return
