"""`python -m app …` for tests: as a program that starts from nothing, or forked from one that has read the house already.

Reading the house takes seconds, forking it none. A forked command is a process of its own in every other way: it has its
own environment, arguments, outputs and exit code, enters by the same door and shares nothing with the test.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from runpy import run_module
from threading import active_count

__all__ = ["Answer", "Commands"]

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

    def forked(self, environment: Mapping[str, str], *words: object) -> Answer:
        """Run a further command of that kind."""
        given, code = list(map(str, words)), None
        with tempfile.TemporaryDirectory() as folder:
            asked = {"environment": dict(environment), "words": given, "folder": folder}
            code = self._ask(json.dumps(asked))
            said = [Path(folder, name).read_text("utf-8") for name in (OUT, ERROR)]
        return subprocess.CompletedProcess(given, code, *said)

    def close(self) -> None:
        """End the program that forks."""
        if self._parent is not None:
            self._parent.kill()
            self._parent.communicate()

    def _ask(self, line: str) -> int:
        if self._parent is None:
            command = [sys.executable, "-m", "tests.support.commands"]
            self._parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(f"{line}\n")
        self._parent.stdin.flush()
        ended = self._parent.stdout.readline()
        assert ended, "the program that forks has died"
        return int(ended)


def serve() -> None:
    """Read the house, then fork one child for each line that asks for a command."""
    import app.cli

    for module in iter_modules(app.cli.__path__, "app.cli."):
        import_module(module.name)
    assert active_count() == 1, "a thread would be lost in every child"
    gc.freeze()
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            become(**json.loads(line))
            return
        _, ended = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


def become(environment: dict[str, str], words: list[str], folder: str) -> None:
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
    sys.argv = ["app", *words]
    try:
        run_module("app", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        # All that is left would be taking the house apart in memory, which takes longer than most commands.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ended.code or 0))


if __name__ == "__main__":
    serve()
