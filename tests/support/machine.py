"""A machine of its own for commands: an empty folder of data, and the server that comes along."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.postgres.embedded import EmbeddedServer
from tests.support.commands import Answer, Commands
from tests.support.server import clear_away, room_for_a_server
from tests.support.serving import bare_environment

__all__ = ["Machine", "a_machine"]


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
def a_machine(commands: Commands) -> Iterator[Machine]:
    """Give a machine where nothing was ever started; its server keeps running from one command to the next."""
    folder = room_for_a_server()
    server = EmbeddedServer(folder, durable=False)
    try:
        server.join()
        yield Machine(commands, folder)
    finally:
        server.leave()
        clear_away(folder)
