"""A database server for one run of the tests: TEST_DATABASE_URL, else one of our own that is thrown away at the end.

Loaded as a plugin: the run's first process makes the folder and removes it, its workers share what is in it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL

from app.core.postgres.embedded import EmbeddedServer
from app.core.postgres.urls import normalise

FOLDER = "YIYANG_TEST_SERVER"
GIVEN = "TEST_DATABASE_URL"


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder before any worker is started, so that all of them inherit it."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = str(room_for_a_server())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what a crashed worker may have left and take the folder away."""
    if hasattr(config, "workerinput") or FOLDER not in os.environ:
        return
    clear_away(Path(os.environ.pop(FOLDER)))


@contextmanager
def throw_away_server() -> Iterator[URL]:
    """Give the superuser's address of a server that may lose everything; the last process to leave stops it."""
    if given := os.environ.get(GIVEN):
        yield normalise(given)
        return
    server = EmbeddedServer(Path(os.environ[FOLDER]), durable=False)
    try:
        server.join()
        yield server.admin_url()
    finally:
        server.leave()


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Give this run's server."""
    with throw_away_server() as admin:
        yield admin


def room_for_a_server() -> Path:
    """Make a folder that an unprivileged user may pass through, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="yiyang-test-"))
    folder.chmod(0o711)
    return folder


def kept_for_all(name: str) -> Path:
    """Give a folder that all workers of this run share, and that goes with the run."""
    folder = Path(os.environ[FOLDER], name)
    folder.mkdir(exist_ok=True)
    return folder


def clear_away(folder: Path) -> None:
    """Stop the server of a folder, whoever uses it, and remove the folder."""
    server = EmbeddedServer(folder, durable=False)
    if (server.cluster / "postmaster.pid").exists():
        server.join()
        server.leave()
    shutil.rmtree(folder, ignore_errors=True)
