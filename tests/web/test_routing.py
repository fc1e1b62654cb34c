"""An act runs boldly first and with savepoints after a refusal: once more, with the same words, and with nothing kept."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, RedirectResponse

from app.core.db import Database, refusing, transaction
from app.core.errors import NotFound
from app.core.postgres.urls import Urls
from tests.support.desk import KNOWN, TRY, Act, Desk, Known, desks, write
from tests.support.keys import PAIR, pairs_of


class Again(Exception):
    """What a driver says of a transaction that may be run again."""

    sqlstate = "40001"


@pytest.fixture
async def desk_for(
    urls: Urls, pools: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[Act], Desk]]:
    """Build applications with one act."""
    async with desks(urls, pools, monkeypatch) as build:
        yield build


async def test_an_act_that_nothing_refuses_draws_no_savepoint(desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "a")
        await write(session, "b")
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    assert (await desk.send()).status_code == 303
    assert (desk.runs, desk.drawn, await desk.kept()) == (1, [], ["a", "b"])


async def test_a_refusal_is_said_after_a_second_run_and_nothing_is_kept(desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "a")
        try:
            await write(session, "b", outcome="unheard of")
        except Known as refusal:
            return PlainTextResponse(refusal.message, refusal.status)
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    answer = await desk.send()
    assert (answer.status_code, answer.text) == (422, Known().message)
    assert (desk.runs, len(desk.drawn), await desk.kept()) == (2, 2, [])


async def test_whoever_goes_on_after_a_refusal_keeps_nothing_of_its_block(desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "before")
        for refuse in (KNOWN, "by rule"):
            try:
                async with refusing(session):
                    await write(session, "inner", outcome="unheard of" if refuse == KNOWN else "refused")
                    raise Known
            except Known:
                await write(session, "after")
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    assert (await desk.send()).status_code == 303
    assert (desk.runs, await desk.kept()) == (2, ["before", "after", "after"])


async def test_a_refusal_that_leaves_the_handler_is_said_once(desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, outcome="unheard of")
        raise AssertionError("the refusal above leaves the handler")

    desk = desk_for(act)
    answer = await desk.send()
    assert (answer.status_code, answer.json()["detail"]) == (422, Known().message)
    assert (desk.runs, await desk.kept()) == (2, [])


async def test_a_refusal_before_anything_was_written_needs_no_second_run(desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, _session: AsyncSession) -> Response:
        raise NotFound

    desk = desk_for(act)
    assert (await desk.send()).status_code == 404
    assert desk.runs == 1


async def test_a_refusal_that_is_drawn_after_a_block_that_holds_needs_none_either(
    desk_for: Callable[[Act], Desk],
) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "a")
        async with transaction(pool="side") as side:
            await side.execute(TRY, {"name": b"a look", "outcome": "refused"})
        return PlainTextResponse("", 422)

    desk = desk_for(act)
    assert (await desk.send()).status_code == 422
    assert (desk.runs, await desk.kept()) == (1, ["a look"])


async def test_a_refusal_that_a_broken_block_led_to_is_not_drawn(urls: Urls, desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        try:
            async with refusing(session, {"uq_pairs": Known}):
                await session.execute(PAIR)
        except Known:
            return RedirectResponse("/", status_code=303)
        return PlainTextResponse("its echo", 422)

    desk = desk_for(act)
    async with pairs_of(urls):
        assert ((await desk.send()).status_code, desk.runs) == (303, 2)


async def test_a_busy_database_is_still_asked_again_after_a_refusal(desk_for: Callable[[Act], Desk]) -> None:
    async def act(desk: Desk, _request: Request, session: AsyncSession) -> Response:
        if desk.runs in (1, 3, 4):
            raise DBAPIError("UPDATE", None, Again())
        await write(session, "a")
        try:
            await write(session, "b", outcome="unheard of")
        except Known:
            await write(session, "c")
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    answer = await desk.send()
    # Busy, refused, busy, and busy for the third time: the refusal has not counted as a try, and ends none.
    assert (desk.runs, answer.status_code, await desk.kept()) == (4, 500, [])
    desk.runs = 1
    assert ((await desk.send()).status_code, desk.runs) == (303, 5)
    assert await desk.kept() == ["a", "c"]


async def test_a_key_put_off_until_commit_is_said_as_a_refusal(urls: Urls, desk_for: Callable[[Act], Desk]) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        try:
            async with refusing(session, {"uq_pairs": Known}):
                await session.execute(PAIR)
        except Known as refusal:
            return PlainTextResponse(refusal.message, refusal.status)
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    async with pairs_of(urls):
        answer = await desk.send()
    assert (answer.status_code, answer.text, desk.runs) == (422, Known().message, 2)


@pytest.mark.parametrize("fault", [RuntimeError, NotFound])
async def test_what_fails_after_a_bold_block_is_looked_at_again(
    desk_for: Callable[[Act], Desk], fault: type[Exception]
) -> None:
    async def act(desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "a")
        if desk.runs == 1:
            raise fault
        return RedirectResponse("/", status_code=303)

    desk = desk_for(act)
    assert (await desk.send()).status_code == 303
    assert (desk.runs, await desk.kept()) == (2, ["a"])


@pytest.mark.parametrize("cut", [TimeoutError(), ConnectionResetError(), DBAPIError("COMMIT", None, Exception())])
async def test_an_act_whose_commit_was_not_answered_is_not_done_again(
    desk_for: Callable[[Act], Desk], pools: Database, monkeypatch: pytest.MonkeyPatch, cut: Exception
) -> None:
    async def act(_desk: Desk, _request: Request, session: AsyncSession) -> Response:
        await write(session, "a")
        return RedirectResponse("/", status_code=303)

    dialect = pools.engines["app"].sync_engine.dialect

    def commit_and_lose_the_line(connection: Any, commit: Any = dialect.do_commit) -> None:
        commit(connection)
        raise cut

    desk = desk_for(act)
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", commit_and_lose_the_line)
        status = (await desk.send()).status_code
    assert (status, desk.runs, await desk.kept()) == (500, 1, ["a"])


async def test_a_second_run_reads_the_same_files_and_fields(desk_for: Callable[[Act], Desk]) -> None:
    read: list[tuple[bytes, str]] = []

    async def act(_desk: Desk, request: Request, session: AsyncSession) -> Response:
        form = await request.form()
        upload = form["file"]
        assert isinstance(upload, UploadFile)
        read.append((await upload.read(), str(form["word"])))
        await write(session, outcome="unheard of")
        raise AssertionError("the refusal above leaves the handler")

    desk = desk_for(act)
    await desk.send(data={"word": "w"}, files={"file": ("f.txt", b"content")})
    assert read == [(b"content", "w")] * 2
