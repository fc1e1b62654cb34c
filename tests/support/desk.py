"""An application with one act of a test's own, whose transactions are really committed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Database, refusing, transaction
from app.core.errors import DomainError
from app.core.postgres.urls import Urls
from app.web import errors
from app.web.access import ACCESS, PUBLIC
from app.web.application import Application
from app.web.deps import Session
from app.web.routing import Router
from tests.support.people import client_for
from tests.support.town import committing

__all__ = ["KNOWN", "TRY", "Act", "Desk", "Known", "desks", "write"]

TRY = text("INSERT INTO attempts (username_hash, address_hash, outcome) VALUES (:name, '', :outcome)")
TRIES = text("SELECT array_agg(encode(username_hash, 'escape') ORDER BY id) FROM attempts")
KNOWN = "ck_attempts_outcome"

Act = Callable[["Desk", Request, AsyncSession], Awaitable[Response]]


class Known(DomainError):
    """A refusal of this test's own."""


@dataclass
class Desk:
    """An application with one act, how often the act ran, and what savepoints were drawn meanwhile."""

    app: FastAPI
    act: Act
    runs: int = 0
    drawn: list[str] = field(default_factory=list)

    async def send(self, **said: Any) -> Any:
        async with client_for(self.app) as browser:
            return await browser.post("/act", headers={"Accept": "application/json"}, **said)

    async def kept(self) -> list[str]:
        async with transaction(read_only=True) as session:
            return await session.scalar(TRIES) or []


async def write(session: AsyncSession, name: str = "good", *, outcome: str = "refused") -> None:
    """Write a row under `refusing()`; one with another outcome than there are is refused by name."""
    async with refusing(session, {KNOWN: Known}):
        await session.execute(TRY, {"name": name.encode(), "outcome": "refused"})
        if outcome != "refused":
            await session.execute(TRY, {"name": name.encode(), "outcome": outcome})


@asynccontextmanager
async def desks(urls: Urls, pools: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[[Act], Desk]]:
    """Build applications with one act, whose transactions are really committed."""
    monkeypatch.setitem(ACCESS, "tests.act", PUBLIC)
    desks: list[Desk] = []
    engine = pools.engines["app"].sync_engine

    def build(act: Act) -> Desk:
        router, app = Router(), Application()
        desk = Desk(app, act)

        @router.post("/act", name="tests.act", access=PUBLIC)
        async def do(request: Request, session: Session) -> Response:
            desk.runs += 1
            return await desk.act(desk, request, session)

        app.include_router(router)
        errors.install(app)
        desks.append(desk)
        return desk

    def note(_connection: Any, name: str) -> None:
        for desk in desks:
            desk.drawn.append(name)

    event.listen(engine, "savepoint", note)
    async with committing(urls):
        yield build
    event.remove(engine, "savepoint", note)
