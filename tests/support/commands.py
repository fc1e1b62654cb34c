"""`python -m app …` for tests: as a program that starts from nothing, or forked from one that has read the house already.

Reading the house takes seconds, forking it none. A forked command is a process of its own in every other way: it has its
own environment, arguments, outputs and exit code, enters by the same door and shares nothing with the test. One that
goes on, as `serve` does, is begun, listened to and killed.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from runpy import run_module
from threading import active_count
from typing import Any

__all__ = ["Answer", "Begun", "Commands"]

ROOT = Path(__file__).parents[2]
OUT, ERROR = "out", "error"

Answer = subprocess.CompletedProcess[str]


class Commands:
    """Runs commands and says how they ended."""

    def __init__(self) -> None:
        """Begin without the program that forks; the first command that wants it starts it."""
        self._parent: subprocess.Popen[str] | None = None

    def from_nothing(self, environment: Mapping[str, str], *words: object) -> Answer:
        """Start the program as a person would: at least once for each command."""
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, words)], cwd=ROOT, env=environment,
            capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip

    def forked(self, environment: Mapping[str, str], *words: object, program: str = "app") -> Answer:
        """Run a further command of that kind, or another program of ours (`python -m program`)."""
        given, code = list(map(str, words)), None
        with tempfile.TemporaryDirectory() as folder:
            become = {"environment": dict(environment), "words": given, "folder": folder, "program": program}
            code = self.ask(become=become, to_the_end=True)
            said = [Path(folder, name).read_text("utf-8") for name in (OUT, ERROR)]
        return subprocess.CompletedProcess(given, code, *said)

    def begun(self, environment: Mapping[str, str], *words: object) -> "Begun":
        """Begin a command that goes on until it is killed."""
        return Begun(self, environment, list(map(str, words)))

    def close(self) -> None:
        """End the program that forks."""
        if self._parent is not None:
            self._parent.kill()
            self._parent.communicate()

    def ask(self, **words: object) -> int:
        """Ask the program that forks for something; it answers with one number."""
        if self._parent is None:
            command = [sys.executable, "-m", "tests.support.commands"]
            self._parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(f"{json.dumps(words)}\n")
        self._parent.stdin.flush()
        answer = self._parent.stdout.readline()
        assert answer, "the program that forks has died"
        return int(answer)


class Begun:
    """A command that goes on: what it says is read as it is said."""

    def __init__(self, commands: Commands, environment: Mapping[str, str], words: list[str]) -> None:
        """Begin it; its words come through a pipe that has a name."""
        self._commands, self._folder = commands, tempfile.TemporaryDirectory()
        folder = self._folder.name
        os.mkfifo(Path(folder, OUT))
        become = {"environment": dict(environment), "words": words, "folder": folder, "program": "app"}
        self.pid = commands.ask(become=become, to_the_end=False)
        self.stdout = Path(folder, OUT).open(encoding="utf-8")  # noqa: SIM115  (whoever listens closes it)

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end and clear away what it has left."""
        code = self._commands.ask(ended=self.pid)
        self._folder.cleanup()
        return code


def serve() -> None:
    """Read the house, then fork one child for each line that asks for a command."""
    import app.cli

    for module in iter_modules(app.cli.__path__, "app.cli."):
        import_module(module.name)
    assert active_count() == 1, "a thread would be lost in every child"
    gc.freeze()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        answer = asked.get("ended") or _forked(asked["become"])
        if asked.get("to_the_end", True):
            answer = os.waitstatus_to_exitcode(os.waitpid(answer, 0)[1])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _forked(asked: dict[str, Any]) -> int:
    """Give the number of a child that is that command; the child itself never comes back."""
    if asked["words"][:1] == ["serve"]:
        import_module("app.main")
    child = os.fork()
    if not child:
        become(**asked)
    return child


def become(environment: dict[str, str], words: list[str], folder: str, program: str) -> None:
    """Be `python -m app …`, with files for what it says; it ends as that ends, exit code and all."""
    os.environ.clear()
    os.environ.update(environment)
    for name, number in ((OUT, 1), (ERROR, 2)):
        file = os.open(Path(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout.reconfigure(line_buffering=True)
    sys.argv = [program, *words]
    code = 0
    try:
        run_module(program, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = int(ended.code or 0)
    # All that is left would be taking the house apart in memory, which takes longer than most commands.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
