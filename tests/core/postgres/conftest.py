"""A server of its own for the tests that start, kill and stop it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.postgres.cluster import read_postmaster
from app.core.postgres.embedded import EmbeddedServer
from app.core.postgres.processes import is_alive
from tests.support.server import clear_away, room_for_a_server

NewServer = Callable[[], EmbeddedServer]


@pytest.fixture(scope="session")
def playground() -> Iterator[Path]:
    """Give one folder for all of them: making a cluster takes longer than starting it."""
    folder = room_for_a_server()
    yield folder
    clear_away(folder)


@pytest.fixture
def new_server(playground: Path) -> Iterator[NewServer]:
    """Give the server as one more process would see it; each of them leaves at the end."""
    made: list[EmbeddedServer] = []

    def new() -> EmbeddedServer:
        made.append(EmbeddedServer(playground, durable=False))
        return made[-1]

    yield new
    for server in made:
        server.leave()


def postmaster_of(server: EmbeddedServer) -> int | None:
    """Tell the pid of the server that runs, if one does."""
    postmaster = read_postmaster(server.cluster)
    return postmaster.pid if postmaster and is_alive(postmaster.pid) else None
