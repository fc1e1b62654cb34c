"""Addresses come from a table and are those the framework would give; what it refuses is refused; no page is sent about."""

import re
from collections.abc import Iterator
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import NoMatchFound

from app.main import create_app


def every_page(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    """Name every page with a word for each place in its address."""
    return [
        (route.name, dict.fromkeys(re.findall(r"{(\w+)}", route.path), 7))
        for route in iter_route_contexts(app.routes)
        if route.name and route.path and route.methods
    ]


def test_every_address_is_the_one_the_framework_gives() -> None:
    app = create_app()
    pages = every_page(app)
    assert len(pages) > 250
    for name, words in pages:
        assert app.url_path_for(name, **words) == FastAPI.url_path_for(app, name, **words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing.of.the.kind", {}),
        ("institutions.show", {}),
        ("institutions.show", {"institution_id": 1, "more": 2}),
    ],
)
def test_what_is_no_address_is_refused(name: str, words: dict[str, Any]) -> None:
    with pytest.raises(NoMatchFound):
        create_app().url_path_for(name, **words)


def test_a_word_that_would_be_two_is_refused() -> None:
    with pytest.raises((NoMatchFound, AssertionError)):
        create_app().url_path_for("institutions.show", institution_id="1/2")


def asked_for(dependant: Dependant) -> Iterator[Any]:
    """Name what is called for a request: the handler and everything that it asks for."""
    yield dependant.call
    for other in dependant.dependencies:
        yield from asked_for(other)


def test_no_request_is_sent_to_another_thread() -> None:
    """The framework sends there whatever is no coroutine, which costs more than most pages ask of the program."""
    routes = [route for route in create_app().routes if isinstance(route, APIRoute)]
    assert len(routes) > 250
    called = {call for route in routes for call in asked_for(route.dependant)}
    assert [call for call in called if not (iscoroutinefunction(call) or isasyncgenfunction(call))] == []
