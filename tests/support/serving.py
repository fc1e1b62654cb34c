"""The system as an operator starts it, in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from app.core.postgres.cluster import read_postmaster
from app.core.postgres.processes import is_alive
from app.core.settings import Settings
from tests.support.commands import Begun, Commands

__all__ = ["bare_environment", "one_time_link", "postmaster_of", "serving", "serving_further"]

ROOT = Path(__file__).parents[2]
Process = TypeVar("Process", "subprocess.Popen[str]", Begun)


def bare_environment(room: Path) -> dict[str, str]:
    """Give the environment of a machine where nothing was ever started, with its data in a folder of the test's."""
    ours = {name.upper() for name in Settings.model_fields}
    bare = {name: value for name, value in os.environ.items() if name not in ours}
    return bare | {"DATA_DIR": str(room), "PORT": "0", "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(house: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str, str]]:
    """Start the system as a person does; give the process, its address and all that it said until then."""
    command = [sys.executable, "-m", "app", "serve"]
    yield from _until_killed(subprocess.Popen(command, cwd=ROOT, env=house, stdout=subprocess.PIPE, text=True))


@contextmanager
def serving_further(house: dict[str, str], commands: Commands) -> Iterator[tuple[Begun, str, str]]:
    """Do the same by forking, where the start itself is no matter of the test."""
    yield from _until_killed(commands.begun(house, "serve"))


def _until_killed(process: Process) -> Iterator[tuple[Process, str, str]]:
    assert process.stdout is not None
    said = ""
    try:
        while not (address := re.search(r"http://[\d.]+:\d+", said)):
            line = process.stdout.readline()
            assert line, f"ended before it served: {said}"
            said += line
        yield process, address[0], said
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def postmaster_of(house: dict[str, str]) -> int | None:
    postmaster = read_postmaster(Path(house["DATA_DIR"]) / "postgres")
    return postmaster.pid if postmaster and is_alive(postmaster.pid) else None


def one_time_link(process: "subprocess.Popen[str] | Begun", said: str) -> str:
    """Read on until the start of an empty system has printed its first-run link."""
    assert process.stdout is not None
    while not (link := re.search(r"http\S+/first-run/\S+", said)):
        said += process.stdout.readline()
    return link[0]
