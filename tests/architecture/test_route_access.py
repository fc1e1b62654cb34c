"""Every route and what it asks of its caller, held against one reviewed table in both directions."""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from app.accounts.rules import PERMISSIONS
from app.web.access import ACCESS, PUBLIC, SIGNED_IN
from tests.architecture.reading import domains
from tests.architecture.route_access import ROUTE_ACCESS

KEPT_APART = {"static"}
"""Files without an owner; whoever may reach the server may read them."""


def routes_of(app: Any) -> list[RouteContext]:
    """List the application's routes; `app.routes` alone holds bundles and would be walked over emptily."""
    return [route for route in iter_route_contexts(app.routes) if route.name not in KEPT_APART]


def disagreements(routes: Iterable[RouteContext], declared: Mapping[str, str], table: Mapping[str, str]) -> list[str]:
    """List what the application, its declarations and the table do not agree on, by the route's name."""
    served = {route.name for route in routes}
    found = [f"{name}: served, not in the table" for name in sorted(served - table.keys())]
    found += [f"{name}: in the table, not served" for name in sorted(table.keys() - served)]
    found += [f"{name}: served, but says of nobody that they may" for name in sorted(served - declared.keys())]
    found += [f"{name}: declared, not served" for name in sorted(declared.keys() - served)]
    found += [
        f"{name}: asks {declared[name]!r}, the table says {table[name]!r}"
        for name in sorted(table.keys() & declared.keys())
        if declared[name] != table[name]
    ]
    return found


def test_the_application_serves_what_the_table_says(app: FastAPI) -> None:
    routes = routes_of(app)
    assert len(routes) >= 50
    assert disagreements(routes, ACCESS, ROUTE_ACCESS) == []


def test_every_domain_with_pages_is_served(app: FastAPI) -> None:
    served = {route.name.partition(".")[0] for route in routes_of(app)}
    with_pages = {domain for domain in domains() if find_spec(f"app.{domain}.routes")}
    assert len(with_pages) >= 5
    assert with_pages <= served


def test_every_route_is_named_and_stands_once(app: FastAPI) -> None:
    places = [(method, route.path) for route in routes_of(app) for method in sorted(route.methods or ())]
    assert len(places) == len(set(places))
    assert all(route.name.count(".") >= 1 for route in routes_of(app))


def test_the_table_asks_for_permissions_that_somebody_has() -> None:
    held = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    assert set(ROUTE_ACCESS.values()) - {PUBLIC, SIGNED_IN} <= held


def test_an_address_is_made_of_nouns(app: FastAPI) -> None:
    verbs = {"create", "update", "delete", "edit", "add", "remove", "close", "open", "get", "set", "do"}
    # What anybody may read without signing in stands under /open: there the word is an adjective.
    said = {word for route in routes_of(app) for word in route.path.removeprefix("/open").strip("/").split("/")}
    assert said & verbs - {"edit"} == set()


def test_a_route_without_an_entry_is_found() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/beds", lambda: None, name="beds.index")
    app.add_api_route("/homes", lambda: None, name="homes.index")
    found = disagreements(routes_of(app), {"beds.index": "beds.see", "homes.index": PUBLIC}, {"beds.index": PUBLIC})
    assert found == ["homes.index: served, not in the table", "beds.index: asks 'beds.see', the table says 'public'"]


def test_an_entry_without_a_route_is_found() -> None:
    assert disagreements([], {}, {"beds.index": "beds.see"}) == ["beds.index: in the table, not served"]
    assert disagreements([], {"beds.index": "beds.see"}, {}) == ["beds.index: declared, not served"]
