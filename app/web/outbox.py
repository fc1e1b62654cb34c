"""The outbox of phones and tablets: taps made without a line arrive later, in their order, and each is done once.

A domain registers what it takes with `outbox_kind`. A row that is refused leaves nothing and stops no other; a row that
arrives again, because the first reply was lost, is answered as before and does nothing.
"""

import copy
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse

from app.core.actor import Actor, Resource, authorize
from app.core.clock import now
from app.core.errors import Conflict, DomainError
from app.core.i18n import N_, _
from app.core.log import log
from app.core.request import current_request
from app.web.access import SIGNED_IN
from app.web.deps import CurrentActor, Session
from app.web.routing import AGAIN, Router

__all__ = ["MOST", "Tap", "claim_taps_with", "labels_of_kinds", "outbox_kind", "router"]

router = Router()

MOST = 50
EARLIEST, LATEST = timedelta(days=7), timedelta(minutes=5)
"""A device's clock is believed this far back and ahead; beyond it the time of arrival counts."""
UNREADABLE = N_("这一条读不懂，没有收下。请在页面上重填，再把它删去")
UNKNOWN = N_("系统不认得这一条，可能页面太旧。请联网刷新页面后重填")
NO_TAP = N_("这一条没有编号，没有收下。请联网刷新页面后重填")
FAULT = N_("系统出错了，这一条没有保存。请再传一次；仍不行请把编号 {number} 告诉管理员")


class OtherPerson(Conflict):
    """The rows were made by somebody else who used this device; they wait until that person signs in."""

    sentence = N_("这台设备换了人登录。原来那位的记录还在，等他登录后再上传")


@dataclass(frozen=True, slots=True)
class Tap:
    """One row as it arrived: `at` is the time that the device claims, None where it cannot be true."""

    id: UUID
    kind: str
    at: datetime | None
    body: dict[str, Any]


Place: TypeAlias = Callable[[AsyncSession, Actor, Tap], Awaitable[Any]]
Handler: TypeAlias = Callable[[AsyncSession, Actor, Any, Tap], Awaitable[None]]
Claim: TypeAlias = Callable[..., Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of row is called, asks for, is about and does."""

    label: str
    permission: str
    place: Place
    handler: Handler


_kinds: dict[str, Kind] = {}
_claim: list[Claim] = []


def outbox_kind(kind: str, permission: str, handler: Handler, *, place: Place, label: str) -> None:
    """Take rows of this kind: `place` finds the thing a row is about (with county and home), `handler` does the act."""
    _kinds[kind] = Kind(label, permission, place, handler)


def labels_of_kinds() -> dict[str, str]:
    """What each kind of row is called on the screen."""
    return {name: _(kind.label) for name, kind in _kinds.items()}


def claim_taps_with(claim: Claim) -> None:
    """Say how a tap is claimed once for ever; the audit hangs itself in here."""
    _claim[:] = [claim]


class _Row(BaseModel):
    """A row on the wire."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    kind: Annotated[str, Field(max_length=60)]
    at: AwareDatetime
    user: int
    body: dict[str, Any]


@router.post("/outbox", name="web.outbox.create", access=SIGNED_IN)
async def create_rows(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Take a batch, and say of each row whether it is done; the reply goes out after everything is committed."""
    try:
        posted = await request.json()
    except ValueError:
        posted = None
    if not isinstance(posted, list) or len(posted) > MOST:
        raise DomainError(_(UNREADABLE))
    if any(isinstance(row, dict) and row.get("user") != actor.user_id for row in posted):
        raise OtherPerson
    arrived = await now(session)
    return JSONResponse([await _answer(session, actor, row, arrived) for row in posted])


async def _answer(session: AsyncSession, actor: Actor, posted: Any, arrived: datetime) -> dict[str, Any]:
    said = {"id": str(posted.get("id", "")) if isinstance(posted, dict) else ""}
    try:
        row = _Row.model_validate(posted)
    except ValidationError:
        return said | {"ok": False, "why": _(UNREADABLE)}
    why = await _done(session, actor, row, arrived)
    return said | ({"ok": False, "why": why} if why else {"ok": True})


async def _done(session: AsyncSession, actor: Actor, row: _Row, arrived: datetime) -> str:
    """Do one row under a savepoint; an empty word is success. A busy database is no matter of the row: all run again."""
    if row.id.version != 7:
        return _(NO_TAP)
    kind = _kinds.get(row.kind)
    if kind is None:
        return _(UNKNOWN)
    tap = Tap(row.id, row.kind, row.at if -EARLIEST <= row.at - arrived <= LATEST else None, row.body)
    try:
        with _undone_if_refused(session):
            async with session.begin_nested():
                await _act(session, actor, kind, tap)
    except DomainError as refusal:
        return refusal.message
    except Exception as fault:
        if _is_passing(fault):
            raise
        number = current_request().request_id
        log().error("outbox", request_id=number, kind=type(fault).__name__, row=row.kind)
        return _(FAULT).format(number=number)
    return ""


def _is_passing(fault: Exception) -> bool:
    """Tell a busy or broken line to the database from a row that will never do: it must not hold up those behind it."""
    if not isinstance(fault, DBAPIError):
        return False
    return fault.connection_invalidated or getattr(fault.orig, "sqlstate", None) in AGAIN


async def _act(session: AsyncSession, actor: Actor, kind: Kind, tap: Tap) -> None:
    thing: Resource = await kind.place(session, actor, tap)
    authorize(actor, kind.permission, thing)
    if await _claim[0](session, actor, tap_id=tap.id, action=tap.kind, body=tap.body, county=thing.county):
        await kind.handler(session, actor, thing, tap)
        await session.flush()


@contextmanager
def _undone_if_refused(session: AsyncSession) -> Iterator[None]:
    """What a refused row has said of lines and homes is unsaid with it, as the savepoint takes back what it wrote."""
    info = session.sync_session.info
    before = {key: copy.copy(value) for key, value in info.items()}
    try:
        yield
    except BaseException:
        info.clear()
        info.update(before)
        raise
