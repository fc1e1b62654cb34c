"""One request, one transaction: GET is read-only, 2xx and 3xx commit before a byte is sent, all else rolls back."""

import asyncio
import random
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import FormData, UploadFile

from app.core.actor import Actor
from app.core.db import Pool, acting_under, transaction
from app.core.errors import NotAllowed, NotFound
from app.core.i18n import set_locale
from app.core.refusals import Careful, is_unproven, prove
from app.web.access import PUBLIC, SIGNED_IN, access_of, declare
from app.web.addresses import LONGEST_ID
from app.web.calling import Handler, shortly
from app.web.deps import identify_caller, note_seen, opening_of, token_of
from app.web.errors import NotSignedIn, PasswordIsDue
from app.web.posting import Posting

__all__ = ["Router", "TransactionalRoute", "identify_alone"]

AGAIN = {"40001", "40P01", "55P03"}
"""Serialization failure, deadlock, lock not available: nothing was written, so the whole request may run again."""
SHUT_OUT = "42501"
"""Row security refused: whoever was signed out while the request waited is found to be so when it runs again."""
TRIES = 3
READS = {"GET", "HEAD"}
ASKED_APART = ("bureau.", "accounts.")
"""Pages that read from another pool, and acts that change what was asked: tries, sign-ins, passwords."""
OPEN_WHILE_PASSWORD_IS_DUE = ("accounts.password.", "accounts.sign_ins.", "accounts.text_size.", "accounts.locale.")

H = TypeVar("H", bound=Callable[..., Any])


class SeenFirst(Exception):
    """The caller was quiet for long: that they are here is written down before anything else is done."""


class RolledBack(Exception):
    """Carries a page out of the transaction and leaves its writes behind."""

    def __init__(self, response: Response) -> None:
        """Keep the page."""
        self.response = response


class TransactionalRoute(APIRoute):
    """A route whose handler runs inside one transaction under its caller's rights."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler with caller, access, locale and transaction."""
        handler = shortly(self.dependant, super().get_route_handler())
        name = self.name

        async def handle_in_transaction(asked: Request) -> Response:
            request = Posting(asked.scope, asked.receive, asked._send)
            _refuse_impossible_addresses(request)
            before = acting_under.set(token_of(request))
            try:
                return await _attempts(request, handler, name)
            finally:
                try:
                    await note_seen(request)
                finally:
                    acting_under.reset(before)
                    # A form read by hand keeps its uploads open until somebody closes them.
                    await request.close()

        return handle_in_transaction


async def _attempts(request: Request, handler: Handler, name: str) -> Response:
    """Run the request until it has an answer that counts: an act boldly at first, and with savepoints from a refusal on."""
    bold = request.method not in READS and not name.startswith(ASKED_APART)
    attempt = 1
    while True:
        try:
            return await _once(request, handler, name, bold=bold)
        except SeenFirst:
            await note_seen(request)
            continue
        except Careful:
            bold = False
        except Exception as error:
            if _may_run_again(error):
                if attempt == TRIES:
                    raise
                attempt += 1
                await asyncio.sleep(random.uniform(0.02, 0.2))  # noqa: S311  (jitter, not a secret)
            elif bold and is_unproven(request.state.session) and not _may_have_committed(error):
                # A block before it may have written what COMMIT would have refused: the fault may be but its echo.
                bold = False
            else:
                raise
        await _rewind(request)


def _may_run_again(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in AGAIN | {SHUT_OUT}


def _may_have_committed(error: Exception) -> bool:
    """Tell a line that was lost, maybe on the way back from COMMIT: what may be done already is not done again."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", None) is None
    return isinstance(error, TimeoutError | OSError)


async def _rewind(request: Request) -> None:
    """Let the next run read what was uploaded from its beginning; the form itself is kept."""
    # To ask for a form that nobody has read yet would read it within other bounds than its handler does.
    posted: FormData | None = getattr(request, "_form", None)
    for _name, value in posted.multi_items() if posted is not None else ():
        if isinstance(value, UploadFile):
            await value.seek(0)


async def _once(request: Request, handler: Handler, name: str, *, bold: bool) -> Response:
    """Find out who calls and answer them in one transaction, unless who calls is asked apart from it."""
    pool: Pool = "app"
    apart = name.startswith(ASKED_APART)
    if apart:
        await identify_alone(request)
        pool = _pool_of(name, request.state.actor)
        _let_in(request, name)
    try:
        read_only = request.method in READS
        asking = None if apart else opening_of(request, read_only=read_only)
        async with transaction(read_only=read_only, pool=pool, asking=asking, bold=bold) as session:
            request.state.session = session
            if not apart:
                request.state.actor = await identify_caller(request, session)
                _let_in(request, name)
            response = await handler(request)
            if response.status_code >= 400:
                # What holds needs no second run, which would write a look at somebody's data down twice.
                await prove(session)
                raise RolledBack(response)
            return response
    except RolledBack as refused:
        return refused.response


async def identify_alone(request: Request) -> Actor | None:
    """Find out who calls in a transaction of its own, under the token at hand."""
    async with transaction(read_only=True, asking=opening_of(request, read_only=True)) as session:
        actor: Actor | None = await identify_caller(request, session)
    request.state.actor = actor
    return actor


def _let_in(request: Request, name: str) -> None:
    if getattr(request.state, "see_first", False):
        request.state.see_first = False
        raise SeenFirst
    actor: Actor | None = request.state.actor
    if actor is None:
        acting_under.set("")
    set_locale(actor.locale if actor else request.cookies.get("locale", "zh"))
    _check_access(name, actor)


def _refuse_impossible_addresses(request: Request) -> None:
    """An id beyond bigint, or a word with a NUL that no database takes, is no such thing, not a server error."""
    if request.scope["query_string"] and any("\x00" in value for _key, value in request.query_params.multi_items()):
        raise NotFound
    for value in request.path_params.values():
        text = str(value)
        if "\x00" in text or (text.lstrip("-").isdigit() and len(text.lstrip("-")) > LONGEST_ID):
            raise NotFound


def _check_access(name: str, actor: Actor | None) -> None:
    access = access_of(name)
    if access is None:
        raise NotAllowed
    if access == PUBLIC:
        return
    if actor is None:
        raise NotSignedIn
    if actor.must_change_password and not name.startswith(OPEN_WHILE_PASSWORD_IS_DUE):
        raise PasswordIsDue
    if access != SIGNED_IN and not actor.may(access):
        raise NotAllowed


def _pool_of(name: str, actor: Actor | None) -> Pool:
    """Statistics clerk and city bureau read aggregates on their own database role; their accounts are no aggregate."""
    return "bureau" if actor is not None and actor.roles and name.startswith("bureau.") else "app"


class Router(APIRouter):
    """An APIRouter whose routes each say a name and what they ask of their caller."""

    def __init__(self, prefix: str = "") -> None:
        """Begin a router; nothing of it stands in an API description unless asked."""
        super().__init__(prefix=prefix, route_class=TransactionalRoute, include_in_schema=False)

    def get(self, path: str, *, name: str, access: str, **options: Any) -> Callable[[H], H]:  # type: ignore[override]
        """Register a page or fragment; its transaction is read-only."""
        declare(name, access)
        return super().get(path, name=name, response_model=None, **options)

    def post(self, path: str, *, name: str, access: str, **options: Any) -> Callable[[H], H]:  # type: ignore[override]
        """Register an act."""
        declare(name, access)
        return super().post(path, name=name, response_model=None, **options)
