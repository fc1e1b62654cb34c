"""A GET cannot write: its transaction is READ ONLY, and PostgreSQL itself refuses a write hidden in one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.routing import RouteContext
from sqlalchemy import text

import app.web.routing as routing
from app.accounts.rules import PERMISSIONS, Reach, Role, roles_with_reach
from app.core.db import transaction
from app.web import errors
from app.web.access import ACCESS, PUBLIC, SIGNED_IN
from app.web.deps import Session
from app.web.routing import Router, TransactionalRoute
from tests.architecture.test_route_access import routes_of
from tests.support.people import Client, ClientAs, client_for

WITHOUT_A_TRANSACTION = {
    "web.events": "a stream that waits holds no transaction; it says only that something changed",
    "web.livez": "tells whether the process answers, and asks nothing of the database",
    "web.readyz": "asks the database one thing on the side pool",
}
READS = {"GET", "HEAD"}
COUNT_TRIES = text("SELECT count(*) FROM attempts")
WRITE = text("INSERT INTO attempts (username_hash, address_hash, outcome) VALUES ('x', 'x', 'refused')")


def outside(routes: list[RouteContext]) -> set[str]:
    """Name the routes whose handler does not run inside the one transaction of its request."""
    return {route.name for route in routes if not isinstance(route.original_route, TransactionalRoute)}


def test_every_route_runs_inside_the_transaction(app: FastAPI) -> None:
    assert outside(routes_of(app)) == WITHOUT_A_TRANSACTION.keys()


def test_a_route_either_reads_or_acts(app: FastAPI) -> None:
    asked = [route.methods for route in routes_of(app)]
    assert len(asked) >= 50
    assert [methods for methods in asked if not (methods <= READS or methods == {"POST"})] == []


async def test_every_get_opens_a_read_only_transaction(app: FastAPI, client_as: ClientAs, opened: list[bool]) -> None:
    readers = [
        route
        for route in routes_of(app)
        if route.methods <= READS and isinstance(route.original_route, TransactionalRoute)
    ]
    assert len(readers) >= 30
    browsers: dict[Role, Client] = {}
    for route in readers:
        role = _role_for(ACCESS[route.name])
        if role not in browsers:
            browsers[role] = await client_as(role.value)
        opened.clear()
        await browsers[role].get(_address(route))
        assert opened, f"{route.name} opened no transaction"
        assert all(opened), f"{route.name} opened one that may write"


async def test_a_write_hidden_in_a_get_is_refused_by_the_database(planted: Client) -> None:
    before = await _tries()
    assert (await planted.get("/planted")).status_code == 500
    assert await _tries() == before
    assert (await planted.post("/planted")).status_code == 200
    assert await _tries() == before + 1


async def test_a_get_that_may_write_is_found(opened: list[bool], planted: Client) -> None:
    await planted.post("/planted")
    assert opened == [False]


def test_a_route_outside_the_transaction_is_found() -> None:
    bare = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    bare.add_api_route("/beds", lambda: None, name="beds.index")
    assert outside(routes_of(bare)) == {"beds.index"}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note of every request's transaction whether it is read-only; the transaction itself is the real one."""
    seen: list[bool] = []

    @asynccontextmanager
    async def noting(*, read_only: bool = False, **options: Any) -> AsyncIterator[Any]:
        seen.append(read_only)
        async with transaction(read_only=read_only, **options) as session:
            yield session

    monkeypatch.setattr(routing, "transaction", noting)
    return seen


@pytest.fixture
def router() -> Iterator[Router]:
    """Give a router with a fault: its GET writes."""
    before = dict(ACCESS)
    made = Router(prefix="/planted")

    @made.get("", name="planted.show", access=PUBLIC)
    @made.post("", name="planted.create", access=PUBLIC)
    async def write(session: Session) -> Response:
        await session.execute(WRITE)
        return Response("written")

    yield made
    ACCESS.clear()
    ACCESS.update(before)


@pytest.fixture
async def planted(router: Router, connection: object) -> AsyncIterator[Client]:
    """Serve that router."""
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    made.include_router(router)
    errors.install(made)
    async with client_for(made) as browser:
        yield browser


async def _tries() -> int:
    async with transaction(read_only=True) as session:
        return int((await session.execute(COUNT_TRIES)).scalar_one())


def _role_for(access: str) -> Role:
    """Choose a role of a whole region that passes the door."""
    if access in {PUBLIC, SIGNED_IN}:
        return Role.ADMINISTRATOR
    return next(role for role in roles_with_reach(Reach.REGION) if access in PERMISSIONS[role])


def _address(route: RouteContext) -> str:
    """Fill the path with ids; whether they lead anywhere does not matter here."""
    address = str(route.path)
    for name in route.param_convertors or {}:
        address = address.replace("{" + name + "}", "1")
    return address
