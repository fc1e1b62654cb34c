"""The server that comes along: started once, joined, killed, and gone when nobody needs it."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from app.core.postgres.account import Account, server_account
from app.core.postgres.binaries import programs_for
from app.core.postgres.cluster import SOCKET_PATH_LIMIT, read_postmaster, socket_folder
from app.core.postgres.embedded import EmbeddedServer, running
from app.core.postgres.lease import Lease
from app.core.postgres.processes import is_alive
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import connect
from tests.core.postgres.conftest import NewServer, postmaster_of
from tests.support.server import clear_away, room_for_a_server

STARTER = """
import sys, time
from pathlib import Path
from app.core.postgres.embedded import EmbeddedServer
EmbeddedServer(Path(sys.argv[1]), durable=False).join()
print("joined", flush=True)
time.sleep(60)
"""


async def ask(server: EmbeddedServer, question: str) -> str:
    connection = await connect(server.admin_url())
    try:
        return str(await connection.fetchval(question))
    finally:
        await connection.close()


def test_it_leaves_neither_process_nor_socket_behind(new_server: NewServer) -> None:
    server = new_server()
    server.join()
    postmaster = read_postmaster(server.cluster)
    assert postmaster is not None
    assert is_alive(postmaster.pid)
    server.leave()
    assert not is_alive(postmaster.pid)
    assert not postmaster.socket_folder.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen_addresses", ""),
        ("data_checksums", "on"),
        ("timezone", "Asia/Shanghai"),
        ("server_encoding", "UTF8"),
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length_on_error", "0"),
    ],
)
async def test_it_runs_with_our_settings(new_server: NewServer, name: str, value: str) -> None:
    server = new_server()
    await asyncio.to_thread(server.join)
    assert await ask(server, f"SHOW {name}") == value


async def test_nobody_enters_without_the_password(new_server: NewServer) -> None:
    server = new_server()
    await asyncio.to_thread(server.join)
    with pytest.raises(Exception, match="password authentication failed"):
        await connect(server.admin_url().set(password="guess"))
    assert server.admin_url().password not in repr(server.admin_url())


def test_the_socket_and_the_passwords_are_private(new_server: NewServer) -> None:
    server = new_server()
    server.join()
    postmaster = read_postmaster(server.cluster)
    assert postmaster is not None
    folders = (postmaster.socket_folder, server.cluster, server.secrets, server.data_dir / "run")
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700"] * 4
    assert (server.secrets / "postgres").stat().st_mode & 0o777 == 0o600


def test_it_never_runs_as_root(new_server: NewServer) -> None:
    server = new_server()
    server.join()
    pid = postmaster_of(server)
    owner = Path(f"/proc/{pid}").stat().st_uid if Path("/proc").exists() else server.cluster.stat().st_uid
    assert owner == server_account(server.cluster).uid
    assert owner != 0


def test_a_server_whose_starter_was_killed_is_joined(new_server: NewServer, playground: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", STARTER, playground], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "joined\n"
        starter.kill()
    server = new_server()
    left_behind = postmaster_of(server)
    server.join()
    assert postmaster_of(server) == left_behind is not None
    server.leave()
    assert postmaster_of(server) is None


def test_it_starts_again_when_its_postmaster_was_killed(new_server: NewServer) -> None:
    server, again = new_server(), new_server()
    server.join()
    killed = postmaster_of(server)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    again.join()
    assert postmaster_of(again) not in {None, killed}


async def test_who_uses_it_revives_it_behind_the_same_socket(playground: Path) -> None:
    async with running(playground, durable=False) as url:
        server = EmbeddedServer(playground)
        killed = postmaster_of(server)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        for _ in range(200):
            await asyncio.sleep(0.1)
            with suppress(OSError, asyncpg.PostgresError):
                await (await connect(url)).close()
                break
        assert postmaster_of(server) not in {None, killed}


def test_two_starters_at_once_share_one_server(new_server: NewServer) -> None:
    first, second = new_server(), new_server()
    with ThreadPoolExecutor() as pool:
        list(pool.map(EmbeddedServer.join, (first, second)))
    shared = postmaster_of(first)
    first.leave()
    assert postmaster_of(second) == shared is not None
    second.leave()
    assert postmaster_of(second) is None


def test_a_server_that_somebody_started_by_hand_is_left_running(new_server: NewServer) -> None:
    server, later = new_server(), new_server()
    server.join()
    by_hand = read_postmaster(server.cluster)
    assert by_hand is not None
    lease = Lease(server.data_dir / "run")
    lease.forget()
    server.leave()
    assert postmaster_of(later) == by_hand.pid
    lease.note_start(by_hand.name)
    later.join()


async def test_a_start_that_is_interrupted_leaves_nothing(playground: Path, new_server: NewServer) -> None:
    async def use() -> None:
        async with running(playground, durable=False):
            await asyncio.sleep(60)

    task = asyncio.create_task(use())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert postmaster_of(new_server()) is None


def test_a_long_path_of_the_data_does_not_lengthen_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_for_a_server()
    deep = room / ("养老" * 10) / ("long " * 15)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    server = EmbeddedServer(deep, durable=False)
    try:
        server.join()
        socket = read_postmaster(server.cluster)
        assert socket is not None
        assert len(str(socket.socket_folder / ".s.PGSQL.5432.lock")) < SOCKET_PATH_LIMIT
    finally:
        server.leave()
        clear_away(room)


def test_programs_out_of_reach_are_copied_with_their_libraries(tmp_path: Path) -> None:
    class ShutOut(Account):
        def can_enter(self, folder: Path) -> bool:
            return False

    programs = programs_for(ShutOut(os.geteuid(), os.getegid()), tmp_path)
    assert programs.is_relative_to(tmp_path)
    assert subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True).stdout
    assert programs_for(ShutOut(os.geteuid(), os.getegid()), tmp_path) == programs


def test_a_folder_of_somebody_else_is_no_place_for_the_socket(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    account = Account(os.geteuid(), os.getegid())
    chosen = socket_folder(tmp_path, account)
    assert chosen != tmp_path
    chosen.rmdir()


def test_a_cluster_of_another_version_is_refused_at_once(new_server: NewServer, playground: Path) -> None:
    server = new_server()
    server.join()
    server.leave()
    version = playground / "postgres" / "PG_VERSION"
    present = version.read_text()
    version.write_text("12\n")
    began = time.monotonic()
    with pytest.raises(DatabaseTrouble, match="12"):
        new_server().join()
    version.write_text(present)
    assert time.monotonic() - began < 4
