"""Writing so that the database refuses by name: under savepoints, or boldly where a refusal lets everything run anew."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.engines import IMMEDIATE
from app.core.errors import DomainError, Refused
from app.core.sentences import sentence_of

__all__ = [
    "Careful",
    "constraint_of",
    "go_on_carefully",
    "is_unproven",
    "prove",
    "prove_within",
    "refusing",
    "running_boldly",
]

Refusal = type[DomainError] | Callable[[], DomainError]

DEFER_KEYS, CHECK_KEYS = text("SET CONSTRAINTS ALL DEFERRED"), text("SET CONSTRAINTS ALL IMMEDIATE")


class Careful(BaseException):
    """A bold run met a refusal: nothing of it counts, and whoever began it does all of it again with savepoints.

    No handler may take it for a refusal it can go on after, so it is none of Exception.
    """


@dataclass(slots=True)
class Run:
    """How a bold run stands: whether it still is one, and whether a block has left deferred keys for COMMIT to ask."""

    bold: bool = True
    unproven: bool = False


_underway: ContextVar[Run | None] = ContextVar("bold_run", default=None)


@contextmanager
def running_boldly(session: AsyncSession) -> Iterator[None]:
    """Let this session write without savepoints; whoever says so does everything again when `Careful` comes up."""
    run = session.sync_session.info["run"] = Run()
    before = _underway.set(run)
    try:
        yield
    finally:
        _underway.reset(before)


def go_on_carefully() -> None:
    """Take savepoints from here on: what is written beside a bold run is not taken back, and should not come twice."""
    run = _underway.get()
    if run is not None:
        run.bold = False


def is_unproven(session: AsyncSession) -> bool:
    """Tell whether this was a bold run that wrote what only its COMMIT would have proven."""
    run = _run_of(session)
    return run is not None and run.unproven


def refusing(session: AsyncSession, refusals: Mapping[str, Refusal] | None = None) -> AbstractAsyncContextManager[None]:
    """Write and let the database refuse by name, inside the request and not as a fault at COMMIT.

    A constraint named in `refusals` raises that error, any other one with a sentence raises `Refused` with it,
    and a nameless failure stays the bug it is. The session is usable afterwards: the block stands under a savepoint,
    or else the run is a bold one, which ends here and is begun anew with savepoints.
    """
    run = _run_of(session)
    # Whoever has drawn a savepoint of their own means to live on after a refusal.
    if run is not None and run.bold and not session.sync_session.in_nested_transaction():
        return _boldly(session, run, refusals)
    return _under_savepoint(session, refusals)


@asynccontextmanager
async def _boldly(session: AsyncSession, run: Run, refusals: Mapping[str, Refusal] | None) -> AsyncIterator[None]:
    try:
        # A savepoint would have sent first what was waiting, and the block may read it.
        await _flush(session)
        await _defer_keys(session)
        yield
        await _flush(session)
    except DBAPIError as error:
        if _refusal_of(error, refusals) is None:
            raise
        raise Careful from error
    except DomainError as refusal:
        # Whoever catches it must not keep rows that were written before it came up.
        raise Careful from refusal
    # COMMIT asks for the deferred keys, and until it has nothing that is said of this run counts.
    run.unproven = True


@asynccontextmanager
async def _under_savepoint(session: AsyncSession, refusals: Mapping[str, Refusal] | None) -> AsyncIterator[None]:
    await prove(session)
    info = (await session.connection()).info
    immediate = info.pop(IMMEDIATE, False)
    try:
        async with session.begin_nested():
            # An earlier block of the same transaction has left the deferred keys immediate.
            if immediate:
                await session.execute(DEFER_KEYS)
            yield
            await session.flush()
            await session.execute(CHECK_KEYS)
        immediate = True
    except DBAPIError as error:
        refusal = _refusal_of(error, refusals)
        if refusal is None:
            raise
        raise refusal from None
    finally:
        # A savepoint rolled back has taken its change of the keys along.
        info[IMMEDIATE] = immediate


async def prove_within(session: AsyncSession) -> None:
    """Ask for the deferred keys where this transaction is but a part of a greater one, whose end would ask too late."""
    if is_unproven(session) and (await session.connection()).in_nested_transaction():
        await prove(session)


async def prove(session: AsyncSession) -> None:
    """Ask for what a bold block has left to COMMIT: a later block, or a refusal that is drawn, must not be its echo."""
    run = _run_of(session)
    if run is None or not run.unproven:
        return
    info = (await session.connection()).info
    try:
        await session.execute(CHECK_KEYS)
    except DBAPIError as error:
        if _refusal_of(error, None) is None:
            raise
        raise Careful from error
    run.unproven, info[IMMEDIATE] = False, True


async def _defer_keys(session: AsyncSession) -> None:
    info = (await session.connection()).info
    if info.get(IMMEDIATE):
        await session.execute(DEFER_KEYS)


async def _flush(session: AsyncSession) -> None:
    """Send what is waiting; a session with nothing to send need not be asked, which costs a change of stacks."""
    if session.new or session.deleted or session.dirty:
        await session.flush()


def _run_of(session: AsyncSession) -> Run | None:
    run: Run | None = session.sync_session.info.get("run")
    return run


def _refusal_of(error: DBAPIError, refusals: Mapping[str, Refusal] | None) -> DomainError | None:
    """Say which refusal a failure is; None for a bug."""
    name = constraint_of(error)
    if name and refusals and name in refusals:
        return refusals[name]()
    sentence = sentence_of(name) if name else None
    return Refused(sentence, name) if name and sentence else None


def constraint_of(error: DBAPIError) -> str | None:
    """Name the constraint that refused; a shard's number behind it (Citus) is taken off."""
    cause = getattr(error.orig, "__cause__", None)
    name = getattr(cause, "constraint_name", None) or ""
    head, _, tail = name.rpartition("_")
    return (head if head and tail.isdigit() and len(tail) >= 6 else name) or None
