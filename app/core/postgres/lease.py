"""Who uses the server, and who may stop it: the last one to leave, if one of us started it.

Being in use is a shared lock on a file, so a process that was killed lets go without saying so. The lease file names
the starter for people and tells a server of ours from one that an operator started by hand.
"""

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Lease:
    """One process's hold on the server of a data folder."""

    def __init__(self, folder: Path) -> None:
        """Prepare the files; nothing is held yet."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._mutex = folder / "lock"
        self._in_use = folder / "in-use"
        self._note = folder / "lease.json"
        self._held: IO[str] | None = None

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Starting, joining and stopping are decided by one process at a time."""
        with self._mutex.open("a") as mutex:
            fcntl.flock(mutex, fcntl.LOCK_EX)
            yield

    def hold(self) -> None:
        """Count as a user of the server until `let_go`, or until this process is gone."""
        self._held = self._in_use.open("a")
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def let_go(self) -> bool:
        """Stop counting as a user, and tell whether nobody is left."""
        if self._held is not None:
            self._held.close()
            self._held = None
        with self._in_use.open("a") as probe:
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def note_start(self, postmaster: str) -> None:
        """Write down that a process of ours started this server."""
        note = {"server": postmaster, "started_by": os.getpid(), "command": " ".join(sys.argv[1:2])}
        unfinished = self._note.with_suffix(".new")
        unfinished.write_text(json.dumps(note, ensure_ascii=False))
        unfinished.replace(self._note)

    def started(self, postmaster: str) -> bool:
        """Whether this server was started by one of us, so that one of us may stop it."""
        try:
            return bool(json.loads(self._note.read_text())["server"] == postmaster)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def forget(self) -> None:
        """The server is down: the note is history."""
        self._note.unlink(missing_ok=True)
