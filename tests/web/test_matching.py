"""The table of routes gives the route that a search through all of them gives, and leaves everything else to it."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from fastapi import APIRouter, FastAPI
from httpx2 import ASGITransport, AsyncClient
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Scope

from app.main import create_app
from app.web.application import Application
from app.web.matching import Matching

WORDS = ("7", "new", "board", str(uuid4()), "510302", "甲", "a.csv", "")
METHODS = ("GET", "HEAD", "POST", "PUT")


@pytest.fixture(scope="module")
def whole() -> FastAPI:
    """The application with all its routes."""
    return create_app()


def asked(method: str, path: str) -> Scope:
    """What a server says of a request."""
    return {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}


def searched(app: FastAPI, scope: Scope) -> BaseRoute | None:
    """Give the first route that fits, by trying each."""
    return next((route for route in app.router.routes if route.matches(scope)[0] is Match.FULL), None)


def addresses(app: FastAPI) -> Iterator[str]:
    """Every route's address with each of the words in all its places, and those near it."""
    for route in app.router.routes:
        path = getattr(route, "path", "")
        for word in WORDS:
            here = re.sub(r"{[^}]+}", word, path)
            yield here
        yield from (here + "/", path, here + "\n", path.rpartition("/")[0] or "/")


def matching_of(app: FastAPI) -> Matching:
    """The table that stands before the application's router."""
    table = app.router.middleware_stack
    assert isinstance(table, Matching)
    return table


@pytest.mark.parametrize("method", METHODS)
def test_the_table_and_the_search_agree_on_every_route(whole: FastAPI, method: str) -> None:
    table = matching_of(whole)
    paths = dict.fromkeys(addresses(whole))
    assert len(paths) > 2000
    for path in paths:
        scope = asked(method, path)
        assert table.find(scope) is (None if "\n" in path else searched(whole, scope)), path


def test_every_page_is_in_the_table(whole: FastAPI) -> None:
    table = matching_of(whole)
    table.find(asked("GET", "/"))
    assert [type(route) for route in table.others] == [Mount]


def test_strange_addresses_leave_nothing_behind(whole: FastAPI) -> None:
    table = matching_of(whole)
    table.find(asked("GET", "/"))
    before = {length: sum(map(len, kept.values())) for length, kept in table.by_length.items()}
    for number in range(500):
        table.find(asked("GET", f"/nowhere-{number}/{uuid4()}" + "/x" * (number % 40)))
    assert {length: sum(map(len, kept.values())) for length, kept in table.by_length.items()} == before


def a_mixed_application() -> Application:
    """An application whose routes stand in each other's way."""
    app, router = Application(), APIRouter()

    def says(word: str) -> Route:
        async def answer(_request: object) -> PlainTextResponse:
            return PlainTextResponse(word)

        return answer  # type: ignore[return-value]

    for path, word in [("/a/new", "new"), ("/a/{x}", "x"), ("/a/later", "later"), ("/{y}/b", "y"), ("/c/", "slash"),
                       ("/files/{path:path}", "path"), ("/files/one", "never")]:  # fmt: skip
        router.add_route(path, says(word), methods=["GET"])  # type: ignore[arg-type]
    router.add_route("/a/{x}", says("sent"), methods=["POST"])  # type: ignore[arg-type]
    app.serve(router)
    app.mount("/m", PlainTextResponse("mounted"))
    return app


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/a/new", "new"), ("GET", "/a/later", "x"), ("GET", "/a/b", "x"), ("GET", "/z/b", "y"),
        ("POST", "/a/new", "sent"), ("GET", "/files/one", "path"), ("GET", "/files/a/b", "path"),
        ("GET", "/m/any/thing", "mounted"), ("GET", "/m", 307), ("GET", "/c", 307), ("GET", "/a/new/", 307),
        ("PUT", "/a/new", 405), ("POST", "/z/b", 405), ("GET", "/nowhere", 404), ("GET", "/a", 404), ("GET", "/a/new\n", "new"),
    ],
)  # fmt: skip
async def test_what_fits_first_answers_and_what_does_not_fit_is_refused_as_ever(
    method: str, path: str, said: str | int
) -> None:
    app = a_mixed_application()
    plain = FastAPI()
    plain.router.routes.extend(app.router.routes)
    for one in (app, plain):
        async with AsyncClient(transport=ASGITransport(app=one), base_url="http://test") as asking:
            answer = await asking.request(method, path.replace("\n", "%0A"))
        assert said in (answer.status_code, answer.text)


def test_a_router_that_tells_those_in_it_something_is_not_served() -> None:
    inner, outer = APIRouter(), APIRouter(prefix="/outer")
    inner.add_api_route("/inner", lambda: None)
    outer.include_router(inner)
    with pytest.raises(ValueError, match="/outer/inner"):
        Application().serve(outer)


async def test_a_route_that_comes_later_is_found() -> None:
    app = a_mixed_application()
    table = matching_of(app)
    assert table.find(asked("GET", "/later/on")) is None
    app.add_route("/later/on", PlainTextResponse("late"))  # type: ignore[arg-type]
    assert table.find(asked("GET", "/later/on")) is app.router.routes[-1]
