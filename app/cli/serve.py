"""`serve`: database, migrations, web and worker in one process; Ctrl-C or SIGTERM ends all of it, in order."""

import asyncio
import signal
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI

from app.accounts.service import issue_first_run_link
from app.cli.root import command, run
from app.cli.running import bring_up_to_date, running_database
from app.cli.worker import keep_working
from app.core.db import transaction
from app.core.i18n import N_, _
from app.core.log import configure_log
from app.core.postgres.guard import check_serving_role
from app.core.postgres.migrate import check_revision
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls
from app.core.settings import Settings, settings, settings_with
from app.core.startup import open_process
from app.main import create_app

FIRST_RUN = "welcome.first_run.new"
# Alone on a desk nobody waits for a drain; behind a proxy others do.
DRAIN_ALONE, DRAIN_BEHIND_A_PROXY = 2, 25


@command("serve", help="启动系统：数据库、网页和后台任务都在一个进程里，按 Ctrl-C 停止")
def serve(
    worker: Annotated[bool, typer.Option(help="同时运行后台任务")] = True,
) -> None:
    """Serve until told to stop."""
    run(_serve(with_worker=worker), loop_factory=uvicorn.Config("app.main:create_app").get_loop_factory())


class Server(uvicorn.Server):
    """Uvicorn, told to stop by us and not by signals of its own, and heard when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Prepare; `begun` is set once requests are answered."""
        super().__init__(config)
        self.begun = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process that also runs the database and the worker."""
        with nullcontext():
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self.begun.set()


async def _serve(*, with_worker: bool) -> None:
    main_task = asyncio.current_task()
    stopping = asyncio.Event()

    def stop() -> None:
        # Before the first request there is nothing to drain: what has been opened so far is closed on the way out.
        if not stopping.is_set() and main_task is not None and not begun:
            main_task.cancel()
        stopping.set()

    begun: list[Server] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        with _listening_socket(settings()) as door:
            async with running_database() as urls:
                await _prepare(urls)
                with settings_with(owner_database_url=None):
                    work = keep_working(urls.app, stopping) if with_worker else stopping.wait()
                    await _serve_and_work(work, door, stopping, begun)
    except asyncio.CancelledError:
        if not stopping.is_set():
            raise


async def _prepare(urls: Urls) -> None:
    if urls.owner is None:
        await check_revision(urls.app)
    else:
        await bring_up_to_date(urls.owner, settings())


async def _serve_and_work(
    work: Coroutine[Any, Any, object], door: socket.socket, stopping: asyncio.Event, begun: list[Server]
) -> None:
    configure_log()
    pools = open_process(settings())
    await check_serving_role(pools.engines["app"])
    application = create_app()
    drain = DRAIN_BEHIND_A_PROXY if settings().public_url else DRAIN_ALONE
    server = Server(
        uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=True,
            timeout_graceful_shutdown=drain,
        )
    )
    begun.append(server)
    helpers = [
        asyncio.create_task(work),
        asyncio.create_task(_when_begun(server, application, door)),
        asyncio.create_task(_when_stopping(server, application, stopping)),
    ]
    for helper in helpers:
        helper.add_done_callback(lambda task: None if task.cancelled() or not task.exception() else stopping.set())
    await server.serve(sockets=[door])
    stopping.set()
    if not server.started:
        helpers[1].cancel()
    outcomes = await asyncio.gather(*helpers, return_exceptions=True)
    for failure in outcomes:
        if isinstance(failure, Exception):
            raise failure
    if not server.started:
        raise DatabaseTrouble(N_("网页没能启动，原因见上面的日志"))


async def _when_begun(server: Server, application: FastAPI, door: socket.socket) -> None:
    """Say where to go; on a system without any user, also how to get in."""
    await server.begun.wait()
    address = settings().public_url or _address_of(door)
    typer.echo(_("颐养已启动：{address}　按 Ctrl-C 停止").format(address=address))
    async with transaction() as session:
        token = await issue_first_run_link(session)
    if token:
        link = address.rstrip("/") + str(application.url_path_for(FIRST_RUN, token=token))
        typer.echo(_("首次使用，请打开这个一次性链接：{link}").format(link=link))


async def _when_stopping(server: Server, application: FastAPI, stopping: asyncio.Event) -> None:
    """Close the pages that wait for news first: they would keep the server waiting for ever."""
    await stopping.wait()
    hub: Any = getattr(application.state, "hub", None)
    if hub is not None:
        hub.closed.set()
    server.should_exit = True


def _listening_socket(chosen: Settings) -> socket.socket:
    """Take the port before anything else is started, so that a second start says so at once."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    try:
        return socket.create_server((chosen.host, chosen.port), family=family, backlog=1024)
    except OSError as refusal:
        raise DatabaseTrouble(
            N_("{host}:{port} 用不了（{reason}）。可能已有一个颐养在运行，或请用 PORT= 换一个端口"),
            host=chosen.host,
            port=chosen.port,
            reason=refusal.strerror,
        ) from None


def _address_of(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  (what is shown, not what is bound)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
