"""The short way to a handler answers as the framework's own way does, and stands back where more is asked."""

from typing import Any

import pytest
from fastapi import APIRouter, Query, Request, Response
from fastapi.routing import APIRoute
from starlette.responses import PlainTextResponse

from app.web import errors
from app.web.application import Application
from app.web.calling import shortly
from app.web.deps import CurrentActor, MaybeActor, RowId, Session
from tests.support.people import client_for


def said(**facts: Any) -> Response:
    return PlainTextResponse(repr(sorted(facts.items())))


async def all_at_hand(request: Request, row: RowId, word: str, session: Session, actor: CurrentActor) -> Response:
    return said(row=row, word=word, session=session, actor=actor, path=request.url.path)


async def nothing() -> PlainTextResponse:
    return PlainTextResponse("nothing")


async def maybe(somebody: MaybeActor) -> Response:
    return said(somebody=somebody)


async def a_query(row: RowId, word: str, q: str = Query("")) -> Response:
    return said(row=row, word=word, q=q)


async def no_response(row: RowId) -> dict[str, int]:
    return {"row": row}


def no_coroutine() -> Response:
    return said()


def route_of(handler: Any) -> APIRoute:
    return APIRoute("/{row}/{word}", handler)


@pytest.mark.parametrize("handler", [all_at_hand, nothing, maybe])
def test_who_asks_little_goes_the_short_way(handler: Any) -> None:
    route = route_of(handler)
    usual = route.get_route_handler()
    assert shortly(route.dependant, usual) is not usual


@pytest.mark.parametrize("handler", [a_query, no_response, no_coroutine])
def test_who_asks_for_more_goes_the_usual_way(handler: Any) -> None:
    route = route_of(handler)
    usual = route.get_route_handler()
    assert shortly(route.dependant, usual) is usual


@pytest.mark.parametrize(
    "path", ["/7/a", "/7/%E7%8E%8B", "/0/a", "/seven/a", "/9223372036854775808/a", "/-1/a", "/1.5/a"]
)
@pytest.mark.parametrize("handler", [all_at_hand, nothing, maybe])
async def test_both_ways_answer_alike(handler: Any, path: str) -> None:
    answers = []
    for short in (True, False):

        class Ours(APIRoute):
            def get_route_handler(self) -> Any:
                usual = super().get_route_handler()
                way = shortly(self.dependant, usual) if short else usual  # noqa: B023

                async def handle(request: Request) -> Response:
                    request.state.session, request.state.actor = "session", "actor"
                    return await way(request)

                return handle

        app, router = Application(), APIRouter(route_class=Ours)
        router.get("/{row}/{word}", response_model=None)(handler)
        app.serve(router)
        errors.install(app)
        async with client_for(app) as browser:
            answer = await browser.get(path, headers={"Accept": "application/json"})
        body = answer.json() | {"instance": ""} if answer.status_code == 404 else answer.text
        answers.append((answer.status_code, body))
    assert answers[0] == answers[1]
