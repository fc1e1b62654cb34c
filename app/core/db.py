"""Engines, the one transaction of a request, and the closers that run before COMMIT."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import URL, TextClause, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.orm import SessionTransaction

from app.core.engines import engine_for
from app.core.refusals import constraint_of, go_on_carefully, prove_within, refusing, running_boldly

__all__ = [
    "Database",
    "Pool",
    "Question",
    "Touched",
    "acting_under",
    "as_caller",
    "close_work",
    "closer",
    "constraint_of",
    "database",
    "finish_work",
    "last_closer",
    "opened_with",
    "refusing",
    "touched",
    "touched_homes",
    "transaction",
    "uncounted_homes",
    "use_database",
]

Pool = Literal["app", "bureau", "side"]
Question = TextClause
"""A statement as it is sent, for those who hand one on without writing SQL themselves."""
Closer = Callable[[AsyncSession], Awaitable[None]]


READ_AND_WRITE = text("SELECT set_config('app.tok', :token, true)")
READ_ONLY = text("SELECT set_config('app.tok', :token, true), set_config('transaction_read_only', 'on', true)")

acting_under: ContextVar[str] = ContextVar("acting_under", default="")
"""The session token whose rights the transactions of this task have; empty sees no row of any tenant."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A home whose past or present days are no longer what they were, from `since` on."""

    county: int
    institution_id: int
    since: date


class Database:
    """The pools of one process: `app` for pages and jobs, `bureau` for aggregates, `side` for attempts and looks."""

    def __init__(self, app_url: URL | str, bureau_url: URL | str | None = None, *, pool_size: int = 8) -> None:
        """Prepare the pools; nothing connects yet."""
        self.engines: dict[Pool, AsyncEngine] = {
            "app": engine_for(app_url, pool_size),
            # A second connection from the main pool inside a request would deadlock the pool.
            "side": engine_for(app_url, 2),
            "bureau": engine_for(bureau_url or app_url, 2),
        }
        self.sessions: dict[Pool, async_sessionmaker[AsyncSession]] = {
            # 2.1 autoflushes on every execute, which would raise outside the savepoint of refusing().
            pool: async_sessionmaker(engine, autoflush=False, expire_on_commit=False)
            for pool, engine in self.engines.items()
        }

    async def dispose(self) -> None:
        """Close every connection."""
        for engine in self.engines.values():
            await engine.dispose()


_current: Database | None = None
_closers: list[Closer] = []
_last_closers: list[Closer] = []


def use_database(new: Database | None) -> None:
    """Say which database this process works on; done once by whoever starts us."""
    global _current  # noqa: PLW0603  (one process, one database)
    _current = new


def database() -> Database:
    """Give the pools of this process."""
    if _current is None:
        raise RuntimeError("use_database() has not been called")
    return _current


def closer(work: Closer) -> Closer:
    """Register work that belongs to every write but to no one service. Registering twice changes nothing."""
    if work not in _closers:
        _closers.append(work)
    return work


async def close_work(session: AsyncSession) -> None:
    """Run the closers in order: before the answer is drawn, or before COMMIT when nothing is drawn."""
    for work in _closers:
        await work(session)


def last_closer(work: Closer) -> Closer:
    """Register work for the last moment before COMMIT, because what it locks is wanted by every home of a county."""
    if work not in _last_closers:
        _last_closers.append(work)
    return work


async def finish_work(session: AsyncSession) -> None:
    """Run the closers once more for what was written since, then those that come last.

    Nothing is drawn between the two: what a closer writes may wait for the last ones while `finishing` stands.
    """
    session.sync_session.info["finishing"] = True
    try:
        await close_work(session)
    finally:
        del session.sync_session.info["finishing"]
    for work in _last_closers:
        await work(session)


@asynccontextmanager
async def transaction(
    *, read_only: bool = False, pool: Pool = "app", asking: Question | None = None, bold: bool = False
) -> AsyncIterator[AsyncSession]:
    """Open one transaction under the rights of `acting_under`; commit at the end, roll back on any error.

    What is asked in its very first statement, after the rights of `:token` are said there, `opened_with` answers.
    A bold one writes without savepoints, and its opener runs everything anew when `Careful` comes up.
    """
    if pool == "side" and not read_only:
        go_on_carefully()
    session = database().sessions[pool]()
    session.sync_session.info |= {"token": acting_under.get(), "pool": pool, "read_only": read_only}
    if asking is not None:
        session.sync_session.info["asking"] = asking
    with running_boldly(session) if bold else nullcontext():
        async with _Begun(session):
            yield session
            if not read_only:
                # One with nothing to send need not be asked, which costs a change of stacks.
                if session.new or session.deleted or session.dirty:
                    await session.flush()
                await finish_work(session)
                await prove_within(session)


class _Begun:
    """What `async with session, session.begin()` does, but for the changes of stacks where nothing is sent."""

    __slots__ = ("session", "work")

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def __aenter__(self) -> None:
        # No statement is sent, nor any connection taken, before the first one asks for it.
        self.work = self.session.sync_session.begin().__enter__()

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            await self.session.run_sync(lambda _session: self.work.__exit__(kind, error, trace))
        finally:
            if self.session.sync_session.in_transaction():
                await self.session.__aexit__(kind, error, trace)
            else:
                # Its connection has gone back with COMMIT or ROLLBACK.
                self.session.sync_session.close()


@event.listens_for(SyncSession, "after_begin")
def _say_who(session: SyncSession, transaction: SessionTransaction, connection: Any) -> None:
    """Tell the row policies whose rights count. It fires again after every begin, so no pooled setting can leak."""
    if transaction.nested or "token" not in session.info:
        return
    # Only the first beginning asks: what was answered once is at hand.
    asking = session.info.pop("asking", None)
    said = READ_ONLY if session.info.get("read_only") else READ_AND_WRITE
    row = connection.execute(said if asking is None else asking, {"token": session.info["token"]}).first()
    if asking is not None:
        session.info["opened_with"] = row


async def opened_with(session: AsyncSession) -> Any:
    """Give what the first statement of the transaction was answered, once; None where it asked nothing."""
    if "asking" in session.sync_session.info:
        await session.run_sync(SyncSession.connection)
    return session.sync_session.info.pop("opened_with", None)


async def as_caller(session: AsyncSession, token: str) -> None:
    """Let the rest of the transaction have the rights of another token; a rollback gives the old ones back."""
    session.sync_session.info["token"] = token
    await session.execute(READ_AND_WRITE, {"token": token})


def touched(session: AsyncSession, county: int, institution_id: int, since: date) -> None:
    """Declare that this home's days from `since` on are no longer what was counted."""
    key = (county, institution_id)
    for kept in ("touched", "uncounted"):
        homes: dict[tuple[int, int], date] = session.sync_session.info.setdefault(kept, {})
        homes[key] = min(since, homes.get(key, since))


def touched_homes(session: AsyncSession) -> list[Touched]:
    """List what `touched` declared in this transaction, each home once, in the order of locks."""
    return _in_order(session.sync_session.info.get("touched", {}))


def uncounted_homes(session: AsyncSession) -> list[Touched]:
    """Take what `touched` declared since the last time this was asked: whoever asks counts it."""
    return _in_order(session.sync_session.info.pop("uncounted", {}))


def _in_order(homes: dict[tuple[int, int], date]) -> list[Touched]:
    return [Touched(county, home, since) for (county, home), since in sorted(homes.items())]
