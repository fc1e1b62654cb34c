"""Calls a handler with what it asks for, where that is no more than the request, its caller and words of the address."""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args

from app.web.deps import AT_HAND

__all__ = ["Handler", "shortly"]

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
UNASKED = (
    "query_params", "header_params", "cookie_params", "body_params", "websocket_param_name", "http_connection_param_name",
    "response_param_name", "background_tasks_param_name", "security_scopes_param_name", "concurrency",
)  # fmt: skip
"""What the framework finds for those who ask; one who does is left to it."""


def shortly(dependant: Dependant, usual: Handler) -> Handler:
    """Give the short way to a handler, or the usual one where it asks for more.

    The usual way looks at every request for what might be asked, and that takes longer than most handlers' own words.
    What cannot be read in the address, and what is traced, goes the usual way too. Nothing is overridden for tests here.
    """
    call = dependant.call
    if call is None or not _asks_little(dependant, call):
        return usual
    facts = [(str(one.name), AT_HAND[one.call]) for one in dependant.dependencies if one.call]
    itself = dependant.request_param_name

    async def call_it(request: Request) -> Response:
        values, errors = request_params_to_args(dependant.path_params, request.path_params)
        if errors or request.scope.get("fastapi.telemetry") is not None:
            return await usual(request)
        state = request.scope["state"]
        for name, kept in facts:
            values[name] = state[kept]
        if itself:
            values[itself] = request
        response: Response = await call(**values)
        return response

    return call_it


def _asks_little(dependant: Dependant, call: Callable[..., Any]) -> bool:
    """Tell whether the handler gives a response and asks for nothing that we have not at hand."""
    gives = inspect.signature(call).return_annotation
    return (
        inspect.iscoroutinefunction(call)
        and isinstance(gives, type)
        and issubclass(gives, Response)
        and not any(getattr(dependant, asked) for asked in UNASKED)
        and all(one.name and one.call in AT_HAND and one.concurrency is None for one in dependant.dependencies)
    )
