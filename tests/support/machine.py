"""A machine of its own for commands: an empty folder of data, and the server that comes along."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.postgres.embedded import EmbeddedServer
from tests.support.commands import Answer, Commands
from tests.support.server import clear_away, room_for_a_server
from tests.support.serving import bare_environment

__all__ = ["Machine", "a_machine", "a_prepared_room", "a_room_like"]


class Machine:
    """Runs commands on the data of one folder."""

    def __init__(self, commands: Commands, folder: Path) -> None:
        """Take the ways to run a command and the folder of the data."""
        self.commands, self.environment = commands, bare_environment(folder)

    def __call__(self, *words: object) -> Answer:
        """Run a further command."""
        return self.commands.forked(self.environment, *words)

    def from_nothing(self, *words: object) -> Answer:
        """Run a command as a person would, by starting the program."""
        return self.commands.from_nothing(self.environment, *words)


@contextmanager
def a_prepared_room(commands: Commands) -> Iterator[Path]:
    """Give a folder whose database stands and is migrated, with nothing in it: for copies, never to be used itself."""
    folder = room_for_a_server()
    try:
        commands.forked(bare_environment(folder), "migrate").check_returncode()
        yield folder
    finally:
        clear_away(folder)


def a_room_like(prepared: Path) -> Path:
    """Copy a prepared folder, owners and all: making a database and migrating it takes seconds, copying it none."""
    folder = room_for_a_server()
    subprocess.run(["cp", "-a", f"{prepared}/.", folder], check=True)
    return folder


@contextmanager
def a_machine(commands: Commands, prepared: Path) -> Iterator[Machine]:
    """Give a machine where nothing was ever done; its server keeps running from one command to the next."""
    folder = a_room_like(prepared)
    server = EmbeddedServer(folder, durable=False)
    try:
        server.join()
        yield Machine(commands, folder)
    finally:
        server.leave()
        clear_away(folder)
